"""The office's desk in Slack: hears what staff do there, acknowledges it once it is kept, carries it out and answers whoever did it."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog

from bot import slash
from bot.slack import answers, speech
from bot.slack.opening import Opening
from bot.slack.people import People
from bot.slack.trouble import TROUBLE, wait_s, word
from bot.slash.said import Said
from bot.workers import gone
from handlers import roles
from handlers.types import Record
from store.errors import StoreTrouble
from store.slack_heard import CarriedOut, SlackDelivery

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from concurrent.futures import Future

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.app import App
    from bot.slack.payloads import Wish
    from bot.slack.people import Known

log = structlog.get_logger()

#: Slack waits three seconds; the store has the first half of them, and what a modal asked for has most of the other.
KEPT_WITHIN_S, ANSWERED_WITHIN_S = 1.5, 0.9

#: Waits for a store in trouble while something that was accepted is carried out; together less than the lease.
STORE_WAITS_S = (0.5, 1.0, 2.0, 5.0, 10.0)

#: What was heard is in one process's hand for so long; then another one may carry it out.
LEASE_S = 60.0

#: A delivery that was begun so often without an end is not tried again.
ATTEMPTS = 3

#: Blocking work of Slack's has threads of its own, so that a slow store holds up no mail.
THREADS = 8

NOT_ACCEPTED = "Not accepted: Liaison's database does not answer just now. Nothing was done. Please try again in a minute."


#: So long a wait that Slack asks for is waited before somebody is told that it does not say who they are.
SLACK_WAIT_S = 10.0


#: All open cards are looked at no more often than this; Slack takes fifty updates a minute (chat.update, tier 3).
TRUE_UP_EVERY_S = 5.0


class TooLate(Exception):  # noqa: N818  nothing is wrong but the time
    """The store took longer than Slack waits: what was to be kept is not."""


class SlackDesk:
    def __init__(self, app: App, client: AsyncWebClient) -> None:
        self.app = app
        self.client = client
        self.people = People(client, app.settings.slack_staff)
        self.opening = Opening(self)
        self.on_owed: Callable[[], None] = lambda: None  #: wakes whoever pays
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="slack")
        self._trued_up = float("-inf")
        self._sends = False
        self._running: set[asyncio.Task[Any]] = set()

    async def stop(self) -> None:
        """Let what runs come to its end for some seconds; what does not is kept, and taken up after the next start."""
        if self._running:
            await asyncio.wait(self._running, timeout=5)
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def settled(self) -> None:
        """Return when nothing that was heard is being carried out any more."""
        while self._running:
            await asyncio.wait(self._running)

    async def heed(self, wish: Wish) -> answers.Answer:
        """What Slack is told at once. Whatever has an effect is kept before it is acknowledged."""
        if wish.opens:
            self._start(self.opening.open(wish))
            return answers.ACKNOWLEDGED
        if not wish.text or not wish.who:
            return answers.ACKNOWLEDGED
        delivery = SlackDelivery(key=wish.key, who=wish.who, text=wish.text, place=wish.place)
        try:
            new = await self._keep(delivery, wish.kind)
        except (TooLate, StoreTrouble) as trouble:
            log.warning("slack_not_accepted", kind=wish.kind, reason=str(trouble) or "the store is slow")
            return self._not_accepted(wish)
        if not new:
            log.info("slack_heard_before", kind=wish.kind)
            return answers.ACKNOWLEDGED
        if wish.kind == "view":
            return await self._answer_modal(delivery, wish)
        self._start(self.carry(delivery))
        return answers.ACKNOWLEDGED

    async def carry(self, delivery: SlackDelivery) -> None:
        """Do it, and tell whoever asked."""
        await self._tell(delivery, await self._said(delivery))

    async def take_up(self) -> int:
        """Carry out what was accepted and has not ended: a process was killed in between. Returns how many."""
        left = await self.blocking(self._left)
        for delivery in left:
            await self.carry(delivery)
        return len(left)

    async def true_up(self) -> float:
        """Bring cards up to date whose matter moved on without Slack: by a mail, in a terminal, by the clock, by a newsletter's run.

        Returns in how many seconds it is worth another look.
        """
        if time.monotonic() - self._trued_up >= TRUE_UP_EVERY_S:
            self._trued_up = time.monotonic()
            self._sends = await self.blocking(self._true_up)
        return TRUE_UP_EVERY_S if self._sends else 3600.0

    async def blocking(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)

    def as_staff(self, known: Known) -> App:
        """The program with the role that this person has just now: whatever a command asks for is checked against that."""
        desk = self.app.desk
        return replace(self.app, desk=replace(desk, staff={**desk.staff, known.id.casefold(): known.role}))

    def _not_accepted(self, wish: Wish) -> answers.Answer:
        """An event is not acknowledged, so that Slack sends it again; a person is told, and presses again."""
        if wish.kind == "event":
            return answers.UNHEARD
        if wish.kind == "view":
            return answers.problem(wish.input or "text", NOT_ACCEPTED)
        if wish.kind == "command":
            return answers.ephemeral(NOT_ACCEPTED)
        self._start(self.tell(wish.place, wish.who, Said(NOT_ACCEPTED, ok=False)))
        return answers.ACKNOWLEDGED

    async def _keep(self, delivery: SlackDelivery, kind: str) -> bool:
        late = threading.Event()
        job = self._pool.submit(self._kept, delivery, late)
        waiting = asyncio.wrap_future(job)
        await asyncio.wait({waiting}, timeout=KEPT_WITHIN_S)
        if waiting.done():
            return waiting.result()
        late.set()
        waiting.add_done_callback(lambda ended: ended.cancelled() or ended.exception())  # Nobody waits for it any more.
        job.add_done_callback(lambda ended: self._kept_after_all(ended, delivery, kind))
        raise TooLate

    def _kept(self, delivery: SlackDelivery, late: threading.Event) -> bool:
        with self.app.store.unit() as unit:
            new = unit.slack_heard.add(delivery, self.app.clock.now(), LEASE_S, self.app.payer.worker)
            if late.is_set():
                raise TooLate
        return new

    def _kept_after_all(self, job: Future[bool], delivery: SlackDelivery, kind: str) -> None:
        """The store kept it after we had said that it did not: for an event that is welcome, anything else must not happen."""
        if job.cancelled() or job.exception() is not None or not job.result() or kind == "event":
            return
        with self.app.store.unit() as unit:
            unit.slack_heard.forget(delivery.key)

    async def _answer_modal(self, delivery: SlackDelivery, wish: Wish) -> answers.Answer:
        """A refusal stands in the modal itself, while Slack waits; after that it comes as a message."""
        doing = self._start(self._said(delivery))
        try:
            said = await asyncio.wait_for(asyncio.shield(doing), ANSWERED_WITHIN_S)
        except TimeoutError:
            self._start(self._tell_when_done(delivery, doing))
            return answers.ACKNOWLEDGED
        if said.ok or not wish.input:
            self._start(self._tell(delivery, said))
            return answers.ACKNOWLEDGED
        self._start(self.blocking(self._end, delivery.key))
        return answers.problem(wish.input, said.text)

    async def _tell_when_done(self, delivery: SlackDelivery, doing: Awaitable[Said]) -> None:
        """The window is closed by now: where nothing was done, what somebody wrote in it comes back."""
        said = await doing
        await self._tell(delivery, said if said.ok else Said(f"{said.text}{_words_back(delivery.text)}", ok=False))

    async def _said(self, delivery: SlackDelivery) -> Said:
        try:
            known = await self._who(delivery)
        except TROUBLE as error:
            log.warning("slack_does_not_tell_who", reason=word(error))
            return Said(_unknown(delivery.text, word(error)), ok=False)
        for pause in STORE_WAITS_S:
            try:
                return await self.blocking(self._carried_out, delivery, known)  # type: ignore[no-any-return]  # it is given whatever blocks
            except StoreTrouble as trouble:
                # It was accepted, so it is done: now, or after its lease by whoever takes it up. What is done already says so.
                log.warning("slack_store_in_trouble", reason=str(trouble), again_in_s=pause)
                await asyncio.sleep(pause)
            except Exception:
                log.exception("slack_broke")
                return Said("Something broke in Liaison; the log says what. Whether anything was done, `/partners show` tells.", ok=False)
        return await self.blocking(self._carried_out, delivery, known)  # type: ignore[no-any-return]  # it is given whatever blocks

    async def _who(self, delivery: SlackDelivery) -> Known:
        """Who it is that acts, as Slack tells it now; a short wait that Slack asks for is kept."""
        acts = roles.acts(delivery.text.partition(" ")[0].casefold())
        try:
            return await self.people.who(delivery.who, acts=acts)
        except TROUBLE as error:
            wait = wait_s(error)
            if not 0 < wait <= SLACK_WAIT_S:
                raise
            await asyncio.sleep(wait)
        return await self.people.who(delivery.who, acts=acts)

    def _carried_out(self, delivery: SlackDelivery, known: Known) -> Said:
        """In the first transaction of what is done stands that it was done: a second delivery, or start, finds that."""
        now = self.app.clock.now()
        if delivery.done:
            return Said("That was carried out; Liaison was started anew before it could say so.")
        if known.sorry:
            self._note_refused(known)
            return Said(known.sorry, ok=False)
        with self.app.store.view() as unit:
            text = speech.command_of(unit, delivery)
        try:
            with self.app.store.beside(lambda unit: unit.slack_heard.done(delivery.key, now)):
                said = slash.answer(self.as_staff(known), text, known.id)
        except CarriedOut:
            return Said("That was carried out already.")
        board, place = self.app.service.saving.post_room.board, delivery.place
        if said.ok and board is not None and place.get("message"):
            with self.app.store.unit() as unit:
                board.pressed(unit, str(place.get("channel", "")), str(place["message"]), text, known.id, now)
        self.on_owed()
        return said

    def _note_refused(self, known: Known) -> None:
        with self.app.store.unit() as unit:
            record = Record(kind="slack.refused", subject=known.id, who=known.id, data={"why": known.sorry})
            unit.records.add(record, at=self.app.clock.now())

    async def _tell(self, delivery: SlackDelivery, said: Said) -> None:
        await self.tell(delivery.place, delivery.who, said, of=delivery.text)
        await self.blocking(self._end, delivery.key)

    async def tell(self, place: Any, who: str, said: Said, of: str = "") -> None:
        """Answer one person alone. A response URL that is too old, or a Slack that is away, loses the answer and not what was done."""
        message = answers.message(said, of, self.people.ids)
        try:
            await answers.send(self.client, place, who, message)
        except TROUBLE as error:
            log.warning("slack_answer_lost", reason=word(error))

    def _end(self, key: str) -> None:
        with self.app.store.unit() as unit:
            unit.slack_heard.end(key, self.app.clock.now())

    def _left(self) -> tuple[SlackDelivery, ...]:
        now, me = self.app.clock.now(), self.app.payer.worker
        with self.app.store.unit() as unit:
            # Whoever was killed on this machine is not waited for; of another machine's process the lease has to end.
            for worker in gone(unit.slack_heard.workers(), me):
                unit.slack_heard.let_go(worker, now)
            left = unit.slack_heard.take_over(now, LEASE_S, me)
            for each in left:
                if each.attempts > ATTEMPTS:
                    unit.slack_heard.end(each.key, now)
        return tuple(each for each in left if each.attempts <= ATTEMPTS)

    def _true_up(self) -> bool:
        """Whether a newsletter is on its way, whose card is brought up to date again soon."""
        board = self.app.service.saving.post_room.board
        if board is None:
            return False
        board.true_up(self.app.store, self.app.clock.now())
        return board.progress(self.app.store, self.app.clock.now())

    def _start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        """What broke is on record with its cause; what it was to do is taken up again after its lease."""
        self._running.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("slack_broke", exc_info=task.exception())


def _unknown(text: str, why: str) -> str:
    """Nothing is let in on trust, and what somebody wrote is given back to them."""
    return f"Slack does not tell who you are just now ({why}). Nothing was done; please try again.{_words_back(text)}"


def _words_back(text: str) -> str:
    _, _, words = text.partition(" ")
    return f"\n\nWhat you had written:\n\n{words}" if len(words.split()) > 1 else ""
