"""What a change would come to: the files as they would be, what lint says of them, which messages change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from bot.knowledge.library import Built, Knowledge, version_of
from bot.knowledge.lint.rules import lint
from bot.knowledge.ports import Encoder
from bot.model.message import Inbound, InboundKind
from bot.model.problem import Level, Problem
from bot.service.brand import Brand, read_sources
from bot.service.publish import file_texts
from bot.teaching.change import Change
from bot.teaching.drafting import FileDraft, draft
from bot.teaching.previewing import Preview, Wrote, preview_between


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What a change would come to; `mark` is of exactly these files.

    `problems` are those that the files do not have now. `preview` is None where one of them is an error: such
    files cannot be served.
    """

    files: tuple[FileDraft, ...]
    problems: tuple[Problem, ...]
    preview: Preview | None

    @property
    def mark(self) -> str:
        """A short name for the files as they are and as they would be."""
        digest = blake2b(digest_size=12)
        for file in self.files:
            for text in (file.path, file.before or "", file.after):
                data = text.encode("utf-8", "surrogatepass")
                digest.update(len(data).to_bytes(8, "big") + data)
        return digest.hexdigest()

    @property
    def refused(self) -> bool:
        """Whether only a person who insists may publish it."""
        return self.preview is not None and self.preview.refused


class Baseline:
    """What lint says of the files as they are, asked once for each version of them."""

    def __init__(self, brand: Brand) -> None:
        self._brand = brand
        self._known: dict[str, tuple[Problem, ...]] = {}

    def problems(self, now: datetime) -> tuple[Problem, ...]:
        """Give every problem; takes seconds for a version that is new."""
        version = version_of(tuple(read_sources(self._brand.project)))
        if version not in self._known:
            self._known = {version: every_problem(self._brand.build(), now)}
        return self._known[version]


def look_ahead(
    brand: Brand,
    change: Change,
    wrote: Sequence[Wrote],
    *,
    baseline: Baseline,
    encoder: Encoder | None,
    now: datetime,
    told: Callable[[float], None],
) -> Prospect:
    """Work out what a change would come to; reads the brand's files, and takes seconds.

    Raises SetupError, NotWritableError and ValueError where it cannot be written.
    """
    before = brand.knowledge
    files = file_drafts(brand.project, before, change)
    told(0.05)
    built = brand.build({file.path: file.after for file in files})
    told(0.2)
    problems = _new_problems(baseline.problems(now), every_problem(built, now))
    told(0.3)
    found: Preview | None = None
    if built.knowledge is not None and not any(item.level is Level.ERROR for item in problems):
        found = preview_between(
            before, built.knowledge, wrote, encoder=encoder, told=lambda part: told(0.3 + 0.7 * part)
        )
    return Prospect(files=files, problems=problems, preview=found)


def file_drafts(project: Path, knowledge: Knowledge, change: Change) -> tuple[FileDraft, ...]:
    """Give the files of a change as they are on disk and as they would be; raises as `look_ahead`."""
    languages = knowledge.settings.brand.languages
    names = {item.intent for item in (*change.added, *change.removed)}
    paths = [intent.file for intent in knowledge.intents.values() if intent.name in names]
    for new in change.new:
        paths += [new.file, *(f"replies/{language}/{new.name}.j2" for language in languages)]
    return draft(change, knowledge.intents, file_texts(project, paths), languages)


def what_they_wrote(heard: Iterable[Inbound], answers: Mapping[str, str]) -> tuple[Wrote, ...]:
    """Count the different texts of messages; `answers` are what people answered, by the text."""
    texts = (item.text.strip() for item in heard if item.kind is InboundKind.MESSAGE)
    counts = Counter(text for text in texts if text)
    return tuple(
        Wrote(text=text, count=count, answer=answers.get(text, "")) for text, count in counts.items()
    )


def every_problem(built: Built, now: datetime) -> tuple[Problem, ...]:
    """Give what was found when files were built, and what lint's other rules say of them."""
    more = lint(built.parts, now) if built.parts is not None else ()
    return tuple(sorted({*built.problems, *more}))


def _new_problems(before: Iterable[Problem], after: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give what was not wrong before, wherever in its file it stood."""
    known = {(item.file, item.code, item.message) for item in before}
    return tuple(item for item in after if (item.file, item.code, item.message) not in known)
