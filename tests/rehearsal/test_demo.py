"""The demo's weekend: played over the real pipeline up to now, it leaves no screen of the desk empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import catalogue
from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus
from bot.model.incident import Announcement, IncidentStatus
from bot.model.message import Author, Inbound
from bot.model.role import Role
from bot.model.traits import Traits
from bot.model.turn import TaskKind
from bot.model.user import User
from bot.rehearsal.demo import CONVERSATIONS, Scene, Weekend, began, played_weekend
from bot.service.incident_values import Word
from bot.service.values import Batch
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


async def played(knowledge: Knowledge, now: datetime) -> Weekend:
    weekend = await played_weekend(knowledge, TRAITS, SCENE, now)
    assert weekend.conversations == CONVERSATIONS
    return weekend


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
    weekend = await played(knowledge, now)
    store = weekend.store
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
    late, due = await store.owed_counts(now)
    assert late
    assert due
    kinds = Counter(task.kind for task in await store.tasks())
    assert kinds[TaskKind.DRAFT] >= 2
    assert kinds[TaskKind.MAYBE_SENT] == 1
    incidents = Counter(item.status for item in await store.incidents(20))
    assert incidents == {IncidentStatus.SUGGESTED: 1, IncidentStatus.OPEN: 1, IncidentStatus.CLOSED: 1}
    assert all(item.attached for item in await store.incidents(20) if item.id in weekend.incidents)
    heard = await store.overheard(now - timedelta(days=7), 100)
    assert Counter(item.urgent for item in heard) == {False: 3, True: 1}
    await store.close()


async def test_it_goes_on_from_there_nothing_waits_for_a_turn_and_nothing_is_overdue(
    knowledge: Knowledge,
) -> None:
    now = datetime(2026, 11, 30, 9, 30, tzinfo=ROME)
    weekend = await played(knowledge, now)
    store = weekend.store
    assert await store.with_work() == ()
    due = await store.next_due()
    assert due is not None
    assert due >= now
    row = next(row for row in await store.inbox() if row.channel == "x")
    dossier = await store.dossier(row.conversation_id)
    assert dossier is not None
    assert dossier.conversation.account == "demo"
    await store.close()


async def test_clearing_takes_the_invented_away_and_leaves_a_real_customer_a_user_and_the_audit(
    knowledge: Knowledge,
) -> None:
    now = datetime(2026, 11, 30, 9, 30, tzinfo=ROME)
    weekend = await played(knowledge, now)
    store = weekend.store
    said = Inbound(
        channel="web",
        account="web",
        event_key="real:1",
        conversation_key="giulia",
        author=Author(id="giulia", name="Giulia"),
        text="entro e vedo solo una pagina bianca",
        occurred_at=now,
        received_at=now,
    )
    accepted = await store.accept(Batch(channel="web", account="web", items=(said,)), now)
    real = accepted.conversations[0]
    assert await store.add_note(real, "FB", "una cliente vera", now)
    assert await store.add_user(User(key="FB", name="Francesca B.", role=Role.ADMIN), "", by="FB", now=now)
    word = Word(said=Announcement(words=("pagina bianca",)), title="a person’s own", by="FB", at=now)
    own = await store.open_incident(word, [real], 0)
    for one in weekend.incidents:
        await store.attach(one, [real])
    before = await store.dossier(real)
    users, audit = await store.users(), await store.audit_after(0, 10_000)

    assert await store.clear(SCENE.prefix, weekend.incidents) == CONVERSATIONS

    assert await store.dossier(real) == before
    assert await store.with_work() == (real,)
    assert await store.users() == users
    assert await store.audit_after(0, 10_000) == audit
    assert [(item.id, item.attached) for item in await store.incidents(20)] == [(own, 1)]
    assert [task.reason for task in await store.tasks()] == [f"open:{own}"]
    assert {row.conversation_id for row in await store.inbox()} <= {real}
    assert await store.promises(now - WEEK, now) == ()
    assert await store.overheard(now - WEEK, 100) == ()
    assert await store.next_due() is None
    assert await store.clear(SCENE.prefix, weekend.incidents) == 0
    await store.close()


@given(now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))
def test_it_begins_on_a_friday_afternoon_a_day_to_eight_days_ago(knowledge: Knowledge, now: datetime) -> None:
    start = began(knowledge.calendar, now)
    local = knowledge.calendar.local(start)
    assert (local.weekday(), local.hour, local.minute) == (4, 16, 0)
    assert timedelta(days=1) <= now - start <= timedelta(days=8, hours=1)
