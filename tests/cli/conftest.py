"""The example brand in a folder of its own, without the encoder so that it loads quickly; and processes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from queue import Empty, Queue

import pytest

from bot.starter import starter_files
from tests.support.patience import PROGRAM_PATIENCE

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two topics of the example brand, read by words alone; surer of itself than it should be."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "brand"
    files = tuple(starter_files())
    intents = {Path(file.path).stem for file in files if file.path.startswith(TOPICS)}
    for file in files:
        if file.path.startswith("intents/") and not file.path.startswith(TOPICS):
            continue
        if file.path.startswith("replies/") and not _is_for(Path(file.path).stem, intents):
            continue
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    matching = '[matching]\nencoder = "none"\nanswer_above = 0.4\nask_above = 0.3'
    settings = folder / "settings.toml"
    change(settings, "[matching]", matching)
    change(settings, "[channels.web]", '[channels.web]\nburst_pause = "0s"')
    for key in ("answer_above = 0.80", "ask_above = 0.50"):
        change(settings, key, f"# {key}")
    change(settings, "[routes]", "[elsewhere]")
    text = settings.read_text(encoding="utf-8")
    text = re.sub(r"^\[elsewhere\].*?^$", "", text, flags=re.MULTILINE | re.DOTALL)
    settings.write_text(text, encoding="utf-8")
    return folder


TOPICS = ("intents/prepagato/", "intents/generale/")


def _is_for(reply: str, intents: set[str]) -> bool:
    return reply.startswith("_") or reply in intents


def change(path: Path, old: str, new: str) -> None:
    """Change a text that stands in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


Run = Callable[..., "subprocess.CompletedProcess[str]"]


def environ(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the environment for a process: ours, with the tree being tested first."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **(extra or {})}


def sportello(
    *words: str, cwd: Path = ROOT, stdin: str = "", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=cwd,
        env=environ(env),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=PROGRAM_PATIENCE,
        check=False,
    )


class Running:
    """A `sportello run` under way; `until` waits for a line it prints."""

    def __init__(self, project: Path, *words: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "-C", str(project), "run", *words],
            cwd=project,
            env=environ(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: Queue[str] = Queue()
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))

    def until(self, part: str) -> str:
        """Give the first line from now on that has this part."""
        while True:
            try:
                line = self._lines.get(timeout=PROGRAM_PATIENCE)
            except Empty:
                raise AssertionError(f"“{part}” was not said in {self.said}") from None
            self.said.append(line)
            if part in line:
                return line

    def write(self, text: str) -> None:
        """Type a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{text}\n")
        self._process.stdin.flush()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal and give the exit code."""
        if self._process.poll() is None:
            self._process.send_signal(number)
        code = self._process.wait(timeout=PROGRAM_PATIENCE)
        self._reader.join(timeout=PROGRAM_PATIENCE)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        return code


@pytest.fixture
def start(project: Path) -> Iterator[Callable[..., Running]]:
    """Start copies of `sportello run` on the brand, on any free port; all are stopped in the end."""
    copies: list[Running] = []

    def begin(*words: str) -> Running:
        copies.append(Running(project, "--port", "0", *words))
        return copies[-1]

    yield begin
    for copy in copies:
        copy.stop()
