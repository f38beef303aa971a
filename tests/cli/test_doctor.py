"""`doctor`, `completion`, and the vectors kept between runs."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.cli import COMMANDS, main
from bot.cli.vectors import KeptVectors, kept_in
from bot.stores.lock import Lock
from tests.cli.conftest import change

Capture = pytest.CaptureFixture[str]


def findings(project: Path, capsys: Capture, *words: str, code: int = 0) -> dict[str, dict[str, str]]:
    assert main(["-C", str(project), "doctor", "--json", "--port", "0", *words]) == code
    rows: list[dict[str, str]] = json.loads(capsys.readouterr().out)
    return {row["what"]: row for row in rows}


def test_a_sound_installation_has_no_problem(project: Path, capsys: Capture) -> None:
    found = findings(project, capsys)
    assert {"python", "packages", "brand", "clock", "store", "web", "terminal", "port"} <= set(found)
    assert "problem" not in {row["state"] for row in found.values()}
    assert found["store"]["detail"].endswith("is made at the first `sportello run`")


def test_each_thing_that_is_wrong_is_a_problem_with_what_to_do(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)
    with (project / "settings.toml").open("a", encoding="utf-8") as file:
        file.write('[channels.telegram]\ntoken = "env:TELEGRAM_TOKEN"\n')
    (project / "sportello.db").write_bytes(b"SQLite format 3\x00" + b"\xff" * 8000)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = findings(project, capsys, "--port", str(taken.getsockname()[1]), code=1)
    wrong = {what for what, row in found.items() if row["state"] == "problem"}
    assert wrong == {"telegram", "store", "port"}
    assert all(found[what]["hint"] for what in wrong)
    assert "TELEGRAM_TOKEN" in found["telegram"]["detail"]


def test_a_port_that_sportello_itself_serves_on_is_no_problem(project: Path, capsys: Capture) -> None:
    lock = Lock(project / "sportello.db")
    try:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            found = findings(project, capsys, "--port", str(port))
    finally:
        lock.release()
    assert found["port"]["state"] == "ok"
    assert found["port"]["detail"] == f"{port}: Sportello is running (process {os.getpid()})"


def test_a_lock_that_nobody_holds_excuses_no_port(project: Path, capsys: Capture) -> None:
    Lock(project / "sportello.db").release()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = findings(project, capsys, "--port", str(taken.getsockname()[1]), code=1)
    assert found["port"]["state"] == "problem"


def test_a_brand_that_cannot_be_read_is_the_problem(project: Path, capsys: Capture) -> None:
    change(project / "settings.toml", "Europe/Rome", "Europe/Roma")
    assert findings(project, capsys, code=1)["brand"]["state"] == "problem"


def test_without_a_brand_it_says_so(tmp_path: Path, capsys: Capture) -> None:
    assert "sportello init" in findings(tmp_path, capsys, code=1)["brand"]["hint"]


def test_it_is_one_line_a_thing(project: Path, capsys: Capture) -> None:
    assert main(["-C", str(project), "doctor", "--port", "0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.split()[0] in {"ok", "warning"} for line in lines)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_command_can_be_completed(shell: str, capsys: Capture) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(name in script for name in COMMANDS)
    assert "dry-run" in script


@pytest.mark.parametrize(
    ("words", "expected"),
    [("sportello li", {"lint"}), ("sportello db re", {"restore"}), ("sportello run --dr", {"--dry-run"})],
)
def test_bash_completes_with_it(words: str, expected: set[str], capsys: Capture, tmp_path: Path) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    assert main(["completion", "bash"]) == 0
    typed = words.split()
    script = tmp_path / "complete.sh"
    script.write_text(
        f"{capsys.readouterr().out}\nCOMP_WORDS=({' '.join(typed)})\nCOMP_CWORD={len(typed) - 1}\n"
        '_sportello\necho "${COMPREPLY[@]}"\n',
        encoding="utf-8",
    )
    done = subprocess.run([bash, str(script)], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == expected


class CountingEncoder:
    """Gives each text a vector of its own, and counts the texts it was asked about."""

    name = "counting/1 test"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Any:
        self.asked.extend(texts)
        return np.array([[len(text), sum(map(ord, text))] for text in texts], dtype=np.float32)

    def knows(self, word: str) -> bool:
        self.asked.append(word)
        return word.startswith("k")


def test_the_brand_s_sentences_are_worked_out_once(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    first = CountingEncoder()
    kept = KeptVectors(first, file)
    rows = kept.encode(["uno", "due", "uno"])
    assert (kept.knows("kilo"), kept.knows("litro")) == (True, False)
    kept.keep()
    second = CountingEncoder()
    again = KeptVectors(second, file)
    assert np.array_equal(again.encode(["due", "uno", "tre"]), [rows[1], rows[0], [3, 331]])
    assert (again.knows("kilo"), again.knows("litro")) == (True, False)
    assert second.asked == ["tre"]


def test_what_customers_write_is_never_kept(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    kept = KeptVectors(CountingEncoder(), file)
    kept.encode(["la ricarica"])
    kept.keep()
    size = file.read_bytes()
    kept.encode(["il mio codice fiscale"])
    kept.knows("segreto")
    kept.keep()
    assert file.read_bytes() == size


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"\x93NUMPY"])
def test_a_file_that_cannot_be_read_is_made_again(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "vectors.npz"
    file.write_bytes(content)
    kept = KeptVectors(CountingEncoder(), file)
    assert kept.encode(["uno"]).tolist() == [[3, 338]]
    kept.keep()
    asked = CountingEncoder()
    assert KeptVectors(asked, file).encode(["uno"]).tolist() == [[3, 338]]
    assert asked.asked == []


def test_where_nothing_can_be_written_it_works_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    kept = KeptVectors(
        CountingEncoder(), kept_in({"XDG_CACHE_HOME": str(tmp_path / "file")}, CountingEncoder())
    )
    kept.encode(["uno"])
    kept.keep()
    assert kept.encode(["uno"]).tolist() == [[3, 338]]


def test_the_file_is_named_after_the_encoder(tmp_path: Path) -> None:
    file = kept_in({"XDG_CACHE_HOME": str(tmp_path)}, CountingEncoder())
    assert file == tmp_path / "sportello" / "counting-1-test.npz"
