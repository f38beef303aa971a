"""`init`: a brand of one's own, never over what is there."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

import pytest

from bot.beginning.answers import Answers
from bot.beginning.files import customised
from bot.beginning.moments import closed_moments
from bot.cli import main
from bot.cli.beginning import ask_all
from bot.cli.program import program
from bot.knowledge.calendar import make_calendar
from bot.model.hours import Interval
from bot.model.problem import Level, Source
from bot.settings import read
from bot.settings.values import Hours
from bot.starter import starter_files
from bot.stores import open_store
from tests.cli.conftest import ROOT

Capture = pytest.CaptureFixture[str]
OWN = Answers(
    name="L'Orto di Ca' Zen",
    languages=("it",),
    zone="Europe/Zurich",
    hours=("08:00-12:00", "22:00-02:00"),
    holidays=(),
)


def test_the_example_is_copied_whole(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "new" / "brand"
    assert main(["init", str(folder), "--yes"]) == 0
    files = {file.path: file.text for file in starter_files()}
    assert files["settings.toml"]
    tops = {path.split("/")[0] for path in files}
    assert tops == {"settings.toml", "intents", "replies", "tests", ".gitignore"}
    for path, text in files.items():
        assert (folder / path).read_text(encoding="utf-8") == text
    out = capsys.readouterr().out
    assert f"{len(files)} files written in {folder}." in out
    assert f"cd {folder} && " in out
    for yours in ("[signatures]", "holidays", "[[hours.exception]]", "intents/", "[routes]"):
        assert yours in out
    assert "left out" not in out


def test_what_is_there_is_never_changed(tmp_path: Path, capsys: Capture) -> None:
    own = tmp_path / "replies" / "it" / "orari.j2"
    own.parent.mkdir(parents=True)
    own.write_text("mine", encoding="utf-8")
    assert main(["-C", str(tmp_path), "init", "--yes"]) == 0
    assert own.read_text(encoding="utf-8") == "mine"
    assert "replies/it/orari.j2 was there already" in capsys.readouterr().out
    assert main(["-C", str(tmp_path), "init", "--yes"]) == 2
    assert "is already there" in capsys.readouterr().err


def test_answers_can_be_piped_in(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["Acme", "en", "", "nine to five", "9-17", "IT-ZZ", "it, it-bz", ""])
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    assert main(["init", str(tmp_path / "acme")]) == 0
    assert "conversation tests are left out" in capsys.readouterr().out
    text = (tmp_path / "acme" / "settings.toml").read_text(encoding="utf-8")
    assert 'name = "Acme"' in text
    assert 'mon-fri = ["09:00-17:00"]' in text
    assert '\nholidays = ["IT", "IT-BZ"]\n' in text


def test_what_customers_will_be_told_is_shown_at_closed_moments(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    answers = iter(["Acme", "it", "", "9-17", "IT", ""])
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    assert main(["init", str(tmp_path / "acme")]) == 0
    out = capsys.readouterr().out
    for moment in ("20:00, in the evening:", "10:00, at the weekend:", "20:00, before a holiday:"):
        assert f"at {moment}" in out
    assert "at 10:00, on a holiday:" in out
    assert out.count("    it  ") == 4
    assert "alle 9" in out


def test_the_evening_before_a_holiday_is_the_next_one_that_is_closed_and_no_holiday() -> None:
    week = dict.fromkeys(range(5), (Interval(540, 1080),))
    milan = make_calendar(Hours(week=week, holidays=("IT-MI",)), {})  # Monday 7 and Tuesday 8 December
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    found = {item.what: milan.local(item.at) for item in closed_moments(milan, now)}
    assert [f"{what} {at:%d %b %H:%M}" for what, at in found.items()] == [
        "in the evening 26 Nov 20:00",
        "at the weekend 28 Nov 10:00",
        "before a holiday 06 Dec 20:00",
        "on a holiday 07 Dec 10:00",
    ]


def test_a_file_that_was_there_and_is_wrong_is_pointed_at(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "intents" / "generale" / "orari.toml"
    own.parent.mkdir(parents=True)
    own.write_text("[it\n", encoding="utf-8")
    monkeypatch.setattr("builtins.input", lambda _question: "")
    assert main(["-C", str(tmp_path), "init"]) == 0
    out = capsys.readouterr().out
    assert "in the brand's files: `" in out
    assert "Next:" in out


def test_without_answers_it_says_how_to_go_on(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    assert main(["init", str(tmp_path / "acme")]) == 2
    assert "use --yes" in capsys.readouterr().err
    assert not (tmp_path / "acme").exists()


def test_answers_that_end_in_the_middle_are_no_answers(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Acme\nit\n"))
    assert main(["init", str(tmp_path / "acme")]) == 2
    assert "the answers ended before “Which time zone?” was answered; nothing was written" in (
        capsys.readouterr().err
    )
    assert not (tmp_path / "acme").exists()


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("9-13, 15-19", ("09:00-13:00", "15:00-19:00")),
        ("9.30 - 13 15 – 19:30", ("09:30-13:00", "15:00-19:30")),
        ("09:00-24:00", ("09:00-24:00",)),
    ],
)
def test_hours_may_be_written_as_on_a_shop_door(typed: str, hours: tuple[str, ...]) -> None:
    answers = iter(["", "", "", typed, ""])
    assert ask_all(lambda _question: next(answers), lambda _line: None).hours == hours


@pytest.mark.parametrize("typed", ["25-26", "9-9", ",", "9", "9-13-15"])
def test_hours_that_are_none_are_asked_for_again(typed: str) -> None:
    told: list[str] = []
    answers = iter(["", "", "", typed, "", ""])
    assert ask_all(lambda _question: next(answers), told.append) == Answers()
    assert "9-13, 14-18" in told[0]


def test_the_help_is_true_about_conversation_tests(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["init", "--help"])
    assert "come along only while" in " ".join(capsys.readouterr().out.split())


def test_the_command_that_works_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "a place" / "sportello"
    own.parent.mkdir()
    own.touch(mode=0o755)
    monkeypatch.setattr("sys.argv", [str(own)])
    monkeypatch.setenv("PATH", "/nowhere")
    assert program() == f"'{own}'"
    monkeypatch.setenv("PATH", str(own.parent))
    assert program() == "sportello"
    monkeypatch.setattr("sys.argv", ["bot/__main__.py"])
    assert program() == f"{sys.executable} -m bot"


@pytest.mark.parametrize(
    "name",
    [".env", "sportello.db", "sportello.db-wal", "sportello.db.lock", "sportello.db.before-restore-wal"],
)
def test_secrets_and_every_file_of_the_store_are_ignored(name: str) -> None:
    brand = next(file.text for file in starter_files() if file.path == ".gitignore")
    for text in (brand, (ROOT / ".gitignore").read_text(encoding="utf-8")):
        assert any(fnmatch(name, line) for line in text.splitlines() if not line.startswith("#"))


def test_an_answer_that_cannot_be_used_is_asked_for_again() -> None:
    told: list[str] = []
    typed = iter(
        ['A "quoted" name', "Acme", "de", "en it", "Mars", "Asia/Tokyo", "nine to five", "", "Atlantis", ""]
    )
    answers = ask_all(lambda _question: next(typed), told.append)
    assert answers == replace(Answers(), name="Acme", languages=("en", "it"), zone="Asia/Tokyo", holidays=())
    assert len(told) == 5


def _sources(answers: Answers) -> Sequence[Source]:
    return [Source(path=file.path, text=file.text) for file in customised(starter_files(), answers)]


def test_an_own_brand_speaks_only_its_languages_and_keeps_its_comments() -> None:
    sources = {source.path: source.text for source in _sources(OWN)}
    assert [path for path in sources if path.startswith(("replies/en/", "tests/"))] == [
        "replies/en/_other_language.j2"
    ]
    assert not any("\n[en]\n" in text for text in sources.values())
    assert not any("Volo" in text or "volomobile" in text for text in sources.values())
    assert "# the first is used when" in sources["settings.toml"]


def test_own_settings_are_read_without_a_problem() -> None:
    (source,) = (item for item in _sources(OWN) if item.path == "settings.toml")
    settings, problems = read(source, {})
    assert not [problem for problem in problems if problem.level is Level.ERROR]
    assert settings is not None
    assert settings.brand.name == OWN.name
    assert settings.brand.languages == ("it",)
    assert settings.hours.timezone == "Europe/Zurich"
    assert settings.hours.holidays == ()


def test_only_another_name_keeps_the_conversation_tests() -> None:
    renamed = replace(Answers(), name="Acme")
    assert any(source.path.startswith("tests/") for source in _sources(renamed))


@pytest.fixture
def stored(project: Path) -> Path:
    """Give a brand that has a store, closed."""
    import asyncio

    asyncio.run(open_store(f"sqlite:///{project / 'sportello.db'}").close())
    return project


def test_a_store_is_backed_up_checked_and_put_back(stored: Path, capsys: Capture) -> None:
    copy = stored / "copy.db"
    assert main(["-C", str(stored), "db", "backup", str(copy)]) == 0
    assert f"The store is saved in {copy}" in capsys.readouterr().out
    assert main(["-C", str(stored), "db", "backup", str(copy)]) == 2
    assert main(["-C", str(stored), "db", "check"]) == 0
    assert "is whole" in capsys.readouterr().out
    assert main(["-C", str(stored), "db", "upgrade"]) == 0
    (stored / "sportello.db").write_bytes(b"SQLite format 3\x00" + b"\xff" * 8000)
    assert main(["-C", str(stored), "db", "check"]) == 1
    assert main(["-C", str(stored), "db", "restore", str(copy)]) == 0
    out = capsys.readouterr().out
    assert "Nothing was left to send." in out
    assert "for people" not in out
    assert main(["-C", str(stored), "db", "check"]) == 0


def test_a_backup_without_a_name_gets_the_time_in_it(stored: Path) -> None:
    assert main(["-C", str(stored), "db", "backup"]) == 0
    assert len(list(stored.glob("sportello-2*.db"))) == 1


def test_a_store_in_use_is_not_replaced(stored: Path, capsys: Capture) -> None:
    import asyncio

    copy = stored / "copy.db"
    assert main(["-C", str(stored), "db", "backup", str(copy)]) == 0
    store = open_store(f"sqlite:///{stored / 'sportello.db'}")
    assert main(["-C", str(stored), "db", "restore", str(copy)]) == 2
    asyncio.run(store.close())
    assert "already uses" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["check"], ["upgrade"], ["backup"], ["restore", "none.db"]])
def test_without_a_store_there_is_nothing_to_do(project: Path, capsys: Capture, words: list[str]) -> None:
    assert main(["-C", str(project), "db", *words]) in {1, 2}
    assert capsys.readouterr().err.startswith("sportello: ")
