"""How SQLite carries out what a sweep asks: through indexes, so it costs what is due, not what there is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from bot.model.approval import ApprovalCounted, ApprovalEvent, ApprovalLost
from bot.model.cost import Cost
from bot.model.draft import DraftMade, Proposal
from bot.model.message import Earlier, Outbound, Purpose, Surface
from bot.model.stopping import Stop, StopScope, StopSource
from bot.model.traits import Rate
from bot.model.turn import NewTask, TaskKind
from bot.service.inbox_values import InboxAsk, Place, Shelf
from bot.service.owed_values import Mark, Owed
from bot.service.values import Batch, DeskTopic
from bot.stores.connection import connect_memory
from bot.stores.documents import dump, ms
from bot.stores.inline import InlineTransactions
from bot.stores.migrations import migrate
from bot.stores.sql_store import SqlStore
from bot.stores.tx import Row, Tx, Value
from bot.stores.units.revising import write_revised
from tests.contracts.store_helpers import KEY, MINUTE, NOW, Teller, heard, letter

R = TypeVar("R")
LARGE = (
    *("followup", "inbound", "outbound", "conversation", "decision", "transcript", "o", "i", "c", "d", "t"),
    *("report", "tally", "incident", "attachment", "a"),
    *("followup", "inbound", "outbound", "conversation", "decision", "transcript", "cost", "desk_topic"),
    "draft",
    *("o", "i", "c", "d", "t"),
)
# the single letters are what statements call these tables
ROWS = 20_000
RATES = {KEY: (Rate(scope="account", count=30, per=timedelta(seconds=1)),)}


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    with closing(connect_memory()) as connection:
        migrate(connection)
        _fill(connection)
        yield connection


def _fill(connection: sqlite3.Connection) -> None:
    """Fill what a sweep reads as after some years: most of it is done with, most follow-ups are far away."""
    connection.executescript(f"""
        BEGIN;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
        INSERT INTO conversation (id, channel, account, key, surface, contact, state, created_at, seen_at)
            SELECT i, 'web', 'main', 'k' || i, 'private', '{{"id": "c"}}', '{{}}', 0, 0 FROM n;
        INSERT INTO inbound (channel, account, event_key, conversation_id, kind, body, received_at, done)
            SELECT 'web', 'main', 'e' || id, id, 'message', '{{}}', id, id % 100 <> 0 FROM conversation;
        INSERT INTO outbound (conversation_id, channel, account, key, purpose, automatic, letter, status,
                              head, not_before, lease_until, created_at)
            SELECT id, 'web', 'main', key, 'answer', 1, '{{"purpose": "answer", "text": "ciao"}}',
                   CASE id % 100 WHEN 1 THEN 'queued' WHEN 2 THEN 'sending' ELSE 'sent' END,
                   id % 100 IN (1, 2), id, id, id FROM conversation;
        INSERT INTO followup (conversation_id, kind, at)
            SELECT id, CASE id % 4 WHEN 0 THEN 'promise' WHEN 1 THEN 'reassure' WHEN 2 THEN 'check'
                       ELSE 'give_up' END,
                   {ms(NOW)} + (id - 10) * 60000 FROM conversation;
        INSERT INTO decision (conversation_id, rule, outcome, why, inbound, detail, at)
            SELECT id, CASE id % 4 WHEN 0 THEN 'clarify' WHEN 1 THEN 'hand_off' ELSE 'answer' END,
                   'answer', '[]', '[' || id || ']', '{{}}', {ms(NOW)} + id * 60000 FROM conversation;
        INSERT INTO transcript (conversation_id, sender, text, at)
            SELECT id, 'customer', 'ciao', {ms(NOW)} FROM conversation;
        INSERT INTO report (inbound_id, conversation_id, intent, person, channel, place, addressed, hour, at)
            SELECT id, id, CASE id % 9 WHEN 0 THEN '' ELSE 'rete' END, 'p' || id, 'web', '', 1, id,
                   {ms(NOW)} - id * 60000 FROM conversation;
        INSERT INTO tally (intent, hour, people) SELECT 'rete', id, 1 FROM conversation;
        INSERT INTO incident (status, title, number, began_at, changed_at)
            SELECT CASE WHEN id > 19990 THEN 'open' ELSE 'closed' END, 'x', 1, id, id FROM conversation;
        INSERT INTO attachment (incident_id, conversation_id, behind)
            SELECT 19995, id, id < 200 FROM conversation;
        COMMIT;""")  # noqa: S608 - numbers only


@dataclass(frozen=True)
class ExplainedTx:
    """A transaction that writes down how each statement is carried out."""

    inner: Tx
    plans: dict[str, tuple[str, ...]]

    def rows(self, sql: str, /, **values: Value) -> list[Row]:
        self._explain(sql, values)
        return self.inner.rows(sql, **values)

    def row(self, sql: str, /, **values: Value) -> Row | None:
        self._explain(sql, values)
        return self.inner.row(sql, **values)

    def run(self, sql: str, /, **values: Value) -> int:
        self._explain(sql, values)
        return self.inner.run(sql, **values)

    def many(self, sql: str, each: Iterable[Mapping[str, Value]], /) -> None:
        sets = list(each)
        if sets:
            self._explain(sql, sets[0])
        self.inner.many(sql, sets)

    def _explain(self, sql: str, values: Mapping[str, Value]) -> None:
        plan = self.inner.rows(f"EXPLAIN QUERY PLAN {sql}", **values)
        self.plans[" ".join(sql.split())] = tuple(str(row[3]) for row in plan)


@dataclass
class Explained:
    """Transactions whose statements' plans are kept."""

    inner: InlineTransactions
    plans: dict[str, tuple[str, ...]] = field(default_factory=dict)

    async def write(self, unit: Callable[[Tx], R]) -> R:
        return await self.inner.write(lambda tx: unit(ExplainedTx(tx, self.plans)))

    async def read(self, unit: Callable[[Tx], R]) -> R:
        return await self.inner.read(lambda tx: unit(ExplainedTx(tx, self.plans)))

    async def close(self) -> None:
        await self.inner.close()


