"""`hours`: the days as strips, why a day is unusual, and the bot's words outside the hours."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.cli import main
from bot.cli.strips import WIDTH, lines_of
from bot.model.almanac import days_of
from bot.model.hours import Calendar, DayException, Interval
from bot.service.told import occasions
from tests.cli.conftest import change

Capture = pytest.CaptureFixture[str]
FRIDAY = "2026-12-04T10:00"
OFFICE = "··················████████··████████············"
OWN = """
[hours.channels.web]
mon-sun = ["08:00-22:00"]
[hours.topics.prepagato]
mon-sun = ["00:00-24:00"]
holidays = []
[[hours.topics.prepagato.exception]]
dates = "2026-12-25"
open = []
note = "Natale"

[sla]"""


def shown(project: Path, capsys: Capture, *words: str) -> list[str]:
    assert main(["-C", str(project), "hours", *words]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    lines: list[str] = out.splitlines()
    assert max(map(len, lines)) <= WIDTH
    return lines


def lines(calendar: Calendar, first: str, count: int = 1, encoding: str = "utf-8") -> list[str]:
    days = days_of(calendar, date.fromisoformat(first), count)
    return [line for day in days for line in lines_of(day, encoding)]


def rome(**changes: Any) -> Calendar:
    week = dict.fromkeys(range(5), (Interval(540, 780), Interval(840, 1080)))
    return Calendar(**{"zone": ZoneInfo("Europe/Rome"), "week": week, **changes})


def test_the_days_of_the_milan_bridge_are_strips_with_their_reasons(project: Path, capsys: Capture) -> None:
    out = shown(project, capsys, "--at", FRIDAY, "--days", "6")
    assert out[0] == "Volo Mobile: Friday 4 December 2026 at 10:00 in Europe/Rome"
    assert out[1] == ("Open now, until Friday 4 December at 13:00; opens again Friday 4 December at 14:00.")
    assert out[3:11] == [
        "           0     3     6     9     12    15    18    21    24",
        f"Fri  4 Dec {OFFICE}  09:00-13:00, 14:00-18:00",
        f"Sat  5 Dec {'·' * 48}  closed",
        f"Sun  6 Dec {'·' * 48}  closed",
        f"{'':61}week of 30 November: 40 hours",
        f"Mon  7 Dec {'·' * 48}  closed: Sant'Ambrogio",
        f"Tue  8 Dec {'·' * 48}  closed: Immacolata Concezione",
        f"Wed  9 Dec {OFFICE}  09:00-13:00, 14:00-18:00",
    ]


def test_each_kind_of_closed_moment_is_told_in_each_language(project: Path, capsys: Capture) -> None:
    out = "\n".join(shown(project, capsys, "--at", FRIDAY, "--days", "6"))
    for heading in (
        "A message on Fri 4 December at 13:30, in a break, is told (web):",
        "A message on Fri 4 December at 20:00, in the evening, is told (web):",
        "A message on Sat 5 December at 10:00, at the weekend, is told (web):",
        "A message on Mon 7 December at 10:00, on a holiday, is told (web):",
        "A message on Wed 9 December at 03:00, at night, is told (web):",
    ):
        assert heading in out
    told = " ".join(out.split("Sat 5 December")[1].split("A message")[0].split())
    assert " it Grazie per averci scritto. Nel fine settimana siamo chiusi" in told
    assert "torniamo mercoledì 9 dicembre alle 9" in told
    assert " en " in told
    assert "we are back on Wednesday 9 December at 9 am" in told


def test_the_words_are_those_that_a_customer_gets(project: Path, capsys: Capture) -> None:
    shown_words = " ".join("\n".join(shown(project, capsys, "--at", FRIDAY, "--days", "3")).split())
    strange = "il mio pappagallo canta l'opera"
    assert main(["-C", str(project), "ask", "--json", strange, "--at", "2026-12-05T10:00"]) == 0
    reply = json.loads(capsys.readouterr().out)["replies"][0]
    assert reply["text"] in shown_words


def test_christmas_has_a_short_day_and_its_own_words(project: Path, capsys: Capture) -> None:
    out = shown(project, capsys, "--at", "2026-12-23T10:00", "--days", "4")
    assert any("09:00-13:00: vigilia di Natale" in line for line in out)
    assert any("closed: Natale" in line for line in out)
    assert "A message on Thu 24 December at 14:00, on a day with other hours, is told (web):" in out


def test_a_long_closure_is_a_closure(project: Path, capsys: Capture) -> None:
    out = shown(project, capsys, "--at", "2026-08-07T10:00", "--days", "18")
    assert sum("closed: chiusura estiva" in line for line in out) == 11
    assert any(line.startswith(f"{'':61}chiusura estiva; Assunzione") for line in out)
    assert "A message on Mon 10 August at 10:00, in a closure, is told (web):" in out


def test_channels_and_topics_with_hours_of_their_own_are_listed(project: Path, capsys: Capture) -> None:
    change(project / "settings.toml", "[sla]", OWN)
    out = shown(project, capsys, "--at", "2026-12-23T10:00", "--days", "4")
    own = out[out.index("Hours of their own") + 1 :]
    assert own[0].startswith("  channel web      every day 8-22; Thu 24 Dec 09:00-13:00 (vigilia di Natale);")
    assert any(line.startswith("  topic prepagato  every day 24 hours a day; ") for line in own)


def test_one_channel_or_topic_is_shown_alone(project: Path, capsys: Capture) -> None:
    change(project / "settings.toml", "[sla]", OWN)
    web = shown(project, capsys, "--at", FRIDAY, "--days", "2", "--channel", "web")
    assert web[0].startswith("Volo Mobile, channel web: ")
    assert any("Sat  5 Dec" in line and line.endswith("  08:00-22:00") for line in web)
    topic = shown(project, capsys, "--at", "2026-12-25T10:00", "--days", "2", "--topic", "prepagato")
    assert topic[1] == "Closed now (exception); opens Saturday 26 December at 00:00."
    assert topic[5].endswith(f"{'█' * 48}  all day")
    assert any(line.startswith("A message about ") for line in topic)


def test_the_json_has_the_documented_shape(project: Path, capsys: Capture) -> None:
    change(project / "settings.toml", "[sla]", OWN)
    shown_at = ("--at", "2026-10-24T10:00", "--days", "2", "--json")
    assert main(["-C", str(project), "hours", *shown_at]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    keys = [*found, *found["days"][0], *found["weeks"][0], *found["own"][0], *found["told"][0]]
    assert [key for key in keys if f"`{key}`" not in page] == []
    assert (found["open"], found["next_opening"]) == (False, "2026-10-26T09:00:00+01:00")
    assert [day["clock_change"] for day in found["days"]] == [None, "03:00-02:00"]
    assert [day["open_minutes"] for day in found["days"]] == [0, 0]
    assert found["weeks"] == [{"monday": "2026-10-19", "open_minutes": 2400}]
    assert [own["name"] for own in found["own"]] == ["web", "prepagato"]
    assert {told["language"] for told in found["told"]} == {"it", "en"}
    assert {told["outcome"] for told in found["told"]} == {"acknowledge"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--channel", "fax"], "there is no channel “fax”"),
        (["--topic", "prepagata"], "did you mean “prepagato”?"),
        (["--at", "2027-03-28T02:30"], "the clocks jump from 02:00 to 03:00"),
        (["--days", "0"], "“0” is not a number of days from 1 to 400"),
        (["--days", "²"], "“²” is not a number of days from 1 to 400"),
    ],
)
def test_what_cannot_be_shown_exits_2(
    project: Path, capsys: Capture, words: list[str], sentence: str
) -> None:
    try:
        code = main(["-C", str(project), "hours", *words])
    except SystemExit as leaving:  # argparse's own way
        code = int(str(leaving.code))
    assert code == 2
    assert sentence in capsys.readouterr().err


def test_a_day_of_25_hours_says_so_and_one_of_23_has_a_gap() -> None:
    assert lines(rome(), "2026-10-25") == [f"Sun 25 Oct {'·' * 48}  closed: the clocks go back: 25 hours"]
    spring = rome(week={6: (Interval(0, 1440),)})
    assert lines(spring, "2027-03-28") == [
        f"Sun 28 Mar ████  {'█' * 42}  all day",
        f"{'':61}the clocks go forward: 23 hours",
    ]


def test_half_hours_nights_and_other_zones_are_drawn() -> None:
    night = rome(week={4: (Interval(1335, 1800),)})
    assert lines(night, "2026-12-04", 2) == [
        f"Fri  4 Dec {'·' * 44}▄███  22:15-06:00",
        f"Sat  5 Dec {'█' * 12}{'·' * 36}  closed from 06:00",
    ]
    lord_howe = rome(zone=ZoneInfo("Australia/Lord_Howe"), week={})
    assert lines(lord_howe, "2026-10-04")[0].startswith(f"Sun  4 Oct ···· {'·' * 43}  ")
    assert lines(lord_howe, "2026-10-04")[1].endswith("23 h 30 min")
    apia = rome(zone=ZoneInfo("Pacific/Apia"), week={})
    assert lines(apia, "2011-12-30")[0] == f"Fri 30 Dec {' ' * 48}  closed: the clocks go forward: 0 hours"


def test_a_terminal_without_blocks_gets_plain_signs() -> None:
    assert lines(rome(), "2026-12-04", encoding="ascii") == [
        f"Fri  4 Dec {'.' * 18}########..########{'.' * 12}  09:00-13:00, 14:00-18:00"
    ]


def test_a_brand_that_is_always_open_or_never_has_its_occasions() -> None:
    always = rome(week=dict.fromkeys(range(7), (Interval(0, 1440),)))
    start = datetime(2026, 12, 4, 8, tzinfo=UTC)
    assert occasions(always, start, 14) == ()
    assert [item.what for item in occasions(rome(week={}), start, 14)] == [
        "on a closed day",
        "at the weekend",
    ]
    shut = DayException(first=date(2026, 12, 4), last=date(2026, 12, 20))
    found = occasions(rome(exceptions=(shut,)), start, 14)
    assert [item.what for item in found] == ["in a closure"]
    assert found[0].at - start < timedelta(days=1)
