"""Keeps the vectors of a brand's own sentences between runs, so that they are worked out once.

Only what is asked before `keep` is kept: the brand's sentences, never a customer's. The file can always
be deleted.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from bot.knowledge.matching.encoder import Lexicon
from bot.knowledge.ports import Encoder

MOST = 20_000
"""Most vectors kept in the file (2 kB each): beyond it only those of the last run."""


class KeptVectors:
    """An encoder that looks its answers up in a file first, and hands on what is not there."""

    def __init__(self, inner: Encoder, file: Path) -> None:
        self._inner, self._file = inner, file
        self._vectors, self._words = _read(file)
        self._used: dict[bytes, Any] = {}
        self._used_words: dict[str, bool] = {}
        self._open = True

    @property
    def name(self) -> str:
        return self._inner.name

    def encode(self, texts: Sequence[str]) -> Any:
        keys = [_key(text) for text in texts]
        lacking = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        if len(lacking) == len(texts) and not self._open:
            return self._inner.encode(texts)
        fresh = self._worked_out(lacking)
        rows = {key: fresh[key] if key in fresh else self._vectors[key] for key in keys}
        if self._open:
            self._used |= rows
        return np.stack([rows[key] for key in keys]) if keys else self._inner.encode(texts)

    def knows(self, word: str) -> bool:
        known = self._words.get(word)
        if known is None:
            known = isinstance(self._inner, Lexicon) and self._inner.knows(word)
        if self._open:
            self._used_words[word] = known
        return known

    def warm(self) -> None:
        """Have the model in memory before the first customer writes."""
        self._inner.encode(["…"])

    def keep(self) -> None:
        """Write down what was asked so far, if any of it is new, and keep nothing of what comes after."""
        self._open = False
        if self._used.keys() <= self._vectors.keys() and self._used_words.keys() <= self._words.keys():
            return
        vectors = {**self._vectors, **self._used}
        if len(vectors) > MOST:
            vectors = self._used
        try:
            _write(self._file, vectors, {**self._words, **self._used_words})
        except OSError:
            return  # it is only there to save time

    def _worked_out(self, lacking: Mapping[bytes, str]) -> dict[bytes, Any]:
        if not lacking:
            return {}
        return dict(zip(lacking, self._inner.encode(list(lacking.values())), strict=True))


def kept_in(environ: Mapping[str, str], encoder: Encoder) -> Path:
    """Give the file for an encoder's vectors, in the user's folder for such things."""
    home = environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    plain = "".join(char if char.isalnum() or char in ".-" else "-" for char in encoder.name)
    return Path(home) / "sportello" / f"{plain}.npz"


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _read(file: Path) -> tuple[dict[bytes, Any], dict[str, bool]]:
    """Read what was kept; nothing where there is no file or it cannot be read."""
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
            keys, rows = kept["keys"], kept["rows"]
            words = dict(zip(kept["words"].tolist(), kept["known"].tolist(), strict=True))
            return dict(zip((key.tobytes() for key in keys), rows, strict=True)), words
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}, {}


def _write(file: Path, vectors: Mapping[bytes, Any], words: Mapping[str, bool]) -> None:
    """Write another file and put it in the old one's place, so that a reader never meets half a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with draft.open("wb") as target:
        np.savez(
            target,
            keys=np.array([np.frombuffer(key, dtype=np.uint8) for key in vectors]),
            rows=np.array(list(vectors.values()), dtype=np.float32),
            words=np.array(list(words), dtype=np.str_),
            known=np.array(list(words.values()), dtype=np.bool_),
        )
    draft.replace(file)