def _under_way(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Name the indexes that hold only what is under way: walking one costs that much and no more."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'")
    return tuple(str(row[0]) for row in found)


def _walks(plan: Iterable[str], under_way: Iterable[str]) -> list[str]:
    """Give the steps that look at more rows than are wanted of a large table."""
    large = re.compile(rf"(SCAN|SEARCH) ({'|'.join(LARGE)})\b")
    narrow = re.compile(rf"SEARCH (?!.*AUTOMATIC).* (INDEX|KEY) |SCAN .* INDEX ({'|'.join(under_way)})$")
    return [step for step in plan if large.match(step) and not narrow.match(step)]


async def test_every_statement_of_a_sweep_searches_an_index(connection: sqlite3.Connection) -> None:
    explained = Explained(InlineTransactions(connection))
    store = SqlStore(explained)
    assert len(await store.wake_due(NOW)) > 1
    assert await store.next_wake(NOW) is not None
    assert await store.next_due() is not None
    assert len(await store.with_work()) > 1
    assert len(await store.in_doubt(NOW)) > 1
    assert await store.next_send(KEY, NOW) is not None
    assert len(await store.claim(NOW, rates=RATES, lease=MINUTE, most=10)) > 1
    under_way = _under_way(connection)
    walking = {sql: plan for sql, plan in explained.plans.items() if _walks(plan, under_way)}
    assert not walking
    assert len(explained.plans) >= 12


