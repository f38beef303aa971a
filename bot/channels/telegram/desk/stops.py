"""What the group is told when sending is stopped, by a person or by itself, and when it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.telegram.desk.looks import MOST, Looks, quoted, shortened
from bot.model.stopping import OpenBreaker, Stop

Stopped = tuple[Sequence[Stop], Sequence[OpenBreaker]]
"""What people hold back, and the accounts that are paused by themselves."""

NOTHING: Stopped = ((), ())


class Stops:
    """Remembers, while it runs, what the group was told; a start with something stopped tells it again."""

    def __init__(self) -> None:
        self._told = _marks(NOTHING)

    def news(self, stopped: Stopped, looks: Looks) -> str:
        """Give what to tell the group now; "" where it knows. A later try of a paused account is no news."""
        marks = _marks(stopped)
        if marks == self._told:
            return ""
        self._told = marks
        return shortened(_told(stopped, looks), MOST)


def _marks(stopped: Stopped) -> frozenset[tuple[str, ...]]:
    stops, breakers = stopped
    held = [(stop.scope.value, stop.source.value, stop.by, stop.why) for stop in stops]
    return frozenset([*held, *((one.channel, one.account, one.cause.value) for one in breakers)])


def _told(stopped: Stopped, looks: Looks) -> str:
    stops, breakers = stopped
    lines = [*(_hold(stop, looks) for stop in stops), *(_pause(one, looks) for one in breakers)]
    return "\n".join(lines) if lines else looks.words["goes_on"]


def _hold(stop: Stop, looks: Looks) -> str:
    words = looks.desk
    by = words[f"stopped_by_{stop.source}"].format(by=looks.agent(stop.by), at=looks.when(stop.since))
    why = f" {words['stopped_why']} {quoted(stop.why)}" if stop.why else ""
    return f"⏸ {words[f'stopped_{stop.scope}']} {by}{why}"


def _pause(breaker: OpenBreaker, looks: Looks) -> str:
    words, title = looks.desk, looks.titles.get(breaker.channel, breaker.channel)
    text = words[f"breaker_{breaker.cause}_text"].format(at=looks.when(breaker.retry_at))
    return f"⏸ {words[f'breaker_{breaker.cause}'].format(channel=title)} {text}"
