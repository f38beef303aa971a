"""A full disk and a killed process, for real: nothing half, nothing lost that was promised."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from bot.stores import open_store
from bot.stores.backups import check
from tests.contracts.store_helpers import Teller

FULL = """
import asyncio, resource, sys
from bot.errors import StoreError
from bot.service.values import Sent
from bot.stores import open_store
from tests.contracts.store_helpers import NOW, Teller, letter

def room(size):
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))

async def main():
    store = open_store(sys.argv[1])
    teller = Teller(store)
    kept = {}

    async def hear(): kept["id"] = await teller.hear(event="one")
    async def turn(): await teller.turn(kept["id"], letter())
    async def claim(): (kept["outbound"],) = await teller.claim()
    async def settle(): await store.settle(kept["outbound"], Sent(id="p"), NOW)

    for step in (hear, turn, claim, settle):
        room(4096)
        for _ in range(2):
            try:
                await step()
            except StoreError as error:
                print(step.__name__, "refused:", error)
        room(resource.RLIM_INFINITY)
        await step()
    print(await teller.texts())
    await store.close()

asyncio.run(main())
"""

BUSY = """
import asyncio, sys
from bot.stores import open_store
from tests.contracts.store_helpers import Teller

async def main():
    store = open_store(sys.argv[1])
    teller = Teller(store)
    async def talk(who):
        for n in range(100000):
            await teller.hear(f"{n}", key=f"k{who}", event=f"{who}-{n}")
            print(who, n, flush=True)
    await asyncio.gather(*(talk(who) for who in range(20)))

asyncio.run(main())
"""


def start(program: str, path: Path) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", textwrap.dedent(program), f"sqlite:///{path}"]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_full_disk_refuses_each_step_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with start(FULL, path) as process:
        said, wrong = process.communicate(timeout=60)
    assert process.returncode == 0, wrong
    lines = said.splitlines()
    for step in ("hear", "turn", "claim", "settle"):
        assert sum(line.startswith(f"{step} refused:") for line in lines) == 2, said
    assert "disk" in lines[0]
    assert lines[-1] == "['customer: ciao', 'bot: ecco']"
    assert check(path) == ()


@pytest.mark.kill
@pytest.mark.parametrize("after", [40, 400, 1500])
def test_what_was_said_to_be_stored_survives_a_kill(tmp_path: Path, after: int) -> None:
    path = tmp_path / "store.db"
    promised: dict[str, int] = {}
    with start(BUSY, path) as process:
        assert process.stdout is not None
        for _ in range(after):
            who, n = process.stdout.readline().split()
            promised[who] = int(n)
        process.send_signal(signal.SIGKILL)
        for line in process.stdout.read().splitlines()[:-1]:
            who, n = line.split()
            promised[who] = int(n)
    asyncio.run(_expect(path, promised))


async def _expect(path: Path, promised: dict[str, int]) -> None:
    """Find everything that was promised, without a gap; more only what was about to be promised."""
    store = open_store(f"sqlite:///{path}")
    for who, last in promised.items():
        found = await Teller(store).texts(f"k{who}")
        assert found == [f"customer: {n}" for n in range(len(found))]
        assert last < len(found) <= last + 3
    await store.close()
