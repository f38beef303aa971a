"""The desk's words: whole in both languages, and readable by every tool that knows gettext."""

from __future__ import annotations

import re
from importlib.resources import files

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.desk.words import words

_NAMES = re.compile(r"\{(\w+)")


def _catalog(name: str) -> Catalog:
    with files("bot.desk.words").joinpath(name).open("rb") as source:
        return read_po(source, abort_invalid=True)


def _sentences(catalog: Catalog) -> list[tuple[str, str]]:
    return [(str(message.context), str(message.id)) for message in catalog if message.id]


def test_the_italian_catalog_translates_the_sentences_of_the_english_one_and_no_others() -> None:
    english = _sentences(_catalog("desk.pot"))
    assert _sentences(_catalog("it.po")) == english
    assert len({key for key, _ in english}) == len(english), "each key once"


def test_every_sentence_is_said_in_both_languages_with_the_same_names_in_it() -> None:
    english, italian = words("en"), words("it")
    assert english.keys() == italian.keys()
    other = [
        key for key in english if sorted(_NAMES.findall(english[key])) != sorted(_NAMES.findall(italian[key]))
    ]
    assert other == []


def test_nothing_is_left_untranslated_or_doubtful() -> None:
    assert [
        str(message.context)
        for message in _catalog("it.po")
        if message.id and (message.fuzzy or not message.string)
    ] == []


def test_a_language_the_desk_does_not_speak_is_answered_in_english() -> None:
    assert words("de") == words("en")
