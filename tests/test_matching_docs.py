"""The matching page and the sentences it is measured on say what they claim."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

ROOT = Path(__file__).parent.parent
DATA = ROOT / "benchmarks" / "data"
OUT_OF_SCOPE = "oos"


def _rows(part: str) -> list[tuple[str, str]]:
    lines = (DATA / f"care_it_{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["text"], row["intent"]) for row in map(json.loads, lines)]


def test_the_italian_set_has_five_tidy_and_twice_three_noisy_sentences_an_intent() -> None:
    taught = Counter(intent for _, intent in _rows("train"))
    assert set(taught.values()) == {5}
    assert len(taught) == 24
    for part in ("dev", "held_out"):
        assert Counter(intent for _, intent in _rows(part)) == {**dict.fromkeys(taught, 3), OUT_OF_SCOPE: 30}


def test_no_sentence_stands_in_two_parts_of_the_italian_set() -> None:
    texts = [text.casefold() for part in ("train", "dev", "held_out") for text, _ in _rows(part)]
    assert len(texts) == len(set(texts))


def test_no_noisy_post_repeats_a_tidy_sentence() -> None:
    tidy = [text for text, _ in _rows("train")]
    for part in ("dev", "held_out"):
        for text, _ in _rows(part):
            assert process.extractOne(text, tidy, scorer=fuzz.ratio, processor=default_process)[1] < 75, text
