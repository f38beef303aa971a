"""What now? The rules are asked in order about a customer's messages; the first that answers wins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.knowledge.library import Knowledge
from bot.model.conversation import Conversation
from bot.model.effects import Decision
from bot.model.incident import Incident
from bot.model.message import Inbound
from bot.model.traits import Traits
from bot.policy.approval import with_approval
from bot.policy.rules import RULES
from bot.policy.situation import Situation


def decide(
    conversation: Conversation,
    messages: Sequence[Inbound],
    knowledge: Knowledge,
    now: datetime,
    *,
    traits: Traits,
    incidents: Sequence[Incident] = (),
) -> Decision:
    """Decide on a burst of a customer's messages (at least one, oldest first); pure."""
    case = Situation(
        conversation=conversation,
        messages=messages,
        knowledge=knowledge,
        traits=traits,
        now=now,
        incidents=incidents,
    )
    for rule in RULES:
        ruled = rule(case)
        if ruled is not None:
            ruling = with_approval(case, ruled, rule.__name__)
            return Decision(
                rule=rule.__name__,
                outcome=ruling.outcome,
                effects=ruling.effects,
                why=ruling.why,
                match=case.match,
                language=case.language,
                by_itself=ruling.by_itself,
                tones=case.tones,
            )
    raise AssertionError("hand_off always answers")
