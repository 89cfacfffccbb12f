"""Which question a label means: the playbook's own words for it, its prompt, and what people usually write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from handlers.reading.lines import squash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.playbook import Form, Question

#: What people call the questions that every form has, folded; the playbook's words come on top.
_ALIASES: dict[str, tuple[str, ...]] = {
    question: tuple(each.strip() for each in names.split(","))
    for question, names in {
        "organization_name": (
            "name of org,org,organization,organisation,group,agency,company,nonprofit name,name of organization,name of group,organizacion,"
            "nombre de la organizacion,grupo,institucion,nombre de la institucion"
        ),
        "contact_name": (
            "contact,name,your name,contact person,my name,full name,point of contact,contacto,nombre,nombre completo,su nombre,"
            "persona de contacto,nombre del contacto"
        ),
        "contact_email": "email,e mail,mail,email address,correo,correo electronico",
        "contact_phone": "phone,phone number,telephone,tel,cell,cell phone,mobile,telefono,celular,movil,numero de telefono,ph,cel",
        "website": "website,web,web site,site,url,webpage,homepage,pagina,pagina web,sitio,sitio web",
        "organization_type": "type,org type,organization type,type of organization,kind of organization,tipo,tipo de organizacion",
        "program_name": "program,program name,programme,name of program,title,programa,nombre del programa",
        "program_description": (
            "description,program description,what we do,what you do,about,about the program,summary,descripcion,"
            "descripcion del programa,de que se trata,que hacemos,what,how it works,details,que,en que consiste,actividades,activities"
        ),
        "support_area": "fits best,best fit,category,area,support area,area of support,focus,focus area,area de apoyo",
        "schools": "school,schools,school s,which school,which schools,site,sites,campus,escuela,escuelas,plantel,planteles,primaria",
        "grade_levels": "grade,grades,grade level,grade levels,ages,grado,grados,nivel,niveles,edades",
        "start_date": (
            "start,start date,starting,starts,begin,begins,begin date,first day,beginning,inicio,fecha de inicio,empieza,comienzo,"
            "inicia"
        ),
        "end_date": "end,end date,ending,ends,finish,last day,final date,fin,fecha de fin,fecha final,termina,termino,final",
        "meeting_times": (
            "times,time,when,days,days and times,meeting times,meeting time,schedule,day and time,horario,horarios,dias,dias y horas,"
            "dias y horarios,hora"
        ),
        "students_expected": (
            "students,kids,number of students,how many students,of students,students expected,expected students,headcount,"
            "participants,seats,spots,size,group size,enrollment,lugares,cupo,"
            "estudiantes,alumnos,ninos,numero de estudiantes,cuantos estudiantes,cuantos"
        ),
        "charges_fee": "fee,fees,cost,costs,price,charge,charges,charges fee,costo,cuota,precio,cobro,tarifa",
        "background_check": (
            "background check,background checks,background,checks,fingerprints,fingerprinting,live scan,antecedentes,"
            "revision de antecedentes,verificacion de antecedentes,huellas"
        ),
        "insurance_certificate": (
            "insurance,coi,certificate,certificate of insurance,insurance certificate,proof of insurance,liability insurance,seguro,"
            "certificado,certificado de seguro,poliza"
        ),
        "students_served": (
            "stdnts,studs,stds,stu,attended,came,showed up,asistieron,vinieron,atendidos,ninos atendidos,alumnos atendidos,girls and "
            "boys,turnout,roster,students reached,students total,total students,total kids,unduplicated,youth served,kids served,ninas "
            "y ninos,ninas,jovenes atendidos,total de alumnos,tutees,players,campers,"
            "served,students,kids,children,youth,number of students,how many students,different students,unique students,students served,"
            "attendance,participants,headcount,heads,head count,members,learners,asistencia,asistentes,participantes,muchachos,"
            "estudiantes,alumnos,ninos,chicos,numero de estudiantes,cuantos estudiantes,jovenes"
        ),
        "sessions_held": (
            "sess,sesh,sesiones hechas,"
            "held,times,days,dates,realizadas,hechas,mtgs,mtg,meetups,get togethers,gatherings held,days held,events,events "
            "held,programs,visits made,outings,clases dadas,reuniones hechas,funciones,sesiones dadas,"
            "sessions,session,sessions held,number of sessions,meetings,visits,classes,how many sessions,sesiones,clases,reuniones,"
            "numero de sesiones,cuantas sesiones,times met,met,workshops,lessons,classes held,talleres,encuentros,visitas,dias"
        ),
        "volunteer_hours": (
            "vols,vol hrs,vhrs,vol time,"
            "helper hours,helpers hours,hours by helpers,hours given by volunteers,time given,donated hours,hours "
            "donated,hours contributed,service hours,mentor hours,tutor hours,horas donadas,tiempo,tiempo donado,total de horas,"
            "hours,hrs,vol hours,vol hrs,volunteer hours,volunteer hrs,volunteers hours,volunteer time,total hours,horas,"
            "horas voluntarias,horas de voluntarios,horas de voluntariado,hours volunteered,volunteers time,hours given,"
            "voluntariado,tiempo voluntario"
        ),
        "highlights": (
            "favorite part,most fun,proudest,yay,hooray,woohoo,good stuff,good news,the good,loved,we loved,what i loved,what made me "
            "smile,what made us smile,happy "
            "thing,best thing,best part,favorite,favourite,favorite thing,fun,fun stuff,shine,shout out,sunshine,bonito,bueno,buenas "
            "noticias,alegrias,que nos gusto,lo que mas gusto,what worked,worked "
            "well,worked,victory,victories,milestone,milestones,success story,"
            "destacado,lo destacado,highlight,highlights,went well,what went well,good,best,wins,win,success,successes,positives,"
            "best moment,proud of,"
            "high point,lo mejor,logros,logro,lo bueno,que salio bien,momento destacado,destacado,exitos,high,highs,ups,up side,"
            "upside,rose,glow,glows,proud moment,proud,best day,best news,a win,went great,good part,joys,joy,celebration,"
            "celebrations,plus,pluses,pros,up,bright spot,favorite moment,proudest moment,lo positivo,positivo,alegria,lo bonito"
        ),
        "challenges": (
            "least favorite,least favourite,least fun,nay,boo,delta,deltas,the bad,bad stuff,bad news,the ugly,hated,not so great,what "
            "made me cry,ugh,meh,thorns,feo,malo,lo "
            "feo,lo triste,malas noticias,que costo trabajo,lo que costo,tristezas,what didn t work,didn t "
            "work,barrier,barriers,friction,roadblock,roadblocks,speed bump,speed "
            "bumps,setback,setbacks,headache,headaches,low,hiccups,lo que no,was hard,difficulty,difficulties,frustration,frustrations,"
            "challenge,challenges,hard,what was hard,difficult,problems,problem,issues,bad,low point,struggles,obstacles,"
            "hard part,worst,worst part,"
            "retos,reto,dificultades,dificultad,problemas,problema,lo malo,lo peor,lo pesado,low,lows,downs,down side,thorn,grow,"
            "grows,snag,snags,hiccup,worst day,worst thing,bad part,pain point,pain points,didn t go well,what didn t,"
            "what didn t go well,not so well,struggle,lo negativo,negativo,concerns,concern,trouble,downside,minus,minuses,cons,"
            "not so good,lo dificil,desafios,que fue dificil,obstaculos"
        ),
        "support_needed": (
            "apoyo que necesitamos,lo que necesitamos,que necesitamos,necesitan apoyo,necesitan algo,necesita apoyo,"
            "would like,we d like,like to have,pls,please,plz,send,dream,dreams,could you,favor,a favor,favors,next steps from you,how "
            "you can help,what would help,you "
            "can help with,needed from you,asks of you,queremos,pedido,pedidos,nos gustaria,se busca,falta,faltante,por "
            "favor,solicitud,solicitudes,que nos ayudaria,supplies needed,want,wants,we want,"
            "support,support needed,needs,need,help,help needed,anything you need,requests,request,ask,asks,from you,apoyo,"
            "apoyo necesario,bud,our ask,needed,would like,would help,que pedimos,ayuda,wish,wishes,wish list,wishlist,we need,"
            "we could use,could use,que nos falta,nos falta,hace falta,pedimos,peticiones,necesidades,necesitamos,que necesitan,"
            "apoyos,peticion"
        ),
        "satisfaction": (
            "sat,satis,satisf,mood,vibe,vibes,feeling,feelings,happy,happy meter,happiness level,how we feel,how we re doing,how are we "
            "doing,temperature,animo,puntaje,calif,del 1 al 5,del uno al cinco,contentos,estado de animo,on a scale,scale,out of 5,1 5 "
            "scale,marks,verdict,satisfied,"
            "rating,satisfaction,score,overall,how is it going,how s it going,how happy,satisfied,1 to 5,1 5,satisfaction 1 5,"
            "rating 1 5,satisfaccion,calificacion,puntuacion,nota,estrellas,stars,grade,our rating,my rating,satisfied 1 5,"
            "happiness,como va,en general"
        ),
    }.items()
}  # fmt: skip

_FILLER_WORDS = """
    the our your my a an of for is are was were this month how many number total no num el la los las de del su sus
    nuestro nuestra nuestros mi un una este mes cuantos cuantas numero what which who when que cual cuales por favor
    please about and y in en do does did have any held we you us hold serve served log logged give gave run ran tienen tiene cuentan
    """
_FILLER = frozenset(_FILLER_WORDS.split())
_MOST_WORDS = 9
_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class _Names:
    exact: frozenset[str]
    core: frozenset[frozenset[str]]
    prompts: tuple[frozenset[str], ...]


def meant(label: str, questions: Sequence[Question], *, loosely: bool = True) -> Question | None:
    """The one question that a label means, or None; among equals the one that stands first loses to nobody."""
    plain = squash(label)
    if not plain or len(plain.split()) > (_MOST_WORDS if loosely else _MOST_WORDS * 4):
        return None
    words = _core(plain)
    scored = [(score, -place, question) for place, question in enumerate(questions) if (score := _score(plain, words, question)) > 0]
    if not scored:
        return None
    best = max(scored, key=lambda each: each[:2])
    rivals = [each for each in scored if each[0] == best[0]]
    return best[2] if len(rivals) == 1 or best[0] >= 3 else None  # noqa: PLR2004  an exact name settles it


def prompt_of(text: str, questions: Sequence[Question]) -> Question | None:
    """The question whose prompt this line repeats, as quoting programs and careful people do."""
    words = _core(squash(text))
    if not words:
        return None
    best = max(
        ((_overlap(words, prompt), question) for question in questions for prompt in _names(question).prompts),
        key=lambda each: each[0],
        default=None,
    )
    return best[1] if best and best[0] >= _ENOUGH else None


def in_order(asked: Sequence[Question], form: Form) -> list[Question]:
    """What was asked, then the rest of the form: a label means an asked question before another."""
    ids = {question.id for question in asked}
    return [*asked, *(question for question in form.questions if question.id not in ids)]


def aliases(question: Question) -> tuple[str, ...]:
    """Every short name of a question, folded, the longest first."""
    return tuple(sorted(_names(question).exact, key=len, reverse=True))


def _score(plain: str, words: frozenset[str], question: Question) -> float:
    names = _names(question)
    if plain in names.exact:
        return 3
    if words and (words in names.core or (len(words) > 1 and all(frozenset({word}) in names.core for word in words))):
        return 2
    overlap = max((_overlap(words, prompt) for prompt in names.prompts), default=0.0) if len(words) > 1 else 0.0
    return overlap if overlap >= _ENOUGH else 0


def _overlap(words: frozenset[str], prompt: frozenset[str]) -> float:
    return len(words & prompt) / len(words | prompt) if words and prompt else 0.0


def _core(plain: str) -> frozenset[str]:
    """The words of a label that carry its meaning, singular and plural alike."""
    return frozenset(
        re.sub(r"(?<=\w{3})e?s$", "", word) for word in plain.split() if word not in _FILLER and not (word.isdigit() and " " in plain)
    )


@lru_cache(maxsize=512)
def _names_of(question_id: str, words: tuple[str, ...], prompts: tuple[str, ...]) -> _Names:
    exact = {squash(name) for name in (question_id.replace("_", " "), *words, *_ALIASES.get(question_id, ()))}
    return _Names(
        exact=frozenset(filter(None, exact)),
        core=frozenset(core for name in exact if (core := _core(name))),
        prompts=tuple(core for prompt in prompts if (core := _core(squash(prompt)))),
    )


def _names(question: Question) -> _Names:
    words = (question.label.en, question.label.es, *question.words.all)
    return _names_of(question.id, words, (question.prompt.en, question.prompt.es))
