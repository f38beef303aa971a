"""The stored messages of a past period, as a script: read from the brand's store, which is left as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from bot.errors import SetupError
from bot.model.message import Inbound
from bot.model.traits import Traits
from bot.rehearsal.script import Line, Script
from bot.stores.reading import open_to_read


async def stored_messages(
    store: Path, since: datetime, until: datetime, *, traits: Mapping[str, Traits], words: str
) -> Script:
    """Read the customers' messages of a period; `words` name it. Raises SetupError where there are none."""
    reading = open_to_read(store)
    try:
        heard = await reading.heard(since, until)
    finally:
        await reading.close()
    if not heard:
        raise SetupError(
            f"no customer's message is stored from {words}",
            hint="give another period, or use --messages or --weekend",
        )
    return Script(
        lines=tuple(_lines(heard, traits)),
        source=f"{len(heard)} stored messages from {words}",
        since=since,
        until=max(item.received_at for item in heard),
        invented=False,
    )


def _lines(heard: Sequence[Inbound], traits: Mapping[str, Traits]) -> Iterator[Line]:
    for number, item in enumerate(heard, 1):
        channel = traits.get(item.channel)
        if channel is None:
            raise SetupError(
                f"the store has messages of the channel “{item.channel}”, which is not installed",
                hint="install its package again",
            )
        yield Line(
            id=str(number),
            at=item.received_at,
            customer=item.conversation_key,
            address=channel.address(item.surface),
            text=item.text,
            button=item.button,
            name=item.author.name,
            language=item.author.language_hint,
            followers=item.author.followers,
        )
