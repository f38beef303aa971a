"""The desk's list beside the size of the store: the same page with a thousand and a million conversations.

Run it as `python -m benchmarks.inbox_size [--small N] [--large N] [--waiting N] [--times N]`. Two stores on
disk are filled alike but for how many conversations are over and done with; the same people wait in both.
The list's pages are asked of the real site over HTTP in this process, in turns. Prints the
median and the 95th percentile of each shelf, and the ratio of the medians.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median, quantiles

import httpx

from bot.app import Sportello, inline
from bot.clock import SystemClock
from bot.desk.ports import Desk
from bot.desk.routes import routes
from bot.desk.site import build_site
from bot.stores import open_store
from bot.testing.clock import FakeClock
from bot.testing.engine import StepEngine
from tests.desk.visiting import enter
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_desk
from tests.support.brand import MONDAY, TRAITS, small_brand

HOST = "http://desk.test"
SHELVES = ("now", "waiting", "mine", "all")
BAR = 2.0
"""So many times slower the large store may be."""

_FILL = """
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
INSERT INTO conversation (id, channel, account, key, surface, contact, state, language, agent, case_id,
                          last_text, last_at, unanswered_since, created_at, seen_at)
SELECT i, 'chat', 'main', 'k' || i, 'private', '{{"id":"' || i || '","name":"Cliente ' || i || '"}}', '{{}}',
       'it', CASE WHEN i <= {held} THEN 'FB' ELSE '' END, i,
       'Ho scritto due giorni fa e nessuno mi ha risposto', {now} - i * 1000,
       CASE WHEN i <= {waiting} THEN {now} - i * 1000 ELSE 0 END, {now} - i * 1000, {now} - i * 1000 FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
INSERT INTO cases (id, conversation_id, status, opened_at, topic, place)
SELECT i, i, CASE WHEN i <= {held} THEN 'with_agent' WHEN i <= {waiting} THEN 'waiting_for_agent'
                  ELSE 'closed' END, {now} - i * 1000, 'generale',
       CASE WHEN i <= {waiting} THEN {now} - i * 1000 ELSE 0 END FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
INSERT INTO transcript (conversation_id, sender, text, at)
SELECT i, 'customer', 'Ho scritto due giorni fa e nessuno mi ha risposto', {now} - i * 1000 FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {waiting})
INSERT INTO task (conversation_id, kind, text, reason, created_at)
SELECT i, 'hand_off', 'TK-' || i || ' waits', 'angry', {now} - i * 1000 FROM n;
COMMIT;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """A desk over a store with so many conversations, and the seconds that its shelves took."""

    count: int
    client: httpx.AsyncClient
    took: dict[str, list[float]] = field(default_factory=lambda: {shelf: [] for shelf in SHELVES})


@asynccontextmanager
async def sized(folder: Path, count: int, waiting: int) -> AsyncIterator[Sized]:
    """Fill a store and open a desk over it, signed in."""
    path = folder / f"{count}.db"
    await open_store(f"sqlite:///{path}").close()
    now = int(MONDAY.timestamp() * 1000)
    with closing(sqlite3.connect(path)) as connection:
        filling = {"count": count, "waiting": waiting, "held": waiting // 4, "now": now}
        connection.executescript(_FILL.format(**filling))
    store = open_store(f"sqlite:///{path}")
    clock = FakeClock(MONDAY)
    counter = Sportello(
        store=store,
        knowledge=lambda: small_brand()[0],
        clock=clock,
        engine=StepEngine(clock),
        connect={},
        traits=TRAITS,
        compute=inline,
    )
    async with _entered(a_desk(MemoryAgents(), clock), counter) as client:
        yield Sized(count=count, client=client)
    await store.close()


@asynccontextmanager
async def _entered(desk: Desk, counter: Sportello) -> AsyncIterator[httpx.AsyncClient]:
    own = replace(desk, agents=counter.agents, team=counter.team)
    site = build_site(chat_routes=[], desk_routes=routes(own))
    transport = httpx.ASGITransport(site)
    async with httpx.AsyncClient(transport=transport, base_url=HOST, headers={"Origin": HOST}) as client:
        await enter(client, own)
        yield client


async def measure(desks: Sequence[Sized], times: int) -> None:
    """Ask for every shelf of every desk so many times, in turns."""
    clock = SystemClock()
    for _ in range(times):
        for desk in desks:
            for shelf in SHELVES:
                begun = clock.monotonic()
                answer = await desk.client.get(f"/desk/?show={shelf}")
                desk.took[shelf].append(clock.monotonic() - begun)
                assert answer.status_code == 200, answer.status_code
                assert 'data-row="' in answer.text, f"{shelf} of {desk.count} is empty"
                assert len(answer.content) < 100_000, f"{shelf}: {len(answer.content)} bytes"


async def run(small: int, large: int, waiting: int, times: int) -> bool:
    """Print what the shelves took in both stores; False where the large one is over the bar."""
    with tempfile.TemporaryDirectory(prefix="inbox-size-") as name:
        async with AsyncExitStack() as stack:
            begun = time.perf_counter()
            desks = [await stack.enter_async_context(sized(Path(name), n, waiting)) for n in (small, large)]
            print(f"filled in {time.perf_counter() - begun:.0f} s; {waiting} wait in each, {times} times")
            await measure(desks, 3)
            for desk in desks:
                for took in desk.took.values():
                    took.clear()
            await measure(desks, times)
    return _told(desks)


def _told(desks: Sequence[Sized]) -> bool:
    well = True
    for shelf in SHELVES:
        parts, middles = [], []
        for desk in desks:
            took = [second * 1000 for second in desk.took[shelf]]
            middles.append(median(took))
            parts.append(
                f"{desk.count:>9,}: p50 {median(took):6.1f} ms, p95 {quantiles(took, n=20)[-1]:6.1f} ms"
            )
        ratio = middles[1] / middles[0]
        well = well and ratio < BAR
        print(f"{shelf:<8} {'   '.join(parts)}   × {ratio:.2f}")
    print("within" if well else f"OVER the bar of {BAR} times")
    return well


def main() -> int:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--waiting", type=int, default=200)
    parser.add_argument("--times", type=int, default=40)
    asked = parser.parse_args()
    return 0 if asyncio.run(run(asked.small, asked.large, asked.waiting, asked.times)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
