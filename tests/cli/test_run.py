"""`run` as a process: it says what is on, answers, takes edits in, and ends well."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from tests.cli.conftest import Running, change, environ
from tests.support.patience import PROGRAM_PATIENCE

Start = Callable[..., Running]
Capture = pytest.CaptureFixture[str]


def read(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=PROGRAM_PATIENCE) as answer:  # noqa: S310 - our own server
        body = answer.read()
    return json.loads(body) if body.startswith(b"{") else body.decode()


def write(address: str, text: str) -> None:
    body = json.dumps({"id": "message-1", "text": text, "name": "Giulia"}).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=PROGRAM_PATIENCE) as answer:  # noqa: S310
        assert answer.status == 202


def post(address: str, body: object) -> Any:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=PROGRAM_PATIENCE) as answer:  # noqa: S310
        return json.loads(answer.read())


def answer_of(address: str) -> str:
    """Give the bot's first message, once it is there."""
    until = time.monotonic() + PROGRAM_PATIENCE
    while time.monotonic() < until:
        for line in read(address)["messages"]:
            if line["from"] == "bot":
                return str(line["text"])
    raise AssertionError("no answer came")


def customers(copy: Running) -> str:
    return copy.until("customers").split()[-1]


def test_it_says_what_is_on_answers_and_ends_with_0(start: Start) -> None:
    copy = start("--at", "2026-12-05T22:00")
    base = customers(copy)
    assert copy.said[0] == "Sportello for Volo Mobile"
    assert re.search(r"knows     \d+ intents in \d+ topics, in it and en", copy.said[1])
    assert "clock     set to Saturday 5 December at 22:00" in copy.said[3]
    assert "closed now (weekend); opens Wednesday 9 December at 09:00" in copy.said[4]
    door = copy.until("desk").split()[-1]
    assert copy.until("channels").endswith("Web chat")
    assert "connect telegram` switches it on" in copy.until("Telegram")
    copy.until("Ready")
    assert read(f"{base}healthz") == "ok\n"
    assert "Francesca B." in read(door)
    chat = f"{base}api/chat/giulia-123/messages"
    write(chat, "il mio pappagallo canta l'opera")
    assert "mercoledì 9 dicembre alle 9" in answer_of(chat)
    assert copy.stop() == 0


