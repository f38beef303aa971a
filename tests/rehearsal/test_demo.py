"""The demo's weekend: played over the real pipeline up to now, it leaves no screen of the desk empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import catalogue
from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus
from bot.model.traits import Traits
from bot.rehearsal.demo import CONVERSATIONS, Scene, began, played_weekend
from bot.stores.sql_store import SqlStore
from bot.testing.pytest_plugin import brand_of
from tests.test_docs import ROOT

ROME = ZoneInfo("Europe/Rome")
TRAITS: Mapping[str, Traits] = {name: catalogue.traits(name) for name in ("web", "telegram", "x")}
SCENE = Scene(
    addresses=("web", "telegram", "x.post", "x.dm"),
    accounts={"web": "web", "telegram": "demo", "x": "demo"},
    prefix="invented-",
)
WEEK = timedelta(days=8)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return brand_of(ROOT)[0]


async def played(knowledge: Knowledge, now: datetime) -> SqlStore:
    store, count = await played_weekend(knowledge, TRAITS, SCENE, now)
    assert count == CONVERSATIONS
    return store


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 30, 9, 30, tzinfo=ROME),
        datetime(2026, 12, 3, 16, 0, tzinfo=ROME),
        datetime(2026, 12, 5, 23, 0, tzinfo=ROME),
    ],
)
async def test_no_screen_is_empty_on_a_monday_a_thursday_or_a_saturday_night(
    knowledge: Knowledge, now: datetime
) -> None:
    store = await played(knowledge, now)
    rows = await store.inbox()
    waiting = [row for row in rows if row.waiting_since is not None]
    assert len(waiting) >= 5
    assert len({row.channel for row in waiting}) >= 2
    assert {row.channel for row in rows} == {"web", "telegram", "x"}
    assert {CaseStatus.WAITING_FOR_AGENT, CaseStatus.ANSWERED} <= {row.status for row in rows}
    assert {row.language for row in rows} >= {"it", "en"}
    promises = await store.promises(now - WEEK, now)
    assert len(promises) > 50
    assert await store.unanswered(now - WEEK, now, 100)
    assert len(await store.responses(now - WEEK, now)) > 100
    await store.close()


async def test_it_goes_on_from_there_nothing_waits_for_a_turn_and_nothing_is_overdue(
    knowledge: Knowledge,
) -> None:
    now = datetime(2026, 11, 30, 9, 30, tzinfo=ROME)
    store = await played(knowledge, now)
    assert await store.with_work() == ()
    due = await store.next_due()
    assert due is not None
    assert due >= now
    row = next(row for row in await store.inbox() if row.channel == "x")
    dossier = await store.dossier(row.conversation_id)
    assert dossier is not None
    assert dossier.conversation.account == "demo"
    assert await store.clear(SCENE.prefix) == CONVERSATIONS
    assert await store.inbox() == ()
    assert await store.next_due() is None
    await store.close()


@given(now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))
def test_it_begins_on_a_friday_afternoon_a_day_to_eight_days_ago(knowledge: Knowledge, now: datetime) -> None:
    start = began(knowledge.calendar, now)
    local = knowledge.calendar.local(start)
    assert (local.weekday(), local.hour, local.minute) == (4, 16, 0)
    assert timedelta(days=1) <= now - start <= timedelta(days=8, hours=1)
