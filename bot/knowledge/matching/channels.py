"""The two ways texts are compared: by meaning (an encoder's vectors) and by their words and letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.knowledge.matching.kernel import blend
from bot.knowledge.matching.ngrams import NgramIndex
from bot.knowledge.ports import Encoder


class Channels:
    """The taught texts in both channels: `meaning` and `letters` are their cosines (n, n).

    Vectors are centred on the mean of the first `own`; `meaning_raw` are the cosines before that.
    Without an encoder both meanings are None.
    """

    def __init__(self, texts: Sequence[str], own: int, encoder: Encoder | None) -> None:
        self._encoder = encoder
        self._index = NgramIndex(texts)
        self.letters: Any = self._index.gram_matrix()
        self.meaning: Any = None
        self.meaning_raw: Any = None
        if encoder is not None:
            raw = encoder.encode(texts)
            self._centre = raw[:own].mean(axis=0)
            self._vectors = self._centred(raw)
            self.meaning_raw = raw @ raw.T
            self.meaning = self._vectors @ self._vectors.T

    def kernel(self, share: float) -> Any:
        """Give the kernel (n, n) of the taught texts, letters weighing `share` beside meaning."""
        return blend(self.meaning, self.letters if share else None, share)

    def kernel_with(self, texts: Sequence[str], share: float) -> Any:
        """Give the kernel (m, n) of new texts, at least one, with the taught ones."""
        if self._encoder is None:
            return blend(None, self._letters_with(texts), share)
        meaning = self._centred(self._encoder.encode(texts)) @ self._vectors.T
        return blend(meaning, self._letters_with(texts) if share else None, share)

    def _letters_with(self, texts: Sequence[str]) -> Any:
        return np.stack([self._index.cosines(text) for text in texts])

    def _centred(self, raw: Any) -> Any:
        shifted = raw - self._centre
        return shifted / np.maximum(np.linalg.norm(shifted, axis=1, keepdims=True), 1e-9)
