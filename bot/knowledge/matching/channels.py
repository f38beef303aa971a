"""The two ways texts are compared: by meaning (an encoder's vectors) and by their words and letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.knowledge.matching.ngrams import NgramIndex
from bot.knowledge.ports import Encoder


class Channels:
    """The taught texts in both channels: `meaning` and `letters` are their cosines (n, n).

    Vectors are centred on the mean of the rows `own`; `meaning_raw` are the cosines before that.
    Without an encoder both meanings are None.
    """

    def __init__(self, texts: Sequence[str], own: Any, encoder: Encoder | None) -> None:
        self._encoder = encoder
        self._index = NgramIndex(texts)
        self.letters: Any = self._index.gram_matrix()
        self.meaning: Any = None
        self.meaning_raw: Any = None
        if encoder is not None:
            raw = encoder.encode(texts)
            self._centre = raw[own].mean(axis=0)
            self._vectors = self._centred(raw)
            self.meaning_raw = raw @ raw.T
            self.meaning = self._vectors @ self._vectors.T

    def compare(self, texts: Sequence[str]) -> tuple[Any | None, Any]:
        """Give new texts' cosines with the taught ones, by meaning (None without encoder) and letters."""
        letters = np.stack([self._index.cosines(text) for text in texts])
        if self._encoder is None:
            return None, letters
        return self._centred(self._encoder.encode(texts)) @ self._vectors.T, letters

    def _centred(self, raw: Any) -> Any:
        shifted = raw - self._centre
        return shifted / np.maximum(np.linalg.norm(shifted, axis=1, keepdims=True), 1e-9)
