"""The README tells the truth: its examples are run, its facts compared."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

from bot.model.problem import Source
from bot.testing import read_story, run_story
from bot.testing.pytest_plugin import brand_of

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_conversation_in_the_readme_goes_as_it_says() -> None:
    text = next(block for block in _blocks("toml") if "[[step]]" in block)
    knowledge, traits = brand_of(ROOT)
    result = asyncio.run(run_story(read_story(Source(path="README.md", text=text)), knowledge, traits))
    assert result.passed, result.failures


def test_the_question_in_the_readme_is_read_as_it_says() -> None:
    command = next(line for block in _blocks("console") for line in block.splitlines() if " ask " in line)
    words = re.findall(r'"([^"]+)"', command)
    run = subprocess.run(
        [sys.executable, "-m", "bot", "ask", words[0], "--at", words[1]],
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "ricarica_mancata" in run.stdout.splitlines()[1]


def test_the_numbers_of_the_example_brand_are_its_own() -> None:
    intents = list((ROOT / "intents").rglob("*.toml"))
    topics = {path.parent for path in intents}
    assert f"{len(intents)} intents in {len(topics)} topics" in README


def test_what_make_run_says_is_what_the_readme_shows() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    words = re.findall(r"^run: install\n\t@\$\(BIN\)/sportello (.*)$", makefile, flags=re.MULTILINE)[
        0
    ].split()
    program = [sys.executable, "-m", "bot", *words, "--port", "0"]
    said: list[str] = []
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if line.startswith("Ready"):
                break
        process.terminate()
    shown = next(block for block in _blocks("text") if block.startswith("Sportello for"))
    assert _without_moment("".join(said)) == _without_moment(shown)


def _without_moment(said: str) -> str:
    """Give what is said at every start: no port, no secret, no hour of the day."""
    said = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1", said)
    said = re.sub(r"token=\S+", "token=…", said)
    return re.sub(r"(?m)^(  hours    ).*$", r"\1", said)


def test_the_readme_opens_with_two_sentences_then_the_two_commands() -> None:
    opening, rest = README.split("```console", 1)
    sentences = [line for line in opening.splitlines() if line and not line.startswith("#")]
    assert len(sentences) == 2
    assert re.match(r"\s*\$ make run .*\n\$ make test ", rest)


def test_the_make_targets_in_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"make (\w+)", README)):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target
