"""The brand's files on disk: read, built into knowledge, and read again when they change."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock

from bot.errors import BrandError, SetupError
from bot.knowledge.library import Built, Knowledge, build, version_of
from bot.knowledge.lint.parts import Parts
from bot.knowledge.pictures import PICTURES
from bot.knowledge.ports import Encoder
from bot.model.problem import Level, Problem, Source
from bot.model.traits import Traits

_FOLDERS = {"intents": "*.toml", "replies": "*.j2"}


class Brand:
    """Serves the newest knowledge that had no errors; a bad edit leaves the good one serving."""

    def __init__(
        self,
        project: Path,
        *,
        environ: Mapping[str, str],
        traits: Mapping[str, Traits],
        encoder: Encoder | None,
    ) -> None:
        self.project = project
        self._environ, self._traits, self._encoder = environ, traits, encoder
        self._knowledge: Knowledge | None = None
        self._loading = Lock()
        self._parts: Parts | None = None

    @property
    def parts(self) -> Parts:
        """What is served, as lint looks at it. Raises BrandError before the first successful `load`."""
        if self._parts is None:
            raise BrandError(())
        return self._parts

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge being served. Raises BrandError before the first successful `load`."""
        if self._knowledge is None:
            raise BrandError(())
        return self._knowledge

    def load(self) -> tuple[Problem, ...]:
        """Read the files and serve them if they have no errors; gives every problem found.

        Files that are served already are not built again; two threads that load wait for each other. Raises
        SetupError when there is no brand here at all.
        """
        with self._loading:
            served = self._knowledge
            if served is not None and served.version == version_of(tuple(read_sources(self.project))):
                return served.problems
            built = self.build()
            if built.knowledge is not None:
                self._knowledge, self._parts = built.knowledge, built.parts
            return built.problems

    def build(self, edits: Mapping[str, str] | None = None) -> Built:
        """Read the files without serving them; `edits` are texts, by path, to be taken for the files' own."""
        sources = tuple(read_sources(self.project))
        if edits:
            kept = (item for item in sources if item.path not in edits)
            edited = (Source(path=path, text=text) for path, text in edits.items())
            sources = tuple(sorted((*kept, *edited), key=lambda item: item.path))
        return build(
            sources,
            environ=self._environ,
            traits=self._traits,
            encoder=self._encoder,
            previous=self._knowledge,
        )


def read_sources(project: Path) -> Iterator[Source]:
    """Give every file of a brand, by its path in the project. Raises SetupError where there is none."""
    settings = project / "settings.toml"
    if not settings.is_file():
        raise SetupError(
            f"There is no settings.toml in {project}",
            hint="run `sportello setup` or `sportello init` there, or use -C DIR",
        )
    yield _source(project, settings)
    for folder, pattern in _FOLDERS.items():
        for path in sorted((project / folder).rglob(pattern)):
            yield _source(project, path)
    for path in sorted(project.glob("*.ics")):
        yield _source(project, path)
    for path in sorted((project / PICTURES).rglob("*")):
        if path.is_file():
            name = path.relative_to(project).as_posix()
            yield Source(path=name, text="", size=path.stat().st_size)


def _source(project: Path, path: Path) -> Source:
    name = path.relative_to(project).as_posix()
    try:
        return Source(path=name, text=path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SetupError(f"{name}:{line}: this is not UTF-8 text", hint=_as_utf8(name)) from error
    except OSError as error:
        raise SetupError(f"{name} cannot be read: {error.strerror}", hint="check its permissions") from error


def _as_utf8(name: str) -> str:
    if name.endswith(".ics"):
        return f"export the calendar again, or convert it: iconv -f WINDOWS-1252 -t UTF-8 {name} > new.ics"
    return "save the file as UTF-8"


def read_environ(project: Path, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Give the environment with the project's `.env` below it: what is set outside wins."""
    path = project / ".env"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {key.strip(): value.strip().strip("\"'") for key, value in pairs} | dict(environ)


def has_errors(problems: tuple[Problem, ...]) -> bool:
    """Tell whether any problem keeps the files from being served."""
    return any(problem.level is Level.ERROR for problem in problems)
