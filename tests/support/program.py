"""The real program, run over a brand on disk, for tests that kill it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path


@asynccontextmanager
async def running_program(
    project: Path,
    environ: Mapping[str, str],
    *,
    port: int = 0,
    only: str = "",
    loud: tuple[str, ...] = (),
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run it while the block lasts, with one channel `only` or with all; at the end it is killed unwarned.

    What it says goes to errors.txt in the project.
    """
    chosen = ("--only", only) if only else ()
    program = [sys.executable, "-m", "bot", *loud, "-C", str(project), "run", *chosen, "--port", str(port)]
    environ = os.environ | environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with (project / "errors.txt").open("ab") as errors:
        process = await asyncio.create_subprocess_exec(*program, env=environ, stdout=errors, stderr=errors)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
