"""The page of the audit: what people did, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.responses import Response

from bot.desk.sections import AUDIT, section_page
from bot.desk.visit import Visit
from bot.desk.words import words
from bot.model.audit import Entry

_PAGE = 50
_BIGGEST = 2**63 - 1
_PAGES = {"conversation": "/desk/c/", "incident": "/desk/incidents/"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What a deed was done on; `path` is its page, "" where it has none."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An entry in words."""

    n: int
    at: str
    who: str
    what: str
    about: tuple[Thing, ...]


async def show_audit(visit: Visit) -> Response:
    """Show a page of the audit, from the entry before a number on."""
    before = _number(visit.request.query_params.get("before", ""))
    entries = await visit.desk.users.history(before, _PAGE)
    rows = tuple(_row(visit, entry) for entry in entries)
    older = rows[-1].n if rows and rows[-1].n > 1 else 0
    return await section_page(visit, AUDIT, "audit.html", rows=rows, older=older, newest=before == 0)


def _number(text: str) -> int:
    known = text.isascii() and text.isdecimal() and len(text) < len(str(_BIGGEST))
    return int(text) if known else 0


def _row(visit: Visit, entry: Entry) -> Row:
    person = visit.people.get(entry.who)
    w = words(visit.language)
    return Row(
        n=entry.n,
        at=f"{datetime.fromtimestamp(entry.at // 1000, UTC):%Y-%m-%d %H:%M:%S}",
        who=f"{person.name} ({entry.who})" if person is not None else entry.who or w["audit_nobody"],
        what=w.get(f"deed_{entry.what}", entry.what),
        about=tuple(_things(entry.about, w)),
    )


def _things(about: str, w: Mapping[str, str]) -> Iterator[Thing]:
    for part in about.split():
        kind, _, name = part.partition(":")
        path = f"{_PAGES[kind]}{name}" if kind in _PAGES and name.isdecimal() else ""
        said = w.get(f"role_{name}", name) if kind == "role" else name
        yield Thing(text=w.get(f"about_{kind}", part).format(name=said), path=path)
