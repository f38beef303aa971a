"""Conversation files are found in tests/conversations and in its folders, by pytest and by the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from bot.starter import starter_files
from bot.testing.pytest_plugin import brand_folder

STORY = (
    'name = "deep"\nat = 2026-12-10T10:00:00\n[[step]]\nsay = "che orari fate?"\nexpect = { intent = "%s" }\n'
)


@pytest.mark.parametrize("place", ["a.toml", "care/a.toml", "care/more/a.toml"])
def test_the_brand_of_a_conversation_file_is_the_folder_that_holds_its_tests(place: str) -> None:
    assert brand_folder(Path("/brand/tests/conversations") / place) == Path("/brand")


def test_a_file_elsewhere_is_no_conversation_file() -> None:
    assert brand_folder(Path("/brand/intents/rete/a.toml")) is None
    assert brand_folder(Path("/conversations/a.toml")) is None
    assert brand_folder(Path("/home/ada/conversations/brand/settings.toml")) is None


def test_the_command_runs_the_files_in_folders_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for item in starter_files():
        if not item.path.startswith("tests/"):
            (tmp_path / item.path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / item.path).write_text(item.text, encoding="utf-8")
    deep = tmp_path / "tests" / "conversations" / "care" / "deep.toml"
    deep.parent.mkdir(parents=True)
    deep.write_text(STORY % "orari", encoding="utf-8")
    assert main(["-C", str(tmp_path), "test"]) == 0
    assert "1 conversation, 0 failed" in capsys.readouterr().out
    deep.write_text(STORY % "puk", encoding="utf-8")
    assert main(["-C", str(tmp_path), "test"]) == 1
    assert "tests/conversations/care/deep.toml:3" in capsys.readouterr().out


def test_the_example_brand_brings_its_ten_lessons_in_two_languages() -> None:
    lessons = [item.path for item in starter_files() if item.path.startswith("tests/conversations/care/")]
    assert len(lessons) == 20
