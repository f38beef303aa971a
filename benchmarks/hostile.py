"""Neighbours of a hostile customer: seconds from in to out, calm and beside a stream of hostile messages.

Run it as `python -m benchmarks.hostile [--neighbours N]`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.throughput import Client, one_by_one, percentile, project, serving

HOSTILE = (
    "a" * 1_000_000,
    "e" + "\u0301\u0327" * 50_000,
    "\ud800" * 3_000,
    "fattura\x00" * 1_000,
    "\u202e" * 9_000,
    "😀" * 4_000,
    "la ricarica " * 800,
)


async def pester(port: int, stop: Callable[[], bool]) -> int:
    """Send twenty hostile messages a second, each from a stranger, until told to stop; gives how many."""
    texts = [json.dumps(text).encode() for text in HOSTILE]
    sent = 0
    while not stop():
        body = b'{"id": "hostile-1", "text": ' + texts[sent % len(texts)] + b"}"
        client = Client(*await asyncio.open_connection("127.0.0.1", port))
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):  # cut off: an answer too
            await client.ask("POST", f"/api/chat/hostile-{sent:08d}/messages", body)
        client.close()
        sent += 1
        await asyncio.sleep(0.05)
    return sent


async def measure(neighbours: int) -> None:
    """Measure calm, then beside the hostile stream, and print the ratio."""
    with tempfile.TemporaryDirectory() as name:
        project(Path(name))
        async with serving(Path(name)) as port:
            await one_by_one(port, 50, "warm")
            calm = await one_by_one(port, neighbours, "calm")
            over = False
            storm = asyncio.create_task(pester(port, lambda: over))
            beside = await one_by_one(port, neighbours, "beside")
            over = True
            sent = await storm
    print(f"calm                 p50 {percentile(calm, 50):6.1f}   p99 {percentile(calm, 99):6.1f} ms")
    print(
        f"beside {sent:5d} hostile p50 {percentile(beside, 50):6.1f}   p99 {percentile(beside, 99):6.1f} ms"
    )
    print(
        f"ratio                p50 {percentile(beside, 50) / percentile(calm, 50):6.1f}   p99"
        f" {percentile(beside, 99) / percentile(calm, 99):6.1f}"
    )


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--neighbours", type=int, default=400)
    asyncio.run(measure(parser.parse_args().neighbours))


if __name__ == "__main__":
    main()
