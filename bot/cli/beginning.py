"""The questions of `init`, and the example brand changed as they were answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from json import dumps
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import SetupError
from bot.knowledge.calendar import wrong_holidays
from bot.settings.words import WrongValueError, interval
from bot.starter import StarterFile

Ask = Callable[[str], str]
Say = Callable[[str], None]
LANGUAGES = ("it", "en")
"""The languages the example brand is written in."""

EXAMPLE_NAME = "Volo Mobile"

NO_HOLIDAYS = "none"

_LONGEST_NAME = 60
_HOLIDAYS_ADVICE = "write a country as IT, or one with its region as IT-MI"
_HOURS_ADVICE = "Write stretches like 09:00-13:00, 14:00-18:00, or 9-13, 14-18."
_REPLY = re.compile(
    r"replies/([a-z]+)/(?!_other_language\.j2)"
)  # which is for the languages one does not speak
_STRETCH = re.compile(r"(\d{1,2})(?:[:.](\d\d))?-(\d{1,2})(?:[:.](\d\d))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was answered; these are the example's own answers. `hours` are those of Monday to Friday."""

    name: str = EXAMPLE_NAME
    languages: tuple[str, ...] = LANGUAGES
    zone: str = "Europe/Rome"
    hours: tuple[str, ...] = ("09:00-13:00", "14:00-18:00")
    holidays: tuple[str, ...] = ("IT-MI",)


class AgainError(Exception):
    """An answer that cannot be used; the message says what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: the answer it gives, what it takes where nothing is said, and how an answer is read.

    `usual` is given the answers so far. `read` raises AgainError.
    """

    field: str
    words: str
    usual: Callable[[Answers], str]
    read: Callable[[str], str | tuple[str, ...]]


def ask_all(ask: Ask, tell: Say) -> Answers:
    """Ask everything; an empty answer takes the one shown. Raises SetupError when the answers end early."""
    answers = Answers()
    for question in QUESTIONS:
        answers = _asked(ask, tell, question, answers)
    return answers


def answered(answers: Answers, question: Question, typed: str) -> Answers:
    """Give the answers with one more; what is usual where nothing was typed. Raises AgainError."""
    value = question.read(typed.strip() or question.usual(answers))
    return Answers(**{**asdict(answers), question.field: value})


def customised(files: Iterable[StarterFile], answers: Answers) -> Iterator[StarterFile]:
    """Give the example's files as answered: its name, its languages, its settings.

    The example's conversation tests are given only where they still hold: they name its hours and words.
    """
    for file in files:
        language = _REPLY.match(file.path)
        if language is not None and language[1] not in answers.languages:
            continue
        if file.path.startswith("tests/") and not keeps_tests(answers):
            continue
        yield replace(file, text=_renamed(_changed(file, answers), answers.name))


def keeps_tests(answers: Answers) -> bool:
    """Tell whether the example's conversation tests hold: all but its name is as in the example."""
    return replace(answers, name=EXAMPLE_NAME) == Answers()


def _changed(file: StarterFile, answers: Answers) -> str:
    if file.path.startswith("intents/"):
        gone = [language for language in LANGUAGES if language not in answers.languages]
        return "\n".join(_without(file.text, gone).splitlines()) + "\n"
    return _settings(file.text, answers) if file.path == "settings.toml" else file.text


def _without(text: str, languages: Iterable[str]) -> str:
    for language in languages:
        text = re.sub(rf"^\[{language}\]\n.*?(?=^\[[a-z]+\]$|\Z)", "", text, flags=re.MULTILINE | re.DOTALL)
    return text


def _settings(text: str, answers: Answers) -> str:
    """Change the lines that were asked about; the comments beside them stay."""
    for key, value in (
        ("languages", list(answers.languages)),
        ("timezone", answers.zone),
        ("mon-fri", list(answers.hours)),
    ):
        text = re.sub(
            rf"^{key} = (\[[^\]]*\]|\"[^\"]*\")", f"{key} = {dumps(value)}", text, flags=re.MULTILINE
        )
    if not answers.holidays:
        return re.sub(r"^holidays = ", "# holidays = ", text, flags=re.MULTILINE)
    if answers.holidays != Answers().holidays:  # what stands beside the line is about the example's
        line = f"holidays = {dumps(list(answers.holidays))}"
        text = re.sub(r"^holidays = .*$", line, text, flags=re.MULTILINE)
    return text


