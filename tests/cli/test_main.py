"""The command as a whole: help, exit codes, and what it never does."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

import bot
from bot.cli import COMMANDS, main
from tests.cli.conftest import ROOT, environ, sportello
from tests.support.patience import PROGRAM_PATIENCE

HEAVY = ("numpy", "starlette", "uvicorn", "telegram", "tweepy", "jinja2", "asyncio", "sqlite3", "babel")


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    code = (
        "import sys; from bot.cli import main; main(['--help']);"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules];"
        "sys.exit(str(loaded) if loaded else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_of_its_own(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([name, "--help"])
    assert stopped.value.code == 0
    assert f"sportello {name}" in capsys.readouterr().out


def test_every_command_is_one_file() -> None:
    for name in COMMANDS:
        module = import_module(f"bot.cli.{name}")
        assert callable(module.arguments)
        assert callable(module.run)


def test_an_unknown_command_is_answered_with_the_likeliest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lnit"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "sportello: there is no command “lnit”. Did you mean “lint”?\n"


def test_a_strange_command_is_answered_with_all_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["xyzzy"]) == 2
    assert "run, chat, ask" in capsys.readouterr().err


def test_alone_it_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(tmp_path), "--dry-run"]) == 2
    err = capsys.readouterr().err
    assert "There is no settings.toml" in err
    assert "hint: run `sportello setup` or `sportello init` there" in err


def test_wrong_options_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["run", "--port", "99999"])
    assert stopped.value.code == 2
    assert "is no port" in capsys.readouterr().err


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"sportello {packed}\n"
    assert bot.__version__ == packed


def test_shared_options_stand_before_or_after_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(tmp_path), "lint"]) == main(["lint", "-C", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count(str(tmp_path)) == 2


def test_a_reader_who_leaves_is_no_error() -> None:
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from bot.cli import main; sys.stdin.read(); sys.exit(main(['--help']))",
        ],
        cwd=ROOT,
        env=environ(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=PROGRAM_PATIENCE)
    assert err == b""


def test_a_terminal_without_our_letters_is_no_error() -> None:
    done = sportello("nope", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 2
    assert "there is no command ?nope?" in done.stderr


def test_no_colour_where_nobody_sees_it(project: Path) -> None:
    assert "\033[" not in sportello("-C", str(project), "lint").stdout


def test_every_public_name_can_be_had() -> None:
    for name in bot.__all__:
        assert getattr(bot, name) is not None
    with pytest.raises(AttributeError, match="nothing_like_it"):
        bot.nothing_like_it  # noqa: B018 - asking is the test
