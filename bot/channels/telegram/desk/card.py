"""The card of a case: one message that says everything a person needs, with buttons below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.channels.telegram.desk.looks import MOST, Looks, quoted, shortened
from bot.model.case import CaseStatus, FollowUpKind, Priority
from bot.model.draft import Refusal, WaitingDraft
from bot.model.message import Surface
from bot.model.standing import FactKind
from bot.model.turn import TaskKind
from bot.service.facts import told
from bot.service.values import DeskView, Task

_LONGEST_NAME = 128
_LINE = 500
_NOTE = 200
_DRAFT = 1500
_ASIDE = frozenset({TaskKind.HAND_OFF, TaskKind.DRAFT, TaskKind.MAYBE_SENT, TaskKind.NOT_SENT})
"""Tasks that the card tells otherwise, or that have a message of their own."""


_OVER_BY_THEMSELVES = frozenset({TaskKind.HAND_OFF, TaskKind.DRAFT, TaskKind.SLA})
"""Tasks that end when somebody answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button: its label and what pressing it sends back, at most 64 bytes.

    `beside`: it stands in the row of the one before it.
    """

    label: str
    data: str
    beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as it stands in a topic."""

    text: str
    buttons: tuple[Button, ...] = ()

    @property
    def mark(self) -> str:
        """Name the text and its buttons, so that a change is known without keeping them."""
        keys = (f"{item.label}\x01{item.data}\x01{item.beside}" for item in self.buttons)
        whole = "\x00".join((self.text, *keys))
        return short_mark(whole)


def short_mark(text: str) -> str:
    """Give a text a name of twelve characters."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def topic_name(view: DeskView, looks: Looks) -> str:
    """Name a topic: how its case stands, the reference, who has it, and the customer."""
    conversation = view.conversation
    case, agent = conversation.case, conversation.state.agent
    held = f" {agent} ·" if case.status is CaseStatus.WITH_AGENT and agent else ""
    name = f"{_status_mark(view)} {case.reference}{held} {looks.customer(conversation)}"
    return name[:_LONGEST_NAME].rstrip()


def _status_mark(view: DeskView) -> str:
    case = view.conversation.case
    if not case.is_open:
        return "⚪"
    if case.status is CaseStatus.WITH_AGENT:
        return "🔵"
    if case.status is CaseStatus.WAITING_FOR_AGENT:
        return "🔴" if case.priority is Priority.HIGH else "🟡"
    return "🟢"


def card(view: DeskView, looks: Looks) -> Shown:
    """Write the card."""
    parts = ("\n".join(_about(view, looks)), _draft_part(view, looks), _conversation(view, looks))
    text = shortened("\n\n".join(part for part in parts if part), MOST)
    return Shown(text=text, buttons=tuple(_buttons(view, looks, text)))


def draft_text(view: DeskView) -> str:
    """Give the bot's draft that waits for a person; "" where none does."""
    return view.draft.text if view.draft is not None else ""


def draft_word(draft: WaitingDraft) -> str:
    """Name a draft, so that nobody lets another one go than the one that was read."""
    return f"{draft.id}-{short_mark(draft.text)[:6]}"


def number_of_draft(word: str) -> int:
    """Give the number in a draft's name; 0 if there is none."""
    number = word.partition("-")[0]
    return int(number) if number.isdecimal() and number.isascii() and len(number) <= 18 else 0


def notices(view: DeskView) -> tuple[Task, ...]:
    """List the tasks that are over when somebody has seen them."""
    return tuple(task for task in view.tasks if task.kind not in _OVER_BY_THEMSELVES)


def mark_of_notices(view: DeskView) -> str:
    """Name the notices of a card, so that nobody ticks off what came after it."""
    return short_mark(",".join(str(task.id) for task in notices(view)))


def waiting_since(view: DeskView) -> datetime | None:
    """Give since when the customer waits for a person; None if they do not."""
    asked = [task.created_at for task in view.tasks if task.kind is TaskKind.HAND_OFF]
    unanswered = view.conversation.unanswered_since if view.conversation.case.is_for_people else None
    return min((*asked, *([unanswered] if unanswered is not None else [])), default=None)