def _renamed(text: str, name: str) -> str:
    """Put the name in for every form of the example's, in one pass: the new one may hold the old."""
    if name == EXAMPLE_NAME:
        return text
    forms = {
        EXAMPLE_NAME: name,
        EXAMPLE_NAME.lower(): name.lower(),
        "volomobile": re.sub(r"\W", "", name.lower()),
        "Volo": name,
    }
    return re.sub("|".join(rf"\b{form}\b" for form in forms), lambda found: forms[found[0]], text)


def _asked(ask: Ask, tell: Say, question: Question, answers: Answers) -> Answers:
    while True:
        try:
            return answered(answers, question, ask(f"{question.words} [{question.usual(answers)}] "))
        except EOFError as error:
            raise SetupError(
                f"the answers ended before “{question.words}” was answered; nothing was written",
                hint="answer every question (an empty line takes what is shown), or use --yes",
            ) from error
        except AgainError as error:
            tell(f"  {error}")


def _name(text: str) -> str:
    if not re.search(r"\w", text) or len(text) > _LONGEST_NAME or re.search(r"[\"\\{}]|'''", text):
        raise AgainError("At most 60 characters, please, without quotation marks, backslashes or braces.")
    return text


def _languages(text: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(text.lower().replace(",", " ").split()))
    if not words or not set(words) <= set(LANGUAGES):
        raise AgainError(
            f"The example is written in {' and '.join(LANGUAGES)}; add others later, as folders."
        )
    return words


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise AgainError("Write it like Europe/Rome.") from error


def _hours(text: str) -> tuple[str, ...]:
    words = re.sub(r"\s*[-–]\s*", "-", text).replace(",", " ").split()
    stretches = tuple(_STRETCH.sub(_in_full, word) for word in words)
    try:
        for stretch in stretches:
            interval(stretch)
    except WrongValueError as error:
        raise AgainError(_HOURS_ADVICE) from error
    if not stretches:
        raise AgainError(_HOURS_ADVICE)
    return stretches


def _in_full(found: re.Match[str]) -> str:
    """Write "9-13" or "9.30-13" as settings.toml does: "09:00-13:00", "09:30-13:00"."""
    first, first_minute, last, last_minute = found.groups()
    return f"{int(first):02}:{first_minute or '00'}-{int(last):02}:{last_minute or '00'}"


def _holidays(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(text.upper().replace(",", " ").split()))
    if names == (NO_HOLIDAYS.upper(),):
        return ()
    for name in names:
        wrong = wrong_holidays(name, {})
        if wrong is not None:
            raise AgainError(f"{wrong[0]}: {wrong[1] or _HOLIDAYS_ADVICE}")
    return names


def _usual_holidays(answers: Answers) -> str:
    """Take the example's only where it is: elsewhere nobody can guess a region."""
    base = Answers()
    return ", ".join(base.holidays) if answers.zone == base.zone else NO_HOLIDAYS


QUESTIONS = (
    Question(field="name", words="What is the brand's name?", usual=lambda so_far: so_far.name, read=_name),
    Question(
        field="languages",
        words="Which languages, the main one first?",
        usual=lambda so_far: ", ".join(so_far.languages),
        read=_languages,
    ),
    Question(field="zone", words="Which time zone?", usual=lambda so_far: so_far.zone, read=_zone),
    Question(
        field="hours",
        words="Open when, Monday to Friday?",
        usual=lambda so_far: ", ".join(so_far.hours),
        read=_hours,
    ),
    Question(
        field="holidays",
        words="Whose holidays (IT, IT-MI; “none” for no holidays)?",
        usual=_usual_holidays,
        read=_holidays,
    ),
)
"""What a new brand is asked, in order; each may lean on the answers before it."""
