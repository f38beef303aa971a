"""Rehearses a weekend of a brand that is not written yet, in a process and a folder of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.desk.setup.port import Rehearsal, Rehearsed, Scene
from bot.rehearsal.report import Report, Talk, Who
from bot.starter import StarterFile
from bot.stores.documents import load

_KINDS = ("acknowledgement", "answer", "agent")
_SURE = 0.5
_LONGEST_SCENE = 8
_SHOWN = (Who.CUSTOMER, Who.BOT, Who.PERSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Printed:
    report: Report


async def rehearsed(of: str, files: Sequence[StarterFile]) -> Rehearsal:
    """Play the weekend; nothing is sent, and nothing is left behind."""
    try:
        printed, complaints = await _played(files)
    except OSError as error:
        return Rehearsal(of=of, failure=str(error))
    if not printed:
        return Rehearsal(of=of, failure=complaints.decode(errors="replace").strip()[:500])
    return Rehearsal(of=of, result=of_report(load(_Printed, printed.decode()).report))


async def _played(files: Sequence[StarterFile]) -> tuple[bytes, bytes]:
    """Give what the rehearsal printed and what it complained of. Raises OSError where it cannot begin."""
    with TemporaryDirectory(prefix="sportello-setup-") as place:
        await asyncio.to_thread(_put, Path(place), files)
        command = (sys.executable, "-m", "bot", "-q", "-C", place, "rehearse", "--weekend", "--json")
        process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        try:
            return await process.communicate()
        except asyncio.CancelledError:
            process.kill()
            await process.wait()
            raise


def of_report(report: Report) -> Rehearsed:
    """Give what a newcomer wants to see of a rehearsal."""
    summary = report.summary
    return Rehearsed(
        since=report.since,
        until=report.until,
        messages=summary.messages,
        customers=summary.customers,
        results=summary.results,
        promises=summary.promises,
        first_word=summary.first_word_median,
        findings=tuple(finding.text for finding in report.findings),
        scenes=tuple(_scene(talk) for talk in _telling(report)),
    )


def _put(place: Path, files: Sequence[StarterFile]) -> None:
    for file in files:
        path = place / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8", newline="\n")


def _telling(report: Report) -> Iterator[Talk]:
    """Choose short conversations: one acknowledged while closed, one answered, one with a person.

    What they are about was understood: a stranger's language tells little of the brand.
    """
    known = {
        message.conversation for message in report.messages if message.intent and message.confidence >= _SURE
    }
    left = [t for t in report.talks if t.conversation in known and len(t.entries) <= _LONGEST_SCENE]
    for kind in _KINDS:
        talk = next((talk for talk in left if any(item.kind == kind for item in talk.entries)), None)
        if talk is not None:
            left.remove(talk)
            yield talk


def _scene(talk: Talk) -> Scene:
    return Scene(
        channel=talk.channel,
        name=talk.name,
        lines=tuple(
            (item.at, item.who.value, item.text) for item in talk.entries if item.who in _SHOWN and item.text
        ),
    )
