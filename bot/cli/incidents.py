"""What `incident` does with the store, beside a running Sportello or not, and how it tells it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.cli.brand import Loaded, load
from bot.cli.classroom import store_of
from bot.cli.context import Context
from bot.cli.talk import counted, dim, red, say, tell, yellow
from bot.clock import SystemClock
from bot.errors import IncidentError, SetupError
from bot.model.incident import Announcement, Incident, IncidentStatus
from bot.service.incidents import Incidents, Preview, topics_of
from bot.settings.moments import read_moment
from bot.stores.beside import open_beside

_SHOWN = 5


async def act(args: argparse.Namespace, context: Context) -> int:
    """Do what was asked for."""
    loaded = load(context)
    store = open_beside(store_of(loaded, context.project))
    clock = SystemClock()
    try:
        incidents = Incidents(
            store=store, knowledge=lambda: loaded.knowledge, traits=loaded.traits, clock=clock
        )
        return await _act(args, incidents, loaded, clock.now())
    finally:
        await store.close()


async def _act(args: argparse.Namespace, incidents: Incidents, loaded: Loaded, now: datetime) -> int:
    zone = loaded.knowledge.calendar.zone
    if args.act == "list":
        return await _list(args, incidents, zone)
    by = _who(args.by, loaded)
    if args.act == "dismiss":
        if not await incidents.dismiss(args.number, by=by):
            raise SetupError(f"there is no suggestion {args.number}", hint="`sportello incident list`")
        say(f"Suggestion {args.number} is no incident.")
        return 0
    if args.act == "open":
        return await _open(args, incidents, by, loaded, now)
    return await _change(args, incidents, by, zone, now)


async def _open(
    args: argparse.Namespace, incidents: Incidents, by: str, loaded: Loaded, now: datetime
) -> int:
    zone = loaded.knowledge.calendar.zone
    item = await incidents.get(args.suggestion) if args.suggestion else None
    known = item.said if item is not None else Announcement()
    named = tuple(args.intent) or known.intents
    said = Announcement(
        intents=named,
        topics=() if args.only_intents else tuple(args.topic) or topics_of(named, loaded.knowledge),
        words=tuple(args.words),
        place=args.place,
        texts=_texts(args.text),
        next_update=_next(args.next, zone, now),
    )
    preview = await incidents.preview_opening(said, args.suggestion)
    if not _goes_on(args, preview):
        return 1
    title = args.title or (item.title if item is not None else "")
    number = await incidents.open(said, title=title, by=by, suggestion=args.suggestion, insist=args.insist)
    say(f"Incident {number} is open. {_told(preview)}")
    return 0


async def _change(
    args: argparse.Namespace, incidents: Incidents, by: str, zone: ZoneInfo, now: datetime
) -> int:
    over = args.act == "close"
    said = Announcement(texts=_texts(args.text), next_update=None if over else _next(args.next, zone, now))
    preview = await incidents.preview_update(args.number, said, over=over)
    if not _goes_on(args, preview):
        return 1
    if over:
        await incidents.close(args.number, said, by=by, insist=args.insist)
    else:
        await incidents.update(args.number, said, by=by, insist=args.insist)
    say(f"Incident {args.number} is {'over' if over else 'updated'}. {_told(preview)}")
    return 0


def _told(preview: Preview) -> str:
    return f"{counted(preview.people, 'conversation')} will be told while Sportello runs."


def _goes_on(args: argparse.Namespace, preview: Preview) -> bool:
    """Show the preview, and ask; nothing goes on where something forbids it."""
    for line in _preview(preview):
        say(line)
    reasons = preview.reasons if args.insist else (*preview.reasons, *preview.warnings)
    if reasons:
        raise IncidentError(reasons)
    if args.preview:
        return False
    if args.yes:
        return True
    if not sys.stdin.isatty():
        tell("Nothing was sent: add --yes where nobody can be asked.")
        return False
    return input("Send it? [y/N] ").strip().lower() in {"y", "yes", "s", "si", "sì"}


def _preview(preview: Preview) -> Iterator[str]:
    yield f"{counted(preview.people, 'conversation')} to tell:"
    for part in preview.parts:
        cost = f", {part.cost:.2f} USD" if part.cost else ""
        yield f"  {part.count:>5}  {part.channel} ({part.surface}), {_span(part.takes)}{cost}"
    for one in preview.samples:
        yield dim(f"  {one.where} {one.language}: {one.text}")
    for reason in preview.reasons:
        yield red(f"  {reason}")
    for warning in preview.warnings:
        yield yellow(f"  {warning}")


def _span(span: timedelta) -> str:
    minutes = span / timedelta(minutes=1)
    return "at once" if minutes < 1 else f"about {minutes:.0f} minutes"


async def _list(args: argparse.Namespace, incidents: Incidents, zone: ZoneInfo) -> int:
    items = await incidents.every()
    if args.json:
        say(json.dumps({"incidents": [_as_json(item) for item in items]}, ensure_ascii=False, indent=2))
        return 0
    for item in items:
        say(_line(item, zone))
        if item.status is IncidentStatus.SUGGESTED:
            for post in (await incidents.posts(item))[:_SHOWN]:
                say(dim(f"      {post.channel}: {' '.join(post.text.split())[:90]}"))
    if not items:
        say("No incident is open, and none is suggested.")
    return 0


def _line(item: Incident, zone: ZoneInfo) -> str:
    at = f"{item.changed_at.astimezone(zone):%d %b %H:%M}"
    found = item.evidence
    match item.status:
        case IncidentStatus.SUGGESTED:
            place = f", {found.place}" if found.place else ""
            what = f"{found.people} × {item.title} in {found.minutes} min, usual {found.usual:.1f}{place}"
        case IncidentStatus.OPEN:
            due = item.said.next_update
            more = f", next update {due.astimezone(zone):%d %b %H:%M}" if due is not None else ""
            what = f"{item.title}: {counted(item.attached, 'conversation')}{more}"
        case _:
            what = f"{item.title}: {counted(item.attached, 'conversation')}"
    return f"{item.id:>4}  {item.status:<9}  {at}  {what}"


def _as_json(item: Incident) -> dict[str, Any]:
    due = item.said.next_update
    return {
        "id": item.id,
        "status": item.status.value,
        "title": item.title,
        "intents": item.said.intents,
        "topics": item.said.topics,
        "words": item.said.words,
        "place": item.said.place,
        "texts": dict(item.said.texts),
        "next_update": due.isoformat() if due is not None else None,
        "update": item.update,
        "attached": item.attached,
        "waiting": item.waiting,
        "evidence": {
            "people": item.evidence.people,
            "minutes": item.evidence.minutes,
            "usual": item.evidence.usual,
            "place": item.evidence.place,
        },
    }


def _texts(given: Sequence[str]) -> dict[str, str]:
    """Read “it=…” into texts by language. Raises SetupError for what is not written so."""
    found = {}
    for one in given:
        language, is_there, text = one.partition("=")
        if not is_there or not language.strip():
            raise SetupError(f"“{one}” names no language", hint='write --text it="La rete non va a Torino."')
        found[language.strip()] = text.strip()
    return found


def _next(text: str | None, zone: ZoneInfo, now: datetime) -> datetime | None:
    return read_moment(text, zone, now) if text is not None else None


def _who(key: str, loaded: Loaded) -> str:
    """Give the person's key. Raises SetupError for one that the brand does not have."""
    people = loaded.knowledge.settings.people
    if key and key not in people:
        raise SetupError(f"nobody signs as “{key}”", hint=f"there are {', '.join(people)}")
    return key or "command line"
