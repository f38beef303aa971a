"""Half sure: ask once what was meant, with a way out."""

from __future__ import annotations

from bot.knowledge.intents import Means
from bot.model.case import CaseStatus
from bot.model.conversation import Offered
from bot.model.effects import Outcome, Reply
from bot.model.matching import Candidate
from bot.model.message import Purpose
from bot.policy.people import leave
from bot.policy.rules.answer import asked_beside
from bot.policy.situation import Ruling, Situation
from bot.settings.values import Mode

MOST = 3
"""More choices than these are a quiz, not a question."""


def clarify(case: Situation) -> Ruling | None:
    """Offer the likeliest meanings when one of them may well be right and none was offered just before."""
    settings = case.knowledge.settings.matching
    best = case.best
    if best is None or best.confidence < settings.ask_above or case.match.novel:
        return None
    if case.state.clarified or case.mode is not Mode.ANSWER or _asked_already(case, best):
        return None
    asked = {best.intent, *asked_beside(case, best.intent)} if case.match.also else set()
    near = [item for item in _candidates(case) if _worth_offering(case, item, best)][:MOST]
    if not near or near[0].confidence < settings.ask_above:
        return None
    choices = tuple(
        Offered(label=title, meaning=item.intent, asked=item.intent in asked)
        for item in near
        if (title := case.title(item.intent))
    )
    if not choices:
        return None
    reply = Reply(
        template="_unclear",
        purpose=Purpose.CLARIFY,
        slots=case.match.slots,
        choices=choices,
        own_meanings=("none",),
    )
    names = ", ".join(f"{item.intent} {item.confidence:.2f}" for item in near)
    after = leave(case, CaseStatus.WAITING_FOR_CUSTOMER)
    return Ruling(outcome=Outcome.CLARIFY, effects=(*after, reply), why=(f"not sure between: {names}",))


def _candidates(case: Situation) -> tuple[Candidate, ...]:
    """Give what the message may mean, its other questions before mere guesses."""
    best, *rest = case.match.candidates
    beside = {item.intent: item for item in case.match.also if item.intent != best.intent}
    return (best, *beside.values(), *(item for item in rest if item.intent not in beside))


def _asked_already(case: Situation, best: Candidate) -> bool:
    """Whether this is what a person has been asked about; another question may be asked back about."""
    return case.awaits_person and best.intent == case.conversation.case.intent


def _worth_offering(case: Situation, item: Candidate, best: Candidate) -> bool:
    """Leave out what is much less likely than the best, and what is no question."""
    intent = case.intent(item.intent)
    if intent is None or intent.means not in {Means.NOTHING, Means.ASKED_FOR_HUMAN}:
        return False
    return item.confidence >= best.confidence / 3
