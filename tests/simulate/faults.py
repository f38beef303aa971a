"""How badly a week's platforms and disk behave: a mix drawn per seed, so that rare faults meet each other."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

KINDS = ("refused", "later", "later_everywhere", "lost_answer", "lost_request", "broken", "slow", "forbidden")
"""What may become of a call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Chances of each fault in a call of `send`; the rest succeed. `deaf`: a look-up finds nothing out."""

    chances: tuple[tuple[str, float], ...] = ()
    deaf: float = 0.0
    again: float = 0.0
    shuffled: bool = False
    slow_disk: bool = False

    def draw(self, random: Random) -> str:
        """Give what becomes of one call; "ok" mostly."""
        at = random.random()
        for kind, chance in self.chances:
            if at < chance:
                return kind
            at -= chance
        return "ok"


def draw_mix(random: Random) -> Mix:
    """Draw how bad it gets: no faults, a few, or every second call; all kinds or one alone."""
    total = random.choice((0.0, 0.03, 0.03, 0.15, 0.5))
    kinds = random.choice((KINDS[:-1], KINDS, (random.choice(KINDS[:-1]),)))
    return Mix(
        chances=tuple((kind, total / len(kinds)) for kind in kinds) if total else (),
        deaf=random.choice((0.0, 0.2)),
        again=random.choice((0.0, 0.1, 0.5)),
        shuffled=random.random() < 0.5,
        slow_disk=random.random() < 0.4,
    )
