"""The switch and the breakers at the desk: who stopped what, on every page, and the buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.desk.sections import SECTIONS
from bot.desk.words import LANGUAGES, words
from bot.model.case import Priority
from bot.model.stopping import BreakerCause, OpenBreaker, Stop, StopScope, StopSource
from bot.model.turn import TaskKind
from bot.service.values import Task
from tests.desk.test_pages import HEADERS, plain
from tests.desk.visiting import visiting
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_busy_desk, a_desk
from tests.fakes.clock import NOON

PAGES = (*(section.path for section in SECTIONS), "/desk/c/1")


@pytest.fixture
def agents() -> MemoryAgents:
    return a_busy_desk()


@pytest.fixture
async def client(agents: MemoryAgents) -> AsyncIterator[httpx.AsyncClient]:
    async with visiting(a_desk(agents), headers=HEADERS, follow=True) as opened:
        yield opened


def a_stop(
    by: str = "MR",
    source: StopSource = StopSource.PERSON,
    scope: StopScope = StopScope.EVERYTHING,
    why: str = "prezzi sbagliati",
) -> Stop:
    return Stop(source=source, scope=scope, by=by, why=why, since=NOON - timedelta(minutes=5))


def a_breaker(cause: BreakerCause) -> OpenBreaker:
    return OpenBreaker(
        channel="x",
        account="@volo",
        cause=cause,
        opened_at=NOON,
        retry_at=NOON + timedelta(minutes=1),
    )


@pytest.mark.parametrize("address", PAGES)
async def test_every_page_has_the_button_and_says_nothing_while_nothing_is_stopped(
    client: httpx.AsyncClient, address: str
) -> None:
    html = (await client.get(address)).text
    assert 'action="/desk/stop"' in html
    assert 'action="/desk/resume"' not in html
    assert 'role="alert"' not in html


@pytest.mark.parametrize("address", PAGES)
async def test_every_page_says_who_stopped_what_since_when_and_why(
    client: httpx.AsyncClient, agents: MemoryAgents, address: str
) -> None:
    agents.held.append(a_stop())
    html = (await client.get(address)).text
    assert "Tutti gli invii sono fermi. Li ha fermati Marco R., 12:55. Motivo: prezzi sbagliati" in plain(
        html
    )
    assert 'action="/desk/resume"' in html


async def test_one_button_stops_everything_and_leads_back_to_where_one_was(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    form = {"scope": "everything", "why": "prezzi", "back": "1"}
    answer = await client.post("/desk/stop", data=form)
    assert answer.url.path == "/desk/c/1"
    assert "Li hai fermati tu, 13:00. Motivo: prezzi" in plain(answer.text)
    assert [(stop.by, stop.scope) for stop in agents.held] == [("FB", StopScope.EVERYTHING)]


async def test_the_bot_alone_can_be_stopped(client: httpx.AsyncClient, agents: MemoryAgents) -> None:
    answer = await client.post("/desk/stop", data={"scope": "automatic"})
    assert "Il bot è fermo: le persone possono scrivere." in plain(answer.text)
    assert 'value="people"' not in answer.text
    assert [stop.scope for stop in agents.held] == [StopScope.AUTOMATIC]


async def test_it_is_let_go_whole_or_so_that_people_can_write(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    agents.held.append(a_stop())
    answer = await client.post("/desk/resume", data={"what": "people", "back": "0"})
    assert "Il bot è fermo: le persone possono scrivere." in plain(answer.text)
    answer = await client.post("/desk/resume", data={"what": "everything", "back": "0"})
    assert answer.url.path == "/desk/"
    assert 'role="alert"' not in answer.text
    assert agents.held == []


async def test_what_a_file_stops_has_no_button_but_says_how_it_ends(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    agents.held.append(a_stop(by="file", source=StopSource.FILE, why=""))
    html = (await client.get("/desk/")).text
    assert "Li ferma il file STOP, visto 12:55. Ripartono quando il file viene tolto." in plain(html)
    assert 'action="/desk/resume"' not in html


async def test_a_signal_is_named(client: httpx.AsyncClient, agents: MemoryAgents) -> None:
    agents.held.append(a_stop(by="signal", source=StopSource.SIGNAL, why=""))
    assert "Li ha fermati un segnale al programma, 12:55." in plain((await client.get("/desk/")).text)


async def test_why_is_shown_as_text(client: httpx.AsyncClient, agents: MemoryAgents) -> None:
    agents.held.append(a_stop(why="<script>alert(1)</script>"))
    html = (await client.get("/desk/")).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/desk/stop", {}),
        ("/desk/stop", {"scope": "nothing"}),
        ("/desk/resume", {}),
        ("/desk/resume", {"what": "bot"}),
    ],
)
async def test_a_form_that_says_nothing_known_changes_nothing(
    client: httpx.AsyncClient, agents: MemoryAgents, path: str, form: dict[str, str]
) -> None:
    agents.held.append(a_stop())
    assert (await client.post(path, data=form)).status_code == 400
    assert agents.held == [a_stop()]


@pytest.mark.parametrize("back", ["", "x", "-1", "0", "٣", "9" * 40, "//evil.test"])
async def test_nobody_is_led_elsewhere(client: httpx.AsyncClient, back: str) -> None:
    form = {"scope": "automatic", "back": back}
    answer = await client.post("/desk/stop", data=form, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/desk/")


async def test_a_form_of_another_site_stops_nothing(client: httpx.AsyncClient, agents: MemoryAgents) -> None:
    for path in ("/desk/stop", "/desk/resume", "/desk/breakers/close"):
        answer = await client.post(
            path, data={"scope": "everything"}, headers={"Origin": "https://evil.test"}
        )
        assert answer.status_code == 403
    assert agents.held == []


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (BreakerCause.RUNAWAY, "X: il bot è in pausa, troppi messaggi in un minuto."),
        (BreakerCause.REFUSALS, "X: in pausa, rifiuta un messaggio dopo l’altro."),
    ],
)
async def test_a_paused_account_is_shown_and_can_be_let_go_on(
    client: httpx.AsyncClient, agents: MemoryAgents, cause: BreakerCause, said: str
) -> None:
    agents.paused.append(a_breaker(cause))
    text = plain((await client.get("/desk/")).text)
    assert said in text
    assert "da solo: 13:01." in text
    form = {"channel": "x", "account": "@volo", "back": "0"}
    assert said not in plain((await client.post("/desk/breakers/close", data=form)).text)
    assert (await client.post("/desk/breakers/close", data=form)).status_code == 404


async def test_the_task_of_a_paused_account_is_in_words(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    agents.strays.append(
        Task(
            id=900,
            conversation_id=0,
            kind=TaskKind.ALERT,
            text="x refused message after message.",
            reason="breaker:refusals:x:@volo:1",
            priority=Priority.HIGH,
            created_at=NOON,
        )
    )
    text = plain((await client.get("/desk/")).text)
    assert "X: in pausa, rifiuta un messaggio dopo l’altro. Guarda perché gli ultimi non sono partiti" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_stopped_has_words(language: str) -> None:
    w = words(language)
    assert all(f"stopped_{scope}" in w for scope in StopScope)
    assert all(f"stopped_by_{source}" in w for source in StopSource)
    for cause in BreakerCause:
        assert all(
            key in w for key in (f"breaker_{cause}", f"breaker_{cause}_text", f"breaker_{cause}_advice")
        )
