"""One conversation's part of the ledger, read in order: its lines, its messages' outcomes, its promises."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus
from bot.model.conversation import Conversation
from bot.model.message import FROM_CUSTOMER, Inbound, InboundKind, Letter, Purpose
from bot.model.turn import DecisionRecord, TaskKind
from bot.policy.situation import promise_of
from bot.rehearsal.hours import in_quiet
from bot.rehearsal.report import Entry, Message, Result, Who
from bot.rehearsal.watching import Event, Heard, Said, SetAside, Turned

_RESULT = {
    Purpose.ANSWER: Result.ANSWERED,
    Purpose.STOP: Result.ANSWERED,
    Purpose.CLARIFY: Result.ASKED,
    Purpose.ASK_SLOT: Result.ASKED,
    Purpose.ACKNOWLEDGEMENT: Result.ACKNOWLEDGED,
    Purpose.HAND_OFF: Result.HANDED_OVER,
}


@dataclass
class Tale:
    """What happened in one conversation, told event by event; read the fields at the end."""

    number: int
    knowledge: Knowledge
    conversation: Conversation | None = None
    heard: list[Inbound] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    turns: list[Turned] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)

    def tell(self, event: Event) -> None:
        """Go on with the next event."""
        match event:
            case Heard(inbound=inbound) if inbound.kind in FROM_CUSTOMER:
                self.heard.append(inbound)
                self._add(event.at, Who.CUSTOMER, inbound.kind, inbound.button or inbound.text)
            case Heard():
                pass
            case Turned():
                self.turns.append(event)
                self.conversation = event.result.conversation
                self.entries.extend(self._notes(event))
            case Said(outbound=outbound):
                self.said.append(event)
                self._say(event.at, outbound.letter)
            case SetAside(reason=reason):
                self.set_aside.append(event)
                self._add(event.at, Who.NOTE, "set_aside", reason)

    def messages(self) -> Iterator[Message]:
        """Give every message of the customer's with its outcome, in order."""
        found = {message.id: message for message in self._decided()}
        for event in self.set_aside:
            for inbound in event.inbound:
                found[inbound.message_id] = self._message(inbound, Result.SET_ASIDE, reason=event.reason)
        for inbound in self.heard:
            yield found.get(inbound.message_id) or self._message(inbound, Result.LOST)

    def _decided(self) -> Iterator[Message]:
        for turn in self.turns:
            rows = dict(turn.inbound)
            for record in turn.result.decisions:
                group = [rows[row] for row in record.inbound if rows[row].kind in FROM_CUSTOMER]
                for inbound in group:
                    yield self._outcome(turn, record, inbound)

    def _outcome(self, turn: Turned, record: DecisionRecord, inbound: Inbound) -> Message:
        """Say what became of a message: words that were sent, a person's queue, or silence with a reason."""
        letters = [item for item in turn.result.letters if item.purpose in _RESULT]
        sent = [item for item in letters if self._was_sent(turn, item)]
        held = tuple(self._held(turn))
        waits = _waits_for_person(turn)
        if sent:
            result = _RESULT[sent[0].purpose]
        elif waits or held:
            result = Result.HANDED_OVER
        elif self._answered_after(turn.at):
            result = Result.HANDED_OVER if letters else Result.QUIET
        else:
            result = Result.QUIET if record.why and not letters else Result.LOST
        return self._message(
            inbound,
            result,
            rule=record.rule,
            intent=_intent_of(record),
            confidence=_confidence_of(record),
            words=tuple(item.text for item in sent) or held,
            sources=tuple(item.source for item in sent),
            promised=self._local_or_none(_promised(turn, sent)),
            held=bool(held) and not sent,
            reason=_reason(turn, record, sent),
        )

    def _message(self, inbound: Inbound, result: Result, **more: Any) -> Message:
        return Message(
            id=inbound.message_id,
            conversation=self.number,
            at=self._local(inbound.received_at),
            text=inbound.button or inbound.text,
            result=result,
            **more,
        )

    def _was_sent(self, turn: Turned, letter: Letter) -> bool:
        return any(
            item.outbound.queued_at >= _whole_milliseconds(turn.at) and item.outbound.letter == letter
            for item in self.said
        )

    def _answered_after(self, moment: datetime) -> bool:
        """Whether a person has answered since, so that the bot's own words were taken back."""
        return any(item.at >= moment and not item.outbound.letter.purpose.automatic for item in self.said)

    def _held(self, turn: Turned) -> Iterator[str]:
        """Give the words that wait as drafts for a person."""
        for task in turn.result.tasks:
            if task.kind is TaskKind.DRAFT:
                yield task.text

    def _notes(self, turn: Turned) -> Iterator[Entry]:
        rows = dict(turn.inbound)
        for text in self._held(turn):
            yield self._entry(turn.at, Who.BOT, "draft", text)
        for record in turn.result.decisions:
            kinds = {rows[row].kind for row in record.inbound}
            if kinds & FROM_CUSTOMER and not turn.result.letters and not tuple(self._held(turn)):
                yield self._entry(turn.at, Who.NOTE, "silent", "; ".join(record.why))
            if InboundKind.CLOSE in kinds:
                yield self._entry(turn.at, Who.NOTE, "closed", "; ".join(record.why))
        for task in turn.result.tasks:
            if task.kind is TaskKind.HAND_OFF:
                yield self._entry(turn.at, Who.NOTE, "person_asked", task.reason.replace("_", " "))
            elif task.kind is TaskKind.SLA:
                yield self._entry(turn.at, Who.NOTE, "warned", task.text)
            elif task.kind is not TaskKind.DRAFT:
                yield self._entry(turn.at, Who.NOTE, "alert", task.text)

    def _say(self, at: datetime, letter: Letter) -> None:
        who = Who.BOT if letter.purpose.automatic else Who.PERSON
        place = f"{letter.purpose} · {letter.source}" if letter.source else letter.purpose.value
        entry = self._entry(at, who, letter.purpose, letter.text, source=place, buttons=letter.buttons)
        self.entries.append(entry)

    def _add(self, at: datetime, who: Who, kind: str, text: str) -> None:
        self.entries.append(self._entry(at, who, kind, text))

    def _entry(
        self, at: datetime, who: Who, kind: str, text: str, *, source: str = "", buttons: Sequence[str] = ()
    ) -> Entry:
        return Entry(
            at=self._local(at),
            who=who,
            kind=str(kind),
            text=text,
            night=in_quiet(self.knowledge, at),
            source=source,
            buttons=tuple(buttons),
        )

    def _local_or_none(self, moment: datetime | None) -> datetime | None:
        return self._local(moment) if moment is not None else None

    def _local(self, moment: datetime) -> datetime:
        return self.knowledge.calendar.local(moment)


