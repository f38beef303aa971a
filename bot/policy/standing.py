"""How hours and limits stood at a decision, and what it kept back: for people who ask why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.knowledge.library import Knowledge
from bot.model.draft import DraftMade
from bot.model.effects import Decision, Reply
from bot.model.message import Letter, Surface
from bot.policy.apply import Draft
from bot.policy.limits import said_enough, said_last_hour
from bot.policy.timing import calendar_of


def standing(
    draft: Draft, decision: Decision, letters: Sequence[Letter], knowledge: Knowledge
) -> Mapping[str, object]:
    """Give `hours` (open, and when that changes), `said` (automatic messages of the last hour) and `kept`.

    `kept` names what was kept back: "draft" (a person reads it first), "unsaid" (a reply that could not be).
    """
    conversation, now = draft.conversation, draft.now
    calendar = calendar_of(conversation, knowledge)
    is_open = calendar.is_open(now)
    changes = calendar.next_closing(now) if is_open else calendar.next_opening(now)
    limits = knowledge.settings.limits
    public = conversation.surface is Surface.PUBLIC
    return {
        "hours": {"open": is_open, "changes": changes.isoformat() if changes is not None else ""},
        "said": {
            "lately": said_last_hour(conversation, now),
            "most": limits.public_per_hour if public else limits.private_per_hour,
            "enough": said_enough(conversation, knowledge, now),
        },
        "kept": _kept(draft, decision, letters),
    }


def _kept(draft: Draft, decision: Decision, letters: Sequence[Letter]) -> list[str]:
    drafted = any(isinstance(change, DraftMade) for change in draft.drafts)
    replies = any(isinstance(effect, Reply) and not effect.prepared for effect in decision.effects)
    found = {
        "draft": drafted,
        "unsaid": replies and not letters and not drafted,
    }
    return [name for name, is_so in found.items() if is_so]
