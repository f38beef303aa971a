"""How often the language of a short post is told: ours beside the library alone; prints one table.

`python -m benchmarks.languages` reads the posts of short_posts.py. Other libraries join where installed.
"""

from __future__ import annotations

import importlib
import importlib.util
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.short_posts import MIXED, POSTS
from bot.knowledge.language import LanguageDetector

Teller = Callable[[str], str]
"""Gives the two letters of a text's language."""

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Print the table."""
    print(
        f"{sum(map(len, POSTS.values()))} posts of one to eight words in {len(POSTS)} languages; share told"
    )
    print(f"{'':34} {'all':>6} {'1-2':>6} {'3-4':>6} {'5-8':>6}   {'mixed':>6} {'ms each':>8}")
    for name, make in _tellers():
        tell = make()
        rows = [_share(tell, low, high) for low, high in ((1, 8), (1, 2), (3, 4), (5, 8))]
        took = _milliseconds(tell)
        print(f"{name:34} {_row(rows)}   {_of_mixed(tell):6.1%} {took:8.2f}")
    print()
    _print_brand()


def _tellers() -> Iterator[tuple[str, Callable[[], Teller]]]:
    yield "ours, a brand of all six", partial(_ours, tuple(POSTS))
    yield "lingua alone, low accuracy", partial(_lingua, high=False)
    yield "lingua alone, high accuracy", partial(_lingua, high=True)
    for module in ("py3langid", "langdetect"):
        if importlib.util.find_spec(module) is not None:
            yield f"{module} alone", partial(_other, module)


def _ours(languages: Sequence[str]) -> Teller:
    detector = LanguageDetector(languages)
    return lambda text: detector.read(text).language


def _lingua(*, high: bool) -> Teller:
    from lingua import Language, LanguageDetectorBuilder  # noqa: PLC0415 - measured apart

    named = {language.iso_code_639_1.name.lower(): language for language in Language.all()}
    builder = LanguageDetectorBuilder.from_languages(*(named[code] for code in POSTS))
    detector = (builder if high else builder.with_low_accuracy_mode()).build()

    def tell(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found is not None else ""

    return tell


def _other(name: str) -> Teller:
    module: Any = importlib.import_module(name)
    if name == "py3langid":
        module.set_languages(list(POSTS))
        return lambda text: str(module.classify(text)[0])
    module.DetectorFactory.seed = 0

    def tell(text: str) -> str:
        try:
            return str(module.detect(text))
        except module.LangDetectException:
            return ""

    return tell


def _share(tell: Teller, low: int, high: int) -> float:
    told = [
        tell(post) == code
        for code, posts in POSTS.items()
        for post in posts
        if low <= len(post.replace("?", "").split()) <= high
    ]
    return sum(told) / len(told)


def _of_mixed(tell: Teller) -> float:
    told = [tell(post) == code for code, posts in MIXED.items() for post in posts]
    return sum(told) / len(told)


def _milliseconds(tell: Teller) -> float:
    posts = [post for some in POSTS.values() for post in some]
    start = perf_counter()
    for post in posts:
        tell(post)
    return (perf_counter() - start) / len(posts) * 1000


def _row(shares: Sequence[float]) -> str:
    return " ".join(f"{share:6.1%}" for share in shares)


def _print_brand() -> None:
    """Print how a brand of Italian and English does: with its own sentences, hints and the past."""
    detector = LanguageDetector(("it", "en"), _taught())
    own = [(code, post) for code in ("it", "en") for post in POSTS[code]]
    others = [(code, post) for code, posts in POSTS.items() if code not in {"it", "en"} for post in posts]
    mixed = [(code, post) for code, posts in MIXED.items() for post in posts]
    read = detector.read
    print("A brand of Italian and English, with the example's sentences")
    _print("nothing known", [read(post).language == code for code, post in own])
    _print("with the platform's hint", [read(post, hint=code).language == code for code, post in own])
    _print("with the conversation's past", [read(post, past=code).language == code for code, post in own])
    _print("its customers told of a language", [bool(read(post).foreign) for _, post in own])
    _print("other languages known as such", [bool(read(post).foreign) for _, post in others])
    _print("other languages by name", [read(post).foreign == code for code, post in others])
    _print("mixed, told by the question", [read(post).language == code for code, post in mixed])


def _print(name: str, told: Sequence[bool]) -> None:
    print(f"  {name:32} {sum(told) / len(told):6.1%}")


def _taught() -> Mapping[str, list[str]]:
    """Give the example brand's sentences by language."""
    taught: dict[str, list[str]] = {}
    for path in sorted((ROOT / "intents").glob("*/*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for code in ("it", "en"):
            taught.setdefault(code, []).extend(data.get(code, {}).get("say", "").strip().split("\n"))
    return taught


if __name__ == "__main__":
    main()
