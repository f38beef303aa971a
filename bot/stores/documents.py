"""How values are written in the tables: JSON documents, and moments as milliseconds since 1970 UTC."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a {type(value).__name__} cannot be stored")


_ENCODER = msgspec.json.Encoder(enc_hook=_plain, order="deterministic")


def dump(value: object) -> str:
    """Write a value as JSON. Raises UnicodeEncodeError for text that is no Unicode (a lone surrogate)."""
    return _ENCODER.encode(value).decode()


@cache
def _decoder(kind: Hashable) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def load(kind: type[T], text: str) -> T:
    """Read a value of a kind from its JSON."""
    found: T = _decoder(cast("Hashable", kind)).decode(text)
    return found


def ms(moment: datetime) -> int:
    """Give a moment in whole milliseconds, rounded down: for what has happened."""
    return (moment - _EPOCH) // _MILLISECOND


def ms_due(moment: datetime) -> int:
    """Give a moment in whole milliseconds, rounded up: what falls due is never early."""
    return -((_EPOCH - moment) // _MILLISECOND)


def moment(milliseconds: int) -> datetime:
    """Give the moment, in UTC."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


def moment_or_none(milliseconds: int | None) -> datetime | None:
    """Give the moment, None for 0 or NULL."""
    return moment(milliseconds) if milliseconds else None
