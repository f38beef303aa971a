"""Hours changed at the desk over real files: checked as the loader does, written, and served at once."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.app import inline
from bot.errors import SetupError
from bot.knowledge.library import Built
from bot.model.hours import Interval
from bot.service.brand import Brand
from bot.service.hours_desk import HoursDesk
from bot.service.hours_values import Edit, ExceptionEdit, Looked, Outcome, Removal, Result, WeekEdit
from bot.settings.hours_writer import Week, Written
from bot.settings.values import Person
from bot.stores import open_memory_store
from bot.stores.sql_store import SqlStore
from tests.fakes.clock import NOON, StandingClock
from tests.support.brand import TRAITS, write_brand

FB = Person(key="FB", name="Francesca B.", email="fb@example.it")
USUAL = ("09:00-13:00", "14:00-18:00")
WEEK: Week = (*[USUAL] * 5, (), ())
SATURDAY: Week = (*[USUAL] * 5, ("10:00-12:00",), ())
FRIDAY = date(2026, 12, 11)
CLOSED = Written(first=str(FRIDAY), last=str(FRIDAY), note="inventario")


@dataclass
class Bench:
    """A brand's folder and what changes its hours."""

    folder: Path
    brand: Brand
    desk: HoursDesk
    store: SqlStore

    @property
    def file(self) -> Path:
        return self.folder / "settings.toml"

    async def look(self, edit: Edit) -> Looked:
        return await self.desk.look(await self.desk.file(), edit)

    async def publish(self, edit: Edit, base: str = "") -> Result:
        return await self.desk.publish(edit, base=base or (await self.desk.file()).base, by=FB)

    def open_on(self, day: date) -> tuple[Interval, ...]:
        return self.brand.knowledge.calendar.intervals(day)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    folder = write_brand(tmp_path, '[channels.chat]\n[channels.wall]\nmode = "answer"', store="a")
    brand = Brand(folder, environ={}, traits=TRAITS, encoder=None)
    brand.load()
    store = open_memory_store()
    desk = HoursDesk(store=store, brand=brand, traits=TRAITS, clock=StandingClock(), compute=inline)
    return Bench(folder, brand, desk, store)


async def test_a_week_that_is_published_is_in_the_file_and_served_at_once(bench: Bench) -> None:
    before = bench.file.read_text(encoding="utf-8")
    looked = await bench.look(WeekEdit(week=SATURDAY, holidays=()))
    assert [line for line in looked.diff if line[0] in "+-"] == ['+sat = ["10:00-12:00"]']
    assert looked.changed[0].day == date(2026, 12, 12)
    assert (looked.changed[0].before, looked.changed[0].after) == ((), (Interval(600, 720),))
    assert len(looked.changed) + looked.more == 52
    assert bench.file.read_text(encoding="utf-8") == before, "a look writes nothing"
    assert (await bench.publish(WeekEdit(week=SATURDAY, holidays=()))) == Result(outcome=Outcome.DONE)
    assert bench.open_on(date(2026, 12, 12)) == (Interval(600, 720),)
    mon_fri = 'mon-fri = ["09:00-13:00", "14:00-18:00"]\n'
    assert bench.file.read_text(encoding="utf-8") == before.replace(
        mon_fri, mon_fri + 'sat = ["10:00-12:00"]\n'
    )


async def test_an_exception_is_made_changed_and_taken_out_again(bench: Bench) -> None:
    before = bench.file.read_bytes()
    assert (await bench.publish(ExceptionEdit(index=None, wanted=CLOSED))).outcome is Outcome.DONE
    assert bench.open_on(FRIDAY) == ()
    half = Written(first=str(FRIDAY), last=str(FRIDAY), open=("09:00-11:00",), note="inventario")
    assert (await bench.publish(ExceptionEdit(index=0, wanted=half))).outcome is Outcome.DONE
    assert bench.open_on(FRIDAY) == (Interval(540, 660),)
    assert (await bench.publish(Removal(index=0))).outcome is Outcome.DONE
    assert bench.file.read_bytes() == before
    assert len(bench.open_on(FRIDAY)) == 2


