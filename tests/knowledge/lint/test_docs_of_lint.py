"""Every code has its paragraph."""

from __future__ import annotations

import re
from pathlib import Path

from bot.knowledge.codes import TITLES

TEXT = (Path(__file__).parents[3] / "docs" / "lint.md").read_text(encoding="utf-8")


def test_every_code_has_a_heading_with_its_title_and_a_paragraph() -> None:
    found = dict(re.findall(r"^### ([CIRP]\d{3}): (.+)$", TEXT, flags=re.MULTILINE))
    assert found == TITLES
    paragraphs = re.findall(r"^### .+\n\n((?:.+\n)+)", TEXT, flags=re.MULTILINE)
    assert len(paragraphs) == len(TITLES)
    assert all(len(paragraph) > 60 for paragraph in paragraphs)


def test_codes_are_listed_once() -> None:
    codes = re.findall(r"^### (\w+):", TEXT, flags=re.MULTILINE)
    assert len(codes) == len(set(codes))
