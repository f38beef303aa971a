"""What an agent sees and does at the desk."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from bot.desk.routes import routes
from bot.desk.signin import new_link
from bot.desk.site import build_site
from bot.desk.words import LANGUAGES, words
from bot.knowledge.personal.finding import Kind
from bot.model.approval import ApprovalEvent
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Place
from bot.model.draft import Refusal
from bot.model.effects import Outcome
from bot.model.hand_off import HandOffReason
from bot.model.message import OutboundStatus, Surface
from bot.model.overheard import Overheard
from bot.model.sla import ClockName, Stage
from bot.model.standing import Fact, FactKind
from bot.model.turn import DecisionRecord, TaskKind
from bot.policy import agents as people_at_the_desk
from bot.policy import events, public, public_first, sharing
from bot.policy.rules import RULES
from bot.service.spending import Activity, Closed, Quota, Spend
from bot.service.values import ChannelHealth, Health, InboxRow, Standing
from tests.desk.visiting import HOST, visiting
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_busy_desk, a_conversation, a_desk, a_drafted, a_task
from tests.fakes.clock import NOON

HEADERS = {"Origin": HOST, "Accept-Language": "it-IT"}


@pytest.fixture
def agents() -> MemoryAgents:
    return a_busy_desk()


@pytest.fixture
async def client(agents: MemoryAgents) -> AsyncIterator[httpx.AsyncClient]:
    async with visiting(a_desk(agents), headers=HEADERS, follow=True) as opened:
        yield opened


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


async def test_those_who_wait_come_first_the_urgent_before_the_patient(client: httpx.AsyncClient) -> None:
    text = plain((await client.get("/desk/")).text)
    order = [
        text.index(name) for name in ("Luca Ferri", "Sara", "Giulia", "Messaggio illeggibile", "Tom Baker")
    ]
    assert order == sorted(order)
    for seen in ("È arrabbiato", "attende da 47 min", "promessa 15:00", "promessa scaduta 12:40", "TK-1041"):
        assert seen in text
    assert "Forse inviato: controlla" in text


async def test_a_row_names_the_facts_its_place_rests_on(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    facts = (
        Fact(kind=FactKind.LEGAL),
        Fact(kind=FactKind.SAYS_AGAIN, number=3),
        Fact(kind=FactKind.REFERENCE, number=1041),
        Fact(kind=FactKind.PUBLIC, number=int(NOON.timestamp())),
        Fact(kind=FactKind.REACH, number=15_200),
    )
    waiting = a_conversation(9, "Ada", ("customer", "x"), status=CaseStatus.WAITING_FOR_AGENT)
    case = replace(waiting.conversation.case, facts=facts, place=NOON - timedelta(days=9))
    agents.add(replace(waiting, conversation=replace(waiting.conversation, case=case)))
    agents.waiting[9] = NOON - timedelta(minutes=42)
    text = plain((await client.get("/desk/", headers={"Accept-Language": "en"})).text)
    row = text[text.index("Ada") : text.index("Luca Ferri")]
    for seen in ("waiting for 42 min", "lawyers", "says: written 3 times", "TK-1041", "15,200 followers"):
        assert seen in row
    assert "15.200 follower" in plain((await client.get("/desk/")).text)


async def test_the_same_list_is_in_english_for_an_english_browser(client: httpx.AsyncClient) -> None:
    text = plain((await client.get("/desk/", headers={"Accept-Language": "en"})).text)
    for seen in ("Waiting for a person", "Is angry", "waiting for 47 min", "promise overdue 12:40"):
        assert seen in text


async def test_an_empty_desk_says_so_kindly(client: httpx.AsyncClient, agents: MemoryAgents) -> None:
    agents.dossiers.clear()
    agents.strays.clear()
    assert "Nessuno è in attesa." in plain((await client.get("/desk/")).text)


async def test_a_conversation_shows_why_with_guesses_and_their_example(client: httpx.AsyncClient) -> None:
    text = plain((await client.get("/desk/c/1")).text)
    for seen in (
        "Ha chiamato una persona",
        "Nessuna risposta supera la soglia di 0,80",
        "ricarica_mancata 62 %",
        "ho ricaricato {importo} ma il credito non c'è",
        "intents/prepagato/ricarica_mancata.toml:7",
        "Ha confermato la ricezione",
    ):
        assert seen in text
    assert text.index("Ha chiamato una persona") < text.index("Ha confermato la ricezione")


@pytest.mark.parametrize(
    "detail", ["", "{", "[]", "null", '{"candidates": 3}', '{"candidates": [1, {"intent": 2}]}']
)
async def test_a_decision_with_odd_details_is_still_shown(
    client: httpx.AsyncClient, agents: MemoryAgents, detail: str
) -> None:
    record = DecisionRecord(
        rule="old", outcome="odd", why=("perché sì",), inbound=(1,), detail=detail, at=NOON
    )
    agents.add(replace(a_conversation(9, "Ada", ("customer", "x")), decisions=(record,)))
    assert "perché sì" in (await client.get("/desk/c/9")).text


async def test_a_reply_is_sent_once_however_often_it_is_clicked(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    form = {"id": "click-0001", "text": "  Ciao Luca,\r\nci penso io \x00"}
    for _ in range(2):
        answer = await client.post("/desk/c/1/reply", data=form)
        assert answer.url.path == "/desk/c/1"
    assert agents.replies == [("FB", "Ciao Luca,\nci penso io")]
    assert "Segui tu questa conversazione" in answer.text


async def test_words_that_customers_are_spared_are_asked_about_before_they_are_sent(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    form = {"id": "click-0002", "text": "Chiama il call center, HAI SBAGLIATO TUTTO"}
    asked = await client.post("/desk/c/1/reply", data=form)
    assert (asked.status_code, agents.replies) == (409, [])
    text = plain(asked.text)
    for sentence in ("Manda il cliente altrove: “Chiama il call center”", "Dice al cliente che è colpa sua"):
        assert sentence in text
    assert "Invia lo stesso" in text
    assert ">Chiama il call center, HAI SBAGLIATO TUTTO</textarea>" in asked.text
    assert 'value="click-0002"' in asked.text
    answer = await client.post("/desk/c/1/reply", data={**form, "anyway": "yes"})
    assert answer.status_code == 200
    assert agents.replies == [("FB", form["text"])]


async def test_a_text_is_looked_over_while_it_is_written_and_nothing_is_sent(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    async def told(text: str) -> list[str]:
        found: list[str] = (await client.post("/desk/c/1/check", data={"text": text})).json()["warnings"]
        return found

    assert await told("Ci penso io: ti scrivo qui entro le 15.") == []
    assert await told("Lo passo all'ufficio reclami") == [
        "Mostra come siete organizzati: “passo all'ufficio”"
    ]
    assert await told("") == []
    assert agents.replies == []


async def test_what_is_said_about_the_brand_is_a_quiet_list(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    assert "Non si è sentito nulla" in plain((await client.get("/desk/listening")).text)
    old, new = (
        Overheard(
            conversation_id=1,
            channel="x",
            name=name,
            handle="",
            text="<b>Volo Mobile</b> non va",
            intent="niente_segnale",
            urgent=True,
            at=at,
        )
        for name, at in (("Vecchio", NOON - timedelta(days=8)), ("Nuova", NOON))
    )
    agents.listened = (new, old)
    page = await client.get("/desk/listening")
    text = plain(page.text)
    assert "Nuova · X · niente_segnale" in text
    assert "Urgente" in text
    assert "<b>Volo Mobile</b> non va" in text
    assert "Vecchio" not in text
    assert '/reply"' not in page.text


@pytest.mark.parametrize(
    "form", [{"id": "click-0001", "text": " \n"}, {"text": "ciao"}, {"id": "x", "text": "ciao"}]
)
async def test_a_reply_without_words_or_id_is_refused(
    client: httpx.AsyncClient, agents: MemoryAgents, form: dict[str, str]
) -> None:
    assert (await client.post("/desk/c/1/reply", data=form)).status_code == 400
    assert agents.replies == []


async def test_taking_over_handing_back_and_closing_show_at_once(client: httpx.AsyncClient) -> None:
    assert "Segui tu questa conversazione" in (await client.post("/desk/c/1/take")).text
    assert "Prendi in carico" not in (await client.get("/desk/c/1")).text
    assert "risponde il bot" in (await client.post("/desk/c/1/hand-back")).text
    closed = (await client.post("/desk/c/1/close")).text
    assert "chiusa" in plain(closed)
    assert "Chiudi la pratica" not in closed
    assert "La pratica è chiusa: se il cliente riscrive, risponde il bot." in closed
    assert "Non la segue ancora nessuno" not in closed


async def test_the_bots_silence_is_over_when_its_time_is(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    dossier = agents.dossiers[4]
    assert "La segue Marco R." in (await client.get("/desk/c/4")).text
    state = replace(dossier.conversation.state, silent_until=NOON - timedelta(minutes=1))
    agents.add(replace(dossier, conversation=replace(dossier.conversation, state=state)))
    assert "La seguiva Marco R.; ora risponde di nuovo il bot." in plain((await client.get("/desk/c/4")).text)


async def test_a_case_that_the_customer_says_is_solved_is_not_said_to_wait_for_someone(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    agents.add(a_conversation(8, "Ada", ("customer", "sì, risolto"), status=CaseStatus.RESOLVED))
    text = plain((await client.get("/desk/c/8")).text)
    assert "Per il cliente è risolta: se riscrive, risponde il bot." in text
    assert "Non la segue ancora nessuno" not in text


async def test_technical_reasons_are_folded_and_announced_as_english(client: httpx.AsyncClient) -> None:
    html = (await client.get("/desk/c/1")).text
    assert "Dettagli tecnici (in inglese, per chi configura)" in plain(html)
    folded = re.findall(r'<details class="technical".*?</details>', html, flags=re.DOTALL)
    assert "Nessuna risposta supera la soglia di 0,80" in folded[0]
    assert "<code>hand_off</code>" in folded[0]
    shown = html
    for fold in folded:
        shown = shown.replace(fold, "")
    assert "Nessuna risposta supera" not in shown
    assert "non abbastanza sicuro: tocca a una persona" in plain(shown)


@dataclass
class Knowing(MemoryAgents):
    """Tells who wrote the last words, or does not."""

    known: bool = True

    async def inbox(self) -> tuple[InboxRow, ...]:
        rows = await super().inbox()
        return tuple(replace(row, last_sender=self._sender(row) if self.known else "") for row in rows)

    def _sender(self, row: InboxRow) -> str:
        return self.dossiers[row.conversation_id].lines[-1].sender


@pytest.mark.parametrize(
    ("sender", "known", "preview"),
    [
        ("bot", True, "Bot: certo"),
        ("agent", True, "Operatore: certo"),
        ("customer", True, "certo"),
        ("bot", False, "Ultimo messaggio: certo"),
    ],
)
async def test_the_list_says_whose_words_it_shows(sender: str, *, known: bool, preview: str) -> None:
    agents = Knowing(known=known)
    agents.add(a_conversation(3, "Giulia", ("customer", "ciao"), (sender, "certo")))
    desk = a_desk(agents)
    site = build_site(chat_routes=[], desk_routes=routes(desk))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(site), base_url=HOST, headers=HEADERS, follow_redirects=True
    ) as client:
        token = (await new_link(desk.users, base=HOST)).partition("token=")[2]
        await client.post("/desk/enter", data={"token": token, "person": "FB"})
        html = (await client.get("/desk/")).text
    assert [plain(found) for found in re.findall(r'<span class="last">.*?</span>', html)] == [preview]


async def test_a_doubtful_message_is_sent_again_at_a_persons_word(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    before = (await client.get("/desk/c/2")).text
    assert "forse arrivato" in before
    after = (await client.post("/desk/c/2/letters/71/resend")).text
    assert "in coda" in after
    assert "Invia di nuovo" not in after
    assert agents.dossiers[2].pending[0].status is OutboundStatus.QUEUED


async def test_tasks_are_finished_where_they_stand(client: httpx.AsyncClient, agents: MemoryAgents) -> None:
    assert (await client.post("/desk/c/1/tasks/1/done")).url.path == "/desk/c/1"
    assert (await client.post("/desk/c/0/tasks/90/done")).url.path == "/desk/"
    assert agents.strays == []
    assert agents.dossiers[1].tasks == ()


@pytest.mark.parametrize("number", ["99", "0", "9223372036854775808", "9" * 400])
async def test_what_is_not_there_is_a_kind_404(client: httpx.AsyncClient, number: str) -> None:
    answer = await client.get(f"/desk/c/{number}")
    assert answer.status_code == 404
    assert "Qui non c’è niente" in answer.text
    for act in ("take", "hand-back", "close", f"tasks/{number}/done", f"letters/{number}/resend"):
        assert (await client.post(f"/desk/c/{number}/{act}")).status_code == 404


async def test_a_store_that_fails_is_said_plainly(client: httpx.AsyncClient, agents: MemoryAgents) -> None:
    agents.broken = True
    for answer in (await client.get("/desk/"), await client.post("/desk/c/1/take")):
        assert answer.status_code == 503
        assert "Adesso non è possibile" in answer.text
        assert "damaged" not in answer.text


async def test_customers_words_are_never_markup_and_hidden_marks_are_seen(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    evil = "<script>alert(1)</script>\u202egnp.exe\u200b"
    agents.add(a_conversation(7, evil, ("customer", evil)))
    for page in (await client.get("/desk/"), await client.get("/desk/c/7")):
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;" in page.text
        assert '<span class="mark" title="U+202E">RLO</span>' in page.text
        assert "\u200b" not in page.text
        assert "\u202e" not in page.text
        assert '<bdi dir="auto">' in page.text


def test_both_languages_have_the_same_words_and_one_for_every_kind() -> None:
    italian, english = (words(language) for language in LANGUAGES)
    assert italian.keys() == english.keys()
    for kind, members in {
        "reason": HandOffReason,
        "case": CaseStatus,
        "task": TaskKind,
        "outcome": Outcome,
        "status": OutboundStatus,
        "clock": ClockName,
        "fact": FactKind,
        "stage": Stage,
        "refusal": Refusal,
    }.items():
        assert {f"{kind}_{member}" for member in members} <= italian.keys()
    losses = set(ApprovalEvent) - {ApprovalEvent.APPROVED, ApprovalEvent.GRADUATED}
    assert {f"lost_{event}" for event in losses} <= italian.keys()


def test_every_rule_and_event_is_named_in_words_in_both_languages() -> None:
    named = [
        name
        for module in (events, people_at_the_desk, public, public_first, sharing)
        for name in _named_in(module)
    ]
    assert len(named) > 6
    rules = {
        *named,
        "incident_news",
        *(rule.__name__ for rule in RULES),
        *(f"wake_{kind}" for kind in FollowUpKind),
    }
    for language in LANGUAGES:
        known = {key.removeprefix("rule_") for key in words(language) if key.startswith("rule_")}
        assert known == rules


def _named_in(module: ModuleType) -> Iterator[str]:
    """Give the rules that a module's decisions name."""
    for call in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        by_name = [word.value for word in call.keywords if word.arg == "rule"]
        named = {"_decision": call.args[:1], "Decision": by_name}.get(call.func.id, [])
        yield from (str(value.value) for value in named if isinstance(value, ast.Constant))


