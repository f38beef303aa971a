"""I: what is wrong in the intents' sentences, taken together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from bot.knowledge import codes
from bot.knowledge.intents import Intent, Utterance
from bot.knowledge.lint.parts import Parts, problem
from bot.knowledge.matching.landmarks import EXACT
from bot.knowledge.matching.lessons import with_samples
from bot.knowledge.ports import Matcher
from bot.model.matching import Candidate
from bot.model.problem import Problem
from bot.settings.positions import Place

FEWEST = 3
_ALIKE = 0.5
_WORD = re.compile(r"\w+")


def few_examples(parts: Parts) -> Iterator[Problem]:
    """I006: at least three sentences in each language an intent is written in."""
    for intent in parts.intents.values():
        for language, examples in intent.examples.items():
            count = len(examples.say)
            if count < FEWEST:
                place = Place(examples.say[0].line if examples.say else 1, 1)
                message = f"{count} example{'s' if count != 1 else ''} in “{language}”"
                hint = f"write at least {FEWEST}: the more unlike, the better"
                yield problem(intent.file, place, codes.FEW_EXAMPLES, message, hint, warning=True)


def same_example(parts: Parts) -> Iterator[Problem]:
    """I004: no sentence teaches two intents."""
    first: dict[str, tuple[Intent, Utterance]] = {}
    for intent in parts.intents.values():
        for utterance in _taught(intent):
            other, there = first.setdefault(_plain(utterance.text), (intent, utterance))
            if other is not intent:
                hint = "keep it in one of the two"
                message = f"“{utterance.text}” also teaches “{other.name}” ({there.source})"
                place = Place(utterance.line, 1)
                yield problem(utterance.file, place, codes.SAME_EXAMPLE, message, hint, warning=True)


def intents_alike(parts: Parts) -> Iterator[Problem]:
    """I005: no two intents share half of their sentences."""
    bags = {intent.name: _bags(intent) for intent in parts.intents.values()}
    for first, second in combinations(parts.intents.values(), 2):
        smaller, larger = sorted((bags[first.name], bags[second.name]), key=len)
        shared = len(smaller & larger)
        if len(smaller) >= FEWEST and shared / len(smaller) >= _ALIKE:
            message = f"nearly the same as “{first.name}” ({first.file})"
            hint = "make them one, or write what sets them apart"
            yield problem(second.file, Place(1, 1), codes.INTENTS_ALIKE, message, hint, warning=True)


def many_examples(parts: Parts) -> Iterator[Problem]:
    """I014: beyond a size the matcher stands on landmarks, and fitting takes minutes."""
    count = sum(
        len(examples.say) for intent in parts.intents.values() for examples in intent.examples.values()
    )
    if count > EXACT:
        message = f"{count} examples: more than {EXACT} are answered through landmarks, a little less exactly"
        hint = "fifty unlike ones in a language say as much as hundreds"
        file = max(parts.intents.values(), key=lambda intent: len(list(_taught(intent)))).file
        yield problem(file, Place(1, 1), codes.MANY_EXAMPLES, message, hint, warning=True)


def taught_and_checked(parts: Parts) -> Iterator[Problem]:
    """I012: a check proves nothing if it is taught, and a near miss must not be taught."""
    for intent in parts.intents.values():
        taught = {_plain(utterance.text) for utterance in _taught(intent)}
        for examples in intent.examples.values():
            for utterance in (*examples.check, *examples.near_miss):
                if _plain(utterance.text) in taught:
                    message = f"“{utterance.text}” also stands in “say”"
                    place = Place(utterance.line, 1)
                    code, hint = codes.TAUGHT_AND_CHECKED, "keep one of the two"
                    yield problem(utterance.file, place, code, message, hint, warning=True)


def matches(parts: Parts, matcher: Matcher) -> Iterator[Problem]:
    """I007 and I008: a near miss is not answered as this intent, a check is at least asked about."""
    asked = [
        (rule, intent, utterance)
        for intent in parts.intents.values()
        for examples in intent.examples.values()
        for rule, utterances in ((_near_miss, examples.near_miss), (_check, examples.check))
        for utterance in utterances
    ]
    slots = parts.settings.slots
    found = matcher.best_of([with_samples(utterance.text, slots) for _, _, utterance in asked])
    for (rule, intent, utterance), best in zip(asked, found, strict=True):
        yield from rule(parts, intent, utterance, best)


def _near_miss(
    parts: Parts, intent: Intent, utterance: Utterance, best: Candidate | None
) -> Iterator[Problem]:
    above = parts.settings.matching.answer_above
    if best is not None and best.intent == intent.name and best.confidence >= above:
        message = f"a near miss that matches: “{utterance.text}” ({best.confidence:.0%})"
        hint = "teach it to the intent it belongs to, or drop examples like it here"
        place = Place(utterance.line, 1)
        yield problem(utterance.file, place, codes.NEAR_MISS_MATCHES, message, hint, warning=True)


def _check(parts: Parts, intent: Intent, utterance: Utterance, best: Candidate | None) -> Iterator[Problem]:
    above = parts.settings.matching.ask_above
    if best is not None and best.intent == intent.name and best.confidence >= above:
        return
    read = f"read as “{best.intent}” ({best.confidence:.0%})" if best is not None else "not read at all"
    message = f"a check that fails: “{utterance.text}” is {read}"
    hint = f"needs {above:.0%}: teach a sentence or two like it, in other words"
    yield problem(utterance.file, Place(utterance.line, 1), codes.CHECK_FAILS, message, hint, warning=True)


def _taught(intent: Intent) -> Iterator[Utterance]:
    for examples in intent.examples.values():
        yield from examples.say


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _bags(intent: Intent) -> set[frozenset[str]]:
    return {frozenset(_WORD.findall(utterance.text.casefold())) for utterance in _taught(intent)}
