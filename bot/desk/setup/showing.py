"""What the pages that begin a brand show, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from babel.dates import format_datetime
from babel.numbers import format_decimal

from bot.beginning.answers import LANGUAGES, LONGEST_NAME, LONGEST_WORDS, NAMES, Answers
from bot.beginning.moments import BEFORE_A_HOLIDAY
from bot.beginning.places import countries, regions, zones
from bot.beginning.preview import Preview
from bot.beginning.questions import QUESTIONS
from bot.beginning.steps import BRAND, HOLIDAYS, HOURS, LAST, STEPS, WORDS, place_of, wrong_at
from bot.desk.setup.port import NotMetError, Rehearsal, Workshop
from bot.desk.setup.sitting import Sitting, name_of
from bot.desk.show import moment
from bot.desk.words import words
from bot.errors import with_remedy
from bot.model.problem import Level, Problem
from bot.service.told import AT_THE_WEEKEND, IN_THE_EVENING, ON_A_HOLIDAY, Told, by_occasion

_WHAT = {
    IN_THE_EVENING: "evening",
    AT_THE_WEEKEND: "weekend",
    ON_A_HOLIDAY: "holiday",
    BEFORE_A_HOLIDAY: "eve",
}


async def shown_step(
    workshop: Workshop,
    sitting: Sitting,
    step: str,
    language: str,
    *,
    unmet: tuple[str, NotMetError] | None = None,
) -> Mapping[str, object]:
    """Give the values of a step's page."""
    read = sitting.read()
    w = words(language)
    wrong = {name: w[f"setup_wrong_{error.sort}"] for name, error in wrong_at(step, read).items()}
    shared = {**_shared(sitting, step), "typed": _typed(sitting, read.answers), "wrong": wrong}
    match step:
        case _ if step == BRAND:
            return {**shared, "choices": _language_choices(w), "longest": LONGEST_NAME}
        case _ if step == HOURS:
            return {**shared, "zones": zones()}
        case _ if step == HOLIDAYS:
            place = place_of(sitting.typed, read.answers)
            own = regions(place.country)
            return {**shared, "countries": countries(language), "regions": own, "place": place}
        case _ if step == WORDS:
            seen = await workshop.preview(read.answers)
            return {**shared, **_words(seen, read.answers, workshop.now(), language)}
        case _:
            return {**shared, **_channels(workshop, sitting, language, unmet)}


def shown_last(workshop: Workshop, sitting: Sitting, language: str, *, failure: str) -> Mapping[str, object]:
    """Give the values of the last page: what will be written, and the rehearsal if there is one."""
    answers = sitting.read().answers
    rehearsal = workshop.rehearsal()
    current = rehearsal is not None and rehearsal.of == name_of(sitting.files())
    return {
        **_shared(sitting, LAST),
        "answers": answers,
        "place": _place(answers, language),
        "met": sitting.met,
        "titles": workshop.titles(),
        "folder": workshop.folder,
        "rehearsal": rehearsal if current else None,
        "refresh": 2 if current and rehearsal is not None and rehearsal.under_way else 0,
        "failure": failure,
        **_scenes(rehearsal if current else None, language),
    }


def _shared(sitting: Sitting, step: str) -> Mapping[str, object]:
    return {"step": step, "steps": STEPS, "passed": frozenset(sitting.passed), "refresh": 0}


def _typed(sitting: Sitting, answers: Answers) -> Mapping[str, str]:
    """Give what stands in each field: what was typed, else what is usual."""
    usual = {question.name: question.usual(answers) for question in QUESTIONS}
    return {**usual, **{f"words_{language}": "" for language in LANGUAGES}, **sitting.typed}


def _language_choices(w: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    first, second = LANGUAGES
    both = ((first, second), (second, first), (first,), (second,))
    return tuple(
        (", ".join(choice), w["setup_and"].join(w[f"setup_{code}"] for code in choice)) for choice in both
    )


def _words(seen: Preview, answers: Answers, now: datetime, language: str) -> Mapping[str, object]:
    w = words(language)
    return {
        "languages": answers.languages,
        "longest": LONGEST_WORDS,
        "names": [(name, w[f"setup_names_{key}"]) for key, name in NAMES.items()],
        "problems": {name: [_problem(item) for item in found] for name, found in seen.wrong.items()},
        "unsayable": seen.calendar is None,
        "told": [
            (w[f"setup_at_{_WHAT[occasion.what]}"], _at(seen, occasion.at, now, language), _said(group))
            for occasion, group in by_occasion(seen.told)
        ],
    }


def _at(seen: Preview, at: datetime, now: datetime, language: str) -> str:
    return moment(at, now, seen.calendar.zone, language) if seen.calendar is not None else ""


def _said(group: Iterable[Told]) -> list[tuple[str, str]]:
    return [(one.language, "\n".join(one.texts)) for one in group]


def _problem(problem: Problem) -> tuple[bool, str]:
    return problem.level is Level.ERROR, with_remedy(problem.message, problem.hint)


def _channels(
    workshop: Workshop, sitting: Sitting, language: str, unmet: tuple[str, NotMetError] | None
) -> Mapping[str, object]:
    w = words(language)
    waiting = {name: workshop.waiting(name) for name in sitting.met}
    pending = any(not (one.words or one.failure or one.over) for one in waiting.values())
    return {
        "titles": workshop.titles(),
        "keys": {name: tuple(workshop.keys(name)) for name in workshop.titles()},
        "met": sitting.met,
        "waiting": waiting,
        "why": {name: _why(one.failure, w) for name, one in waiting.items() if one.failure is not None},
        "unmet": {unmet[0]: _why(unmet[1], w)} if unmet is not None else {},
        "refresh": 3 if pending and unmet is None else 0,
    }


def _why(error: NotMetError, w: Mapping[str, str]) -> tuple[str, str]:
    """Give the reason in the reader's words, and in English what there are no words for."""
    return w[f"setup_unmet_{error.sort}"], str(error) if error.sort == "other" else ""


def _place(answers: Answers, language: str) -> str:
    place = place_of({}, answers)
    country = dict(countries(language)).get(place.country, place.country)
    region = dict(regions(place.country)).get(place.region, place.region)
    return ", ".join(part for part in (country, region) if part)


def _scenes(rehearsal: Rehearsal | None, language: str) -> Mapping[str, object]:
    """Give the conversations of a rehearsal and its span; times are on the brand's clock already."""
    if rehearsal is None or rehearsal.result is None:
        return {"scenes": (), "span": ("", ""), "first_word": ""}
    result = rehearsal.result
    first = result.first_word
    return {
        "first_word": format_decimal(round(first, 1), locale=language) if first is not None else "",
        "span": (_wall(result.since, language), _wall(result.until, language)),
        "scenes": [
            (scene, [(_wall(at, language), who, text) for at, who, text in scene.lines])
            for scene in result.scenes
        ],
    }


def _wall(at: datetime, language: str) -> str:
    return format_datetime(at, "EEE d MMM, HH:mm", locale=language)
