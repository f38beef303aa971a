"""Taking conversations out of a store by how their keys begin: nothing of them stays, nothing else goes."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

from bot.model.incident import Evidence
from bot.model.message import Author, Inbound
from bot.service.incident_values import Burst
from bot.service.values import Batch
from bot.stores.connection import connect_memory
from bot.stores.migrations import migrate
from bot.stores.opening import memory_transactions
from bot.stores.sql_store import SqlStore
from bot.stores.units.clearing import HANGING


def test_every_table_whose_rows_belong_to_a_conversation_is_cleared() -> None:
    with closing(connect_memory()) as connection:
        migrate(connection)
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        hanging = {
            table
            for table in tables
            if "conversation_id" in {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        }
    assert hanging == set(HANGING)


NOW = datetime(2026, 11, 30, 8, 30, tzinfo=UTC)


async def test_a_suggestion_goes_with_its_last_message_and_stays_while_a_real_one_is_left() -> None:
    store = SqlStore(memory_transactions())
    invented, real = [await written(store, key) for key in ("invented-1", "giulia")]
    bursts = tuple(
        Burst(key=key, title=key, evidence=Evidence(people=len(posts), minutes=20, posts=posts))
        for key, posts in (("intent:gone", (invented,)), ("intent:left", (invented, real)))
    )
    gone, left = await store.suggest(bursts, (), NOW)
    assert await store.clear("invented-") == 1
    assert [item.id for item in await store.incidents(10)] == [left]
    assert [task.reason for task in await store.tasks()] == [f"suggested:{left}"]
    assert await store.incident(gone) is None
    await store.close()


async def written(store: SqlStore, key: str) -> int:
    """Have a customer write; give the number of the message."""
    said = Inbound(
        channel="web",
        account="web",
        event_key=key,
        conversation_key=key,
        author=Author(id=key),
        text="non si apre",
        occurred_at=NOW,
        received_at=NOW,
    )
    accepted = await store.accept(Batch(channel="web", account="web", items=(said,)), NOW)
    work = await store.work(accepted.conversations[0])
    assert work is not None
    return work.waiting[0].id
