"""One text on a blank conversation: the decision on it, and its words on each channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.knowledge.library import Knowledge
from bot.knowledge.personal.guard import guard_of
from bot.model.case import Case
from bot.model.conversation import Conversation, State
from bot.model.draft import DraftMade
from bot.model.incident import Incident
from bot.model.message import Author, Inbound, Letter, Surface
from bot.model.text import clean
from bot.model.traits import Traits
from bot.model.turn import TurnResult, Waiting, Work
from bot.policy.turn import take_turn
from bot.service.masking import masked_event
from bot.settings.values import Mode

_CASE = 104
"""The reference shown is TK-1041, as in the documentation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Asks the policy about texts at a moment; the first address decides, all of them give their words.

    `incidents` are those that are open then.
    """

    knowledge: Knowledge
    addresses: tuple[tuple[str, Traits, Surface], ...]
    language: str
    now: datetime
    incidents: tuple[Incident, ...] = ()

    def ask(self, text: str) -> dict[str, Any]:
        """Give the decision on a text, as `ask --json`; `drafts` only where a person reads first."""
        said = clean(text)
        turns = {name: self._turn(said, traits, surface) for name, traits, surface in self.addresses}
        turn = turns[self.addresses[0][0]]
        record = turn.decisions[-1]
        match = self.knowledge.matcher.match(said, past_language=self.language, hint=self.language)
        intent = turn.conversation.case.intent or (match.best.intent if match.best is not None else None)
        sure = {item.intent: item.confidence for item in match.candidates}
        drafts = [draft for name, traits, _ in self.addresses for draft in _drafts(name, traits, turns[name])]
        return {
            "text": text,
            "language": turn.conversation.state.language or match.language,
            "rule": record.rule,
            "outcome": record.outcome,
            "intent": intent,
            "confidence": round(sure.get(intent or "", 0.0), 4),
            "candidates": [
                {
                    "intent": item.intent,
                    "confidence": round(item.confidence, 4),
                    "example": item.example,
                    "source": item.source,
                }
                for item in match.candidates
            ],
            "slots": dict(match.slots),
            "why": list(record.why),
            "replies": [
                reply for name, traits, _ in self.addresses for reply in _replies(name, traits, turns[name])
            ],
            **({"drafts": drafts} if drafts else {}),
        }

    def _turn(self, text: str, traits: Traits, surface: Surface) -> TurnResult:
        author = Author(id="customer", language_hint=self.language)
        conversation = Conversation(
            id=1,
            channel=traits.name,
            account="ask",
            key="customer",
            surface=surface,
            contact=author,
            case=Case(number=_CASE, opened_at=self.now),
            state=State(language=self.language),
        )
        inbound = Inbound(
            channel=traits.name,
            account="ask",
            event_key="1",
            conversation_key="customer",
            author=author,
            surface=surface,
            text=text,
            occurred_at=self.now,
            received_at=self.now,
        )
        guard = guard_of(self.knowledge.settings)
        waiting = (Waiting(id=1, inbound=masked_event(inbound, guard)),)
        work = Work(conversation=conversation, waiting=waiting, incidents=self.incidents)
        return take_turn(work, self.knowledge, traits, self.now)


def make_asker(
    knowledge: Knowledge,
    traits: Mapping[str, Traits],
    *,
    channel: str,
    language: str,
    now: datetime,
    incidents: tuple[Incident, ...] = (),
) -> Asker:
    """Make an asker for one channel address ("x.dm"), or with "" for all of the brand's."""
    return Asker(
        knowledge=_speaking(knowledge),
        addresses=tuple(addresses(knowledge, traits, channel)),
        language=language,
        now=now,
        incidents=incidents,
    )


def addresses(
    knowledge: Knowledge, traits: Mapping[str, Traits], wanted: str = ""
) -> Iterator[tuple[str, Traits, Surface]]:
    """Give the addresses at which the brand answers, or the one that is wanted, used by the brand or not."""
    on = [name for name in knowledge.settings.channels if name in traits] or ["web"]
    names = [wanted.partition(".")[0]] if wanted else on
    for name in names:
        item = traits[name]
        for surface in item.surfaces:
            if wanted in {"", item.address(surface)}:
                yield item.address(surface), item, surface


def _speaking(knowledge: Knowledge) -> Knowledge:
    """Show the words of channels in draft too: they are what a person would be offered."""
    channels: Mapping[str, Any] = {
        name: replace(item, mode=Mode.ANSWER) if item.mode is Mode.DRAFT else item
        for name, item in knowledge.settings.channels.items()
    }
    return replace(knowledge, settings=replace(knowledge.settings, channels=channels))


def _replies(name: str, traits: Traits, turn: TurnResult) -> Iterator[dict[str, Any]]:
    for letter in turn.letters:
        yield _shown(name, traits, letter)


def _drafts(name: str, traits: Traits, turn: TurnResult) -> Iterator[dict[str, Any]]:
    """Give what a person would read first, and why."""
    for change in turn.drafts:
        if isinstance(change, DraftMade):
            yield {**_shown(name, traits, change.proposal.letter), "reason": change.proposal.reason}


def _shown(name: str, traits: Traits, letter: Letter) -> dict[str, Any]:
    return {
        "channel": name,
        "text": letter.text,
        "length": traits.count(letter.text),
        "limit": _limit(traits, letter),
        "source": letter.source,
    }


def _limit(traits: Traits, letter: Letter) -> int:
    return traits.limits[letter.surface]
