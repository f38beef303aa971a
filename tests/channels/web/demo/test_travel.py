"""Time travel in a demo: what falls due happens at its time, over the real path, and is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.web.demo import travel
from tests.channels.web.demo.conftest import GIULIA, Rig
from tests.support.brand import ROME, SATURDAY

INVENTED_CUSTOMER = f"{travel.INVENTED}c0001"
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=ROME)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


async def test_nothing_more_happens_by_itself_where_nothing_is_owed(rig: Rig) -> None:
    assert (await rig.get("/state"))["next"] is None
    answer = await rig.post("/skip")
    assert answer["happened"] == []
    assert at(answer["state"]["now"]) == SATURDAY


async def test_the_weekend_is_skipped_to_the_promise_and_its_renewal(rig: Rig) -> None:
    await rig.say("il mio pappagallo canta")
    assert [line["from"] for line in await rig.lines()] == ["customer", "bot"]
    coming = (await rig.get("/state"))["next"]
    assert (coming["kind"], coming["name"], coming["address"]) == ("clock", "Giulia", "phone")
    assert coming["customer"] == "giulia-0001"
    (warned,) = (await rig.post("/skip"))["happened"]
    assert (warned["kind"], warned["said"]) == ("clock", [])
    coming = (await rig.get("/state"))["next"]
    assert coming["kind"] == "promise"
    answer = await rig.post("/skip")
    happening = next(item for item in answer["happened"] if item["kind"] == "promise")
    assert (happening["kind"], happening["name"], happening["at"]) == ("promise", "Giulia", coming["at"])
    assert answer["state"]["now"] == coming["at"]
    line = (await rig.lines())[-1]
    assert (line["from"], line["at"]) == ("bot", coming["at"])
    assert happening["said"] == [line["text"]]
    assert MONDAY < at(coming["at"]) < MONDAY + timedelta(hours=4)


async def test_what_falls_due_on_a_journey_happens_at_its_own_time(rig: Rig) -> None:
    await rig.say("il mio pappagallo canta")
    answer = await rig.post("/clock", to="2026-12-04T18:00")
    assert answer["arrived"]
    assert at(answer["state"]["now"]) == datetime(2026, 12, 4, 18, 0, tzinfo=ROME)
    moments = [at(item["at"]) for item in answer["happened"]]
    assert len(moments) > 2
    assert moments == sorted(moments)
    assert [item["said"] for item in answer["happened"] if item["said"]] == [
        [line["text"]] for line in (await rig.lines())[2:]
    ]
    said_at = [at(line["at"]) for line in (await rig.lines())[2:]]
    assert set(said_at) <= set(moments)
    assert all(9 <= moment.astimezone(ROME).hour < 18 for moment in said_at)


async def test_what_was_just_written_is_heard_before_the_clock_moves(rig: Rig) -> None:
    body = {"id": "m1", "text": "il mio pappagallo canta", "name": "Giulia"}
    await rig.http.post("/api/demo/as/phone/giulia-0001/messages", json=body)
    await rig.post("/clock", to="mon 9")
    customer, acknowledgement = await rig.lines()
    assert at(customer["at"]) == at(acknowledgement["at"]) == SATURDAY
    assert (
        "lunedì 30 novembre alle 9" in acknowledgement["text"] or "lunedì alle 9" in acknowledgement["text"]
    )


async def test_a_silent_decision_is_told_with_its_reason(rig: Rig) -> None:
    await rig.say("il mio pappagallo canta")
    found = (await rig.post("/clock", by="20d"))["happened"]
    silent = [item for item in found if not item["said"]]
    assert silent
    assert all(item["why"] for item in silent)


async def test_every_conversation_is_named_by_its_own_customer(rig: Rig) -> None:
    await rig.say("il mio pappagallo canta")
    await rig.say("il mio gatto vola", address="wall.dm", customer="marco-0001", name="Marco")
    whose = {
        (item["name"], item["address"]) for item in (await rig.post("/clock", to="mon 13:30"))["happened"]
    }
    assert whose == {("Giulia", "phone"), ("Marco", "wall.dm")}


async def test_a_journey_with_too_much_on_its_way_stops_there_and_says_so(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(travel, "MOST_STEPS", 1)
    await rig.say("il mio pappagallo canta")
    due = (await rig.get("/state"))["next"]["at"]
    answer = await rig.post("/clock", to="2026-12-04T18:00")
    assert not answer["arrived"]
    assert answer["state"]["now"] == due
    assert len(answer["happened"]) == 1


async def test_the_clock_goes_on_by_itself(rig: Rig) -> None:
    await rig.post("/clock", to="sun 22:00")
    rig.real.move(timedelta(seconds=30))
    assert at((await rig.get("/state"))["now"]) == datetime(2026, 11, 29, 22, 0, 30, tzinfo=ROME)


async def test_invented_customers_live_on_beside_the_panel_and_are_not_named_in_it(rig: Rig) -> None:
    await rig.say("il mio pappagallo canta", customer=INVENTED_CUSTOMER)
    assert (await rig.get("/state"))["next"] is None
    await rig.say("il mio pappagallo canta")
    before = len(await rig.lines(customer=INVENTED_CUSTOMER))
    while (await rig.get("/state"))["next"]["kind"] != "promise":
        await rig.post("/skip")
    happened = (await rig.post("/skip"))["happened"]
    assert {item["customer"] for item in happened} == {GIULIA}
    assert len(await rig.lines(customer=INVENTED_CUSTOMER)) > before


async def test_the_invented_are_taken_away_and_who_wrote_meanwhile_stays(rig: Rig) -> None:
    chat = f"/api/chat/{INVENTED_CUSTOMER}/messages"
    said = {"id": "message-1", "text": "il mio pappagallo canta", "name": "Anna"}
    assert (await rig.http.post(chat, json=said)).status_code == 202
    await rig.travel.settle()
    await rig.say("il mio pappagallo canta")
    mine = await rig.lines()
    assert await rig.post("/clear") == {"cleared": 1}
    assert await rig.post("/clear") == {"cleared": 0}
    assert (await rig.http.get(chat)).json() == {"messages": []}
    assert await rig.lines() == mine
    assert (await rig.get("/state"))["next"]["name"] == "Giulia"