async def test_every_statement_of_a_sweep_searches_an_index_while_the_bot_is_stopped(
    connection: sqlite3.Connection,
) -> None:
    explained = Explained(InlineTransactions(connection))
    store = SqlStore(explained)
    stop = Stop(source=StopSource.PERSON, scope=StopScope.AUTOMATIC, by="FB", why="", since=NOW)
    assert await store.stop(stop)
    assert await store.next_send(KEY, NOW) is None
    assert await store.claim(NOW, rates=RATES, lease=MINUTE, most=10) == ()
    assert await store.release("FB", NOW, sources=tuple(StopSource), scopes=tuple(StopScope)) == 1
    connection.execute(
        "INSERT INTO breaker (channel, account, cause, retry_at) VALUES ('web', 'main', 'runaway', 1)"
    )
    assert await store.next_send(KEY, NOW) is not None
    (tried,) = await store.claim(NOW, rates={KEY: ()}, lease=MINUTE, most=10)
    await store.put_back(tried, NOW)
    assert await store.close_breaker(KEY, "FB", NOW)
    under_way = _under_way(connection)
    assert not {sql: plan for sql, plan in explained.plans.items() if _walks(plan, under_way)}


async def test_what_was_said_in_a_conversation_is_found_without_walking(
    connection: sqlite3.Connection,
) -> None:
    explained = Explained(InlineTransactions(connection))
    await SqlStore(explained).spoken("web", "main", "k7", NOW)
    under_way = _under_way(connection)
    assert not {sql: plan for sql, plan in explained.plans.items() if _walks(plan, under_way)}
    assert len(explained.plans) == 4


async def test_no_statement_that_takes_follow_ups_sorts_them(connection: sqlite3.Connection) -> None:
    explained = Explained(InlineTransactions(connection))
    await SqlStore(explained).wake_due(NOW + timedelta(days=1))
    taking = [plan for sql, plan in explained.plans.items() if sql.startswith("DELETE FROM followup")]
    assert taking
    searched = "SEARCH followup USING INDEX followup_urgent (<expr>=? AND at>? AND at<?)"
    assert all(searched in plan for plan in taking)
    assert not any("TEMP B-TREE" in step for plan in taking for step in plan)


async def test_every_statement_that_lists_the_unanswered_searches_an_index(
    connection: sqlite3.Connection,
) -> None:
    connection.execute("UPDATE inbound SET body = ? WHERE id <= 60", (dump(heard("ciao")),))
    explained = Explained(InlineTransactions(connection))
    found = await SqlStore(explained).unanswered(NOW, NOW + 60 * MINUTE, 100)
    assert len(found) == 29
    under_way = _under_way(connection)
    assert not {sql: plan for sql, plan in explained.plans.items() if _walks(plan, under_way)}
    listing = next(plan for sql, plan in explained.plans.items() if "FROM decision d" in sql)
    assert "SEARCH d USING INDEX decision_unanswered (at>? AND at<?)" in listing
    assert not any("TEMP B-TREE" in step for step in listing)
    assert len(explained.plans) == 3


async def test_every_statement_of_a_look_at_incidents_searches_an_index(
    connection: sqlite3.Connection,
) -> None:
    connection.execute("UPDATE inbound SET body = ? WHERE id <= 60", (dump(heard("ciao")),))
    explained = Explained(InlineTransactions(connection))
    store = SqlStore(explained)
    assert len(await store.reports(NOW - timedelta(minutes=20), NOW)) > 1
    assert len(await store.unknown_reports(NOW - timedelta(minutes=50), 100)) > 1
    assert len(await store.tallies("rete", NOW - timedelta(days=60))) == 0
    assert len(await store.live_incidents()) == 10
    assert len(await store.incidents(20)) > 10
    assert len(await store.announce(NOW, only_first=False)) > 1
    assert len(await store.posts([1, 2, 3])) == 3
    await store.work(1)
    under_way = _under_way(connection)
    assert not {sql: plan for sql, plan in explained.plans.items() if _walks(plan, under_way)}