@pytest.mark.parametrize(
    ("day", "hours", "message"),
    [
        (0, ("9-13",), "“9” is not a time of day"),
        (2, ("09:00-13:00", "12:00-15:00"), "12:00-15:00 overlaps 09:00-13:00"),
        (5, ("22:00-10:00",), "Saturday’s 22:00-10:00 runs into Sunday’s 09:00-12:00"),
        (4, ("presto",), "“presto” is not an opening"),
    ],
)
async def test_wrong_hours_are_said_at_their_day_in_the_loaders_words(
    bench: Bench, day: int, hours: tuple[str, ...], message: str
) -> None:
    week: list[tuple[str, ...]] = [*WEEK]
    week[day], week[6] = hours, ("09:00-12:00",)
    edit = WeekEdit(week=tuple(week), holidays=())
    looked = await bench.look(edit)
    ((field, (problem,)),) = looked.errors.items()
    assert field == ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day]
    assert message in problem.message
    assert problem.hint
    before = bench.file.read_bytes()
    assert (await bench.publish(edit)).outcome is Outcome.BROKEN
    assert bench.file.read_bytes() == before


async def test_holidays_that_there_are_not_are_said_at_their_field(bench: Bench) -> None:
    looked = await bench.look(WeekEdit(week=WEEK, holidays=("IT-MI", "IT-MY")))
    ((field, (problem,)),) = looked.errors.items()
    assert (field, problem.message) == ("holidays", "no holidays known for “IT-MY”")
    assert (await bench.publish(WeekEdit(week=WEEK, holidays=("IT-MI",)))).outcome is Outcome.DONE
    assert bench.open_on(date(2026, 12, 7)) == (), "Sant'Ambrogio"


@pytest.mark.parametrize(
    ("wanted", "field", "message"),
    [
        (Written(first="2026-02-30", last="2026-02-30"), "dates", "there is no 2026-02-30"),
        (Written(first="2026-12-24", last="2026-12-01"), "dates", "ends before it begins"),
        (Written(first="", last=""), "dates", "this text is empty"),
        (Written(first="2026-12-24", last="2026-12-24", open=("9",)), "open", "“9” is not an opening"),
    ],
)
async def test_a_wrong_exception_is_said_at_its_field(
    bench: Bench, wanted: Written, field: str, message: str
) -> None:
    await bench.publish(ExceptionEdit(index=None, wanted=CLOSED))
    for index in (None, 0):
        looked = await bench.look(ExceptionEdit(index=index, wanted=wanted))
        assert list(looked.errors) == [field]
        assert message in looked.errors[field][0].message


async def test_a_change_made_on_disk_meanwhile_is_never_written_over(bench: Bench) -> None:
    base = (await bench.desk.file()).base
    edited = bench.file.read_text(encoding="utf-8").replace('name = "Prova"', 'name = "Prova 2"')
    bench.file.write_text(edited, encoding="utf-8")
    result = await bench.publish(WeekEdit(week=SATURDAY, holidays=()), base)
    assert result.outcome is Outcome.MOVED
    assert bench.file.read_text(encoding="utf-8") == edited


@pytest.mark.parametrize("edited", ["\n# by hand\n", "[hours\n"])
async def test_a_change_made_on_disk_while_it_is_looked_over_is_told_as_one(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, edited: str
) -> None:
    build = bench.brand.build

    def meanwhile(changed: Mapping[str, str]) -> Built:
        built = build(changed)
        bench.file.write_text(before + edited, encoding="utf-8")
        return built

    before = bench.file.read_text(encoding="utf-8")
    monkeypatch.setattr(bench.brand, "build", meanwhile)
    result = await bench.publish(WeekEdit(week=SATURDAY, holidays=()))
    assert result == Result(outcome=Outcome.MOVED)
    assert bench.file.read_text(encoding="utf-8") == before + edited


async def test_who_changed_the_hours_is_written_down_once_and_only_where_they_changed(bench: Bench) -> None:
    edit = WeekEdit(week=SATURDAY, holidays=())
    await bench.publish(edit)
    await bench.publish(edit)
    await bench.publish(WeekEdit(week=(("9",), *WEEK[1:]), holidays=()))
    (entry,) = await bench.store.audit_after(0, 10)
    assert (entry.who, entry.what, entry.about) == ("FB", "hours_changed", "file:settings.toml")


