"""Bursts of texts that match no intent: alike in meaning, in whatever language, and more than is usual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.knowledge.library import Knowledge
from bot.knowledge.ports import Encoder
from bot.model.incident import Incident, Report
from bot.policy.incidents.bursts import Found, found
from bot.policy.incidents.usual import HIGHEST_SHAPE, LOWEST_SHAPE
from bot.service.incident_ports import IncidentStore
from bot.service.incident_values import Burst
from bot.settings.hearing import Incident as Thresholds
from bot.teaching.clustering import clusters

MOST = 600
"""Most texts that are compared: those of the window and the latest before it."""

_PAST = timedelta(days=7)
_BACKDROP = 300
_BUSY = 3.0
"""How much busier an hour by day may be than the mean of days and nights."""

_PRIOR = 1.0
"""How many people, beside those seen, a group of texts is thought to have had in the time looked at."""

_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """Reports without an intent, those of the window and those before it, with their texts."""

    reports: Mapping[int, Report]
    texts: Mapping[int, str]
    since: datetime
    until: datetime

    @classmethod
    async def read(
        cls, store: IncidentStore, window: Sequence[Report], since: datetime, until: datetime
    ) -> Samples:
        """Read them from the store."""
        past = await store.unknown_reports(since - _PAST, MOST)
        every = {item.inbound: item for item in (*past, *window)}
        posts = await store.posts(list(every)[:MOST])
        return cls(
            reports=every,
            texts={post.inbound: post.text.strip() for post in posts if post.text.strip()},
            since=since,
            until=until,
        )


def unknown_bursts(
    samples: Samples,
    thresholds: Thresholds,
    suggested: Sequence[Incident],
    encoder: Encoder | None,
    knowledge: Knowledge,
) -> list[tuple[Burst, Found]]:
    """Group the texts and judge each group's part of the window against its part of the time before; pure."""
    distinct = list(dict.fromkeys(samples.texts.values()))
    lines = (
        line.text
        for intent in knowledge.intents.values()
        for examples in intent.examples.values()
        for line in examples.say
    )
    backdrop = [line for _, line in zip(range(_BACKDROP), lines, strict=False)]
    groups = clusters(distinct, encoder, backdrop=backdrop)
    seen = []
    for group in groups:
        texts = {distinct[at] for at in group}
        mine = [samples.reports[number] for number, text in samples.texts.items() if text in texts]
        burst = _judged(mine, samples, thresholds, suggested, distinct[group[0]])
        if burst is not None:
            seen.append(burst)
    return seen


def _judged(
    mine: Sequence[Report],
    samples: Samples,
    thresholds: Thresholds,
    suggested: Sequence[Incident],
    central: str,
) -> tuple[Burst, Found] | None:
    now = [item for item in mine if item.at > samples.since]
    if not now:
        return None
    before = len({(item.person, item.at.date()) for item in mine if item.at <= samples.since})
    first = min(item.at for item in samples.reports.values())
    span = max(samples.since - first, timedelta(days=1))
    window = samples.until - samples.since
    mean = (before + _PRIOR) * (window / span) * _BUSY
    people = len({item.person for item in now})
    judged = found(now, people, mean, min(before + LOWEST_SHAPE, HIGHEST_SHAPE), thresholds, window)
    posts = frozenset(judged.evidence.posts)
    known = next((item for item in suggested if posts & frozenset(item.evidence.posts)), None)
    key = known.key if known is not None else f"texts:{min(posts)}"
    title = known.title if known is not None else " ".join(central.split())[:_LONGEST_TITLE]
    return Burst(key=key, title=title, evidence=judged.evidence), judged
