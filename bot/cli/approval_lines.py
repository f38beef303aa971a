"""Reads how far intents have come out of the store, and puts it into lines and JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.cli.brand import load
from bot.cli.context import Context
from bot.cli.keeping import require_store, store_url
from bot.cli.talk import dim
from bot.model.approval import ApprovalStep, Standing, ends_of
from bot.stores.beside import open_beside
from bot.stores.opening import store_path

_MOST_STEPS = 50
_SHOWN_STEPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Approvals:
    """Where intents stand, the latest steps (newest first), and how many approvals let one go by itself."""

    standings: tuple[Standing, ...]
    steps: tuple[ApprovalStep, ...]
    needed: int
    zone: ZoneInfo


def read_approvals(context: Context) -> Approvals:
    """Read the brand's settings and its store. Raises SetupError where there is no store."""
    path = store_path(store_url(context.project))
    require_store(path)
    knowledge = load(context).knowledge
    standings, steps = asyncio.run(_read(path))
    return Approvals(
        standings=standings,
        steps=steps,
        needed=knowledge.settings.approval.graduate_after,
        zone=knowledge.calendar.zone,
    )


async def _read(path: Path) -> tuple[tuple[Standing, ...], tuple[ApprovalStep, ...]]:
    store = open_beside(path)
    try:
        return await store.standings(), await store.approval_steps(_MOST_STEPS)
    finally:
        await store.close()


def as_json(known: Approvals) -> dict[str, Any]:
    """Give it as JSON has it; times are ISO 8601 in UTC, null for an intent that still drafts."""
    return {
        "graduate_after": known.needed,
        "approvals": [
            {
                "channel": item.channel,
                "surface": item.surface.value,
                "intent": item.intent,
                "confidence": list(ends_of(item.band)),
                "approved": item.approved,
                "automatic_since": item.automatic_since.isoformat() if item.automatic_since else None,
            }
            for item in known.standings
        ],
        "steps": [
            {
                "at": step.at.isoformat(),
                "event": step.event.value,
                "by": step.by,
                "channel": step.channel,
                "surface": step.surface.value,
                "intent": step.intent,
                "confidence": list(ends_of(step.band)),
                "approved": step.approved,
                "conversation": step.conversation_id,
            }
            for step in known.steps
        ],
    }


def in_lines(known: Approvals) -> Iterator[str]:
    """Give it in lines: each intent with its band, then what last changed."""
    if not known.standings:
        yield "No draft has been approved or refused so far."
        return
    for item in known.standings:
        low, high = ends_of(item.band)
        place = f"{item.intent} on {item.channel}, in {item.surface}, {low:.1f} to {high:.1f} sure"
        yield f"{place}: {_stands(item, known)}"
    for step in known.steps[:_SHOWN_STEPS]:
        at = step.at.astimezone(known.zone)
        yield dim(f"{at:%Y-%m-%d %H:%M} {step.intent} on {step.channel}: {step.event} by {step.by}")


def _stands(item: Standing, known: Approvals) -> str:
    if item.automatic_since is not None:
        return f"answers by itself since {item.automatic_since.astimezone(known.zone):%Y-%m-%d}"
    if not known.needed:
        return f"{item.approved} approved in a row; graduate_after is 0, so people go on approving"
    return f"{item.approved} of {known.needed} approved"
