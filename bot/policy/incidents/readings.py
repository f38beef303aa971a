"""What a decision was about, as the search for bursts counts it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.intents import Means
from bot.knowledge.library import Knowledge
from bot.model.effects import Decision, Understood
from bot.model.incident import Reading
from bot.model.message import FROM_CUSTOMER
from bot.model.turn import Waiting
from bot.policy.incidents.places import places_in

_COURTESIES = frozenset({Means.GREETING, Means.THANKS, Means.OPT_OUT})
_NO_REPORTS = frozenset({"asks_nothing", "stop_words"})


def reading_of(decision: Decision, group: Sequence[Waiting], knowledge: Knowledge) -> tuple[Reading, ...]:
    """Give what a person's messages were about; nothing for courtesies, for bots and for our own events."""
    last = group[-1].inbound
    if last.kind not in FROM_CUSTOMER or last.author.is_brand or last.author.is_bot:
        return ()
    intent = _leads(decision, knowledge)
    known = knowledge.intents.get(intent)
    if decision.rule in _NO_REPORTS or (known is not None and known.means in _COURTESIES):
        return ()
    text = "\n".join(item.inbound.text for item in group)
    place = next(iter(places_in(text, knowledge.settings.brand.account_names)), "")
    addressed = not any(item.inbound.silence_because for item in group)
    return (Reading(inbound=group[-1].id, intent=intent, place=place, addressed=addressed),)


def _leads(decision: Decision, knowledge: Knowledge) -> str:
    """Name the intent the decision understood, else the one the matcher leads with; "" for none."""
    understood = next((item.intent for item in decision.effects if isinstance(item, Understood)), "")
    best = decision.match.best if decision.match is not None and not decision.match.novel else None
    if understood or best is None:
        return understood
    return best.intent if best.confidence >= knowledge.settings.matching.ask_above else ""
