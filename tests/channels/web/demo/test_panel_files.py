"""The panel's files: both languages whole, every word used, every follow-up named, nothing unsafe."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bot.channels.web.demo import HOME
from bot.model.case import FollowUpKind
from bot.model.effects import Outcome
from bot.model.hours import Closure
from bot.settings.values import Mode

WORDS = json.loads((HOME / "words.json").read_text("utf-8"))
SCRIPTS = sorted((HOME / "static").glob("*.js"))
CHAT = HOME.parent


def _text(*files: Path) -> str:
    return "".join(file.read_text("utf-8") for file in files)


def test_both_languages_have_every_word_with_the_same_gaps() -> None:
    assert WORDS["it"].keys() == WORDS["en"].keys()
    for key, sentence in WORDS["it"].items():
        assert set(re.findall(r"\{\w+\}", sentence)) == set(re.findall(r"\{\w+\}", WORDS["en"][key])), key


def test_no_word_of_the_panel_hides_one_of_the_page() -> None:
    page = json.loads((CHAT / "words.json").read_text("utf-8"))
    assert not page["it"].keys() & WORDS["it"].keys()


def test_every_word_is_used() -> None:
    used = _text(*SCRIPTS, *(HOME / "templates").glob("*.html"))
    by_value = ("kind_", "outcome_", "closure_", "place_", "fault_", "until_", "opens_")
    by_name = {"opening", "evening", "evening_later", "saturday"}
    words = {word for word in WORDS["it"] if not word.startswith(by_value)} - by_name
    assert {word for word in words if f"words.{word}" not in used} == set()


def test_everything_that_can_happen_has_its_words() -> None:
    for prefix, names in (
        ("kind_", [kind.value for kind in FollowUpKind]),
        ("outcome_", [outcome.value for outcome in Outcome]),
        ("closure_", [closure.value for closure in Closure]),
        ("place_note_", [mode.value for mode in Mode if mode is not Mode.ANSWER]),
        ("fault_", ["bad_to", "past", "too_far", "other"]),
    ):
        assert {f"{prefix}{name}" for name in names} <= WORDS["it"].keys()


def test_no_script_writes_html_or_reaches_another_host() -> None:
    for file in SCRIPTS:
        text = file.read_text("utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?://", text
        ), file


def test_every_script_it_loads_is_there() -> None:
    for script in SCRIPTS:
        for path in re.findall(r'from "([^"]+)"', script.read_text("utf-8")):
            home = CHAT / "static" if path.startswith("/chat/static/") else HOME / "static"
            assert (home / Path(path).name).is_file(), path
