"""What was promised and how long customers waited, by conversation, on the brand's clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from bot.model.promise import Promise as StoredPromise
from bot.model.response import Response
from bot.rehearsal.report import Promise, Wait

Local = Callable[[datetime], datetime]


def promises_of(stored: Iterable[StoredPromise], local: Local) -> Mapping[int, tuple[Promise, ...]]:
    """Give every conversation's promises in order, as they stand when the rehearsal ends."""
    found: dict[int, list[Promise]] = defaultdict(list)
    for item in stored:
        found[item.conversation_id].append(
            Promise(
                conversation=item.conversation_id,
                made_at=local(item.made_at),
                due_at=local(item.due_at),
                ended_at=_or_none(item.ended_at, local),
                state=item.state.value,
            )
        )
    return {conversation: tuple(items) for conversation, items in found.items()}


def waits_of(stored: Iterable[Response], local: Local) -> tuple[Wait, ...]:
    """Give every wait of a customer's, in order."""
    return tuple(
        Wait(
            conversation=item.conversation_id,
            since=local(item.since),
            any_at=_or_none(item.any_at, local),
            answer_at=_or_none(item.answer_at, local),
        )
        for item in stored
    )


def _or_none(moment: datetime | None, local: Local) -> datetime | None:
    return local(moment) if moment is not None else None