def _about(view: DeskView, looks: Looks) -> Iterator[str]:
    conversation, words = view.conversation, looks.words
    case, contact = conversation.case, conversation.contact
    yield f"{case.reference} · {looks.desk.get(f'case_{case.status}', case.status)}"
    handle = f" (@{contact.handle})" if contact.handle and contact.handle != contact.name else ""
    place = words["public" if conversation.surface is Surface.PUBLIC else "private"]
    known = contact.followers is not None and all(fact.kind is not FactKind.REACH for fact in case.facts)
    reach = [words["followers"].format(n=contact.followers)] if known else []
    channel = looks.titles.get(conversation.channel, conversation.channel)
    spoken = [conversation.state.language] if conversation.state.language else []
    yield " · ".join((f"{looks.customer(conversation)}{quoted(handle)}", channel, place, *spoken, *reach))
    if case.topic:
        yield words["topic"].format(topic=case.topic)
    if case.reason and view.wants_person:
        yield words["reason"].format(reason=looks.desk.get(f"reason_{case.reason}", case.reason))
    if case.status is CaseStatus.WITH_AGENT and conversation.state.agent:
        yield words["with"].format(agent=looks.agent(conversation.state.agent))
    for owed in conversation.follow_ups:
        if owed.kind is FollowUpKind.PROMISE:
            yield words["promised"].format(at=looks.when(owed.at))
    since = waiting_since(view)
    if since is not None:
        yield words["waits"].format(at=looks.when(since))
    if case.facts and case.is_for_people:
        yield " · ".join(told(case.facts, looks.desk, looks.language, looks.when))
    yield from (_note(task, looks) for task in view.tasks if task.kind not in _ASIDE)


def _note(task: Task, looks: Looks) -> str:
    told = looks.desk.get(f"alert_{task.reason}") or looks.desk.get(f"task_{task.kind}", task.kind)
    detail = f": {quoted(task.text)}" if f"alert_{task.reason}" not in looks.desk else ""
    return shortened(f"⚠ {told}{detail}", _NOTE)


def _draft_part(view: DeskView, looks: Looks) -> str:
    draft = draft_text(view)
    return f"{looks.words['draft']}\n{shortened(draft, _DRAFT)}" if draft else ""


def _conversation(view: DeskView, looks: Looks) -> str:
    lines = [looks.line(line, _LINE) for line in view.lines]
    return "\n".join((looks.words["lines"], *lines)) if lines else ""


def _draft_buttons(view: DeskView, draft: WaitingDraft, looks: Looks, text: str) -> Iterator[Button]:
    """Offer to send, change or refuse it; where somebody is about to refuse it, the reasons."""
    words, number, word = looks.words, view.conversation.id, draft_word(draft)
    if view.topic.refusing == draft.id:
        for why in Refusal:
            label = looks.desk[f"refusal_{why}"]
            yield Button(label=label, data=f"desk:because:{number}:{word}:{why}")
        yield Button(label=words["keep"], data=f"desk:keep:{number}:{word}")
        return
    if draft.text in text:  # what cannot be read whole is not approved here
        yield Button(label=words["approve"], data=f"desk:approve:{number}:{word}")
    yield Button(label=words["edit"], data=f"desk:edit:{number}:{word}")
    yield Button(label=words["refuse"], data=f"desk:refuse:{number}:{word}", beside=True)


def _buttons(view: DeskView, looks: Looks, text: str) -> Iterator[Button]:
    conversation, words = view.conversation, looks.words
    number = conversation.id
    if view.draft is not None:
        yield from _draft_buttons(view, view.draft, looks, text)
    if notices(view):
        yield Button(label=words["seen"], data=f"desk:seen:{number}:{mark_of_notices(view)}")
    if not conversation.case.is_open:
        return
    if conversation.case.status is CaseStatus.WITH_AGENT:
        yield Button(label=words["back"], data=f"desk:back:{number}")
    else:
        yield Button(label=words["take"], data=f"desk:take:{number}")
    yield Button(label=words["close"], data=f"desk:close:{number}")
