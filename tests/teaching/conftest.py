"""What the tests of teaching share: an encoder whose meanings a test writes down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest


@dataclass(frozen=True)
class WordEncoder:
    """Gives a text the direction of the first word it knows, else one of its own."""

    directions: Mapping[str, int]
    name: str = "words-1"

    def encode(self, texts: Sequence[str]) -> Any:
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            known = [self.directions[word] for word in text.split() if word in self.directions]
            row[known[0] if known else 32 + sum(map(ord, text)) % 32] = 1.0
        return rows


Meanings = Callable[[Mapping[str, int]], WordEncoder]


@pytest.fixture
def meanings() -> Meanings:
    """Make an encoder of a table from words to meanings."""
    return WordEncoder
