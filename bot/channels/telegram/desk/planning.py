"""What to do next so that the group shows what the store says: one step as a value, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.telegram.desk.asking import Asked, asked
from bot.channels.telegram.desk.card import Button, Shown, card, topic_name
from bot.channels.telegram.desk.looks import MOST, Looks, quoted, shortened
from bot.model.message import OutboundStatus
from bot.model.text import utf16_length
from bot.service.values import DeskAsk, DeskTopic, DeskView, PendingLetter, TranscriptLine

_LONGEST_LINE = 3000
_FAILED_TEXT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Make the conversation's topic."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """Give the topic another name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """Close the topic (`closed`), or reopen it."""

    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PutCard:
    """Send the card of a case, which tells the conversation up to line `until`."""

    shown: Shown
    case: int
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCard:
    """Change the card to this; `awaited`: somebody has just asked for it."""

    shown: Shown
    awaited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """Show what was said since, up to line `until`, in one message."""

    text: str
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """Show below an agent's message, the line `until`, that the customer has it."""

    message: int
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TellFailed:
    """Say that a message did not arrive, or may not have, with a button to send it again."""

    shown: Shown
    letter: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Ask somebody for the words in place of the draft that waits."""

    asked: Asked
    ask: DeskAsk


Step = Open | Rename | Shut | PutCard | ChangeCard | Mirror | Confirm | TellFailed | Ask

_URGENCY: dict[type, int] = {
    Confirm: 0,
    Ask: 1,
    TellFailed: 1,
    Open: 2,
    PutCard: 2,
    Mirror: 2,
    Shut: 4,
    ChangeCard: 5,
    Rename: 6,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A step for a conversation; `urgent`: people wait for it, and it may use what is left of the budget."""

    view: DeskView
    step: Step

    @property
    def urgent(self) -> bool:
        return _urgency(self.step) <= 2

    @property
    def order(self) -> tuple[int, datetime, int]:
        """Sort by what the step is for, then by the case's place among those that wait, then by age."""
        case = self.view.conversation.case
        return _urgency(self.step), case.place or case.opened_at, case.number


def _urgency(step: Step) -> int:
    return 1 if isinstance(step, ChangeCard) and step.awaited else _URGENCY[type(step)]


def plan(view: DeskView, looks: Looks) -> Planned | None:
    """Give the next step for a conversation with its place in the order; None where nothing is lacking."""
    step = next_step(view, looks)
    return Planned(view=view, step=step) if step is not None else None


def next_step(view: DeskView, looks: Looks) -> Step | None:
    """Give what the topic lacks most; None when it shows all."""
    topic, case = view.topic, view.conversation.case
    if not topic.thread:
        return Open(name=topic_name(view, looks)) if view.wants_person else None
    if topic.case and topic.case != case.number and not view.wants_person:
        return None if topic.closed else Shut(closed=True)  # a later case, which is the bot's alone
    if topic.closed and case.is_open:
        return Shut(closed=False)
    return _content(view, looks) or _state(view, looks)


def _content(view: DeskView, looks: Looks) -> Step | None:
    topic, case = view.topic, view.conversation.case
    if not topic.card or topic.case != case.number:
        until = view.lines[-1].n if view.lines else topic.line
        return PutCard(shown=card(view, looks), case=case.number, until=until)
    ask = _ask(view, looks)
    if ask is not None:
        return ask
    for letter in view.failed:
        if letter.id not in topic.told:
            return TellFailed(shown=_failed(letter, looks), letter=letter.id)
    return _next_lines(view, looks) if view.fresh else None


def _ask(view: DeskView, looks: Looks) -> Ask | None:
    """Ask who is still to be asked; about a draft that waits no more, and of who is gone, nobody is."""
    draft = view.draft
    for ask in view.topic.asks:
        if draft is not None and ask.draft == draft.id and ask.agent in looks.people:
            return Ask(asked=asked(draft, ask.agent, looks), ask=ask)
    return None


def _state(view: DeskView, looks: Looks) -> Step | None:
    topic, shown, name = view.topic, card(view, looks), topic_name(view, looks)
    if shown.mark != topic.shown:
        refusing = view.draft is not None and topic.refusing == view.draft.id
        return ChangeCard(shown=shown, awaited=refusing)
    if name != topic.name:
        return Rename(name=name)
    return Shut(closed=True) if not topic.closed and not view.conversation.case.is_open else None


def _next_lines(view: DeskView, looks: Looks) -> Step:
    """Confirm the first line if it was written here, else show it with those after it that fit."""
    first, place = view.fresh[0], view.topic.place
    if message := written_here(first, place):
        return Confirm(message=message, until=first.n)
    text, until = looks.line(first, _LONGEST_LINE), first.n
    for line in view.fresh[1:]:
        longer = f"{text}\n{looks.line(line, _LONGEST_LINE)}"
        if written_here(line, place) or utf16_length(longer) > MOST:
            break
        text, until = longer, line.n
    return Mirror(text=text, until=until)


def written_here(line: TranscriptLine, place: str) -> int:
    """Give the number of the message in this group by which a line was written; 0 if it was elsewhere."""
    where, _, number = line.written_at.rpartition(":")
    return int(number) if where == place and number.isdecimal() else 0


def _failed(letter: PendingLetter, looks: Looks) -> Shown:
    key = "maybe_sent" if letter.status is OutboundStatus.UNKNOWN else "not_sent"
    text = looks.words[key].format(note=letter.note, text=shortened(quoted(letter.text), _FAILED_TEXT))
    again = Button(label=looks.words["again"], data=f"desk:again:{letter.id}")
    return Shown(text=shortened(text, MOST), buttons=(again,))


def done(view: DeskView, step: Step, number: int) -> DeskTopic:  # noqa: PLR0911 - an arm a step
    """Give the topic after a step; `number` is the platform's for what was made (a thread, a message)."""
    topic = view.topic
    match step:
        case Open(name=name):
            return replace(lost(topic), thread=number, name=name, closed=False)
        case Rename(name=name):
            return replace(topic, name=name)
        case Shut(closed=closed):
            return replace(topic, closed=closed)
        case PutCard(shown=shown, case=case, until=until):
            return replace(
                topic, card=number, case=case, shown=shown.mark, card_line=until, line=max(until, topic.line)
            )
        case ChangeCard(shown=shown):
            return replace(topic, shown=shown.mark)
        case Ask(ask=ask):
            return replace(topic, asks=tuple(item for item in topic.asks if item != ask))
        case Mirror(until=until) | Confirm(until=until):
            return replace(topic, line=until)
        case TellFailed(letter=letter):
            failed = {item.id for item in view.failed}
            return replace(topic, told=(*(n for n in topic.told if n in failed), letter))


def lost(topic: DeskTopic) -> DeskTopic:
    """Give the topic as it is after somebody deleted it: nothing of it is shown."""
    return DeskTopic(place=topic.place, conversation_id=topic.conversation_id)
