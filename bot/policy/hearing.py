"""Which tones are heard in what a customer writes, in our lists and the brand's own."""

from __future__ import annotations

from bot.knowledge.tone import Tone, tones
from bot.policy.situation import Situation


def heard(case: Situation) -> tuple[Tone, ...]:
    """Give the tones of a burst, the gravest first."""
    author, settings = case.last.author, case.knowledge.settings
    own = tuple((name, getattr(settings.tone, name)) for name in ("harmless", *Tone))
    return tones(case.text, author=(author.name, author.handle), own=own, names=settings.brand.account_names)
