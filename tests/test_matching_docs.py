"""The matching page and the sentences it is measured on say what they claim."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from benchmarks.matching import results, tables
from benchmarks.matching.systems import SYSTEMS
from benchmarks.matching.tasks import every

ROOT = Path(__file__).parent.parent
DATA = ROOT / "benchmarks" / "data"
OUT_OF_SCOPE = "oos"
ONE_RUN = {"--help", "--language", "--encoder", "--answer-above"}


SETS = pytest.mark.parametrize("name", ["posts_it", "care_it"])


def _rows(name: str, part: str) -> list[tuple[str, str]]:
    lines = (DATA / f"{name}_{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["text"], row["intent"]) for row in map(json.loads, lines)]


@SETS
def test_an_italian_set_has_five_tidy_and_twice_three_noisy_sentences_an_intent(name: str) -> None:
    taught = Counter(intent for _, intent in _rows(name, "train"))
    assert set(taught.values()) == {5}
    assert len(taught) == 24
    for part in ("dev", "held_out"):
        assert Counter(intent for _, intent in _rows(name, part)) == {
            **dict.fromkeys(taught, 3),
            OUT_OF_SCOPE: 30,
        }


@SETS
def test_no_sentence_stands_in_two_parts_of_an_italian_set(name: str) -> None:
    texts = [text.casefold() for part in ("train", "dev", "held_out") for text, _ in _rows(name, part)]
    assert len(texts) == len(set(texts))


@SETS
def test_no_noisy_post_repeats_a_tidy_sentence(name: str) -> None:
    tidy = [text for text, _ in _rows(name, "train")]
    for part in ("dev", "held_out"):
        for text, _ in _rows(name, part):
            assert process.extractOne(text, tidy, scorer=fuzz.ratio, processor=default_process)[1] < 75, text


def test_the_tables_are_exactly_what_was_measured() -> None:
    page = tables.PAGE.read_text(encoding="utf-8")
    assert tables.drawn(page, results.load()) == page
    assert sorted(tables.names_on(page)) == sorted(tables.TABLES)


def test_every_measured_set_and_system_is_one_that_can_be_measured_again() -> None:
    figures = results.load()["figures"]
    assert set(figures) <= {task.name for task in every(Path())}
    assert {name for systems in figures.values() for name in systems} <= {system.name for system in SYSTEMS}


def test_every_option_of_the_benchmark_is_documented() -> None:
    page = tables.PAGE.read_text(encoding="utf-8")
    usage = subprocess.run(
        [sys.executable, "-m", "benchmarks.matching", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    options = set(re.findall(r"--[a-z-]+", usage)) - ONE_RUN
    assert {option for option in options if option not in page} == set()


def test_a_new_run_replaces_only_what_it_measured() -> None:
    before = {"machine": "", "figures": {"a": {"x": {"accuracy": 0.1}, "y": {"accuracy": 0.2}}}}
    after = results.joined(before, {"a": {"x": {"accuracy": 0.3}}, "b": {"y": {"accuracy": 0.4}}})
    assert after["figures"] == {
        "a": {"x": {"accuracy": 0.3}, "y": {"accuracy": 0.2}},
        "b": {"y": {"accuracy": 0.4}},
    }
