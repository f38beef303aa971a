"""Nothing of the bot's or of people's shows personal data where everybody reads it."""

from __future__ import annotations

from bot.knowledge.library import Knowledge
from bot.knowledge.personal.finding import Kind
from bot.knowledge.personal.guard import guard_of, values_in
from bot.model.effects import Alert, Decision, Outcome
from bot.model.message import MASKED, Inbound, InboundKind

PUBLIC_DATA = "public_data"
"""Why a person's words were not sent, for programs."""

_UNSENT = frozenset({InboundKind.AGENT_REPLY, InboundKind.APPROVE, InboundKind.CORRECT})


def shown_in_public(text: str, knowledge: Knowledge) -> tuple[Kind, ...]:
    """Give the kinds of personal data that a text of the bot's would show; the brand's own are none.

    Its own is what `[brand] public` names, and what its replies say word for word.
    """
    guard = guard_of(knowledge.settings)
    found = guard.find(text)
    if not found:
        return ()
    own = values_in(knowledge.replies.literals(), guard.country)
    return tuple(dict.fromkeys(item.kind for item in found if item.value not in own))


def refused(event: Inbound) -> Decision | None:
    """Keep a person's words from being said in public if they held personal data; None if they held none."""
    kinds = event.payload.get(MASKED, "")
    if not kinds or event.kind not in _UNSENT:
        return None
    agent = event.payload["agent"]
    text = (
        f"{agent}'s words were not sent, as they would show personal data in public ({kinds}): write them"
        f" without it, or answer in private. They were: {event.text}"
    )
    why = f"{agent}'s words would show personal data in public ({kinds})"
    told = Alert(text=text, reason=PUBLIC_DATA)
    return Decision(rule="public_data", outcome=Outcome.SILENT, effects=(told,), why=(why,))
