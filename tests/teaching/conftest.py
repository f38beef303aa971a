"""What the tests of teaching share: the example brand, and an encoder whose meanings a test writes down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from bot.channels import catalogue
from bot.knowledge.library import Knowledge, build
from bot.model.problem import Source
from bot.starter import starter_files


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


TOPICS = ("intents/prepagato/", "intents/generale/")


def _surer(text: str) -> str:
    lower = text.replace("answer_above = 0.80", "answer_above = 0.4")
    return lower.replace("ask_above = 0.50", "ask_above = 0.3")


@pytest.fixture(scope="session")
def example() -> Knowledge:
    """Two topics of the example brand, read by words and letters alone; surer of itself than it should be."""
    sources = [
        Source(path=file.path, text=_surer(file.text))
        for file in starter_files()
        if not file.path.startswith("intents/") or file.path.startswith(TOPICS)
    ]
    traits = {name: catalogue.traits(name) for name in catalogue.names()}
    built = build(sources, environ={}, traits=traits, encoder=None, full=False)
    assert built.knowledge is not None
    return built.knowledge
