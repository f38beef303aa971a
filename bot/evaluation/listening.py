"""The encoder of a matcher under evaluation: it may remember while teaching, never while being asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.knowledge.matching.encoder import word_knower
from bot.knowledge.ports import Encoder


class Listener:
    """Hears what is taught through one encoder and questions through another of the same name.

    The first may have a memory; the second should have none, or the times that are measured flatter.
    """

    def __init__(self, *, teaching: Encoder, asking: Encoder) -> None:
        self._teaching, self._asking = teaching, asking
        self.is_asked = False

    @property
    def name(self) -> str:
        return self._asking.name

    def warm(self) -> None:
        """Have the encoder in memory before anything is measured."""
        self._asking.encode(["…"])

    def encode(self, texts: Sequence[str]) -> Any:
        return self._now().encode(texts)

    def knows(self, word: str) -> bool:
        knows = word_knower(self._now())
        return knows is not None and knows(word)

    def _now(self) -> Encoder:
        return self._asking if self.is_asked else self._teaching
