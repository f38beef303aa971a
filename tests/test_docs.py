"""The documents are complete because these tests say so."""

from __future__ import annotations

import ast
import dataclasses
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from bot.channels import catalogue
from bot.knowledge.intents import Means
from bot.knowledge.lint.reserved import RESERVED
from bot.model.abilities import table
from bot.model.case import TRANSITIONS, FollowUpKind
from bot.model.effects import Effect
from bot.policy.rules import RULES
from bot.reporting.words import DEFINITIONS
from bot.settings import hearing, values
from bot.testing import stories

ROOT = Path(__file__).parent.parent
HOW = (ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
DECISIONS = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")


def _first_cells(text: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)


def test_every_rule_is_documented_in_the_order_it_is_asked() -> None:
    names = [rule.__name__ for rule in RULES]
    assert [cell for cell in _first_cells(HOW) if cell in names] == names


def test_every_effect_is_documented() -> None:
    assert {effect.__name__ for effect in get_args(Effect)} <= set(_first_cells(HOW))


def test_every_follow_up_is_documented() -> None:
    assert {kind.value for kind in FollowUpKind} <= set(_first_cells(HOW))


def test_the_picture_of_a_cases_status_is_drawn_from_its_transitions() -> None:
    arrows = "\n".join(
        f"    {before} --> {after}" for before, afters in TRANSITIONS.items() for after in sorted(afters)
    )
    assert f"```mermaid\nstateDiagram-v2\n{arrows}\n```" in HOW


def _setting_keys() -> Iterator[str]:
    for section in (
        values.Brand,
        values.Hours,
        values.Sla,
        values.FollowUps,
        values.Matching,
        values.Handoff,
        values.Limits,
        values.Weights,
        values.DeskHabits,
        values.Band,
        values.Approval,
        values.Storage,
        values.Slot,
        hearing.ToneWords,
        hearing.Brigade,
        hearing.PolicyWords,
        hearing.Listening,
        hearing.Incident,
    ):
        for field in dataclasses.fields(section):
            yield field.name


def test_every_setting_is_documented() -> None:
    renamed = {"week": "mon-fri", "exceptions": "exception", "name": "name"}
    words = set(re.findall(r"`([^`\n]+)`", SETTINGS.replace("```", "")))
    assert {renamed.get(key, key) for key in _setting_keys()} <= words


def test_every_dependency_is_weighed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[<>=!~; ]", item)[0] for item in wanted}
    assert {name for name in names if f"**{name}**" not in DECISIONS} == set()


def test_every_command_is_in_the_readme_or_the_command_page() -> None:
    commands = {path.stem for path in (ROOT / "bot" / "cli").glob("*.py") if _is_command(path)}
    page = README + (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert {name for name in commands if f"sportello {name}" not in page} == set()


def _is_command(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == "run" for node in tree.body)


def test_what_each_channel_can_do_is_drawn_from_its_traits() -> None:
    page = (ROOT / "docs" / "channels.md").read_text(encoding="utf-8")
    assert table(catalogue.traits(name) for name in catalogue.BUILT_IN) in page


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken


async def test_the_example_of_a_test_is_run() -> None:
    page = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    names: dict[str, Any] = {}
    exec(code[0], names)  # noqa: S102 - our own page
    await names["test_the_weekend_is_covered"](ROOT)


def test_every_step_and_expectation_of_a_conversation_file_is_documented() -> None:
    page = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    assert set(stories.DOES | stories.EXPECTED) == set(_first_cells(page))


def test_every_reserved_reply_and_every_meaning_is_documented() -> None:
    page = (ROOT / "docs" / "intents-and-replies.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`([^`\n]+)`", page.replace("```", "")))
    assert set(RESERVED) <= words
    assert {f'"{meaning.value}"' for meaning in Means if meaning is not Means.NOTHING} <= words


def test_every_test_that_the_security_page_names_exists() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[^`]+)`", page)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_figure_of_the_report_is_on_its_page_in_the_same_words() -> None:
    page = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` | {text} |" in page for name, text in DEFINITIONS.items())
