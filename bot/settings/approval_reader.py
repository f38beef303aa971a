"""Reads [approval]: which answers a person reads before they are sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.model.message import Surface
from bot.model.traits import Traits
from bot.settings.codes import NO_CHANNEL, WRONG_VALUE
from bot.settings.suggest import did_you_mean
from bot.settings.table import Table, each, flag, one_of, share, text, whole, whole_or_none
from bot.settings.values import Approval, Band
from bot.settings.words import WrongValueError

_NOBODY: tuple[str, ...] = ()


def read_approval(
    table: Table, channels: Collection[str], traits: Mapping[str, Traits] | None = None
) -> Approval:
    """Read the section; the channels of a band must be among `channels`, and have its surfaces."""
    base = Approval()
    none: tuple[Mapping[str, object], ...] = ()
    written = table.take("when", _tables, none)
    approval = Approval(
        when=tuple(_band(table, index, item, channels, traits) for index, item in enumerate(written)),
        graduate_after=table.take("graduate_after", whole_or_none, base.graduate_after),
    )
    table.close()
    return approval


def _tables(value: object) -> tuple[Mapping[str, object], ...]:
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise WrongValueError("bands are sections", "write [[approval.when]] and its keys below")
    return tuple(value)


def _band(
    table: Table,
    index: int,
    data: Mapping[str, object],
    channels: Collection[str],
    traits: Mapping[str, Traits] | None,
) -> Band:
    inner = Table(table.report, (*table.path, "when", index), data)
    before = len(table.report.problems)
    surfaces = one_of(Surface.PUBLIC.value, Surface.PRIVATE.value)
    no_share: float | None = None
    no_number: int | None = None
    band = Band(
        channels=inner.take("channels", each(text), _NOBODY),
        surfaces=inner.take("surfaces", each(surfaces), _NOBODY),
        topics=inner.take("topics", each(text), _NOBODY),
        intents=inner.take("intents", each(text), _NOBODY),
        below=inner.take("below", share, no_share),
        angry=inner.take("angry", flag, False),  # noqa: FBT003 - the default of a key
        reach=inner.take("reach", whole, no_number),
        incident=inner.take("incident", flag, False),  # noqa: FBT003 - the default of a key
    )
    inner.close()
    if band == Band() and len(table.report.problems) == before:
        hint = 'say when, for example below = 0.90; for a whole channel write mode = "draft" in its block'
        table.report.key(inner.path, WRONG_VALUE, "this band says nothing", hint)
    _check_channels(inner, band, channels, traits)
    return band


def _check_channels(
    table: Table, band: Band, channels: Collection[str], traits: Mapping[str, Traits] | None
) -> None:
    for name in band.channels:
        if name not in channels:
            hint = did_you_mean(name, channels)
            table.report.value((*table.path, "channels"), NO_CHANNEL, f"the channel “{name}” is not on", hint)
        elif traits is not None and name in traits and band.surfaces:
            has = {surface.value for surface in traits[name].surfaces}
            if has.isdisjoint(band.surfaces):
                message = f"“{name}” has no {' or '.join(band.surfaces)} messages: this band never holds"
                table.report.value((*table.path, "surfaces"), WRONG_VALUE, message)
