"""What one invented customer comes with: a question, a bad day, a joke; in one message or in several."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.knowledge.intents import Intent, Means
from bot.knowledge.library import Knowledge
from bot.rehearsal.inventing.phrases import Phrases, Stock, phrases_in
from bot.rehearsal.inventing.values import filled
from bot.rehearsal.inventing.wearing import in_pieces, worn

_MINUTE, _HOUR = 60.0, 3600.0
_FROM_CHECK = 0.3
_MENTION = re.compile(r"^(?:@\w+[\s,:]*)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something to be written, so many seconds after the visit began; `about` is the intent in mind."""

    after: float
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who visits: the language spoken, and whether strangers can read it."""

    language: str
    public: bool


Visit = Sequence[Wish]


class Imagination:
    """Makes visits from the brand's own sentences; the same random numbers give the same visits."""

    def __init__(self, knowledge: Knowledge, stock: Stock, others: Mapping[str, tuple[str, ...]]) -> None:
        self._knowledge, self._stock, self._others = knowledge, stock, others
        self._intents = tuple(
            intent
            for intent in knowledge.intents.values()
            if intent.means not in {Means.OPT_OUT, Means.GREETING, Means.THANKS} and _has_sentences(intent)
        )
        self._mention = next((name for name in knowledge.settings.brand.account_names if name[:1] == "@"), "")

    def popular(self, random: Random) -> Sequence[Intent]:
        """Give every intent, the most asked first: an order of this weekend's own."""
        return random.sample(self._intents, len(self._intents))

    def visit(self, visitor: Visitor, intent: Intent, random: Random) -> Visit:
        """Make a visit of a sort drawn by how often it happens."""
        ways, weights = zip(*_SORTS, strict=True)
        way: Callable[[Imagination, Visitor, Intent, Random], Iterator[Wish]]
        (way,) = random.choices(ways, weights)
        return tuple(way(self, visitor, intent, random))

    def question_only(self, visitor: Visitor, intent: Intent, random: Random) -> Visit:
        """Make a visit with one question and nothing else, as in a burst."""
        return (self._ask(visitor, intent, random),)

    def at_night(self, visitor: Visitor, intent: Intent, random: Random) -> Visit:
        """Make a visit of somebody who cannot sleep."""
        wish = self._ask(visitor, intent, random)
        words = self._phrases(visitor)
        before = f"{random.choice(words.night)} " if random.random() < 0.4 else ""
        return (Wish(after=0.0, text=before + wish.text, about=wish.about),)

    def _ask(self, visitor: Visitor, intent: Intent, random: Random, after: float = 0.0) -> Wish:
        words = self._phrases(visitor)
        text = worn(self._sentence(visitor, intent, random), visitor.language, random, words.emoji)
        if random.random() < 0.3:
            text = f"{random.choice(words.hello)} {text}"
        if random.random() < 0.15:
            text = f"{text} {random.choice(words.please)}"
        return Wish(after=after, text=self._addressed(visitor, text, random), about=intent.name)

    def _question(self, visitor: Visitor, intent: Intent, random: Random) -> Iterator[Wish]:
        yield self._ask(visitor, intent, random)

    def _hello_first(self, visitor: Visitor, intent: Intent, random: Random) -> Iterator[Wish]:
        hello = random.choice(self._phrases(visitor).alone)
        yield Wish(after=0.0, text=self._addressed(visitor, hello, random))
        yield self._ask(visitor, intent, random, after=random.uniform(4, 70))

    def _in_pieces(self, visitor: Visitor, intent: Intent, random: Random) -> Iterator[Wish]:
        words = self._phrases(visitor)
        text = self._sentence(visitor, intent, random)
        if random.random() < 0.5:
            text = f"{text}, {random.choice(words.after)}"
        after = 0.0
        for piece in in_pieces(text, random):
            said = worn(piece, visitor.language, random, words.emoji) if random.random() < 0.5 else piece
            yield Wish(after=after, text=self._addressed(visitor, said, random), about=intent.name)
            after += random.uniform(0.7, 6)

    def _impatient(self, visitor: Visitor, intent: Intent, random: Random) -> Iterator[Wish]:
        yield self._ask(visitor, intent, random)
        after = 0.0
        for _ in range(random.choice((1, 1, 1, 2))):
            after += random.choice((random.uniform(20, 90), random.uniform(5, 60) * _MINUTE, 3 * _HOUR))
            again = random.choice(self._phrases(visitor).waiting)
            yield Wish(after=after, text=self._addressed(visitor, again, random), about=intent.name)

    def _angry(self, visitor: Visitor, _intent: Intent, random: Random) -> Iterator[Wish]:
        text = worn(random.choice(self._phrases(visitor).anger), visitor.language, random, ("😡",))
        yield Wish(after=0.0, text=self._addressed(visitor, text, random))

    def _angry_question(self, visitor: Visitor, intent: Intent, random: Random) -> Iterator[Wish]:
        words = self._phrases(visitor)
        text = self._sentence(visitor, intent, random)
        text = f"{random.choice(words.anger_before)} {text}"
        if random.random() < 0.5:
            text = f"{text} {random.choice(words.anger_after)}"
        yield Wish(after=0.0, text=self._addressed(visitor, text, random), about=intent.name)

    def _nonsense(self, visitor: Visitor, _intent: Intent, random: Random) -> Iterator[Wish]:
        text = random.choice(self._phrases(visitor).nonsense)
        yield Wish(after=0.0, text=self._addressed(visitor, text, random))

    def _long(self, visitor: Visitor, intent: Intent, random: Random) -> Iterator[Wish]:
        words = self._phrases(visitor)
        parts = (
            random.choice(words.before),
            self._sentence(visitor, intent, random),
            random.choice(words.after),
            random.choice(words.please),
        )
        yield Wish(after=0.0, text=self._addressed(visitor, " ".join(parts), random), about=intent.name)

    def _another_later(self, visitor: Visitor, intent: Intent, random: Random) -> Iterator[Wish]:
        yield self._ask(visitor, intent, random)
        after = random.choice((random.uniform(2, 40) * _MINUTE, random.uniform(4, 30) * _HOUR))
        yield self._ask(visitor, random.choice(self._intents), random, after=after)

    def _stop(self, visitor: Visitor, intent: Intent, random: Random) -> Iterator[Wish]:
        yield self._ask(visitor, intent, random)
        after = random.uniform(1, 90) * _MINUTE
        yield Wish(after=after, text=random.choice(self._phrases(visitor).stop))

    def _foreign(self, visitor: Visitor, _intent: Intent, random: Random) -> Iterator[Wish]:
        spoken = self._knowledge.settings.brand.languages
        languages = sorted(language for language in self._others if language not in spoken)
        text = random.choice(self._others[random.choice(languages)])
        yield Wish(after=0.0, text=self._addressed(visitor, text, random))

    def _phrases(self, visitor: Visitor) -> Phrases:
        return phrases_in(self._stock, visitor.language)

    def _sentence(self, visitor: Visitor, intent: Intent, random: Random) -> str:
        examples = intent.examples.get(visitor.language) or next(iter(intent.examples.values()))
        lines = examples.check if examples.check and random.random() < _FROM_CHECK else examples.say
        text = random.choice(lines or examples.check).text
        return _MENTION.sub("", filled(text, self._knowledge, visitor.language, random))

    def _addressed(self, visitor: Visitor, text: str, random: Random) -> str:
        if not visitor.public or not self._mention:
            return text
        return f"{self._mention} {text}" if random.random() < 0.8 else f"{text} {self._mention}"


def _has_sentences(intent: Intent) -> bool:
    return any(examples.say or examples.check for examples in intent.examples.values())


_SORTS: Sequence[tuple[Callable[[Imagination, Visitor, Intent, Random], Iterator[Wish]], int]] = (
    (Imagination._question, 44),  # noqa: SLF001 - the table of its own methods
    (Imagination._impatient, 12),  # noqa: SLF001 - the same
    (Imagination._in_pieces, 9),  # noqa: SLF001 - the same
    (Imagination._hello_first, 7),  # noqa: SLF001 - the same
    (Imagination._angry_question, 7),  # noqa: SLF001 - the same
    (Imagination._nonsense, 6),  # noqa: SLF001 - the same
    (Imagination._long, 5),  # noqa: SLF001 - the same
    (Imagination._another_later, 5),  # noqa: SLF001 - the same
    (Imagination._angry, 4),  # noqa: SLF001 - the same
    (Imagination._foreign, 3),  # noqa: SLF001 - the same
    (Imagination._stop, 2),  # noqa: SLF001 - the same
)
"""How often each sort of visit happens, in parts of a hundred or so."""
