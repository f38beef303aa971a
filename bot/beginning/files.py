"""The example brand's files, changed as was answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from json import dumps

from bot.beginning.answers import EXAMPLE_NAME, LANGUAGES, Answers
from bot.model.problem import Source
from bot.settings.switching import switched_on
from bot.starter import StarterFile

SETTINGS = "settings.toml"

_REPLY = re.compile(
    r"replies/([a-z]+)/(?!_other_language\.j2)"
)  # which is for the languages one does not speak
_SECTION = re.compile(r"^=== (?P<head>.*)$", re.MULTILINE)
_WITHOUT_TIME = "any when not promise.by"


def ack_path(language: str) -> str:
    """Give the file of the acknowledgement in a language."""
    return f"replies/{language}/_ack.j2"


def customised(files: Iterable[StarterFile], answers: Answers) -> Iterator[StarterFile]:
    """Give the example's files as answered: its name, its languages, its settings, its acknowledgement.

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


def with_channel(
    files: Iterable[StarterFile], channel: str, variables: Mapping[str, str]
) -> Iterator[StarterFile]:
    """Give the files with a channel switched on in settings.toml; `variables` hold its keys.

    Raises NotSwitchableError.
    """
    for file in files:
        if file.path != SETTINGS:
            yield file
            continue
        after = switched_on(Source(path=file.path, text=file.text), channel, variables)
        yield replace(file, text=after.text)


def _changed(file: StarterFile, answers: Answers) -> str:
    if file.path.startswith("intents/"):
        gone = [language for language in LANGUAGES if language not in answers.languages]
        return "\n".join(_without(file.text, gone).splitlines()) + "\n"
    for language, words in answers.words.items():
        if file.path == ack_path(language):
            return _own_ack(file.text, words)
    return _settings(file.text, answers) if file.path == SETTINGS else file.text


def _own_ack(text: str, words: str) -> str:
    """Say one's own words at every closed moment; where no time can be promised, the example's stay."""
    heads = list(_SECTION.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    kept = (
        text[head.start() : end]
        for head, end in zip(heads, ends, strict=True)
        if head["head"] == _WITHOUT_TIME
    )
    comment = text[: heads[0].start()] if heads else ""
    return f"{comment}=== any\n{words}\n{''.join(kept)}"


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
