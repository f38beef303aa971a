"""`rehearse`: what it prints, what it refuses in a sentence, and that it leaves everything as it was."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
from argparse import SUPPRESS, ArgumentParser
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.cli.progress import Progress
from bot.cli.rehearse import arguments
from bot.rehearsal.messages_file import KEYS
from bot.rehearsal.report import Result, Sort, Summary
from bot.stores import open_store
from bot.testing import FakeClock
from tests.cli.conftest import ROOT, change
from tests.contracts.store_helpers import NOW, Teller

Capture = pytest.CaptureFixture[str]

REPORT = {
    "brand", "version", "zone", "source", "since", "until", "answering", "notes", "summary", "desk",
    "findings", "messages", "talks", "closed", "quiet",
}  # fmt: skip
SMALL = ("--count", "25", "--people", "1", "-q")


def rehearsed(project: Path, capsys: Capture, *words: str) -> tuple[int, str, str]:
    code = main(["-C", str(project), "rehearse", *words])
    out, err = capsys.readouterr()
    return code, out, err


def reported(project: Path, capsys: Capture, *words: str) -> dict[str, Any]:
    code, out, err = rehearsed(project, capsys, "--json", *words)
    assert code in {0, 1}, err
    document: dict[str, Any] = json.loads(out)
    return document


def test_a_weekend_is_told_by_customer_and_then_in_figures(project: Path, capsys: Capture) -> None:
    code, out, _err = rehearsed(project, capsys, *SMALL, "--all")
    assert code in {0, 1}
    assert "→ " in out
    assert "← " in out
    for word in ("messages", "answered", "acknowledged", "promises", "longest queue", "said at night"):
        assert f"\n{word}" in out
    assert "The customers are invented." in out


def test_the_report_is_one_json_object_and_the_talk_goes_elsewhere(project: Path, capsys: Capture) -> None:
    document = reported(project, capsys, *SMALL)
    assert set(document) == {"report", "comparison"}
    assert set(document["report"]) == REPORT
    assert document["comparison"] is None
    assert len(document["report"]["messages"]) >= 25


def test_the_same_seed_gives_the_same_report(project: Path, capsys: Capture) -> None:
    words = (*SMALL, "--at", "2026-11-27T16:00", "--seed", "7")
    assert reported(project, capsys, *words) == reported(project, capsys, *words)
    other = reported(project, capsys, *words[:-1], "8")
    assert other["report"]["messages"] != reported(project, capsys, *words)["report"]["messages"]


def test_the_page_is_written(project: Path, capsys: Capture, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    _code, _out, err = rehearsed(project, capsys, *SMALL, "--html", str(page))
    assert f"The page is in {page}." in err
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_real_messages_are_rehearsed_from_a_file(project: Path, capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "real.jsonl"
    file.write_text(
        '{"at": "2026-11-28T10:00", "text": "una cosa strana davvero", "name": "Giulia", "customer": "g"}\n'
        '{"at": "2026-11-28T10:05", "text": "???", "customer": "g"}\n',
        encoding="utf-8",
    )
    report = reported(project, capsys, "--messages", str(file), "--people", "0", "-q")["report"]
    assert [item["result"] for item in report["messages"]] == ["acknowledged", "handed_over"]
    assert report["talks"][0]["name"] == "Giulia"
    assert report["summary"]["customers"] == 1


def test_a_wrong_file_is_told_line_by_line_and_nothing_is_run(
    project: Path, capsys: Capture, tmp_path: Path
) -> None:
    file = tmp_path / "real.jsonl"
    file.write_text('{"at": "soon", "text": "a"}\nno\n{"at": "2026-11-28T10:05", "text": "b"}\n', "utf-8")
    code, out, err = rehearsed(project, capsys, "--messages", str(file))
    assert (code, out) == (2, "")
    assert f"{file}:1: “soon” is no time" in err
    assert f"{file}:2: this is not JSON" in err


def test_a_change_of_one_reply_is_all_that_is_told(project: Path, capsys: Capture, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(project, before)
    file = tmp_path / "real.jsonl"
    question = '{"at": "2026-11-28T10:00", "text": "la ricarica non è arrivata"}'
    file.write_text(f'{question}\n{{"at": "2026-11-28T11:00", "text": "ciao"}}\n', encoding="utf-8")
    for path in (project / "replies" / "it" / "ricarica_mancata.j2",):
        path.write_text("=== any\nLa cerchiamo: ti scriviamo {{ promise.by|when }}.\n", encoding="utf-8")
    words = ("--messages", str(file), "--people", "0", "-q", "--against", str(before))
    comparison = reported(project, capsys, *words)["comparison"]
    assert (comparison["messages"], comparison["altered"]) == (2, 1)
    (group,) = comparison["groups"]
    assert (group["change"], group["count"]) == ("other_words", 1)
    assert group["examples"][0]["now"]["words"] == ["La cerchiamo: ti scriviamo lunedì alle 10."]


def git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-C", folder, "-c", "user.name=T", "-c", "user.email=t@example.com", *words],
        check=True,
        capture_output=True,
    )


def test_a_revision_of_a_folder_inside_a_repository_is_read(
    project: Path, capsys: Capture, tmp_path: Path
) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "brand")
    git(tmp_path, "commit", "-qm", "one")
    change(project / "settings.toml", 'first_answer = "1h"', 'first_answer = "3h"')
    comparison = reported(project, capsys, *SMALL, "--against", "HEAD")["comparison"]
    assert comparison["against"] == "HEAD"
    assert comparison["counts"]["other_time"] > 0
    code, out, _err = rehearsed(project, capsys, *SMALL, "--against", "HEAD")
    assert code in {0, 1}
    assert "Against HEAD:" in out
    assert "other time:" in out


@pytest.mark.parametrize("wanted", ["nothing-like-it", "--all", "HEAD~999"])
def test_what_is_neither_a_folder_nor_a_revision_is_told(
    project: Path, capsys: Capture, tmp_path: Path, wanted: str
) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "brand")
    git(tmp_path, "commit", "-qm", "one")
    code, _out, err = rehearsed(project, capsys, *SMALL, f"--against={wanted}")
    assert code == 2
    assert f"“{wanted}” is neither a folder nor a revision of this repository" in err


def test_a_brand_outside_any_repository_is_told(project: Path, capsys: Capture) -> None:
    code, _out, err = rehearsed(project, capsys, *SMALL, "--against", "HEAD")
    assert code == 2
    assert "is not in a git repository" in err


def test_another_version_with_errors_is_told_with_its_problems(
    project: Path, capsys: Capture, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    shutil.copytree(project, before)
    change(before / "settings.toml", "Europe/Rome", "Europe/Roma")
    code, out, err = rehearsed(project, capsys, *SMALL, "--against", str(before))
    assert (code, out) == (2, "")
    assert "no time zone “Europe/Roma”" in err


def test_a_stored_period_is_rehearsed_and_the_store_stays_as_it_is(project: Path, capsys: Capture) -> None:
    store = open_store(f"sqlite:///{project / 'sportello.db'}")
    asyncio.run(_two_messages(store))
    before = {
        path.name: path.read_bytes() for path in project.iterdir() if path.name.startswith("sportello.db")
    }
    document = reported(project, capsys, "--stored", "2026-12-05", "--people", "0", "-q")
    assert [item["text"] for item in document["report"]["messages"]] == ["la ricarica?", "e allora?"]
    after = {
        path.name: path.read_bytes() for path in project.iterdir() if path.name.startswith("sportello.db")
    }
    assert after == before
    code, _out, err = rehearsed(project, capsys, "--stored", "2026-11-01..2026-11-02")
    assert code == 2
    assert "no customer's message is stored from Sunday 1 November at 00:00" in err


async def _two_messages(store: Any) -> None:
    teller = Teller(store)
    for text in ("la ricarica?", "e allora?"):
        await teller.hear(text, received_at=NOW)
    await store.close()


def test_without_a_store_a_period_is_refused_in_a_sentence(project: Path, capsys: Capture) -> None:
    code, _out, err = rehearsed(project, capsys, "--stored", "2026-12-05")
    assert code == 2
    assert "there is no store at" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--stored", "2026-12-05..2026-12-01"), "ends before it begins"),
        (("--stored", "someday"), "“someday” is not a time"),
        (("--messages", "none.jsonl"), "none.jsonl cannot be read"),
        (("--answer-in", "soon"), "--answer-in: “soon” is not a duration"),
        (("--channels", "web,pigeon"), "there is no channel “pigeon”"),
        (("--against", "/"), "there is no settings.toml in /"),
    ],
)
def test_what_cannot_be_rehearsed_is_told(
    project: Path, capsys: Capture, words: tuple[str, ...], told: str
) -> None:
    code, _out, err = rehearsed(project, capsys, *words)
    assert code == 2
    assert told in err


def test_x_is_rehearsed_as_if_it_answered_and_the_notes_say_so(project: Path, capsys: Capture) -> None:
    report = reported(project, capsys, *SMALL, "--channels", "x.post,web")["report"]
    assert set(report["summary"]["channels"]) == {"x.post", "web"}
    assert any("X is not in settings.toml" in note for note in report["notes"])


def test_every_option_key_finding_and_result_is_documented() -> None:
    page = (ROOT / "docs" / "rehearsing.md").read_text(encoding="utf-8")
    parser = ArgumentParser()
    arguments(parser)
    options = {
        word for action in parser._actions for word in action.option_strings if action.help != SUPPRESS
    }
    assert {option for option in options - {"-h", "--help"} if option not in page} == set()
    words = set(re.findall(r"`([^`\n]+)`", page))
    figures = {item.name for item in fields(Summary)} - {"longest_wait_of"}
    spans = {name for name in figures if name.endswith(("_median", "_longest"))}
    assert {*KEYS, *map(str, Sort), *map(str, Result), *REPORT, *(figures - spans)} <= words


def test_progress_is_a_line_now_and_then_and_silent_when_asked(capsys: Capture) -> None:
    clock = FakeClock(NOW)
    progress = Progress(quiet=False, clock=clock)
    for second in range(25):
        clock.move_to(NOW.replace(second=second))
        progress.show(second / 25, "Sunday")
    assert capsys.readouterr().err == " 40%  Sunday\n 80%  Sunday\n"
    Progress(quiet=True, clock=clock).show(1.0, "Sunday")
    assert capsys.readouterr().err == ""
