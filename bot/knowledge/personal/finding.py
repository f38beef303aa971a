"""What the finders find: a kind of personal data, where it stands, and its value in one form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_MOST = 8


class Kind(StrEnum):
    """The kinds of personal data; each value is the word of its mark."""

    IBAN = "IBAN"
    TAX_CODE = "tax code"
    CARD = "card"
    EMAIL = "e-mail"
    VAT = "VAT number"
    DOCUMENT = "document"
    PHONE = "phone"
    PRIVATE = "private value"
    ORDER = "order"
    NAME = "name"

    @property
    def mark(self) -> str:
        """What stands for such a value in a text."""
        return f"[{self.value}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One value in a text, from `start` up to `end`; `value` is the same however it is spaced."""

    kind: Kind
    start: int
    end: int
    value: str


def runs(groups: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give every row of up to 8 neighbouring groups, as where it starts and ends; longest first."""
    for first in range(len(groups)):
        for last in range(min(first + _MOST, len(groups)), first, -1):
            yield groups[first][0], groups[last - 1][1]