async def test_every_statement_about_costs_searches_an_index(connection: sqlite3.Connection) -> None:
    explained = Explained(InlineTransactions(connection))
    store = SqlStore(explained)
    read = Cost(kind="read", reference="1", price=1000, at=NOW)
    await store.accept(Batch(channel="web", account="main", items=(), costs=(read,)), NOW)
    assert await store.costs(*KEY, read.day) == (read,)
    assert len(await store.spent(read.day, read.day)) == 1
    plans = {sql: plan for sql, plan in explained.plans.items() if "cost" in sql}
    assert len(plans) == 4
    assert not {sql: plan for sql, plan in plans.items() if _walks(plan, _under_way(connection))}


async def test_every_statement_that_shows_a_group_its_topics_searches_an_index() -> None:
    with closing(connect_memory()) as connection:
        migrate(connection)
        _fill(connection)
        _fill_topics(connection)
        explained = Explained(InlineTransactions(connection))
        store = SqlStore(explained)
        shown = await store.desk_views("g")
        assert len(shown) == 20 + 190 + 100, "those that want a person, open topics, closed ones of late"
        assert await store.view_of_thread("g", 7) is not None
        under_way = _under_way(connection)
        assert not {sql: plan for sql, plan in explained.plans.items() if _walks(plan, under_way)}
        assert len(explained.plans) >= 8


def _fill_topics(connection: sqlite3.Connection) -> None:
    """Give 400 conversations a case and a topic, half of them closed; twenty want a person."""
    connection.executescript("""
        INSERT INTO cases (id, conversation_id, status, opened_at)
            SELECT id, id, CASE WHEN id <= 20 THEN 'waiting_for_agent' ELSE 'answered' END, 0
            FROM conversation WHERE id <= 400;
        UPDATE conversation SET case_id = id, last_at = id WHERE id <= 400;""")
    topics = [DeskTopic(place="g", conversation_id=n, thread=n, closed=n % 2 == 1) for n in range(1, 401)]
    connection.executemany(
        "INSERT INTO desk_topic VALUES ('g', ?, ?, ?, ?)",
        [(topic.conversation_id, topic.thread, int(topic.closed), dump(topic)) for topic in topics],
    )


async def test_counting_what_was_said_in_public_searches_an_index(connection: sqlite3.Connection) -> None:
    explained = Explained(InlineTransactions(connection))
    store = SqlStore(explained)
    public: dict[str, Any] = {"surface": Surface.PUBLIC, "thread": "T"}
    teller = Teller(store)
    conversation_id = await teller.hear(key="wall", event="wall", **public)
    flood = NewTask(kind=TaskKind.HAND_OFF, text="", reason="too_many", author="web:main:g", messages=1)
    assert await teller.turn(conversation_id, letter(**public), tasks=(flood,))
    under_way = _under_way(connection)
    assert not {sql: plan for sql, plan in explained.plans.items() if _walks(plan, under_way)}
    plans = [step for plan in explained.plans.values() for step in plan]
    for name in ("outbound_of_contact", "outbound_of_thread", "task_of_author"):
        assert any(f"INDEX {name} (" in step for step in plans), name
    assert not any("TEMP B-TREE" in step for step in plans if "outbound" in step)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT MAX(step) FROM followup",
        "SELECT conversation_id FROM followup ORDER BY conversation_id",
        "SELECT id FROM outbound WHERE status = 'sent'",
        "SELECT o.id FROM outbound o JOIN conversation ON conversation.last_text = o.key",
    ],
)
def test_a_statement_that_walks_through_a_large_table_is_noticed(
    connection: sqlite3.Connection, sql: str
) -> None:
    plan = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert _walks(plan, _under_way(connection))


