"""The worked example of docs/new-channel.md: installed, held to the contract, and asked by a customer."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.channels import catalogue
from tests.support.brand import write_brand
from tests.support.patience import PROGRAM_PATIENCE

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "new-channel.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^### (\w+\.py)\n```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL))
ENTRY_POINTS = re.findall(r'^\[project\.entry-points\."(.+)"\]\n(.+)$', PAGE, flags=re.MULTILINE)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Install the page's code as a package of its own."""
    folder = tmp_path / "site"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    ((group, line),) = ENTRY_POINTS
    info = folder / "piccione-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: piccione\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{group}]\n{line.replace(chr(34), '')}\n", encoding="utf-8")
    return folder


def environ(site: Path, **more: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join((str(site), str(ROOT)))} | more


def fake_in(site: Path) -> Any:
    """Load the page's fake."""
    spec = importlib.util.spec_from_file_location("fake_piccione_of_the_page", site / "fake_piccione.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_has_the_channel_its_fake_and_its_test() -> None:
    assert set(FILES) == {"piccione.py", "fake_piccione.py", "test_piccione.py"}
    assert catalogue.GROUP in PAGE


async def test_the_channel_of_the_page_keeps_the_contract(site: Path) -> None:
    settings = ("-q", "-n", "0", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml"))
    command = (sys.executable, "-m", "pytest", *settings, f"--rootdir={ROOT}", str(site / "test_piccione.py"))
    program = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        env=environ(site),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await program.communicate()
    text = said.decode()
    assert program.returncode == 0, text
    passed = re.search(r"(\d+) passed", text)
    assert passed is not None
    assert int(passed[1]) > 25
    assert "skipped" not in text


@asynccontextmanager
async def running(project: Path, site: Path, key: str) -> AsyncIterator[None]:
    """Run the real program over a brand whose only channel is the page's."""
    command = (sys.executable, "-m", "bot", "-C", str(project), "run", "--port", "0")
    with (project / "errors.txt").open("ab") as errors:
        program = await asyncio.create_subprocess_exec(
            *command, env=environ(site, PICCIONE_KEY=key), stdout=errors, stderr=errors
        )
    try:
        yield
    finally:
        program.kill()
        await program.wait()


async def test_a_customer_of_the_new_channel_is_answered_once(site: Path, tmp_path: Path) -> None:
    fakes = fake_in(site)
    async with fakes.fake_piccione() as fake:
        channels = f"""
[channels.piccione]
key = "env:PICCIONE_KEY"
base_url = "http://127.0.0.1:{fake.wire.port}"
"""
        project = write_brand(tmp_path / "brand", channels, store="piccione")
        fake.say("ada", "quando siete aperti oggi")
        async with running(project, site, fakes.KEY), asyncio.timeout(PROGRAM_PATIENCE):
            while not fake.posts or fake.acknowledged < 1:
                await asyncio.sleep(0.05)
        said = (project / "errors.txt").read_text(encoding="utf-8")
    (text,) = fake.posts.values()
    assert "Siamo aperti dalle 9 alle 18." in text
    assert fakes.KEY not in said
