"""Lets pytest run a brand's conversation files, once conftest.py names this module in `pytest_plugins`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.channels import catalogue
from bot.errors import BrandError, SetupError
from bot.knowledge.library import Knowledge
from bot.knowledge.matching import load_encoder
from bot.model.problem import Source
from bot.model.traits import Traits
from bot.service.brand import Brand, read_environ
from bot.testing.stories import Story, read_story
from bot.testing.story_runner import run_story


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the .toml files in tests/conversations and the folders in it."""
    if file_path.suffix == ".toml" and brand_folder(file_path) is not None:
        collector: pytest.Collector = StoryFile.from_parent(parent, path=file_path)
        return collector
    return None


class StoryFile(pytest.File):
    """One conversation file: one test."""

    def collect(self) -> Iterator[pytest.Item]:
        """Read the file."""
        source = Source(path=str(self.path), text=self.path.read_text(encoding="utf-8"))
        story = read_story(source)
        yield StoryItem.from_parent(self, name=story.name, story=story)


class StoryItem(pytest.Item):
    """A conversation that must go as its file says."""

    def __init__(self, *, story: Story, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.story = story

    def runtest(self) -> None:
        """Run it over the brand whose folder it is in."""
        folder = brand_folder(self.path)
        if folder is None:
            raise SetupError(f"{self.path} is in no brand’s folder", hint="it belongs in tests/conversations")
        knowledge, traits = brand_of(folder)
        result = asyncio.run(run_story(self.story, knowledge, traits))
        if not result.passed:
            raise StoryFailed("\n".join((*result.transcript, f"line {result.line}:", *result.failures)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """Show the transcript, and no traceback."""
        if isinstance(excinfo.value, StoryFailed):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo, "short" if style is None else "long"))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the file is."""
        return self.path, 0, self.story.name


class StoryFailed(AssertionError):  # noqa: N818 - it reads as what happened
    """The conversation went another way."""


def brand_folder(file: Path) -> Path | None:
    """Give the brand’s folder that a conversation file is in: where its tests/conversations stands.

    None for a file that is in no such folder.
    """
    folders = (folder for folder in file.parents if folder.parts[-2:] == ("tests", "conversations"))
    found = next(folders, None)
    return found.parents[1] if found is not None else None


@cache
def brand_of(project: Path) -> tuple[Knowledge, dict[str, Traits]]:
    """Give the knowledge of the brand in a folder, and every channel's traits. Raises BrandError."""
    traits = {name: catalogue.traits(name) for name in catalogue.names()}
    brand = Brand(project, environ=read_environ(project), traits=traits, encoder=load_encoder("use"))
    problems = brand.load()
    try:
        return brand.knowledge, traits
    except BrandError:
        raise BrandError(problems) from None