async def test_a_message_that_was_changed_is_found_by_its_number_not_by_walking(
    connection: sqlite3.Connection,
) -> None:
    connection.execute(
        "UPDATE transcript SET outbound_id = 70, platform_id = 'm70' WHERE conversation_id = 9"
    )
    change = letter("domani", Purpose.CORRECTION, revises=Earlier(outbound=70, id="m70"))
    sending = Outbound(
        id=3,
        channel="web",
        account="main",
        conversation_id=9,
        conversation_key="k9",
        letter=change,
        attempt=1,
        queued_at=NOW,
        first_attempt_at=NOW,
    )
    explained = Explained(InlineTransactions(connection))
    await explained.write(lambda tx: write_revised(tx, sending, NOW))
    assert not {sql: plan for sql, plan in explained.plans.items() if _walks(plan, _under_way(connection))}
    assert len(explained.plans) == 4
    row = connection.execute("SELECT text, before FROM transcript WHERE outbound_id = 70").fetchone()
    assert tuple(row) == ("domani", "ciao")


async def test_every_statement_about_replies_searches_an_index(connection: sqlite3.Connection) -> None:
    explained = Explained(InlineTransactions(connection))
    store = SqlStore(explained)
    connection.execute('UPDATE conversation SET contact = \'{"id": "c"}\' WHERE id > 19000')
    assert len(await store.said_lately(100)) == 100
    await store.keep_reply_texts("replies/it/orari.j2", [("a", "FB")], NOW)
    assert len(await store.reply_versions("replies/it/orari.j2", 10)) == 1
    assert not {sql: plan for sql, plan in explained.plans.items() if _walks(plan, _under_way(connection))}
    (versions,) = [plan for sql, plan in explained.plans.items() if "FROM reply_version" in sql]
    assert versions == ("SEARCH reply_version USING INDEX reply_version_of_file (path=?)",)


async def test_making_ending_and_showing_a_draft_searches_an_index(connection: sqlite3.Connection) -> None:
    connection.execute("""
        INSERT INTO draft (conversation_id, case_id, channel, surface, proposal, state, made_at)
            SELECT id, id, 'web', 'private', '{}', 'approved', 0 FROM conversation""")
    explained = Explained(InlineTransactions(connection))
    store = SqlStore(explained)
    teller = Teller(store)
    conversation_id = await teller.hear(key="drafted", event="drafted")
    proposal = Proposal(letter=letter(), intent="orari")
    assert await teller.turn(conversation_id, drafts=(DraftMade(proposal=proposal),))
    dossier = await store.dossier(conversation_id)
    assert dossier is not None
    assert dossier.draft is not None
    plans = {sql: plan for sql, plan in explained.plans.items() if "draft" in sql}
    assert len(plans) >= 3
    assert not {sql: plan for sql, plan in plans.items() if _walks(plan, _under_way(connection))}


