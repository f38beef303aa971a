"""`lint`: all problems at once, in three forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from tests.cli.conftest import change


@pytest.fixture
def damaged(project: Path) -> Path:
    """Give a brand with an error in each kind of file."""
    change(project / "settings.toml", "Europe/Rome", "Europe/Roma")
    change(project / "settings.toml", 'give_up_after = "7d"', 'giv_up_after = "7d"')
    return project


def test_the_example_has_no_errors(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(project), "lint"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith(("no problems", "no errors"))


def test_every_problem_is_listed_with_its_place_and_a_summary(
    damaged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(damaged), "lint"]) == 1
    *lines, summary = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("settings.toml:") and " error C" in line for line in lines)
    assert "hint: did you mean “Europe/Rome”?" in lines[0]
    assert summary == "2 errors, no warnings"


def test_a_mistake_in_a_reply_does_not_hide_one_in_another_file(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "replies" / "it" / "orari.j2").write_text("{{ custmer.name }}\n", encoding="utf-8")
    (project / "intents" / "generale" / "orari.toml").write_text("title = \n", encoding="utf-8")
    assert main(["-C", str(project), "lint"]) == 1
    out = capsys.readouterr().out
    assert "replies/it/orari.j2:1:" in out
    assert "intents/generale/orari.toml:1:" in out


def test_json_is_data_alone_on_stdout(damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(damaged), "lint", "--json"]) == 1
    out, err = capsys.readouterr()
    problems = json.loads(out)
    assert [problem["level"] for problem in problems] == ["error", "error"]
    assert set(problems[0]) == {"file", "line", "column", "code", "message", "hint", "level"}
    assert err == "2 errors, no warnings\n"


def test_github_s_form_is_one_annotation_a_problem(damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(damaged), "lint", "--format", "github"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("::error file=settings.toml,line=") for line in lines)


def test_without_a_brand_it_is_a_set_up_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(tmp_path), "lint"]) == 2
    assert "There is no settings.toml" in capsys.readouterr().err
