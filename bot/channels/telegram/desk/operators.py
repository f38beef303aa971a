"""The way in for the group's people: what they do is read, and confirmed where they did it once stored."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.channels.fields import UnreadableError
from bot.channels.telegram.desk.acts import Acts
from bot.channels.telegram.desk.card import Button, mark_of_notices, notices
from bot.channels.telegram.desk.deeds import Deed
from bot.channels.telegram.desk.drafts import draft_pressed
from bot.channels.telegram.desk.looks import shortened
from bot.channels.telegram.desk.reading import Happening, Pressed, ShutByHand, Written, happening
from bot.channels.telegram.parsing import set_aside, update_id
from bot.clock import Clock
from bot.model.draft import Ending
from bot.model.message import Inbound, Quarantine

Params = dict[str, object]

_TOAST = 200
"""So long an answer to a press may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A sentence for somebody in a topic, below the message it answers; for all where there is no topic."""

    text: str
    thread: int = 0
    reply_to: int = 0
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What an update of the group becomes: rows to store, and what to do once they are stored."""

    items: tuple[Inbound | Quarantine, ...] = ()
    calls: tuple[tuple[str, Params], ...] = ()
    notices: tuple[Notice, ...] = ()


class Operators:
    """Reads the group's updates; remembers, while it runs, who has been told how to be added."""

    def __init__(self, acts: Acts, clock: Clock) -> None:
        self._acts, self._clock = acts, clock
        self._told: set[str] = set()

    async def handle(self, raw: object) -> Handled | None:
        """Say what an update becomes; None if it is not of the group. Raises StoreError.

        The group is never a conversation with a customer: whatever comes from it ends here.
        """
        try:
            found = happening(raw, self._acts.place)
        except UnreadableError as error:
            return Handled(items=(set_aside(raw, self._acts.account, str(error)),))
        return None if found is None else await self._handled(found, raw)

    async def _handled(self, found: Happening, raw: object) -> Handled:
        match found:
            case Written():
                return await self._written(found, f"{update_id(raw)}:{found.message}")
            case Pressed():
                return await self._by_button(found, f"{update_id(raw)}:{found.query}")
            case ShutByHand():
                await self._note_shut(found)
                return Handled()
            case _:
                return Handled()

    async def _by_button(self, item: Pressed, key: str) -> Handled:
        match item.verb:
            case "again":
                return await self._resent(item)
            case "seen":
                return await self._seen(item)
            case "anyway":
                return await self._anyway(item)
            case _:
                return await self._pressed(item, key)

    async def _written(self, item: Written, key: str) -> Handled:
        view = await self._acts.desk.of_thread(self._acts.place, item.thread)
        if view is None:
            return Handled()  # a topic people made for themselves
        deed = self._acts.written(item, view, key, await self._ending(self._acts.asked_about(item)))
        sentence = "" if deed.once and deed.once in self._told else deed.sentence
        if deed.once:
            self._told.add(deed.once)
        notice = Notice(thread=item.thread, text=sentence, reply_to=item.message, buttons=deed.buttons)
        return Handled(
            items=(deed.event,) if deed.event is not None else (),
            calls=(reaction(self._acts.place, item.message, deed.sign),) if deed.sign else (),
            notices=(notice,) if sentence else (),
        )

    async def _pressed(self, item: Pressed, key: str) -> Handled:
        view = await self._acts.desk.view(self._acts.place, item.number)
        ending = await self._ending(draft_pressed(item))
        deed = self._acts.pressed(item, view, key, self._clock.now(), ending)
        if view is not None and deed.topic is not None:
            await self._acts.desk.save(deed.topic, view.topic)
            self._acts.desk.nudge()
        return _answered(item, deed)

    async def _ending(self, draft: int) -> Ending | None:
        return await self._acts.desk.ending_of(draft) if draft else None

    async def _anyway(self, item: Pressed) -> Handled:
        """Let words go that were asked about first: at the word of who wrote them, once."""
        words, written = self._acts.looks.words, item.answered
        if written is None:
            return _answered(item, Deed(sentence=words["gone"]))
        agent = self._acts.agent(item.person.user)
        if not agent or item.person.user != written.person.user or written.anonymous:
            return _answered(item, Deed(sentence=words["not_yours"]))
        view = await self._acts.desk.view(self._acts.place, item.number)
        if view is None or view.topic.thread != written.thread or not item.word.isdecimal():
            return _answered(item, Deed(sentence=words["gone"]))
        draft = int(item.word)
        deed = self._acts.answered(
            written,
            view,
            agent,
            f"anyway:{written.message}",
            draft=draft,
            ending=await self._ending(draft),
            anyway=True,
        )
        return _answered(item, replace(deed, sentence=deed.sentence or words["done"]))

    async def _resent(self, item: Pressed) -> Handled:
        """Queue a message again; that it is done twice changes nothing."""
        words, agent = self._acts.looks.words, self._acts.agent(item.person.user)
        if not agent:
            return _answered(item, Deed(sentence=words["stranger"]))
        done = await self._acts.desk.resend(item.number, agent)
        return _answered(item, Deed(sentence=words["done" if done else "gone"]))

    async def _seen(self, item: Pressed) -> Handled:
        """Tick off the notices that stood on the card, and no later one."""
        words, agent = self._acts.looks.words, self._acts.agent(item.person.user)
        view = await self._acts.desk.view(self._acts.place, item.number)
        if not agent:
            return _answered(item, Deed(sentence=words["stranger"]))
        if view is None or mark_of_notices(view) != item.word:
            return _answered(item, Deed(sentence=words["changed"]))
        await self._acts.desk.finish([task.id for task in notices(view)], agent)
        return _answered(item, Deed(sentence=words["done"]))

    async def _note_shut(self, item: ShutByHand) -> None:
        view = await self._acts.desk.of_thread(self._acts.place, item.thread)
        if view is not None:
            await self._acts.desk.save(replace(view.topic, closed=item.closed), view.topic)


def _answered(item: Pressed, deed: Deed) -> Handled:
    answer: Params = {"callback_query_id": item.query, "text": shortened(deed.sentence, _TOAST)}
    return Handled(
        items=(deed.event,) if deed.event is not None else (), calls=(("answerCallbackQuery", answer),)
    )


def reaction(place: str, message: int, sign: str) -> tuple[str, Params]:
    """Give the call that puts a sign below a message."""
    return "setMessageReaction", {
        "chat_id": place,
        "message_id": message,
        "reaction": [{"type": "emoji", "emoji": sign}],
    }
