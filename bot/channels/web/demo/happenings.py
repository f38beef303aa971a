"""What happens by itself in the conversations: what is still to come, and what has come to pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.conversation import Conversation
from bot.model.turn import DecisionRecord
from bot.service.values import Dossier, TranscriptLine

MESSAGE = "message"
"""The kind of a message that was decided on before and only waited to be sent; else follow-ups' kinds."""

_WAKE = "wake_"  # the rules that decide on follow-ups are named after them


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """The next thing that will happen; `conversation` is None where it belongs to none that is known."""

    at: datetime
    kind: str
    conversation: Conversation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A thing that happened: what was said of it (nothing, if it was decided to be silent), and why."""

    at: datetime
    kind: str
    conversation: Conversation
    said: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


def coming(dossiers: Sequence[Dossier], at: datetime) -> Coming:
    """Name what will happen at a moment: a follow-up that is due by then, or a message that may go."""
    due = [
        (follow_up.at, follow_up.kind.value, dossier.conversation)
        for dossier in dossiers
        for follow_up in dossier.conversation.follow_ups
        if follow_up.at <= at
    ]
    if due:
        _, kind, conversation = min(due, key=lambda found: found[0])
        return Coming(at=at, kind=kind, conversation=conversation)
    waiting = next((dossier.conversation for dossier in dossiers if dossier.pending), None)
    return Coming(at=at, kind=MESSAGE, conversation=waiting)


def happened(before: Sequence[Dossier], after: Sequence[Dossier]) -> tuple[Happening, ...]:
    """Tell what is new in the conversations, oldest first."""
    known = {dossier.conversation.id: dossier for dossier in before}
    found = [item for dossier in after for item in _in_one(known, dossier)]
    return tuple(sorted(found, key=lambda item: item.at))


def _in_one(known: Mapping[int, Dossier], dossier: Dossier) -> Iterator[Happening]:
    old = known.get(dossier.conversation.id)
    seen = frozenset(old.decisions) if old is not None else frozenset()
    last = old.lines[-1].n if old is not None and old.lines else 0
    woken = [record for record in dossier.decisions if record not in seen and record.rule.startswith(_WAKE)]
    words: dict[DecisionRecord, list[str]] = {record: [] for record in woken}
    for line in dossier.lines:
        if line.n <= last or line.sender != "bot":
            continue
        record = _speaker(dossier, line)
        if record is not None and record in words:
            words[record].append(line.text)
        else:
            yield Happening(at=line.at, kind=MESSAGE, conversation=dossier.conversation, said=(line.text,))
    for record, said in words.items():
        yield Happening(
            at=record.at,
            kind=record.rule.removeprefix(_WAKE),
            conversation=dossier.conversation,
            said=tuple(said),
            why=record.why,
        )


def _speaker(dossier: Dossier, line: TranscriptLine) -> DecisionRecord | None:
    """Give the decision that a line of ours came of: the last one before it that was not silent."""
    spoken = [record for record in dossier.decisions if record.outcome != "silent" and record.at <= line.at]
    return max(spoken, key=lambda record: record.at, default=None)


def decided(dossier: Dossier, n: int) -> tuple[DecisionRecord, ...]:
    """Give the decisions of the turn that a message belongs to.

    That is the turn that said it, for one of ours, and the turn that heard it, for the customer's: none
    while that turn is still to be taken.
    """
    line = next((line for line in dossier.lines if line.n == n), None)
    if line is None:
        return ()
    if line.sender == "customer":
        at = min((record.at for record in dossier.decisions if record.at >= line.at), default=None)
    else:
        speaker = _speaker(dossier, line)
        at = speaker.at if speaker is not None else None
    return tuple(record for record in dossier.decisions if record.at == at)
