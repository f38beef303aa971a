"""Reads the audit out of the store, beside whoever runs on it: its entries, and whether they still stand."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.keeping import store_url
from bot.cli.talk import green, red, say
from bot.errors import SetupError
from bot.model.audit import Entry, Fault, Verdict, verify
from bot.stores.beside import open_beside
from bot.stores.opening import store_path
from bot.stores.sql_store import SqlStore

_PAGE = 1000


async def show(project: Path, last: int, *, as_json: bool) -> int:
    """Print the last entries, the oldest of them first; 0 prints all."""
    async with _opened(project) as store:
        entries = await _all(store) if last <= 0 else (await store.audit_before(0, last))[::-1]
    if as_json:
        say(json.dumps([_as_json(entry) for entry in entries], indent=2))
        return 0
    for entry in entries:
        say(f"{entry.n:>6}  {_when(entry)}  {entry.who or '-':<10}  {entry.what:<18}  {entry.about}".rstrip())
    if not entries:
        say("Nobody has done anything yet.")
    return 0


async def check(project: Path, known: str, *, as_json: bool) -> int:
    """Compute the chain again; 1, naming the entry, if one is not as it was written."""
    number, digest = _known(known) if known else (0, "")
    async with _opened(project) as store:
        entries = await _all(store)
    verdict = verify(entries)
    fault = verdict.fault or _lost(entries, number, digest)
    if as_json:
        told = {"entries": verdict.entries, "head": verdict.head, "fault": asdict(fault) if fault else None}
        say(json.dumps(told, indent=2))
    else:
        _say(verdict, fault)
    return 1 if fault else 0


def _say(verdict: Verdict, fault: Fault | None) -> None:
    if fault is not None:
        say(red(f"entry {fault.n} is not as it was written: {fault.why}"))
        say(f"What comes before it stands: {verdict.entries} in all.")
        return
    say(green(f"the audit stands: {verdict.entries} in all"))
    if verdict.entries:
        say(
            f"Note this elsewhere, to see later whether its end was cut off: {verdict.entries}:{verdict.head}"
        )


def _lost(entries: tuple[Entry, ...], number: int, digest: str) -> Fault | None:
    """Compare with what was noted before: a chain that was cut or written anew is whole in itself."""
    if not number:
        return None
    if number > len(entries):
        return Fault(n=number, why=f"it is gone: the audit ends with entry {len(entries)}")
    if entries[number - 1].hash != digest:
        return Fault(n=number, why="its hash is not the one that was noted")
    return None


def _known(text: str) -> tuple[int, str]:
    number, colon, digest = text.partition(":")
    if not colon or not number.isdecimal() or not int(number) or not digest:
        raise SetupError(f"“{text}” is no noted entry", hint="give what --verify printed, as 12:9f86d0…")
    return int(number), digest


async def _all(store: SqlStore) -> tuple[Entry, ...]:
    found: list[Entry] = []
    while page := await store.audit_after(found[-1].n if found else 0, _PAGE):
        found += page
    return tuple(found)


@asynccontextmanager
async def _opened(project: Path) -> AsyncIterator[SqlStore]:
    store = open_beside(store_path(store_url(project)))
    try:
        yield store
    finally:
        await store.close()


def _when(entry: Entry) -> str:
    return f"{datetime.fromtimestamp(entry.at // 1000, UTC):%Y-%m-%d %H:%M:%S}Z"


def _as_json(entry: Entry) -> dict[str, object]:
    at = datetime.fromtimestamp(entry.at // 1000, UTC)
    return {**asdict(entry), "at": f"{at:%Y-%m-%dT%H:%M:%S}.{entry.at % 1000:03}Z"}
