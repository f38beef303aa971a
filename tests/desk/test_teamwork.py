"""What a team does in a conversation, as the desk's pages answer it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.desk.ports import Desk
from bot.model.message import OutboundStatus
from bot.model.role import Role
from bot.service.values import InboxRow, PendingLetter
from tests.desk.visiting import OURS, visiting
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_busy_desk, a_conversation, a_desk
from tests.fakes.clock import NOON
from tests.fakes.team import MemoryTeam

KILOBYTE = 1000


class OneCase(MemoryTeam):
    """Its rows are of a case that Francesca has in another conversation."""

    async def rows(self, conversations: Sequence[int]) -> tuple[InboxRow, ...]:
        found = await super().rows(conversations)
        return tuple(
            replace(row, elsewhere=True, agent="FB", agent_there="FB", assigned="FB", tasks=())
            for row in found
        )


@pytest.fixture
def agents() -> MemoryAgents:
    return a_busy_desk()


@pytest.fixture
def team(agents: MemoryAgents) -> MemoryTeam:
    return MemoryTeam(agents)


@pytest.fixture
def desk(agents: MemoryAgents, team: MemoryTeam) -> Desk:
    return a_desk(agents, team=team)


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with visiting(desk, follow=True) as opened:
        opened.headers.update(OURS)
        yield opened


async def test_a_page_of_the_list_stays_small_with_hundreds_who_wait(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    for number in range(100, 400):
        agents.dossiers[number] = a_conversation(
            number,
            f"Massimiliano Bernasconi {number}",
            ("customer", "Ho scritto già ieri, e nessuno risponde. " * 8),
            tasks=(),
        )
        agents.waiting[number] = NOON - timedelta(minutes=number)
    seen, path = set[str](), "/desk/?show=waiting"
    while path:
        page = await client.get(path)
        assert len(page.content) < 100 * KILOBYTE
        rows = page.text.split('data-row="')[1:]
        assert 0 < len(rows) <= 60
        seen |= {row.partition('"')[0] for row in rows}
        more = page.text.partition('id="list-more" href="')[2].partition('"')[0]
        path = more.replace("&amp;", "&")
    assert len(seen) == 303


async def test_rows_are_given_one_by_one_with_what_the_shelves_count(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/desk/rows?id=2&id=5&id=77&id=x&show=now")).text
    assert {part.partition('"')[0] for part in answer.split('data-row="')[1:]} == {"2", "5"}
    assert 'data-waiting="3"' in answer
    waiting = (await client.get("/desk/rows?id=2&id=5&show=waiting")).text
    assert [part.partition('"')[0] for part in waiting.split('data-row="')[1:]] == ["2"]


async def test_a_case_that_people_have_elsewhere_is_no_second_row_of_an_open_page(
    agents: MemoryAgents,
) -> None:
    async with visiting(a_desk(agents, team=OneCase(agents))) as client:
        for shelf, shown in (("now", False), ("waiting", False), ("mine", False), ("all", True)):
            answer = (await client.get(f"/desk/rows?id=2&show={shelf}")).text
            assert ('data-row="2"' in answer) is shown, shelf


@pytest.mark.parametrize("path", ["?after=x", "?after=9-", "?show=nonsense", "?after=-1-9&show=all"])
async def test_an_odd_address_of_the_list_is_a_list(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(f"/desk/{path}")).status_code == 200


async def test_notes_stand_among_the_messages_and_only_there(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    page = await client.post("/desk/c/1/note", data={"text": " ha già chiamato \n due volte "})
    assert page.status_code == 200
    assert "La tua nota" in page.text
    assert agents.dossiers[1].notes[0].text == "ha già chiamato \n due volte"
    assert [line.text for line in agents.dossiers[1].lines if "chiamato" in line.text] == []
    assert (await client.post("/desk/c/1/note", data={"text": "x" * 4001})).status_code == 400
    assert (await client.post("/desk/c/77/note", data={"text": "x"})).status_code == 404


async def test_a_case_is_given_to_people_of_the_desk_only(client: httpx.AsyncClient) -> None:
    given = await client.post("/desk/c/1/assign", data={"person": "MR"})
    assert "assegnata a Marco R." in given.text
    assert (await client.post("/desk/c/1/assign", data={"person": "ZZ"})).status_code == 400
    assert (await client.post("/desk/c/77/assign", data={"person": "MR"})).status_code == 404


async def test_a_case_is_given_to_a_user_whom_the_settings_do_not_name(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    await desk.users.add("anna", "Anna R.", Role.AGENT, by="test")
    assert '<option value="anna">Anna R.</option>' in (await client.get("/desk/c/1")).text
    given = await client.post("/desk/c/1/assign", data={"person": "anna"})
    assert "assegnata a Anna R." in given.text


async def test_an_answer_is_held_as_long_as_the_settings_say(
    client: httpx.AsyncClient, agents: MemoryAgents, team: MemoryTeam
) -> None:
    team.undo = timedelta(seconds=10)
    await client.post("/desk/c/1/reply", data={"text": "Eccomi", "id": "abcdefgh"})
    team.undo = timedelta(0)
    await client.post("/desk/c/1/reply", data={"text": "Ancora", "id": "ijklmnop"})
    assert agents.holds == [timedelta(seconds=10), timedelta(0)]


async def test_an_answer_that_has_left_cannot_be_taken_back(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    letter = PendingLetter(id=9, status=OutboundStatus.SENDING, text="Ecco")
    agents.dossiers[1] = replace(agents.dossiers[1], pending=(letter,))
    assert (await client.post("/desk/c/1/letters/9/undo")).status_code == 409
    assert agents.dossiers[1].pending == (letter,)


async def test_the_bots_words_that_a_take_over_kept_back_are_shown_as_paused(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    letter = PendingLetter(id=9, status=OutboundStatus.WITHDRAWN, text="Siamo aperti dalle 9.")
    agents.dossiers[4] = replace(agents.dossiers[4], taken_off=(letter,))
    page = (await client.get("/desk/c/4")).text
    assert "Il bot stava per dire" in page
    assert "in pausa" in page
    assert "Siamo aperti dalle 9." in page


async def test_the_reasons_tell_of_hours_limits_and_what_was_kept(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    record = agents.dossiers[1].decisions[0]
    detail = (
        '{"hours": {"open": false, "changes": "2026-11-25T13:00:00+00:00"},'
        ' "said": {"lately": 3, "most": 20, "enough": "x"}, "kept": ["draft", "unsaid"]}'
    )
    agents.dossiers[1] = replace(agents.dossiers[1], decisions=(replace(record, detail=detail),))
    page = (await client.get("/desk/c/1")).text
    for words in (
        "eravate chiusi, fino a:",
        "messaggi automatici nell’ultima ora: 3 su 20 al massimo",
        "non si potevano più inviare",
        "rimasta in bozza",
        "non si è potuta dire",
    ):
        assert words in page
    for odd in ("[]", "{", '{"hours": 3, "said": [], "kept": {}}', '{"hours": {"open": true, "changes": 4}}'):
        agents.dossiers[1] = replace(agents.dossiers[1], decisions=(replace(record, detail=odd),))
        assert (await client.get("/desk/c/1")).status_code == 200


async def test_a_task_of_nobodys_is_on_the_first_page_only(client: httpx.AsyncClient) -> None:
    assert "Messaggio illeggibile" in (await client.get("/desk/")).text
    assert "Messaggio illeggibile" not in (await client.get("/desk/?show=all&after=1-1")).text