async def test_reading_what_came_of_answers_searches_an_index(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE conversation SET last_at = id")
    explained = Explained(InlineTransactions(connection))
    store = SqlStore(explained)
    assert await store.feedback(NOW, NOW + MINUTE) == ()
    assert await store.steps(NOW, NOW + MINUTE) == ()
    assert len(explained.plans) == 2
    assert not {sql: plan for sql, plan in explained.plans.items() if _walks(plan, _under_way(connection))}


async def test_counting_approvals_searches_an_index(connection: sqlite3.Connection) -> None:
    explained = Explained(InlineTransactions(connection))
    teller = Teller(SqlStore(explained))
    conversation_id = await teller.hear(key="counted", event="counted")
    counted = ApprovalCounted(intent="orari", confidence=0.95, by="FB", needed=1)
    lost = ApprovalLost(event=ApprovalEvent.REFUSED, by="FB", intent="orari")
    assert await teller.turn(conversation_id, approvals=(counted, lost))
    plans = [step for sql, plan in explained.plans.items() if "approval" in sql for step in plan]
    assert plans
    assert not [step for step in plans if step.startswith("SCAN approval")]


async def test_what_was_overheard_is_found_by_an_index_of_its_own(connection: sqlite3.Connection) -> None:
    explained = Explained(InlineTransactions(connection))
    await SqlStore(explained).overheard(NOW, 100)
    (plan,) = explained.plans.values()
    assert plan == ("SEARCH decision USING INDEX decision_overheard (at>?)",)


async def test_a_page_of_promises_costs_a_page(connection: sqlite3.Connection) -> None:
    connection.execute(f"""
        INSERT INTO promise (conversation_id, case_id, made_at, due_at, state, ended_at)
            SELECT id, id, id, {ms(NOW)} + (id - 10) * 60000,
                   CASE WHEN id <= 100 THEN 'open' WHEN id % 2 THEN 'kept' ELSE 'broken' END,
                   CASE WHEN id <= 100 THEN 0 ELSE id END FROM conversation""")  # noqa: S608 - a number
    connection.execute('UPDATE conversation SET contact = \'{"id": "c"}\'')
    explained = Explained(InlineTransactions(connection))
    store = SqlStore(explained)
    for which in Owed:
        rows = await store.owed(which, NOW, None, 5)
        assert len(rows) == (0 if which is Owed.RENEWED else 5), which
        mark = Mark(at=rows[-1].promise.ended_at or NOW, number=rows[-1].id) if rows else None
        await store.owed(which, NOW, mark, 5)
    assert sum(await store.owed_counts(NOW)) == 100
    plans = [step for plan in explained.plans.values() for step in plan]
    promises = [step for step in plans if re.match(r"(SCAN|SEARCH) (p|promise)\b", step)]
    assert promises
    assert all("INDEX promise_due (" in step or "INDEX promise_ended (" in step for step in promises)
    assert not {sql: plan for sql, plan in explained.plans.items() if "TEMP B-TREE" in str(plan)}


async def test_every_statement_of_the_report_searches_an_index(connection: sqlite3.Connection) -> None:
    explained = Explained(InlineTransactions(connection))
    found = await SqlStore(explained).records(NOW, NOW + 30 * MINUTE)
    assert 0 < len(found.decided) <= 30
    assert len(found.places) >= len(found.decided)
    assert not {sql: plan for sql, plan in explained.plans.items() if _walks(plan, _under_way(connection))}
    plans = [step for plan in explained.plans.values() for step in plan]
    for name in ("decision_at", "transcript_at", "response_since", "promise_made"):
        assert any(f"INDEX {name} (" in step for step in plans), name
    assert not any("TEMP B-TREE" in step for step in plans)


async def test_where_a_private_conversation_began_is_found_without_walking(
    connection: sqlite3.Connection,
) -> None:
    explained = Explained(InlineTransactions(connection))
    store = SqlStore(explained)
    public = heard(key="post:c", event="public", surface=Surface.PUBLIC)
    for elsewhere in ("post:c", ""):
        private = heard(key="dm:c", event=f"private {elsewhere}", elsewhere=elsewhere)
        for item in (public, private):
            await store.accept(Batch(channel=item.channel, account=item.account, items=(item,)), NOW)
    work = await store.work((await store.with_work())[-1])
    assert work is not None
    under_way = _under_way(connection)
    assert not {sql: plan for sql, plan in explained.plans.items() if _walks(plan, under_way)}
    assert any("o.contact = :contact" in sql for sql in explained.plans)


@pytest.mark.parametrize("shelf", Shelf)
async def test_a_page_of_the_desks_list_searches_indexes(
    connection: sqlite3.Connection, shelf: Shelf
) -> None:
    explained = Explained(InlineTransactions(connection))
    store = SqlStore(explained)
    after = Place(order=5, conversation_id=5)
    for place in (None, after):
        await store.inbox_page(InboxAsk(shelf=shelf, person="FB", most=5, after=place, routes=("sim",)))
    walked = re.compile(r"SCAN (conversation|c|u|v|k|o)\b|.*AUTOMATIC")
    assert len(explained.plans) >= 3
    assert not {sql: plan for sql, plan in explained.plans.items() if any(map(walked.match, plan))}
