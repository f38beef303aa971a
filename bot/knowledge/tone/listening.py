"""Finds the tone of a text by expressions that are listened for, whatever disguise they come in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from bot.knowledge.matching.normalise import matching_copy
from bot.knowledge.tone.expressions import NO_WORD, Expressions, words
from bot.knowledge.tone.kinds import Tone
from bot.model.text import without_accents

Own = tuple[tuple[str, tuple[str, ...]], ...]
"""A brand's own, by the name of the kind; "harmless" ones are overheard."""

_LANGUAGES = ("it", "en")
_SIGNS = frozenset("🖕💩🤡🤮🤬😡🙄🙃🤦")
_LAUGHS = frozenset("😂🤣😹")
_FIGURES = str.maketrans("013457@$€", "oieastase")
_MIXED = re.compile(r"(?<!\S)(?=\S*[a-z])\S*[0-9@$€]\S*")
_SPELT = re.compile(r"\b[a-z](?:[ ._*-][a-z]){3,}\b")
_MASKED = re.compile(r"(?<![a-z*])[a-z]{1,5}\*+[a-z]+")
_JOINTS = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W\d_]+")


def tones(
    text: str, *, author: Iterable[str] = (), own: Own = (), names: Sequence[str] = ()
) -> tuple[Tone, ...]:
    """Give the tones of a text, the gravest first.

    `author` are the writer's name and @name, in which only insults and hatred count; `own` a brand's further
    expressions, `names` the brand's. Lookalike letters, figures for letters, gaps and asterisks hide nothing.
    """
    harmless, listened = _read(tuple(own))
    heard = set(_heard(text, names, harmless, listened))
    called = " ".join(_JOINTS.sub(" ", name) for name in author)
    heard |= {tone for tone in _heard(called, (), harmless, listened) if tone in {Tone.INSULT, Tone.DARK}}
    return tuple(tone for tone in Tone if tone in heard)


def words_beside(
    text: str, tone: Tone, *, own: Own = (), names: Sequence[str] = ()
) -> tuple[str, ...] | None:
    """Give the words of a text, in small letters, that no expression of a tone holds; None without any."""
    harmless, listened = _read(tuple(own))
    for copy in reversed(list(_copies(text, names))):
        kept = _without(harmless, words(copy))
        spans = [(start, end) for heard, start, end in listened.found_in(kept) if heard is tone]
        if spans:
            inside = {place for start, end in spans for place in range(start, end)}
            return tuple(word for place, word in enumerate(kept) if place not in inside)
    return None


def _heard(
    text: str, names: Sequence[str], harmless: Expressions[str], listened: Expressions[Tone]
) -> Iterable[Tone]:
    if not _SIGNS.isdisjoint(text) or _MASKED.search(text.casefold()):
        yield Tone.INSULT
    if not _LAUGHS.isdisjoint(text):
        yield Tone.JOKE
    for copy in _copies(text, names):
        yield from (tone for tone, _, _ in listened.found_in(_without(harmless, words(copy))))


def _without(harmless: Expressions[str], text: list[str]) -> list[str]:
    kept = list(text)
    for _, start, end in harmless.found_in(text):
        kept[start:end] = [NO_WORD] * (end - start)
    return kept


def _copies(text: str, names: Sequence[str]) -> Iterable[str]:
    """Give the text as it is compared: plainly, and with figures and gaps in words taken back."""
    plain = _bare(matching_copy(text, names))
    undone = _MIXED.sub(lambda word: word[0].translate(_FIGURES), plain)
    undone = _SPELT.sub(lambda spelt: re.sub(r"[ ._*-]", "", spelt[0]), undone)
    return dict.fromkeys((plain, undone))


def _bare(text: str) -> str:
    return without_accents(text.lower().replace("’", "'"))


@lru_cache(maxsize=8)
def _read(own: Own) -> tuple[Expressions[str], Expressions[Tone]]:
    harmless, listened = Expressions[str](), Expressions[Tone]()
    for lists in (*map(_listed, _LANGUAGES), dict(own)):
        for written in lists.get("harmless", ()):
            harmless.add("harmless", _bare(written))
        for tone in Tone:
            for written in lists.get(tone, ()):
                listened.add(tone, _bare(written))
    return harmless, listened


def _listed(language: str) -> Mapping[str, Sequence[str]]:
    text = files("bot.knowledge.tone").joinpath(f"{language}.toml").read_text("utf-8")
    return {name: lines.split("\n")[:-1] for name, lines in tomllib.loads(text).items()}
