"""Editing the brand's replies: a look at a text, drafts, publishing, and what a file said before."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

from bot.clock import Clock
from bot.errors import SetupError, with_remedy
from bot.knowledge.lint.reserved import RESERVED
from bot.knowledge.lint.rules import check_reply
from bot.knowledge.replies.vocabulary import paths
from bot.knowledge.trial import Trial, try_out
from bot.model.problem import Level, Source
from bot.service import git
from bot.service.brand import Brand
from bot.service.publish import file_texts, publish
from bot.service.reply_effect import effect_of
from bot.service.reply_files import as_edited, as_written, digest_of
from bot.service.reply_ports import ReplyStore
from bot.service.reply_shelves import shelves_of
from bot.service.reply_values import Checked, Effect, Outcome, Past, ReplyDraft, Result, Sheet, Shelf
from bot.settings.values import Person
from bot.teaching.drafting import FileDraft

_LOOKED = 500
_PAST = 30
_REVISION = re.compile(r"[0-9a-f]{40}")


class Replies:
    """The replies of a brand, as its files stand; one change is published at a time."""

    def __init__(self, *, store: ReplyStore, brand: Brand, clock: Clock) -> None:
        self._store, self._brand, self._clock = store, brand, clock
        self._publishing = asyncio.Lock()

    async def shelves(self, language: str) -> tuple[Shelf, ...]:
        """Give every reply there is or ought to be, by topic, the brand's own first; titles in a language."""
        drafts = frozenset(draft.path for draft in await self._store.reply_drafts())
        return shelves_of(self._brand.parts, self._brand.knowledge.problems, drafts, language)

    async def sheet(self, name: str, language: str) -> Sheet | None:
        """Open a reply; None where the brand can have none of this name and language.

        Raises SetupError for a file that cannot be read.
        """
        if not self._may_be(name, language):
            return None
        parts, path = self._brand.parts, f"replies/{language}/{name}.j2"
        disk = await self._disk(path)
        intent = parts.intents.get(name)
        return Sheet(
            path=path,
            name=name,
            language=language,
            title=intent.title_in(language) if intent is not None else name,
            disk=disk,
            base=digest_of(disk),
            draft=await self._store.reply_draft(path),
            past=await self._past(path),
            names=tuple(sorted(paths(parts.settings.slots))),
        )

    async def check(self, sheet: Sheet, text: str, trial: Trial) -> Checked:
        """Ask lint about a text, and try it."""
        parts, source = self._brand.parts, Source(path=sheet.path, text=as_edited(text))

        def look() -> Checked:
            templates, problems = check_reply(parts, source)
            template = templates.get((sheet.name, sheet.language))
            tried = try_out(template, parts, trial) if template is not None else ()
            return Checked(problems=problems, tried=tried)

        return await asyncio.to_thread(look)

    async def effect(self, sheet: Sheet, text: str) -> Effect:
        """Say which of the latest messages would have read otherwise."""
        said, parts = await self._store.said_lately(_LOOKED), self._brand.parts
        source = Source(path=sheet.path, text=as_edited(text))
        key = (sheet.name, sheet.language)

        def look() -> Effect:
            after = check_reply(parts, source)[0].get(key)
            return effect_of(said, parts, key, after)

        return await asyncio.to_thread(look)

    async def text_of(self, sheet: Sheet, key: str) -> str | None:
        """Give a text the file has had, by the key of its past."""
        if _REVISION.fullmatch(key):
            return await asyncio.to_thread(git.text_at, self._brand.project, sheet.path, key)
        versions = await self._store.reply_versions(sheet.path, _PAST)
        return next((item.text for item in versions if str(item.id) == key), None)

    async def save(self, sheet: Sheet, text: str, *, base: str, seen: int, by: Person) -> Result:
        """Keep a text as the file's draft; `base` and `seen` are the file and the draft one has seen."""
        if base != sheet.base:
            return Result(outcome=Outcome.MOVED)
        draft = ReplyDraft(
            path=sheet.path,
            text=as_edited(text),
            base=base,
            author=by.key,
            at=self._clock.now(),
            version=seen,
        )
        kept = await self._store.save_reply_draft(draft)
        return Result(outcome=Outcome.DONE if kept else Outcome.OVERTAKEN)

    async def discard(self, sheet: Sheet, *, seen: int, by: Person) -> bool:
        """Forget the draft one has seen; False where it is another by now."""
        now = self._clock.now()
        return await self._store.discard_reply_draft(sheet.path, seen, by=by.key, now=now)

    async def publish(
        self, sheet: Sheet, text: str, *, base: str, seen: int, by: Person, sure: bool = False
    ) -> Result:
        """Put a text into the file and serve it; `sure`: the warnings are all right."""
        async with self._publishing:
            disk, draft = await self._disk(sheet.path), await self._store.reply_draft(sheet.path)
            if digest_of(disk) != base:
                return Result(outcome=Outcome.MOVED)
            if draft is not None and draft.version != seen:
                return Result(outcome=Outcome.OVERTAKEN)
            after = as_written(disk, text)
            against = await asyncio.to_thread(self._against, Source(path=sheet.path, text=after), sure=sure)
            if against.outcome is not Outcome.DONE:
                return against
            return await self._write(sheet, disk, after, draft, by)

    def _against(self, source: Source, *, sure: bool) -> Result:
        """Say what speaks against serving a text, among all the files as they are now."""
        try:
            problems = self._brand.build({source.path: source.text}).problems
        except SetupError as error:
            return Result(outcome=Outcome.NOT_WRITTEN, note=with_remedy(error, error.hint))
        errors = tuple(item for item in problems if item.level is Level.ERROR)
        if errors:
            return Result(outcome=Outcome.BROKEN, problems=errors)
        own = tuple(item for item in problems if item.file == source.path)
        return Result(outcome=Outcome.DOUBTFUL if own and not sure else Outcome.DONE, problems=own)

    async def _write(
        self, sheet: Sheet, disk: str | None, after: str, draft: ReplyDraft | None, by: Person
    ) -> Result:
        if after != disk:
            file = FileDraft(path=sheet.path, before=disk, after=after)
            try:
                await asyncio.to_thread(publish, self._brand.project, (file,))
            except SetupError as error:
                return Result(outcome=Outcome.NOT_WRITTEN, note=with_remedy(error, error.hint))
            before = [(disk, "")] if disk is not None else []
            await self._store.keep_reply_texts(sheet.path, [*before, (after, by.key)], self._clock.now())
        if draft is not None:
            await self._store.drop_reply_draft(sheet.path, draft.version)
        return Result(outcome=Outcome.DONE, note=await asyncio.to_thread(self._serve, sheet, by))

    def _serve(self, sheet: Sheet, by: Person) -> str:
        """Serve what is in the file by now; what cannot be read this moment is read at the next edit."""
        try:
            self._brand.load()
        except SetupError as error:
            return with_remedy(error, error.hint)
        return self._commit(sheet, by)

    def _commit(self, sheet: Sheet, by: Person) -> str:
        project = self._brand.project
        if not git.is_repository(project):
            return ""
        subject = f"Reply {sheet.name} ({sheet.language}) published at the desk"
        return git.commit(project, sheet.path, subject, name=by.name or by.key, email=by.email)

    async def _past(self, path: str) -> tuple[Past, ...]:
        commits = await asyncio.to_thread(self._commits, path)
        if commits:
            return commits
        versions = await self._store.reply_versions(path, _PAST)
        return tuple(Past(key=str(item.id), author=item.author, at=item.at) for item in versions)

    def _commits(self, path: str) -> tuple[Past, ...]:
        return tuple(
            Past(key=item.revision, author=item.author, at=item.at, note=item.subject)
            for item in git.history(self._brand.project, path, _PAST)
        )

    async def _disk(self, path: str) -> str | None:
        found: Mapping[str, str] = await asyncio.to_thread(file_texts, self._brand.project, (path,))
        return found.get(path)

    def _may_be(self, name: str, language: str) -> bool:
        parts = self._brand.parts
        if (name, language) in parts.templates:
            return True
        return language in parts.settings.brand.languages and (name in parts.intents or name in RESERVED)
