"""The two ways texts are compared: by meaning (an encoder's vectors) and by their words and letters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from bot.knowledge.matching.kernel import blend
from bot.knowledge.matching.ngrams import Ngrams, Postings
from bot.knowledge.ports import Encoder

_EVERY = slice(None)

LETTERS = 0.25
"""The weight of letters beside meaning; choosing it anew for each brand gained nothing on any set."""


class Channels:
    """Taught texts as vectors in both channels, and what any text has in common with them.

    Letters are (PLACES, n), a place's values side by side. Meanings (n, d) are centred on the mean of the
    brand's own; without an encoder there are none.
    """

    def __init__(
        self, ngrams: Ngrams, letters: Any, encoder: Encoder | None, meaning: Any, centre: Any
    ) -> None:
        self._ngrams, self._encoder = ngrams, encoder
        self._letters, self._meaning, self._centre = letters, meaning, centre

    @property
    def size(self) -> int:
        """How many texts are taught."""
        return int(self._letters.shape[1])

    def letters_among(self, rows: Any) -> Any:
        """Give the cosines (r, r) of some texts' words and letters."""
        return self._letters[:, rows].T @ self._letters[:, rows]

    def only(self, rows: Any) -> Channels:
        """Give the channels of some of the texts, by their rows."""
        meaning = self._meaning[rows] if self._meaning is not None else None
        return Channels(self._ngrams, self._letters[:, rows], self._encoder, meaning, self._centre)

    def with_text(self, text: str) -> Channels:
        """Give the channels with one more text in the last row; rarities and centre stay as they are."""
        letters = np.column_stack([self._letters, self._ngrams.dense(text)])
        meaning = None
        if self._encoder is not None:
            meaning = np.vstack([self._meaning, self._centred(self._encoder.encode([text]))])
        return Channels(self._ngrams, letters, self._encoder, meaning, self._centre)

    def kernel(self, rows: Any = _EVERY, columns: Any = _EVERY) -> Any:
        """Give the kernel (r, c) of some texts with others, or of all with all."""
        meaning = self._meaning[rows] @ self._meaning[columns].T if self._meaning is not None else None
        letters = self._letters[:, rows].T @ self._letters[:, columns]
        np.clip(letters, 0.0, 1.0, out=letters)
        return blend(meaning, letters, LETTERS)

    def kernel_with(self, texts: Sequence[str]) -> Any:
        """Give the kernel (m, n) of new texts, at least one, with the taught ones."""
        meaning = None
        if self._encoder is not None:
            meaning = self._centred(self._encoder.encode(texts)) @ self._meaning.T
        return blend(meaning, self._letters_with(texts), LETTERS)

    def _letters_with(self, texts: Sequence[str]) -> Any:
        rows = (self._postings.cosines(*self._ngrams.sparse(text)) for text in texts)
        return np.clip(np.stack(list(rows)), 0.0, 1.0)

    @cached_property
    def _postings(self) -> Postings:
        return Postings(self._letters)

    def _centred(self, raw: Any) -> Any:
        return centred(raw, self._centre)


def make_channels(texts: Sequence[str], encoder: Encoder | None, raw: Any, own: int) -> Channels:
    """Make the channels of texts whose first `own` are the brand's; `raw` are the encoder's vectors."""
    ngrams = Ngrams(texts)
    if encoder is None:
        return Channels(ngrams, ngrams.vectors(), None, None, None)
    centre = raw[:own].mean(axis=0)
    return Channels(ngrams, ngrams.vectors(), encoder, centred(raw, centre), centre)


def centred(raw: Any, centre: Any) -> Any:
    """Give vectors (n, d) seen from a centre (d,), of unit length."""
    shifted = raw - centre
    return shifted / np.maximum(np.linalg.norm(shifted, axis=1, keepdims=True), 1e-9)
