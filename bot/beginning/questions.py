"""What a new brand is asked, in order, and what comes of what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot.beginning.answers import (
    NO_HOLIDAYS,
    AgainError,
    Answers,
    read_holidays,
    read_hours,
    read_languages,
    read_name,
    read_words,
    read_zone,
)

_NAMES = {"it": "Italian", "en": "English"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: what it is called, what it asks, what is taken where nothing is said, what it answers.

    `usual` is given the answers so far. `put` gives the answers with this one; it raises AgainError.
    """

    name: str
    words: str
    usual: Callable[[Answers], str]
    put: Callable[[Answers, str], Answers]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was typed, read: the answers, the usual ones where one is wrong, and what is wrong by name."""

    answers: Answers
    wrong: Mapping[str, AgainError]


def answered(answers: Answers, question: Question, typed: str) -> Answers:
    """Give the answers with one more; what is usual where nothing was typed. Raises AgainError."""
    return question.put(answers, typed.strip() or question.usual(answers))


def read_all(typed: Mapping[str, str]) -> Read:
    """Read what was typed, by the questions' names; a question that is not there takes what is usual."""
    answers, wrong = Answers(), dict[str, AgainError]()
    for question in QUESTIONS:
        answers = _read_one(answers, question, typed, wrong)
    for question in word_questions(answers.languages):
        answers = _read_one(answers, question, typed, wrong)
    return Read(answers=answers, wrong=wrong)


def word_questions(languages: tuple[str, ...]) -> Iterator[Question]:
    """Give a question for each language's acknowledgement; nothing said keeps the example's."""
    for language in languages:
        yield Question(
            name=f"words_{language}",
            words=f"Your own acknowledgement in {_NAMES[language]}?",
            usual=lambda _answers: "",
            put=partial(_with_words, language),
        )


def _read_one(
    answers: Answers, question: Question, typed: Mapping[str, str], wrong: dict[str, AgainError]
) -> Answers:
    try:
        return answered(answers, question, typed.get(question.name, ""))
    except AgainError as error:
        wrong[question.name] = error
    return answered(answers, question, "")


def _with_words(language: str, answers: Answers, text: str) -> Answers:
    own = read_words(text)
    others = {name: said for name, said in answers.words.items() if name != language}
    return replace(answers, words={**others, language: own} if own else others)


def _usual_holidays(answers: Answers) -> str:
    """Take the example's only where it is: elsewhere nobody can guess a region."""
    base = Answers()
    return _as_typed("holidays", base) if answers.zone == base.zone else NO_HOLIDAYS


def _about(
    name: str, words: str, read: Callable[[str], Any], usual: Callable[[Answers], str] | None = None
) -> Question:
    """Ask for the answer of this name; usual is the example's where nothing else is."""
    return Question(
        name=name,
        words=words,
        usual=usual or partial(_as_typed, name),
        put=lambda so_far, text: replace(so_far, **{name: read(text)}),
    )


def _as_typed(name: str, answers: Answers) -> str:
    answer = getattr(answers, name)
    return answer if isinstance(answer, str) else ", ".join(answer)


QUESTIONS = (
    _about("name", "What is the brand's name?", read_name),
    _about("languages", "Which languages, the main one first?", read_languages),
    _about("zone", "Which time zone?", read_zone),
    _about("hours", "Open when, Monday to Friday?", read_hours),
    _about("holidays", "Whose holidays (IT, IT-MI; “none” for no holidays)?", read_holidays, _usual_holidays),
)
"""What a new brand is asked before its words, in order; each may lean on the answers before it."""
