"""A brand being taught: what its store has to teach from, the change so far, and the change being saved."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.cli.brand import Loaded
from bot.cli.keeping import placed
from bot.cli.progress import Progress
from bot.cli.whose import who
from bot.clock import SystemClock
from bot.errors import BrandError, SetupError
from bot.knowledge.library import Knowledge
from bot.model.message import InboundKind
from bot.model.unanswered import Unanswered
from bot.service.brand import has_errors
from bot.service.publish import file_texts, publish
from bot.stores.beside import open_beside
from bot.stores.opening import store_path
from bot.stores.reading import open_to_read
from bot.teaching.change import Change, Taught, changed
from bot.teaching.drafting import FileDraft, draft
from bot.teaching.examples import NoExampleError, as_example, objections
from bot.teaching.previewing import Preview, Wrote, preview, preview_between
from bot.teaching.questions import Gathered, digest_of, gather
from bot.teaching.writing import NotWritableError

MOST = 20_000
"""Most unanswered messages that are looked at."""

MOST_PREVIEWED = 5_000
"""Most different texts that a change is tried on, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the store has of the period: what was left to people, what was dismissed, what customers wrote."""

    unanswered: tuple[Unanswered, ...] = ()
    dismissed: frozenset[str] = frozenset()
    wrote: tuple[Wrote, ...] = ()


@dataclass(kw_only=True)
class Classroom:
    """A brand that is taught, and the change that has not been saved yet."""

    loaded: Loaded
    project: Path
    stored: Stored
    quiet: bool
    change: Change = field(default_factory=Change)

    def gathered(self, most: int) -> Gathered:
        """Group what was not answered."""
        progress = Progress(quiet=self.quiet)
        found = gather(
            self.stored.unanswered,
            self.loaded.knowledge,
            encoder=self.loaded.vectors,
            dismissed=self.stored.dismissed,
            most=most,
            told=lambda part: progress.show(part, "looking for groups"),
        )
        progress.done()
        return found

    def add(self, intent: str, language: str, text: str) -> str:
        """Add a sentence to the change, and give it as it will stand. Raises NoExampleError."""
        sentence = as_example(text, self.loaded.knowledge.settings.slots)
        known = changed(self.loaded.knowledge.intents, self.change)
        for message, hint in objections(known, intent, language, sentence):
            raise NoExampleError(message, hint)
        before = self.change
        self.change = before.with_sentence(Taught(intent=intent, language=language, text=sentence))
        try:
            self.drafts()
        except SetupError as error:
            self.change = before
            raise NoExampleError(str(error), error.hint) from error
        return sentence

    def preview(self) -> Preview:
        """Say what the change would have altered."""
        known, wrote, encoder = self.loaded.knowledge, self.stored.wrote, self.loaded.vectors
        with self._trying() as told:
            return preview(known, self.change, wrote, encoder=encoder, told=told)

    def preview_since(self, before: Knowledge) -> Preview:
        """Say what differs from an earlier version of the brand."""
        known, wrote, encoder = self.loaded.knowledge, self.stored.wrote, self.loaded.vectors
        with self._trying() as told:
            return preview_between(before, known, wrote, encoder=encoder, told=told)

    @contextmanager
    def _trying(self) -> Iterator[Callable[[float], None]]:
        progress = Progress(quiet=self.quiet)
        yield lambda part: progress.show(part, "trying it on what customers wrote")
        progress.done()

    def drafts(self) -> tuple[FileDraft, ...]:
        """Give the files as they would be. Raises SetupError where one cannot be changed."""
        knowledge = self.loaded.knowledge
        languages = knowledge.settings.brand.languages
        names = {item.intent for item in self.change.added}
        files = [intent.file for intent in knowledge.intents.values() if intent.name in names]
        for new in self.change.new:
            files += [new.file, *(f"replies/{language}/{new.name}.j2" for language in languages)]
        try:
            return draft(self.change, knowledge.intents, file_texts(self.project, files), languages)
        except NotWritableError as error:
            raise SetupError(str(error), hint=error.hint) from error

    def save(self, drafts: Sequence[FileDraft]) -> None:
        """Write the files and begin a new change. Raises SetupError, BrandError for what is then wrong."""
        publish(self.project, drafts)
        self.change = Change()
        problems = self.loaded.brand.load()
        if has_errors(problems):
            raise BrandError(problems)

    def dismiss(self, digests: Sequence[str]) -> None:
        """Never show these texts again."""
        asyncio.run(_dismiss(store_of(self.loaded, self.project), digests))


def store_of(loaded: Loaded, project: Path) -> Path:
    """Give the file of the brand's store."""
    return store_path(placed(loaded.knowledge.settings.storage.url, project))


async def read_stored(path: Path, since: datetime, now: datetime) -> Stored:
    """Read what the store has from a moment until now. Raises StoreError."""
    store = open_to_read(path, newest_only=True)
    until = now + timedelta(seconds=1)
    try:
        unanswered = await store.unanswered(since, until, MOST)
        dismissed = await store.dismissed()
        heard = await store.heard(since, until)
    finally:
        await store.close()
    answers = {digest_of(item.text): item.answer for item in reversed(unanswered) if item.answer}
    texts = [item.text.strip() for item in reversed(heard) if item.kind is InboundKind.MESSAGE]
    counts = Counter(text for text in texts if text)
    newest = list(counts)[:MOST_PREVIEWED]
    wrote = tuple(
        Wrote(text=text, count=counts[text], answer=answers.get(digest_of(text), "")) for text in newest
    )
    return Stored(unanswered=unanswered, dismissed=dismissed, wrote=wrote)


async def _dismiss(path: Path, digests: Sequence[str]) -> None:
    store = open_beside(path)
    try:
        await store.dismiss(digests, by=who(), now=SystemClock().now())
    finally:
        await store.close()
