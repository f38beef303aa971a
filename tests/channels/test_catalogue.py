"""The catalogue of channels: our own are there without installation, others come by entry points."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from bot.channels import catalogue
from bot.errors import SetupError
from tests.fakes.intake import MemoryIntake
from tests.fakes.link import make_link

SOURCE = """
from bot.model.message import Surface
from bot.model.traits import Traits
TRAITS = Traits(name="pigeon", title="Pigeon", limits={Surface.PRIVATE: 40})
def connect(link):
    return ("a pigeon", link.settings.name)
"""


def install(folder: Path, name: str, module: str, source: str) -> None:
    """Put a package with an entry point where Python finds installed packages."""
    (folder / f"{module}.py").write_text(source, encoding="utf-8")
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[sportello.channels]\n{name} = {module}\n", encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_our_own_channels_come_first() -> None:
    assert catalogue.names()[:4] == ("web", "terminal", "telegram", "x")


def test_what_is_installed_and_what_is_built_in_say_the_same() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["entry-points"][catalogue.GROUP] == catalogue.BUILT_IN


@pytest.mark.parametrize("name", catalogue.BUILT_IN)
def test_a_channels_traits_carry_its_name(name: str) -> None:
    assert catalogue.traits(name).name == name


def test_listing_the_names_imports_no_channel() -> None:
    before = set(sys.modules)
    catalogue.names()
    assert not {name for name in set(sys.modules) - before if name.startswith("bot.channels.")}


def test_a_channel_of_another_package_is_found_and_made(site: Path) -> None:
    install(site, "pigeon", "pigeon_channel", SOURCE)
    assert catalogue.names()[-1] == "pigeon"
    assert catalogue.traits("pigeon").title == "Pigeon"
    made: object = catalogue.connect("pigeon", make_link("pigeon", MemoryIntake()))
    assert made == ("a pigeon", "pigeon")


def test_another_package_cannot_take_the_name_of_ours(site: Path) -> None:
    install(site, "telegram", "false_telegram", SOURCE)
    assert catalogue.names().count("telegram") == 1
    assert catalogue.traits("telegram").title == "Telegram"


def test_a_broken_package_is_named(site: Path) -> None:
    install(site, "broken", "broken_channel", "import a_module_that_is_not_there\n")
    install(site, "empty", "empty_channel", "")
    for name in ("broken", "empty"):
        with pytest.raises(SetupError, match=name) as refused:
            catalogue.traits(name)
        assert refused.value.hint


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(SetupError) as refused:
        catalogue.traits("telgram")
    assert refused.value.hint == "Did you mean “telegram”?"
