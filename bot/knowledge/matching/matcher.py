"""The fitted matcher: reads a text by its parts, and says what it leans on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.knowledge import slots
from bot.knowledge.intents import Intent, Means
from bot.knowledge.language import LanguageDetector
from bot.knowledge.matching.clauses import readings, without_courtesies
from bot.knowledge.matching.encoder import word_knower
from bot.knowledge.matching.hollow import is_hollow, words_of
from bot.knowledge.matching.lessons import Kind, Lesson
from bot.knowledge.matching.memory import Memory
from bot.knowledge.matching.model import Model
from bot.knowledge.matching.normalise import matching_copy
from bot.knowledge.matching.reading import Courtesies, Guess, Verdict, best_guesses, read
from bot.knowledge.matching.spelling import Speller
from bot.knowledge.ports import Encoder
from bot.model.matching import Candidate, Match
from bot.settings.values import Settings

SUREST = 0.9999
"""Nothing is certain: a threshold of 1 is never reached."""

HOLLOW = 0.5
"""A text that says nothing of its matter has at most this part of the confidence that is asked about."""


class FittedMatcher:
    """Reads customers' texts; safe to use from several threads, and the same for the same text.

    `lessons` are all that was taught, also where the model keeps fewer.
    """

    def __init__(
        self,
        intents: Sequence[Intent],
        settings: Settings,
        encoder: Encoder | None,
        model: Model | None,
        *,
        lessons: Sequence[Lesson] = (),
    ) -> None:
        self.intents, self.lessons, self.model = tuple(intents), tuple(lessons), model
        self._courtesies = Courtesies(
            greetings=_meaning(intents, Means.GREETING), thanks=_meaning(intents, Means.THANKS)
        )
        self._settings = settings
        self._language = LanguageDetector(settings.brand.languages, _taught(intents))
        self._speller = Speller([lesson.copy for lesson in lessons], word_knower(encoder))
        said = (lesson.copy for lesson in lessons if lesson.kind is Kind.SAY)
        self._taught_so = frozenset(words_of(copy) for copy in said if is_hollow(copy))
        self._matches: Memory[tuple[str, str, str], Match] = Memory()
        self._verdicts: Memory[str, Verdict | None] = Memory()

    def match(self, text: str, *, past_language: str = "", hint: str = "") -> Match:
        """Read a text (any length, any content; never raises)."""
        return self._matches.recall(
            (text, past_language, hint), lambda: self._match(text, past_language, hint)
        )

    def best_of(self, texts: Sequence[str]) -> tuple[Candidate | None, ...]:
        """Give each text's best candidate, the first that `match` finds: for hundreds of texts at once."""
        copies = [matching_copy(text, self._settings.brand.account_names) for text in texts]
        if self.model is None:
            return (None,) * len(copies)
        repaired = {copy: self._speller.repair(copy)[0] for copy in copies if _has_words(copy)}
        if not repaired:
            return (None,) * len(copies)
        several = [readings(copy) for copy in repaired.values()]
        guesses = best_guesses(self.model, several, self._courtesies)
        pairs = zip(repaired.items(), guesses, strict=True)
        found = {copy: self._candidate(self._held_down(read, (guess,))[0]) for (copy, read), guess in pairs}
        return tuple(map(found.get, copies))

    def threshold_for(self, precision: float) -> float:
        """Give the confidence above which this part of the answers is right; 1.0 where there is none."""
        return self.model.worth.threshold_for(precision) if self.model is not None else 1.0

    def slot(self, name: str, text: str) -> str | None:
        """Find a slot's validated value in an answer to its question; None if there is none."""
        slot = self._settings.slots.get(name)
        return slots.find(slot, text) if slot is not None else None

    def _match(self, text: str, past_language: str, hint: str) -> Match:
        copy = matching_copy(text, self._settings.brand.account_names)
        repaired, changes = self._speller.repair(copy)
        spoken = self._language.read(repaired, past=past_language, hint=hint)
        verdict = self._verdicts.recall(repaired, lambda: self._verdict(repaired))
        candidates = self._candidates(verdict.guesses) if verdict is not None else ()
        novel = verdict is not None and verdict.novel
        corrected = (f"read “{written}” as “{better}”" for written, better in changes)
        return Match(
            language=spoken.language,
            candidates=candidates,
            also=self._candidates(verdict.also) if verdict is not None else (),
            novel=novel,
            slots=slots.find_all(self._settings.slots, text),
            foreign=spoken.foreign,
            why=(*spoken.why, *corrected, *_reasons(candidates, novel=novel)),
        )

    def _verdict(self, copy: str) -> Verdict | None:
        if self.model is None or not _has_words(copy):
            return None
        verdict = read(self.model, readings(copy), self._courtesies)
        return replace(verdict, guesses=self._held_down(copy, verdict.guesses))

    def _held_down(self, copy: str, guesses: tuple[Guess, ...]) -> tuple[Guess, ...]:
        """Make little of guesses from question words alone, unless the brand taught just these words."""
        plain = without_courtesies(copy.replace("\n", " "))
        known = words_of(plain) in self._taught_so
        if known or not is_hollow(plain) or self.intents[guesses[0].intent].means is not Means.NOTHING:
            return guesses
        down = min(1.0, HOLLOW * self._settings.matching.ask_above / guesses[0].confidence)
        return tuple(replace(guess, confidence=guess.confidence * down) for guess in guesses)

    def _candidates(self, guesses: Sequence[Guess]) -> tuple[Candidate, ...]:
        return tuple(map(self._candidate, guesses))

    def _candidate(self, guess: Guess) -> Candidate:
        return Candidate(
            intent=self.intents[guess.intent].name,
            confidence=min(round(guess.confidence, 4), SUREST),
            example=guess.leans_on.text,
            source=guess.leans_on.source,
        )


def _meaning(intents: Sequence[Intent], means: Means) -> frozenset[int]:
    return frozenset(at for at, intent in enumerate(intents) if intent.means is means)


def _has_words(copy: str) -> bool:
    return any(char.isalnum() for char in copy)


def _taught(intents: Sequence[Intent]) -> dict[str, list[str]]:
    taught: dict[str, list[str]] = {}
    for intent in intents:
        for language, examples in intent.examples.items():
            taught.setdefault(language, []).extend(line.text for line in examples.say)
    return taught


def _reasons(candidates: Sequence[Candidate], *, novel: bool) -> tuple[str, ...]:
    strange = ("unlike anything the brand wrote about",) if novel else ()
    leaning = tuple(f"leans on “{best.example}” ({best.source})" for best in candidates[:1] if best.source)
    return (*leaning, *strange)
