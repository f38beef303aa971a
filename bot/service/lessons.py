"""Teaching at the desk: each person's draft, what it would alter, and publishing it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.errors import SetupError, StoreError, with_remedy
from bot.knowledge.intents import Intent
from bot.model.problem import Level
from bot.service.jobs import Job, Told
from bot.service.lesson_ports import Lesson
from bot.service.prospects import Baseline, Prospect, file_drafts, look_ahead, what_they_wrote
from bot.service.publish import publish
from bot.service.questions import PERIOD
from bot.service.school import School
from bot.teaching.change import Change, Taught
from bot.teaching.masking import Masking
from bot.teaching.proposing import Objection, Proposal, proposed
from bot.teaching.writing import NotWritableError

_log = logging.getLogger(__name__)

MOST_MESSAGES = 2_000
"""How many of the customers' last messages a change is tried on."""

_MOST_LESSONS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What a draft would come to; while that is worked out `prospect` is None and `part` says how far it is.

    `wrong` says why the draft cannot be written as it is.
    """

    prospect: Prospect | None = None
    part: float = 1.0
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looking:
    version: str
    change: Change
    job: Job[Prospect]


class Lessons:
    """What people teach. Each has one draft; nothing is written into the brand's files before publishing."""

    def __init__(self, school: School) -> None:
        self._store, self._brand, self._encoder = school.store, school.brand, school.encoder
        self._clock, self._compute = school.clock, school.compute
        self._baseline = Baseline(school.brand)
        self._lookings: dict[str, _Looking] = {}
        self._one_at_a_time = asyncio.Lock()

    @property
    def intents(self) -> Mapping[str, Intent]:
        """The brand's intents as they are served."""
        return self._brand.knowledge.intents

    def masked(self, text: str) -> str:
        """Give a customer's text on one line, without what is personal."""
        settings = self._brand.knowledge.settings
        masking = Masking(slots=settings.slots, own=settings.brand.account_names)
        return masking.hide(" ".join(text.split())).text

    def language_of(self, text: str) -> str:
        """Recognise the language of a text."""
        return self._brand.knowledge.matcher.match(text).language

    async def draft(self, person: str) -> Change:
        """Give what a person is about to teach."""
        return await self._store.lesson(person)

    async def propose(self, person: str, proposal: Proposal) -> tuple[str, ...]:
        """Add to a person's draft, all of it or nothing.

        Gives why it cannot be, each an Objection or a plain sentence; nothing where it was added.
        """
        async with self._one_at_a_time:
            change = await self._store.lesson(person)
            after, reasons = proposed(self._brand.knowledge, change, proposal)
            reasons = reasons or self._unwritable(after)
            if not reasons:
                await self._store.keep_lesson(person, after, self._clock.now())
            return reasons

    async def drop(self, person: str, *, sentence: Taught | None = None, intent: str = "") -> None:
        """Take a sentence, or a new intent with its sentences, out of a draft; without either, all."""
        async with self._one_at_a_time:
            change = await self._store.lesson(person)
            left = change.without_intent(intent) if intent else Change()
            if sentence is not None:
                left = change.without(sentence)
            await self._store.keep_lesson(person, left, self._clock.now())

    async def ahead(self, person: str, wait: float) -> Ahead:
        """Say what a person's draft would come to; waits some seconds at most. Raises StoreError."""
        looking = self._looking(person, await self._store.lesson(person))
        try:
            found = await looking.job.soon(wait)
        except StoreError:
            raise
        except (NotWritableError, SetupError) as error:
            return Ahead(wrong=with_remedy(error, error.hint))
        except ValueError:
            return Ahead(wrong=Objection.OUTDATED)
        return Ahead(prospect=found, part=looking.job.part)

    async def publish(self, person: str, *, seen: str, insist: bool = False) -> tuple[str, ...]:
        """Write a person's draft and serve it; gives why not, nothing where it was done.

        `seen` is the mark of the prospect that the person has looked at: no other is written. Raises
        StoreError.
        """
        async with self._one_at_a_time:
            change = await self._store.lesson(person)
            if change.nothing:
                return (Objection.NOTHING,)
            ahead = await self.ahead(person, wait=0.0)
            reasons = tuple(_why_not(ahead, seen, insist=insist))
            if reasons or ahead.prospect is None:
                return reasons
            return await self._write(person, change, ahead.prospect)

    async def taught(self) -> tuple[Lesson, ...]:
        """List what people have taught lately, the latest first."""
        return await self._store.taught(_MOST_LESSONS)

    async def _write(self, person: str, change: Change, prospect: Prospect) -> tuple[str, ...]:
        files = prospect.files
        try:
            await self._compute(lambda: publish(self._brand.project, files))
        except SetupError as error:
            return (with_remedy(error, error.hint),)
        finally:
            self._forget(person)
        names = tuple(file.path for file in files)
        _log.info("%s published %s", person, ", ".join(names))
        await self._store.add_taught(Lesson(person=person, at=self._clock.now(), change=change, files=names))
        await self._compute(self._brand.load)
        return ()

    def _unwritable(self, change: Change) -> tuple[str, ...]:
        try:
            file_drafts(self._brand.project, self._brand.knowledge, change)
        except (NotWritableError, SetupError) as error:
            return (with_remedy(error, error.hint),)
        return ()

    def _looking(self, person: str, change: Change) -> _Looking:
        version = self._brand.knowledge.version
        looking = self._lookings.get(person)
        same = looking is not None and (looking.version, looking.change) == (version, change)
        if looking is not None and same and not looking.job.failed:
            return looking
        self._forget(person)
        looking = _Looking(version=version, change=change, job=Job(lambda told: self._look(change, told)))
        self._lookings[person] = looking
        return looking

    def _forget(self, person: str) -> None:
        looking = self._lookings.pop(person, None)
        if looking is not None:
            looking.job.stop()

    async def _look(self, change: Change, told: Told) -> Prospect:
        now = self._clock.now()
        heard = await self._store.heard_lately(MOST_MESSAGES)
        until = now + timedelta(seconds=1)
        unanswered = await self._store.unanswered(now - PERIOD, until, MOST_MESSAGES)
        answers = {item.text: item.answer for item in reversed(unanswered) if item.answer}
        wrote = what_they_wrote(heard, answers)
        return await self._compute(
            lambda: look_ahead(
                self._brand,
                change,
                wrote,
                baseline=self._baseline,
                encoder=self._encoder,
                now=now,
                told=told,
            )
        )


def _why_not(ahead: Ahead, seen: str, *, insist: bool) -> Iterator[str]:
    prospect = ahead.prospect
    if ahead.wrong:
        yield ahead.wrong
    elif prospect is None or prospect.mark != seen:
        yield Objection.UNSEEN
    elif any(item.level is Level.ERROR for item in prospect.problems):
        yield Objection.ERRORS
    elif prospect.refused and not insist:
        yield Objection.SUFFERING
