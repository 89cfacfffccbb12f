"""Who writes, and what their programme is called."""

from __future__ import annotations

import pytest

from handlers.reading.identity import organization, program_said, signed


@pytest.mark.parametrize(
    ("body", "signature", "name"),
    [
        ("Hi, Riverbend Soccer Club here. Spring rec opens.", "Jody Kessler, Registrar", "Riverbend Soccer Club"),
        ("Hello! I produce for the Lantern Players.", "Delia Voss\nLantern Players", "Lantern Players"),
        ("Buen día. En Academia Global damos clases.", "Lic. Hortensia Prado", "Academia Global"),
        (
            "Hi hi! Brielle from FirstGen Forward (nonprofit).",
            "Brielle Nakamura\nProgram Manager | FirstGen Forward",
            "FirstGen Forward",
        ),
        ("I coordinate volunteers for Uplift Mentors.", "Dana Whitfield", "Uplift Mentors"),
        ("Hola, soy Luz Pineda de la Fundación Raíces.", "Luz Pineda", "Fundación Raíces"),
        ("I'd like to help at Taft Elementary.", "Riley Ortega", ""),
    ],
)
def test_an_organisation_is_known_by_its_cues(body: str, signature: str, name: str) -> None:
    assert organization(body, signature, signed(signature, body)) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We work at no cost, program name Second Mile.", "Second Mile"),
        ("our free veterans visits, Boots to Books. We come to all.", "Boots to Books"),
        ("We'd offer our Bridge Makers program at Polk.", "Bridge Makers"),
        ("un taller llamado Manos que Leen", "Manos que Leen"),
        ('El programa "Cuentos y Raíces" es de lectura.', "Cuentos y Raíces"),
        ("Our program is free and fun.", ""),
        ("We thank Maria Lopez, our guest.", ""),
    ],
)
def test_a_programme_is_named(text: str, name: str) -> None:
    assert program_said(text) == name


def test_the_signature_names_the_writer() -> None:
    assert signed("Warm regards,\nDr. Ana Diaz (she/her)\nDirector", "Hi there.") == "Ana Diaz"
    assert signed("", "We want to come.\nMarcy Dunleavy") == "Marcy Dunleavy"
    assert signed("Program Manager", "Hi.") == ""