async def test_errors_elsewhere_keep_it_from_being_published_and_are_named(bench: Bench) -> None:
    (bench.folder / "replies/it/orari.j2").write_text("{{ custmer }}", encoding="utf-8")
    looked = await bench.look(WeekEdit(week=SATURDAY, holidays=()))
    assert looked.blocked
    assert {item.file for item in looked.errors[""]} == {"replies/it/orari.j2"}
    assert (await bench.publish(WeekEdit(week=SATURDAY, holidays=()))).outcome is Outcome.BROKEN


async def test_only_warnings_that_the_change_brings_are_shown(bench: Bench) -> None:
    usual = await bench.look(WeekEdit(week=SATURDAY, holidays=()))
    assert usual.warnings == ()
    nothing: Week = ((), (), (), (), (), (), ())
    never = await bench.look(WeekEdit(week=nothing, holidays=()))
    assert not never.blocked
    assert never.changed


async def test_a_file_that_cannot_be_written_is_said_and_nothing_is_served(bench: Bench) -> None:
    bench.file.chmod(0o444)
    result = await bench.publish(WeekEdit(week=SATURDAY, holidays=()))
    assert (result.outcome, "read-only" in result.note) == (Outcome.NOT_WRITTEN, True)
    assert bench.open_on(date(2026, 12, 12)) == ()


async def test_line_ends_and_a_mark_before_the_text_stay_as_they_are(bench: Bench) -> None:
    text = bench.file.read_text(encoding="utf-8")
    bench.file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert (await bench.publish(WeekEdit(week=SATURDAY, holidays=()))).outcome is Outcome.DONE
    after = bench.file.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf\r\n[brand]")
    assert after.count(b"\n") == after.count(b"\r\n") == text.count("\n") + 1


async def test_a_form_of_the_file_without_a_safe_place_is_said(bench: Bench) -> None:
    text = bench.file.read_text(encoding="utf-8").replace(
        'mon-fri = ["09:00-13:00", "14:00-18:00"]', 'mon-fri = [\n  "09:00-13:00", # am\n  "14:00-18:00"]'
    )
    bench.file.write_text(text, encoding="utf-8")
    looked = await bench.look(WeekEdit(week=(*[("09:00-17:00",)] * 5, (), ()), holidays=()))
    assert looked.blocked
    assert looked.wrong is not None
    assert "comments stand inside this value" in looked.wrong[0]


async def test_where_the_folder_is_a_repository_the_change_is_committed_alone(bench: Bench) -> None:
    def git(*words: str) -> str:
        command = ["git", "-C", str(bench.folder), "-c", "user.name=t", "-c", "user.email=t@t", *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "begin")
    (bench.folder / "intents/neu.txt").write_text("beside", encoding="utf-8")
    assert await bench.publish(ExceptionEdit(index=None, wanted=CLOSED)) == Result(outcome=Outcome.DONE)
    said = git("log", "-1", "--format=%an <%ae> %s", "--name-only").split("\n")
    assert said[0].startswith("Francesca B <fb@example.it> Exception to the hours added at the desk")
    assert [line for line in said[1:] if line] == ["settings.toml"]


async def test_what_a_message_is_told_is_the_policys_own_word_at_that_moment(bench: Bench) -> None:
    at_night = await bench.desk.ahead(at="wed 22:00")
    assert at_night.told[0].outcome == "acknowledge"
    assert "Siamo di nuovo qui domani alle 9" in at_night.told[0].texts[0]
    assert (await bench.desk.ahead()).at == NOON
    by_day = await bench.desk.ahead(at="wed 15:00")
    assert by_day.told[0].outcome == "hand_off"
    assert [told.language for told in by_day.told] == ["it", "en"]
    last = by_day.channels[-1]
    assert (await bench.desk.ahead(channel=last)).channel == last != by_day.channel
    assert (await bench.desk.ahead(channel="../x")).channel == by_day.channels[0]
    with pytest.raises(SetupError):
        await bench.desk.ahead(at="presto")


async def test_the_days_ahead_are_those_of_the_rules(bench: Bench) -> None:
    await bench.publish(ExceptionEdit(index=None, wanted=CLOSED))
    ahead = await bench.desk.ahead()
    assert [day.date for day in ahead.days][:3] == [date(2026, 12, day) for day in (9, 10, 11)]
    assert len(ahead.days) == 14
    calendar = bench.brand.knowledge.calendar
    assert [day.intervals for day in ahead.days] == [calendar.intervals(day.date) for day in ahead.days]
    assert [day.exception for day in ahead.days if day.unusual] == ["inventario"]
