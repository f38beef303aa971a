"""The brand's files are read once for each version of them, by however many ask at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.knowledge.library import Built
from bot.service.brand import Brand, has_errors
from tests.fakes.brand import SMALL, served
from tests.support.brand import write_brand


def brand_in(folder: Path) -> Brand:
    return served(write_brand(folder, "[channels.chat]", store="unused"))


def test_files_that_are_served_are_not_built_again(tmp_path: Path) -> None:
    brand = brand_in(tmp_path)
    before = brand.knowledge
    assert brand.load() == before.problems
    assert brand.knowledge is before
    reply = tmp_path / "replies/it/orari.j2"
    reply.write_text("Siamo aperti.\n")
    brand.load()
    assert brand.knowledge is not before


def test_an_edit_that_is_taken_back_leaves_what_was_served(tmp_path: Path) -> None:
    brand = brand_in(tmp_path)
    before, reply = brand.knowledge, tmp_path / "replies/it/orari.j2"
    good = reply.read_text()
    reply.write_text("{{ nonsense }}\n")
    assert has_errors(brand.load())
    assert brand.knowledge is before
    reply.write_text(good)
    assert not has_errors(brand.load())
    assert brand.knowledge is before


class CountingBrand(Brand):
    """Counts how often its files are built."""

    builds = 0

    def build(self, edits: Mapping[str, str] | None = None) -> Built:
        self.builds += 1
        return super().build(edits)


def test_of_several_that_read_at_once_one_builds(tmp_path: Path) -> None:
    brand = CountingBrand(brand_in(tmp_path).project, environ={}, traits=SMALL, encoder=None)
    with ThreadPoolExecutor(4) as pool:
        for _ in range(4):
            pool.submit(brand.load)
    assert brand.builds == 1


def test_edits_are_tried_without_being_served_or_written(tmp_path: Path) -> None:
    brand = brand_in(tmp_path)
    before = brand.knowledge
    built = brand.build({"replies/it/orari.j2": "{{ nonsense }}\n"})
    assert [problem.file for problem in built.problems if problem.level == "error"] == ["replies/it/orari.j2"]
    assert brand.knowledge is before
    assert "nonsense" not in (tmp_path / "replies/it/orari.j2").read_text()