def costly(*, stopped: bool) -> ChannelHealth:
    closed = (Closed(activity=Activity.READ_PRIVATE, until=NOON + timedelta(hours=12)),) if stopped else ()
    spend = Spend(today=Decimal("4.216"), cap=Decimal(5), currency="USD", closed=closed)
    quota = Quota(activity=Activity.READ_PUBLIC, left=288, most=300, until=NOON + timedelta(minutes=9))
    standing = Standing.WAITING if stopped else Standing.OK
    health = Health(standing=standing, detail="<b>wait</b>" if stopped else "", spend=spend, quotas=(quota,))
    return ChannelHealth(channel="x", account="4242", health=health)


async def test_the_channels_money_and_calls_are_a_click_away(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    agents.connected = (costly(stopped=True),)
    page = (await client.get("/desk/")).text
    text = plain(page)
    for seen in (
        "Canali 1",
        "X in attesa",
        "Oggi 4,22 di 5,00 USD",
        "Il budget di oggi è finito per i messaggi privati, fino a gio 10 dic, 01:00",
        "Per le menzioni restano 288 chiamate su 300, fino a 13:09",
    ):
        assert seen in text
    assert "<b>wait</b>" not in page
    assert '<details class="channels" id="channels">' in page
    assert 'id="channels"' in (await client.get("/desk/c/1")).text


async def test_channels_that_are_well_ask_for_no_look(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    agents.connected = (costly(stopped=False),)
    text = plain((await client.get("/desk/", headers={"Accept-Language": "en"})).text)
    assert "Channels X running 4.22 of 5.00 USD today" in text
    agents.connected = ()
    assert "Channels" not in plain((await client.get("/desk/", headers={"Accept-Language": "en"})).text)


def _sent(agents: MemoryAgents, *, correctable: bool = True, removable: bool = True) -> None:
    """Put a conversation into the desk whose second message is one of ours that arrived."""
    dossier = a_conversation(9, "Ada", ("customer", "a che ora?"), ("bot", "Alle <9>. ^Bot"))
    first, second = dossier.lines
    lines = (first, replace(second, id="m2", outbound=2))
    agents.add(replace(dossier, lines=lines, correctable=correctable, removable=removable))


async def test_a_sent_message_can_be_corrected_and_shows_what_it_said_before(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    _sent(agents)
    page = (await client.get("/desk/c/9")).text
    assert "required>Alle &lt;9&gt;.</textarea>" in page  # without the signature
    answer = await client.post("/desk/c/9/lines/2/correct", data={"text": "Alle 10."})
    assert answer.url.path == "/desk/c/9"
    assert "Corretto (tu, 13:00)" in plain(answer.text)
    assert "prima: “ Alle <9>. ^Bot ”" in plain(answer.text)


async def test_a_message_taken_back_is_struck_through_and_has_no_menu(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    _sent(agents)
    answer = await client.post("/desk/c/9/lines/2/take-back")
    assert "Ritirato (tu, 13:00)" in plain(answer.text)
    assert '<div class="bubble gone">' in answer.text
    assert "menu-2" not in answer.text


@pytest.mark.parametrize(("correctable", "removable"), [(False, False), (True, False), (False, True)])
async def test_only_what_the_channel_can_is_offered(
    client: httpx.AsyncClient, agents: MemoryAgents, *, correctable: bool, removable: bool
) -> None:
    _sent(agents, correctable=correctable, removable=removable)
    page = (await client.get("/desk/c/9")).text
    assert ("lines/2/correct" in page, "lines/2/take-back" in page) == (correctable, removable)
    assert "menu-1" not in page


@pytest.mark.parametrize("path", ["c/9/lines/1", "c/9/lines/77", "c/8/lines/2"])
async def test_what_cannot_be_corrected_is_not_there(
    client: httpx.AsyncClient, agents: MemoryAgents, path: str
) -> None:
    _sent(agents)
    assert (await client.post(f"/desk/{path}/correct", data={"text": "Alle 10."})).status_code == 404
    assert (await client.post("/desk/c/9/lines/2/correct", data={"text": " \n"})).status_code == 400


async def test_a_draft_shows_its_words_and_where_they_come_from_and_is_approved_once(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    agents.add(a_drafted(9, "Apriamo alle 9. ^Bot"))
    page = plain((await client.get("/desk/c/9")).text)
    assert "Apriamo alle 9. ^Bot" in page
    assert "replies/it/orari.j2:3" in page
    assert "93 %" in page
    for _ in range(2):
        answer = await client.post("/desk/c/9/drafts/7/approve")
    assert answer.status_code == 409
    assert "Quella bozza non aspetta più" in answer.text
    assert [line.text for line in agents.dossiers[9].lines if line.sender == "agent"] == [
        "Apriamo alle 9. ^Bot"
    ]


async def test_an_edited_draft_goes_in_the_persons_words_and_never_too_long(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    agents.add(a_drafted(9, "Apriamo alle 9. ^Bot"))
    assert ">Apriamo alle 9.</textarea>" in (await client.get("/desk/c/9")).text
    told = (await client.post("/desk/c/9/count", data={"text": "Alle 10."})).json()
    assert told == {"length": 12, "limit": 280, "said": "12 di 280"}
    for text, status in (("a" * 277, 413), (" \n", 400), ("Alle 10.", 200), ("Alle 11.", 409)):
        answer = await client.post("/desk/c/9/drafts/7/edit", data={"text": text})
        assert answer.status_code == status
    assert agents.dossiers[9].lines[-1].text == "Alle 10. ^FB"


async def test_a_draft_is_refused_for_one_of_the_reasons(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    agents.add(a_drafted(9, "Apriamo alle 9. ^Bot"))
    assert (await client.post("/desk/c/9/drafts/7/refuse", data={"why": "boh"})).status_code == 400
    answer = await client.post("/desk/c/9/drafts/7/refuse", data={"why": "tone"})
    assert answer.status_code == 200
    assert agents.refused == [("FB", "Apriamo alle 9. ^Bot", Refusal.TONE)]
    assert "Approva e invia" not in (await client.get("/desk/c/9")).text


async def test_an_intent_that_graduates_or_falls_back_is_told_under_to_check(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    reasons = ("graduated:ricarica_mancata:web:20", "fell_back:orari:web:taken_over")
    agents.strays = [a_task(n, 0, TaskKind.ALERT, "…", reason) for n, reason in enumerate(reasons, 90)]
    page = plain((await client.get("/desk/")).text)
    assert "ricarica_mancata ora risponde da solo su Chat del sito: 20 bozze approvate su 20" in page
    assert "orari non risponde più da solo su Chat del sito: una persona è intervenuta subito dopo" in page


async def test_a_reply_that_shows_personal_data_in_public_is_refused_and_the_text_is_kept(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    agents.public.add(1)
    text = "Rimborso fatto su IT60X0542811101000000123456"
    answer = await client.post("/desk/c/1/reply", data={"id": "click-0001", "text": text})
    assert answer.status_code == 422
    assert agents.replies == []
    assert re.search(rf'<textarea id="reply-text"[^>]*>{text}</textarea>', answer.text)
    assert "in pubblico mostrerebbe un IBAN" in plain(answer.text)


async def test_a_correction_that_shows_personal_data_in_public_is_refused(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    agents.public.add(1)
    answer = await client.post("/desk/c/1/lines/1/correct", data={"text": "scriva a giulia@example.it"})
    assert answer.status_code == 422
    assert "In pubblico mostrerebbe dati personali" in plain(answer.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_personal_data_has_a_name_at_the_desk(language: str) -> None:
    assert all(words(language)[f"shows_{kind}"] for kind in Kind)


async def test_a_case_that_follows_one_elsewhere_leads_there(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    later = a_conversation(9, "Ada", ("customer", "x"))
    case = replace(later.conversation.case, previous=1041)
    conversation = replace(later.conversation, case=case)
    for elsewhere in (0, 77):
        agents.add(replace(later, conversation=conversation, follows=elsewhere))
        page = (await client.get("/desk/c/9", headers={"Accept-Language": "en"})).text
        assert "follows TK-10410" in plain(page)
        assert ('href="/desk/c/77"' in page) is (elsewhere == 77)


async def test_a_case_on_two_channels_leads_to_the_other_conversation(
    client: httpx.AsyncClient, agents: MemoryAgents
) -> None:
    later = a_conversation(9, "Ada", ("customer", "x"))
    there = Place(
        id=77, version=1, channel="telegram", account="", key="5", surface=Surface.PRIVATE, promised=None
    )
    agents.add(replace(later, conversation=replace(later.conversation, places=(there,))))
    page = (await client.get("/desk/c/9", headers={"Accept-Language": "it"})).text
    assert "la stessa pratica su telegram" in plain(page).casefold()
    assert 'href="/desk/c/77"' in page


async def test_a_contact_is_muted_with_a_name_a_reason_and_an_end_and_let_go_again(
    client: httpx.AsyncClient,
) -> None:
    async def mute(reason: str, days: str) -> int:
        form = {"reason": reason, "days": days}
        return (await client.post("/desk/c/1/mute", data=form, headers=HEADERS)).status_code

    for reason, days in ((" ", "7"), ("x", "8"), ("x" * 301, "7"), ("x", "")):
        assert await mute(reason, days) == 400
    assert await mute("solo <b>insulti", "7") == 200
    page = (await client.get("/desk/c/1")).text
    assert re.search(r"Silenziato fino a .* \(tu\): solo", plain(page))
    assert "&lt;b&gt;insulti" in page
    assert (await client.post("/desk/c/1/unmute", headers=HEADERS)).status_code == 200
    assert "Silenziato fino" not in plain((await client.get("/desk/c/1")).text)
