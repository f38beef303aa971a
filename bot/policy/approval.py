"""Which answers a person reads before they are sent: the bands of `[approval]`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.knowledge.intents import Intent, Means
from bot.model.approval import band_of
from bot.model.effects import Fill, HandOff, Outcome, Propose, Reply, Understood
from bot.model.hand_off import HandOffReason
from bot.model.incident import IncidentStatus
from bot.model.message import Purpose, Surface
from bot.policy.people import ask_person
from bot.policy.proposing import by_person, sureness
from bot.policy.sensitive import REASONS
from bot.policy.situation import Ruling, Situation
from bot.settings.values import Band, Mode

_SPOKEN = frozenset({Purpose.ANSWER, Purpose.CLARIFY, Purpose.ASK_SLOT})


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the bot is about to say: on which intent, and how sure it is; both empty for a mere question."""

    intent: Intent | None = None
    confidence: float | None = None


def with_approval(case: Situation, ruling: Ruling, rule: str) -> Ruling:
    """Give a rule's answer as a draft where a band of `[approval]` wants a person to read it first.

    In private the customer is told that a person answers, as for any hand-off; in public nothing is said.
    """
    held = _spoken(ruling)
    if held is None or case.mode is Mode.ACKNOWLEDGE:
        return ruling
    about = about_of(case, ruling, rule)
    graduated = _has_graduated(case, held, about)
    reason = needs_approval(case, about, graduated=graduated)
    if reason is None or case.mode is Mode.DRAFT:
        return _by_itself(case, ruling, about) if graduated and reason is None else ruling
    why = (*ruling.why, f"a person reads it first: {reason}")
    proposed = Propose(what=held, reason=reason)
    if case.conversation.surface is Surface.PUBLIC:
        return _silently(case, ruling, about.intent, proposed, why)
    asked = ask_person(case, HandOffReason.APPROVAL, why, intent=about.intent)
    return Ruling(outcome=asked.outcome, effects=(*asked.effects, proposed), why=asked.why)


def needs_approval(case: Situation, about: About, *, graduated: bool = False) -> str | None:
    """Say why a person is to read an answer before it is sent; None if it may go by itself.

    What has `graduated` waits only where the moment asks for it: anger, reach, a suspected incident.
    """
    bands = case.knowledge.settings.approval.when
    of_moment = [band for band in bands if band.angry or band.incident or band.reach is not None]
    asked = of_moment if graduated else bands
    return next((reason for band in asked if (reason := _holds(band, case, about))), None)


def _has_graduated(case: Situation, held: Reply | Fill, about: About) -> bool:
    """Whether such answers have been approved often enough: of this intent, here, and this sure."""
    if about.intent is None or about.confidence is None:
        return False
    answers = isinstance(held, Reply) and held.purpose is Purpose.ANSWER
    return answers and (about.intent.name, band_of(about.confidence)) in case.conversation.graduated


def _by_itself(case: Situation, ruling: Ruling, about: About) -> Ruling:
    """Let an answer go that would have waited; one that goes anyway is left as it is."""
    if case.mode is not Mode.DRAFT and needs_approval(case, about) is None:
        return ruling
    why = (*ruling.why, "such answers were approved often enough to go by themselves")
    return replace(ruling, why=why, by_itself=True)


def about_of(case: Situation, ruling: Ruling, rule: str) -> About:
    """Tell what a ruling answers, and how sure that is."""
    name = next((effect.intent for effect in ruling.effects if isinstance(effect, Understood)), "")
    intent = case.intent(name)
    if intent is None:
        return About()
    return About(intent=intent, confidence=sureness(rule, case.match, name))


def _spoken(ruling: Ruling) -> Reply | Fill | None:
    """Give the answer or the question of a ruling; None where a person wrote it, or is to answer."""
    for effect in ruling.effects:
        if isinstance(effect, Fill):
            return effect
        if isinstance(effect, Reply) and effect.purpose in _SPOKEN and not by_person(effect):
            return effect
    return None


def _silently(
    case: Situation, ruling: Ruling, intent: Intent | None, proposed: Propose, why: tuple[str, ...]
) -> Ruling:
    understood = tuple(effect for effect in ruling.effects if isinstance(effect, Understood))
    wanted = HandOff(reason=HandOffReason.APPROVAL, topic=case.conversation.case.topic)
    if intent is not None:
        wanted = HandOff(reason=HandOffReason.APPROVAL, topic=intent.topic, priority=intent.priority)
    return Ruling(outcome=Outcome.SILENT, effects=(*understood, wanted, proposed), why=why)


def _holds(band: Band, case: Situation, about: About) -> str:
    """Say what a band found; "" unless all that it names is so."""
    found = tuple(_conditions(band, case, about))
    return "" if "" in found else ", ".join(found)


def _conditions(band: Band, case: Situation, about: About) -> Iterator[str]:
    """Give, for each thing the band names, what is so; "" for what is not."""
    conversation, intent, sure = case.conversation, about.intent, about.confidence
    if band.channels:
        yield f"on {conversation.channel}" if conversation.channel in band.channels else ""
    if band.surfaces:
        yield f"in {conversation.surface}" if conversation.surface in band.surfaces else ""
    if band.topics:
        yield f"about {intent.topic}" if intent is not None and intent.topic in band.topics else ""
    if band.intents:
        yield f"about {intent.name}" if intent is not None and intent.name in band.intents else ""
    if band.below is not None:
        low = sure is not None and sure < band.below
        yield f"{sure:.2f} sure, below {band.below:.2f}" if low else ""
    if band.angry:
        yield "the customer sounds angry" if _angry(case) else ""
    if band.reach is not None:
        followers = case.last.author.followers or 0
        yield f"{followers} followers, at least {band.reach}" if followers >= band.reach else ""
    if band.incident:
        yield "an incident is suspected" if _suspected(case, intent) else ""


def _suspected(case: Situation, intent: Intent | None) -> bool:
    """Whether so many ask this that people have been told, and have not said yet what it is."""
    suspected = (item for item in case.incidents if item.status is IncidentStatus.SUGGESTED)
    return intent is not None and any(intent.name in item.said.intents for item in suspected)


def _angry(case: Situation) -> bool:
    """Whether the words are rude, or may well be a complaint in anger."""
    if any(REASONS[tone][0] is HandOffReason.ANGRY for tone in case.tones):
        return True
    least = case.knowledge.settings.matching.ask_above
    named = (case.intent(item.intent) for item in case.match.candidates if item.confidence >= least)
    return any(intent is not None and intent.means is Means.ANGRY for intent in named)
