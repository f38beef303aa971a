"""What an idle Sportello costs: the example brand served with 100,000 follow-ups pending, and nobody there.

Run it as `python -m benchmarks.idle [--seconds N]`. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.follow_ups import fill
from bot.clock import SystemClock

ROOT = Path(__file__).parent.parent
PENDING = 100_000
SETTLING = 10.0  # seconds after the start before it is watched: the encoder warms up, caches fill


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a process has used so far: `cpu` in seconds, `written` in bytes by any system call."""

    at: float
    cpu: float
    written: int


def project(folder: Path) -> None:
    """Put the example brand there, with its store full of follow-ups that are far away."""
    shutil.copy(ROOT / "settings.toml", folder)
    for name in ("intents", "replies"):
        shutil.copytree(ROOT / name, folder / name)
    fill(folder / "sportello.db", PENDING, SystemClock().now())


def read(pid: int) -> Reading:
    """Read what a process has used, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    ticks = int(fields[11]) + int(fields[12])
    counts = dict(
        line.split(": ") for line in Path(f"/proc/{pid}/io").read_text(encoding="utf-8").splitlines()
    )
    written = max(int(counts["wchar"]), int(counts["write_bytes"]))
    return Reading(at=time.monotonic(), cpu=ticks / os.sysconf("SC_CLK_TCK"), written=written)


def digest(folder: Path) -> dict[str, str]:
    """Give what stands in the store's files."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.db*"))}


async def watch(folder: Path, seconds: float) -> tuple[Reading, Reading, bool]:
    """Run the program, leave it alone, read it before and after; tells whether its files are as before."""
    program = [sys.executable, "-m", "bot", "-C", str(folder), "run", "--only", "web", "--port", "0"]
    process = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(120):
            while b"Ready" not in await process.stdout.readline():
                assert process.returncode is None
        await asyncio.sleep(SETTLING)
        files, before = digest(folder), read(process.pid)
        await asyncio.sleep(seconds)
        after = read(process.pid)
        return before, after, digest(folder) == files
    finally:
        process.terminate()
        await process.wait()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        project(Path(name))
        before, after, same = asyncio.run(watch(Path(name), parser.parse_args().seconds))
    span = after.at - before.at
    print(f"idle for {span:.0f} s with {PENDING:,} follow-ups pending")
    print(f"share of one core    {100 * (after.cpu - before.cpu) / span:8.2f} %")
    print(f"bytes written        {after.written - before.written:8d}")
    print(f"the store's files    {'as before' if same else 'CHANGED':>9}")


if __name__ == "__main__":
    main()