@pytest.fixture
def platform() -> Iterator[socket.socket]:
    """Listen where a platform would be called."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        yield listening


def test_a_demo_says_so_emulates_the_channels_and_keeps_nothing(
    start: Start, project: Path, monkeypatch: pytest.MonkeyPatch, platform: socket.socket
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", f"123456789:{'A' * 35}")
    server = f"http://127.0.0.1:{platform.getsockname()[1]}"
    with (project / "settings.toml").open("a", encoding="utf-8") as file:
        file.write(f'[channels.telegram]\ntoken = "env:TELEGRAM_TOKEN"\nbase_url = "{server}"\n')
    change(project / "settings.toml", "127.0.0.1:8080", "0.0.0.0:8080")
    before = sorted(project.iterdir())
    copy = start("--demo", "--empty", "--at", "2026-12-05T22:00")
    base = customers(copy)
    assert base.startswith("http://127.0.0.1:")
    assert "nothing is kept, no real account is used" in copy.said[3]
    assert "clock     set to Saturday 5 December at 22:00" in copy.said[4]
    door = copy.until("desk").split()[-1]
    assert copy.until("channels").endswith("channels  Web chat, Telegram, X, all on the chat page")
    copy.until("Ready")
    chat = f"{base}api/demo/as/telegram/giulia-123/messages"
    write(chat, "il mio pappagallo canta l'opera")
    assert "mercoledì 9 dicembre alle 9" in answer_of(chat)
    skipped = post(f"{base}api/demo/skip", {})
    assert skipped["happened"][0]["name"] == "Giulia"
    assert skipped["state"]["now"].startswith("2026-12-09T")
    assert "Francesca B." in read(door)  # the link outlasts the days that were skipped
    assert copy.stop() == 0
    copy.until("Stopped: nothing of the demo is kept.")
    assert sorted(project.iterdir()) == before
    with pytest.raises(BlockingIOError):  # nobody has called
        platform.accept()


def test_a_demo_begins_with_a_weekend_on_the_desk_and_can_be_rid_of_it(
    start: Start, project: Path, capsys: Capture
) -> None:
    copy = start("--demo")
    base = customers(copy)
    assert "300 invented conversations on the desk" in " ".join(copy.said), copy.said
    copy.until("Ready")
    port = base.rstrip("/").rpartition(":")[2]
    words = ["-C", str(project), "demo", "clear", "--port", port]
    assert main(words) == 0
    assert "300 invented conversations taken away." in capsys.readouterr().out
    assert copy.stop() == 0
    assert main(words) == 2
    assert f"no demo is running on 127.0.0.1:{port}" in capsys.readouterr().err


def test_only_a_demo_can_be_begun_empty(project: Path, capsys: Capture) -> None:
    assert "--empty is about a demo" in refused(project, capsys, "--empty")


def test_a_plain_run_serves_nothing_of_the_demo(start: Start) -> None:
    copy = start("--at", "2026-12-05T22:00")
    base = customers(copy)
    copy.until("Ready")
    assert "panel" not in read(base)
    for path in ("api/demo/state", "demo/static/demo.js", "api/demo/as/telegram/giulia-123/messages"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            read(f"{base}{path}")


@pytest.mark.parametrize("words", [("--at", "someday"), ("--demo", "--at", "someday")])
def test_a_time_that_is_none_is_one_clear_sentence(
    project: Path, capsys: Capture, words: tuple[str, ...]
) -> None:
    err = refused(project, capsys, *words)
    assert err.startswith("sportello: “someday” is not a time\n  hint: ")


def test_a_demo_may_be_of_some_channels_only(project: Path, capsys: Capture) -> None:
    for only, titles in (("web,x", "Web chat, X"), ("telegram", "Web chat, Telegram")):
        words = ["run", "--demo", "--only", only, "--dry-run", "--port", "0"]
        assert main(["-C", str(project), *words]) == 0
        assert f"channels  {titles}, all on the chat page" in capsys.readouterr().out
    assert "There is no channel “fax”" in refused(project, capsys, "--demo", "--only", "fax")


def test_sigterm_drains_too(start: Start) -> None:
    copy = start()
    copy.until("Ready")
    assert copy.stop(signal.SIGTERM) == 0
    copy.until("Stopped: everything taken in is stored.")


def test_edits_are_taken_in_and_bad_ones_only_told(start: Start, project: Path) -> None:
    copy = start("--at", "2026-12-04T10:00")
    base = customers(copy)
    copy.until("Ready")
    reply = project / "replies" / "it" / "ricarica_costo.j2"
    good = reply.read_text(encoding="utf-8")
    reply.write_text("{{ custmer.name }}\n", encoding="utf-8")
    assert "what was there before goes on" in copy.until("Not served")
    copy.until("replies/it/ricarica_costo.j2:1:")
    write(f"{base}api/chat/first-12/messages", "quanto costa una ricarica")
    assert "5, 10, 15, 20" in answer_of(f"{base}api/chat/first-12/messages")
    reply.write_text(good.replace("5, 10, 15, 20", "7, 10, 15, 20"), encoding="utf-8")
    copy.until("Now serving the change to replies/it/ricarica_costo.j2.")
    write(f"{base}api/chat/second-1/messages", "quanto costa una ricarica")
    assert "7, 10, 15, 20" in answer_of(f"{base}api/chat/second-1/messages")
    change(project / "settings.toml", "127.0.0.1:8080", "127.0.0.1:8081")
    copy.until("Saved; [console] needs a restart to take effect.")
    assert not any("Now serving the change to settings.toml" in line for line in copy.said)
    change(project / "settings.toml", "127.0.0.1:8081", "127.0.0.1:8082")
    change(project / "settings.toml", "margin = 0.10", "margin = 0.11")
    copy.until("Now serving the change to settings.toml.")
    copy.until("Saved; [console] needs a restart")


def test_bad_hours_are_only_told_and_the_old_calendar_goes_on(start: Start, project: Path) -> None:
    settings, feasts = project / "settings.toml", project / "feste.ics"
    day = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261207\nSUMMARY:Festa\nEND:VEVENT\n"
    feasts.write_text(f"BEGIN:VCALENDAR\n{day}END:VCALENDAR\n", encoding="utf-8")
    change(settings, '"IT-MI"', '"ical:feste.ics"')
    copy = start("--at", "2026-12-05T10:00")
    base = customers(copy)
    copy.until("Ready")
    feasts.write_text(f"BEGIN:VCALENDAR\n{day}", encoding="utf-8")
    copy.until("Not served, 1 problem; what was there before goes on:")
    copy.until("feste.ics:1:1: error C014 BEGIN:VCALENDAR is never closed: the file is cut off")
    feasts.write_bytes("BEGIN:VCALENDAR\nSUMMARY:Sant’Ambrogio è".encode("cp1252"))
    copy.until("Not served: feste.ics:2: this is not UTF-8 text. What was there before goes on.")
    copy.until("iconv -f WINDOWS-1252 -t UTF-8 feste.ics")
    feasts.write_text(f"BEGIN:VCALENDAR\n{day}END:VCALENDAR\n", encoding="utf-8")
    change(settings, "14:00-18:00", "12:00-18:00")
    copy.until("error C005 12:00-18:00 overlaps 09:00-13:00")
    change(settings, '["09:00-13:00", "12:00-18:00"]', "[]")
    change(settings, 'dates = "2026-12-24"', "dates = 2026-06-31")
    copy.until("error C001 there is no 2026-06-31: June has 30 days")
    write(f"{base}api/chat/first-12/messages", "il mio pappagallo canta l'opera")
    assert "martedì 8 dicembre alle 9" in answer_of(f"{base}api/chat/first-12/messages")


def test_a_second_copy_waits_for_the_first_to_end(start: Start, project: Path, capsys: Capture) -> None:
    first = start()
    first.until("Ready")
    second = start()
    assert "already uses" in second.until("Waiting: another Sportello")
    assert main(["-C", str(project), "run", "--port", "0", "--no-wait"]) == 2
    assert "already uses" in capsys.readouterr().err
    assert first.stop() == 0
    second.until("Ready")
    assert second.stop() == 0


def test_a_copy_that_waits_can_be_stopped(start: Start) -> None:
    start().until("Ready")
    second = start()
    second.until("Waiting")
    assert second.stop() == 0


def test_the_terminal_can_be_a_channel_of_the_whole_path(start: Start) -> None:
    copy = start("--only", "terminal", "--at", "2026-12-04T10:00")
    copy.until("Ready")
    copy.write("quanto costa una ricarica")
    copy.until("I tagli sono")
    assert copy.stop() == 0


def test_a_dry_run_says_what_would_start_and_makes_nothing(project: Path, capsys: Capture) -> None:
    before = sorted(project.iterdir())
    assert main(["-C", str(project), "run", "--dry-run", "--port", "0"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"Would start Web chat and the desk on http://127.0.0.1:\d+/", out)
    assert sorted(project.iterdir()) == before


@pytest.mark.parametrize(
    ("listen", "warned"), [("0.0.0.0:8080", True), ("127.0.0.1:8080", False), ("localhost:8080", False)]
)
def test_an_address_that_others_can_reach_is_told(
    project: Path, capsys: Capture, listen: str, *, warned: bool
) -> None:
    change(project / "settings.toml", "127.0.0.1:8080", listen)
    assert main(["-C", str(project), "run", "--dry-run", "--port", "0"]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "anybody on the network" in line]
    assert len(told) == warned
    assert all("a proxy with TLS" in line for line in told)


def refused(project: Path, capsys: Capture, *words: str) -> str:
    """Give what is said when it cannot start: exit 2, a sentence and a hint, no traceback."""
    assert main(["-C", str(project), "run", "--port", "0", *words]) == 2
    err = capsys.readouterr().err
    assert "Traceback" not in err
    return err


def test_broken_settings_are_told_all_at_once(project: Path, capsys: Capture) -> None:
    change(project / "settings.toml", "Europe/Rome", "Europe/Roma")
    change(project / "settings.toml", 'give_up_after = "7d"', 'giv_up_after = "7d"')
    err = refused(project, capsys)
    assert "error C003" in err
    assert "2 problems in the brand's files" in err


def test_a_missing_token_is_named(project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)
    with (project / "settings.toml").open("a", encoding="utf-8") as file:
        file.write('[channels.telegram]\ntoken = "env:TELEGRAM_TOKEN"\n')
    err = refused(project, capsys)
    assert "Telegram is switched on, but TELEGRAM_TOKEN is not set" in err
    assert "hint: put TELEGRAM_TOKEN=… into the file .env" in err
    assert main(["-C", str(project), "run", "--port", "0", "--only", "web", "--dry-run"]) == 0


def test_the_token_may_stand_in_the_env_file(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)
    with (project / "settings.toml").open("a", encoding="utf-8") as file:
        file.write('[channels.telegram]\ntoken = "env:TELEGRAM_TOKEN"\n')
    token = f"123456789:{'A' * 35}"
    (project / ".env").write_text(f"TELEGRAM_TOKEN={token}\n", encoding="utf-8")
    assert main(["-C", str(project), "run", "--port", "0", "--dry-run"]) == 0
    out, err = capsys.readouterr()
    assert "Would start Web chat, Telegram" in out
    assert token not in out + err


def test_an_env_file_that_is_no_text_is_told(project: Path, capsys: Capture) -> None:
    (project / ".env").write_bytes(b"TOKEN=caf\xe9\n")
    assert ".env cannot be read" in refused(project, capsys)


def test_files_that_may_not_grow_are_told(project: Path) -> None:
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));"
    code = f"{limited} from bot.cli import main; raise SystemExit(main(['run', '--port', '0']))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project, env=environ(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("sportello: the disk ")


@pytest.mark.parametrize("words", [(), ("--dry-run",)])
def test_a_port_in_use_is_told(project: Path, capsys: Capture, words: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        err = refused(project, capsys, "--port", str(port), *words)
    assert f"port {port} is in use by another program" in err
    assert "hint: " in err


def test_a_damaged_store_is_never_started_on(project: Path, capsys: Capture) -> None:
    (project / "sportello.db").write_bytes(b"SQLite format 3\x00" + b"\xff" * 8000)
    err = refused(project, capsys)
    assert "sportello.db" in err
    assert "sportello db restore FILE" in err


def test_a_store_that_cannot_be_written_is_told(project: Path, capsys: Capture) -> None:
    change(project / "settings.toml", "sqlite:///sportello.db", "sqlite:///nowhere/sportello.db")
    err = refused(project, capsys)
    assert "there is no folder" in err


def test_unknown_channels_are_told_with_those_there_are(project: Path, capsys: Capture) -> None:
    assert "There is no channel “fax”" in refused(project, capsys, "--only", "web,fax")
    assert "the channel “telegram” is not in settings.toml" in refused(project, capsys, "--only", "telegram")
