"""The searches by which X finds posts about the brand's trade: few, narrow and short, as each post costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.knowledge.trade import ASKING, TROUBLE

LONGEST = 512
"""Characters that X takes in a search of recent posts."""


def queries(
    topics: Sequence[str], languages: Sequence[str], account: str, names: Sequence[str]
) -> tuple[str, ...]:
    """Give the searches for the topics in each language.

    Left out are reposts, what the account itself (its number) wrote, and what names it by one of its @names:
    the mentions bring that.
    """
    beside = " ".join(
        (f"-is:retweet -from:{account}", *(f"-{name}" for name in names if name.startswith("@")))
    )
    return tuple(query for language in languages for query in _in_language(topics, language, beside))


def _in_language(topics: Sequence[str], language: str, beside: str) -> Iterator[str]:
    words = (*TROUBLE.get(language, ()), *ASKING.get(language, ()))
    narrow = f"{_any(words)} lang:{language} {beside}" if words else f"lang:{language} {beside}"
    some: list[str] = []
    for topic in topics:
        if some and len(f"{_any([*some, topic])} {narrow}") > LONGEST:
            yield f"{_any(some)} {narrow}"
            some = []
        some.append(topic)
    if some:
        yield f"{_any(some)} {narrow}"


def _any(words: Sequence[str]) -> str:
    return f"({' OR '.join(_quoted(word) for word in words)})"


def _quoted(words: str) -> str:
    plain = " ".join(words.replace('"', " ").split())
    return plain if plain.isalnum() else f'"{plain}"'
