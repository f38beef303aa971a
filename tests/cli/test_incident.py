"""`incident`: opened, updated and closed beside a running program, previewed first."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.model.incident import Incident
from bot.service.store import Store
from bot.stores import open_store
from tests.cli.conftest import change

OPEN = ("--intent", "ricarica_mancata", "--text", "it=Ricariche ferme.", "--text", "en=Top-ups are stuck.")
MISSPELT = (*OPEN[2:], "--intent", "ricarica_manca")
END = ("--text", "it=Tutto a posto.", "--text", "en=All is well.", "--yes")


@pytest.fixture
def brand(project: Path) -> Path:
    asyncio.run(_made(project))
    return project


async def _made(project: Path) -> None:
    await open_store(f"sqlite:///{project / 'sportello.db'}").close()


def incident(project: Path, *words: str) -> int:
    return main(["-C", str(project), "incident", *words])


def stored(project: Path) -> tuple[Incident, ...]:
    async def read() -> tuple[Incident, ...]:
        store: Store = open_store(f"sqlite:///{project / 'sportello.db'}")
        try:
            return await store.incidents(10)
        finally:
            await store.close()

    return asyncio.run(read())


def test_an_incident_is_opened_updated_and_closed(brand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert incident(brand, "open", *OPEN, "--next", "+2h", "--yes", "--by", "FB") == 0
    assert incident(brand, "update", "1", *OPEN[2:], "--next", "+4h", "--yes") == 0
    (item,) = stored(brand)
    assert (item.update, item.said.intents, item.said.topics) == (2, ("ricarica_mancata",), ("prepagato",))
    assert item.said.next_update is not None
    assert item.said.next_update - SystemClock().now() > timedelta(hours=3)
    assert incident(brand, "close", "1", *END) == 0
    (item,) = stored(brand)
    assert (item.status, item.said.texts["it"], item.said.next_update) == ("closed", "Tutto a posto.", None)
    assert "Incident 1 is open. no conversations will be told" in capsys.readouterr().out


def test_it_works_while_the_store_is_in_use(brand: Path) -> None:
    store = open_store(f"sqlite:///{brand / 'sportello.db'}")
    try:
        assert incident(brand, "open", *OPEN, "--next", "+2h", "--yes") == 0
        (item,) = asyncio.run(store.live_incidents())
        assert item.is_open
    finally:
        asyncio.run(store.close())


def test_a_preview_and_a_missing_yes_send_nothing(brand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert incident(brand, "open", *OPEN, "--next", "+2h", "--preview") == 1
    assert incident(brand, "open", *OPEN, "--next", "+2h") == 1
    shown = capsys.readouterr()
    assert "Ricariche ferme." in shown.out
    assert "add --yes where nobody can be asked" in shown.err
    assert stored(brand) == ()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("open", *OPEN[:4], "--next", "+2h"), "the text in “en” is missing"),
        (("open", *OPEN, "--next", "2020-01-01T10:00"), "the time of the next update is past"),
        (("open", *OPEN), "say when the next update comes"),
        (("open", *MISSPELT, "--next", "+1h"), "did you mean “ricarica_mancata”?"),
        (("open", *OPEN, "--text", "ciao", "--next", "+1h"), "“ciao” names no language"),
        (("open", *OPEN, "--next", "+1h", "--by", "ZZ"), "nobody signs as “ZZ”"),
        (("open", *OPEN, "--next", "+1h", "--suggestion", "7"), "there is no suggestion 7 any more"),
        (("update", "9", *OPEN[2:], "--next", "+1h"), "incident 9 is not open"),
        (("dismiss", "9"), "there is no suggestion 9"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    brand: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], reason: str
) -> None:
    more = () if words[0] == "dismiss" else ("--yes",)
    assert incident(brand, *words, *more) == 2
    assert reason in capsys.readouterr().err
    assert stored(brand) == ()


def test_the_list_as_json_holds_what_is_open(brand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert incident(brand, "list") == 0
    assert "No incident is open" in capsys.readouterr().out
    narrow = ("--only-intents", "--place", "Torino", "--next", "+2h", "--yes")
    assert incident(brand, "open", *OPEN, *narrow) == 0
    capsys.readouterr()
    assert incident(brand, "list", "--json") == 0
    (item,) = json.loads(capsys.readouterr().out)["incidents"]
    assert (item["status"], item["topics"], item["place"]) == ("open", [], "Torino")


def test_a_text_that_fits_no_post_is_refused_with_the_channel(
    brand: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    block = '[channels.x]\nconsumer_key = "env:KEY"\n[channels.terminal]'
    change(brand / "settings.toml", "[channels.terminal]", block)
    monkeypatch.setenv("KEY", "k")
    long = ("open", *OPEN[:2], "--text", f"it={'a' * 270}", "--text", f"en={'b ' * 135}", "--next", "+1h")
    assert incident(brand, *long, "--yes") == 2
    assert "cannot be said on x.post" in capsys.readouterr().err