def _waits_for_person(turn: Turned) -> bool:
    """Whether a person owes the next word: one was asked, or has taken over."""
    conversation = turn.result.conversation
    asked = any(task.kind is TaskKind.HAND_OFF for task in turn.result.tasks)
    status = conversation.case.status
    with_person = status is CaseStatus.WITH_AGENT and bool(conversation.state.agent)
    return asked or with_person or status is CaseStatus.WAITING_FOR_AGENT


def _promised(turn: Turned, sent: Sequence[Letter]) -> datetime | None:
    """Give the time that is promised once a turn's words are said."""
    promise = promise_of(turn.result.conversation) if sent else None
    return promise.at if promise is not None else None


def _reason(turn: Turned, record: DecisionRecord, sent: Sequence[Letter]) -> str:
    asked = [task.reason for task in turn.result.tasks if task.kind is TaskKind.HAND_OFF]
    if asked:
        return asked[0]
    return "" if sent else "; ".join(record.why)


def _intent_of(record: DecisionRecord) -> str:
    details = json.loads(record.detail)
    candidates = details.get("candidates") or [{}]
    return str(details.get("intent") or candidates[0].get("intent", ""))


def _confidence_of(record: DecisionRecord) -> float:
    candidates = json.loads(record.detail).get("candidates") or [{}]
    return float(candidates[0].get("confidence", 0.0))


def _whole_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
