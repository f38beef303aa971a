"""A channel's traits in plain words, for the table of docs/channels.md and for `sportello doctor`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.model.message import Surface
from bot.model.traits import Cost, Idempotency, IntakeWay, Rate, Traits, no_private_link

_WAYS = {
    IntakeWay.OWN: "this program’s own page",
    IntakeWay.POLL: "polling",
    IntakeWay.LONG_POLL: "long polling",
    IntakeWay.STREAM: "a stream",
    IntakeWay.WEBHOOK: "a webhook",
}
_DOUBTS = {
    Idempotency.KEY: "sent again, shown once",
    Idempotency.LOOKUP: "looked up",
    Idempotency.NONE: "a person is asked",
}
_COSTS = {Cost.READ: "reading", Cost.MESSAGE: "sending", Cost.LINK: "links"}
_PUBLIC_ONE = "one a post"
_SPANS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def abilities(traits: Traits) -> tuple[tuple[str, str], ...]:
    """Give what a channel can do as pairs of a name and a few words, the same names for every channel."""
    return (
        ("surfaces", _listed(surface.value for surface in traits.surfaces)),
        ("longest text", _listed(f"{limit:,}" for limit in _limits(traits))),
        ("messages come by", _listed(_WAYS[way] for way in traits.intake)),
        ("after a pause", _backfill(traits)),
        ("interrupted send", _DOUBTS[traits.idempotency]),
        ("buttons", f"{traits.buttons}, {traits.button_label} long" if traits.buttons else "none"),
        ("files", _files(traits)),
        ("typing is shown", _said(claim=traits.typing)),
        ("our message", _revised(traits)),
        (
            "theirs",
            _listed(_named(traits.hears_edits, "edits heard", traits.hears_deletes, "deletions heard")),
        ),
        ("time to answer", _windows(traits)),
        ("automatic in public", _automatic(traits)),
        ("from public to private", _way_to_private(traits)),
        ("pace", _listed(_pace(traits))),
        ("money", _listed(_COSTS[cost] for cost in sorted(traits.costs))),
    )


def table(every: Iterable[Traits]) -> str:
    """Draw the Markdown table of several channels, one a column."""
    columns = [(traits.name, dict(abilities(traits))) for traits in every]
    names = [name for name, _ in columns]
    rows = [f"| | {' | '.join(names)} |", f"|---{'|---' * len(names)}|"]
    said = columns[0][1] if columns else {}
    rows += [f"| {ability} | {' | '.join(words[ability] for _, words in columns)} |" for ability in said]
    return "\n".join(rows)


def in_short(traits: Traits) -> str:
    """Say what whoever runs a channel should know: how messages come, what a pause loses, what costs."""
    known = dict(abilities(traits))
    money = f"; {known['money']} costs money" if traits.costs else ""
    return f"messages come by {_WAYS[traits.intake[0]]}; after a pause: {known['after a pause']}{money}"


def _way_to_private(traits: Traits) -> str:
    if traits.private_link is no_private_link:
        return "in words"
    return "a card" if traits.private_card else "a link"


def _limits(traits: Traits) -> list[int]:
    return [traits.limits[surface] for surface in traits.surfaces]


def _backfill(traits: Traits) -> str:
    if traits.backfill is None:
        return "nothing is missed" if IntakeWay.OWN in traits.intake else "what was missed is lost"
    most = f", {traits.backfill.most:,} at most" if traits.backfill.most is not None else ""
    return f"the last {span(traits.backfill.span)}{most}"


def _files(traits: Traits) -> str:
    if not traits.media:
        return "none"
    caption = f", text of {traits.caption:,}" if traits.caption is not None else ""
    return f"{_listed(sorted(kind.value for kind in traits.media))}{caption}"


def _revised(traits: Traits) -> str:
    ways = (("corrected", traits.edits), ("taken back", traits.deletes))
    return _listed(f"{word}{_where(traits, surfaces)}" for word, surfaces in ways if surfaces)


def _where(traits: Traits, surfaces: frozenset[Surface]) -> str:
    everywhere = surfaces >= set(traits.limits)
    return "" if everywhere else f" where {_listed(sorted(surface.value for surface in surfaces))}"


def _windows(traits: Traits) -> str:
    own = "any" if traits.window is None else span(traits.window)
    others = [f"{start.rstrip(':')}: {span(window)}" for start, window in traits.windows.items()]
    return _listed((own, *others))


def _automatic(traits: Traits) -> str:
    if all(surface.value != "public" for surface in traits.limits):
        return "no public place"
    most = {0: "any number", 1: _PUBLIC_ONE}.get(traits.auto_replies, f"{traits.auto_replies} a post")
    return f"{most}, only who asks" if traits.needs_summons else most


def _pace(traits: Traits) -> list[str]:
    return [f"{rate.count} {_every(rate)}" for rate in traits.rates]


def _every(rate: Rate) -> str:
    time = span(rate.per)
    often = f"a {time.removeprefix('1 ')}" if time.startswith("1 ") else f"in {time}"
    return f"{often} {'in a conversation' if rate.scope == 'conversation' else 'in all'}"


def span(length: timedelta) -> str:
    """Say a length of time in its largest whole unit: "24 hours", "30 days"."""
    seconds = int(length.total_seconds())
    size, unit = next(
        pair for pair in _SPANS if seconds % pair[0] == 0 and (pair[0] < 86_400 or seconds > 86_400)
    )
    return f"{seconds // size} {unit}{'' if seconds == size else 's'}"


def _named(first: bool, one: str, second: bool, other: str) -> list[str]:  # noqa: FBT001 - pairs of a claim and its word
    return [word for claim, word in ((first, one), (second, other)) if claim]


def _said(*, claim: bool) -> str:
    return "yes" if claim else "no"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words) or "none"
