"""An invented brand's desk with conversations in every state, for tests and for looking at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.app import inline
from bot.channels.web import TRAITS as WEB
from bot.channels.web import connect
from bot.channels.web.connector import WebChannel
from bot.clock import Clock
from bot.desk.ports import Desk
from bot.model.case import Case, CaseStatus, FollowUp, FollowUpKind, Priority
from bot.model.conversation import Conversation, State
from bot.model.draft import Proposal, WaitingDraft
from bot.model.message import Author, Letter, OutboundStatus, Purpose, Surface
from bot.model.traits import Traits
from bot.model.turn import DecisionRecord, TaskKind
from bot.service.brand import Brand, has_errors
from bot.service.hours_desk import HoursDesk
from bot.service.incidents import Incidents
from bot.service.lessons import Lessons
from bot.service.owed import Promises
from bot.service.passwords import Cost
from bot.service.ports import Link
from bot.service.questions import Unanswered
from bot.service.replies import Replies
from bot.service.reports import Reports
from bot.service.school import School
from bot.service.trials import Trials
from bot.service.users import Users
from bot.service.values import Dossier, PendingLetter, Task, TranscriptLine
from bot.settings.values import Brand as BrandSettings
from bot.settings.values import ChannelSettings, Person
from bot.stores import open_memory_store
from bot.stores.sql_store import SqlStore
from tests.fakes.agents import MemoryAgents
from tests.fakes.chat import MemoryIntake
from tests.fakes.clock import NOON, StandingClock
from tests.fakes.team import MemoryTeam
from tests.support.brand import TRAITS, small_brand, write_brand

VOLO = BrandSettings(name="Volo Mobile", languages=("it", "en"))
SMALL: Mapping[str, Traits] = {**TRAITS, "web": WEB}
CHEAP = Cost(n=2, r=1, p=1)
PEOPLE = {"FB": Person(key="FB", name="Francesca B."), "MR": Person(key="MR", name="Marco R.")}


def a_channel(intake: MemoryIntake, clock: Clock | None = None) -> WebChannel:
    """Make the web chat over an intake."""
    settings = ChannelSettings(name="web")
    return connect(Link(settings=settings, brand=VOLO, intake=intake, clock=clock or StandingClock()))


def some_incidents(clock: Clock) -> Incidents:
    """Make the real service over an empty store."""
    return Incidents(
        store=open_memory_store(), knowledge=lambda: small_brand()[0], traits=TRAITS, clock=clock
    )


def some_trials(clock: Clock) -> Trials:
    """Make the real service over the small brand."""
    return Trials(
        store=open_memory_store(),
        knowledge=lambda: small_brand()[0],
        traits=TRAITS,
        clock=clock,
        compute=inline,
    )


@cache
def _small_project() -> tuple[TemporaryDirectory[str], Brand]:
    folder = TemporaryDirectory(prefix="small-brand-")
    project = write_brand(Path(folder.name), "[channels.chat]\n[channels.web]", store="unused")
    return folder, served(project)


def served(project: Path, traits: Mapping[str, Traits] = SMALL) -> Brand:
    """Read a project's files, without an encoder."""
    brand = Brand(project, environ={}, traits=traits, encoder=None)
    problems = brand.load()
    assert not has_errors(problems), problems
    return brand


def a_school(store: SqlStore, brand: Brand, clock: Clock) -> School:
    """Make what teaching works with."""
    return School(store=store, brand=brand, encoder=None, clock=clock, compute=inline)


def some_replies(clock: Clock) -> Replies:
    """Make the real editor over the small brand's files, which are for looking at only."""
    return Replies(store=open_memory_store(), brand=_small_project()[1], clock=clock)


def some_users(clock: Clock) -> Users:
    """Make the real service over an empty store; a guess at a password costs next to nothing."""
    return Users(store=open_memory_store(), clock=clock, cost=CHEAP)


def some_reports(clock: Clock, store: SqlStore | None = None) -> Reports:
    """Make the real service over a store, with the small brand's hours."""
    known = small_brand()[0]
    return Reports(
        store=store or open_memory_store(),
        brand=lambda: (known.calendars, known.settings.policy),
        clock=clock,
        compute=inline,
    )


def some_hours(brand: Brand, clock: Clock) -> HoursDesk:
    """Make the real service over a brand's files."""
    return HoursDesk(store=open_memory_store(), brand=brand, traits=SMALL, clock=clock, compute=inline)


def a_desk(
    agents: MemoryAgents,
    clock: Clock | None = None,
    *,
    secure: bool = False,
    incidents: Incidents | None = None,
    trials: Trials | None = None,
    school: School | None = None,
    replies: Replies | None = None,
    users: Users | None = None,
    reports: Reports | None = None,
    promises: Promises | None = None,
    calendar: HoursDesk | None = None,
    team: MemoryTeam | None = None,
) -> Desk:
    """Make a desk of two people over a service."""
    taught = school or a_school(open_memory_store(), _small_project()[1], clock or StandingClock())
    return Desk(
        agents=agents,
        team=team or MemoryTeam(agents),
        incidents=incidents or some_incidents(clock or StandingClock()),
        trials=trials or some_trials(clock or StandingClock()),
        unanswered=Unanswered(taught),
        lessons=Lessons(taught),
        replies=replies or some_replies(clock or StandingClock()),
        users=users or some_users(clock or StandingClock()),
        calendar=calendar or some_hours(_small_project()[1], clock or StandingClock()),
        promises=promises or Promises(store=open_memory_store(), clock=clock or StandingClock()),
        reports=reports or some_reports(clock or StandingClock()),
        clock=clock or StandingClock(),
        brand=VOLO,
        people=PEOPLE,
        zone=ZoneInfo("Europe/Rome"),
        channels={"web": "Chat del sito", "telegram": "Telegram", "x": "X"},
        secure=secure,
    )


def a_conversation(
    number: int,
    name: str,
    *said: tuple[str, str],
    channel: str = "web",
    status: CaseStatus = CaseStatus.ANSWERED,
    reason: str = "",
    agent: str = "",
    **more: object,
) -> Dossier:
    """Make a dossier; `said` are (sender, text), a few minutes apart, the last three minutes before noon."""
    first = NOON - timedelta(minutes=3 * len(said))
    lines = tuple(
        TranscriptLine(
            n=index + 1,
            sender=sender,
            text=text,
            at=first + timedelta(minutes=3 * index),
            author="MR" if sender == "agent" else "",
        )
        for index, (sender, text) in enumerate(said)
    )
    conversation = Conversation(
        id=number,
        channel=channel,
        account=channel,
        key=f"customer-{number:04d}",
        surface=Surface.PRIVATE,
        contact=Author(id=str(number), name=name),
        case=Case(
            number=1040 + number,
            status=status,
            opened_at=first,
            topic=str(more.get("topic", "")),
            reason=reason,
            priority=Priority.HIGH if more.get("high") else Priority.NORMAL,
        ),
        state=State(language=str(more.get("language", "it")), agent=agent),
        follow_ups=more.get("follow_ups", ()),  # type: ignore[arg-type]
    )
    return Dossier(
        conversation=conversation,
        lines=lines,
        pending=more.get("pending", ()),  # type: ignore[arg-type]
        decisions=more.get("decisions", ()),  # type: ignore[arg-type]
        tasks=more.get("tasks", ()),  # type: ignore[arg-type]
    )


def a_drafted(number: int, text: str) -> Dossier:
    """Make a dossier in which a draft, number 7, waits for a person."""
    letter = Letter(
        purpose=Purpose.ANSWER, text=text, template="orari", variant=1, source="replies/it/orari.j2:3"
    )
    proposal = Proposal(letter=letter, intent="orari", confidence=0.93, reason="the channel is in draft")
    dossier = a_conversation(
        number, "Ada", ("customer", "a che ora?"), status=CaseStatus.WAITING_FOR_AGENT, reason="draft"
    )
    draft = WaitingDraft(id=7, conversation_id=number, proposal=proposal, made_at=NOON)
    return replace(dossier, draft=draft)


def a_task(number: int, conversation: int, kind: TaskKind, text: str = "", reason: str = "") -> Task:
    """Make a task of ten minutes ago."""
    return Task(
        id=number,
        conversation_id=conversation,
        kind=kind,
        text=text,
        reason=reason,
        priority=Priority.NORMAL,
        created_at=NOON - timedelta(minutes=10),
    )


def a_busy_desk() -> MemoryAgents:
    """Make a service with a morning's conversations."""
    agents = MemoryAgents()
    agents.strays = [
        a_task(90, 0, TaskKind.QUARANTINE, "Un aggiornamento di Telegram non si è potuto leggere.")
    ]
    agents.add(_angry(), waiting_since=NOON - timedelta(minutes=47))
    agents.add(_doubtful(), waiting_since=NOON - timedelta(minutes=12))
    agents.add(
        a_conversation(
            3,
            "Giulia",
            ("customer", "Posso parlare con una persona per favore?"),
            ("bot", "Certo Giulia, avviso subito i miei colleghi: ti scrivono qui."),
            channel="telegram",
            status=CaseStatus.WAITING_FOR_AGENT,
            reason="asked_for_human",
            tasks=(a_task(3, 3, TaskKind.HAND_OFF, reason="asked_for_human"),),
        ),
        waiting_since=NOON - timedelta(minutes=4),
    )
    agents.add(
        a_conversation(
            4,
            "Tom Baker",
            ("customer", "My eSIM does not install on the new phone"),
            ("agent", "Hi Tom, I have just sent you a new code: scan it from Settings > Mobile."),
            ("customer", "Trying now, thanks"),
            channel="x",
            status=CaseStatus.WITH_AGENT,
            agent="MR",
            language="en",
        ),
        a_conversation(
            5,
            "",
            ("customer", "a che ora aprite?"),
            ("bot", "Siamo qui dal lunedì al venerdì, 9-13 e 14-18."),
        ),
    )
    return agents


def _angry() -> Dossier:
    detail = {
        "language": "it",
        "candidates": [
            {
                "intent": "ricarica_mancata",
                "confidence": 0.62,
                "example": "ho ricaricato {importo} ma il credito non c'è",
                "source": "intents/prepagato/ricarica_mancata.toml:7",
            },
            {
                "intent": "credito_residuo",
                "confidence": 0.21,
                "example": "quanto credito mi resta",
                "source": "",
            },
        ],
    }
    records = (
        DecisionRecord(
            rule="off_hours",
            outcome="acknowledge",
            why=("Il banco era chiuso", "La prossima apertura è mercoledì alle 14"),
            inbound=(1,),
            at=NOON - timedelta(minutes=12),
        ),
        DecisionRecord(
            rule="hand_off",
            outcome="hand_off",
            why=("Il cliente è arrabbiato", "Nessuna risposta supera la soglia di 0,80"),
            inbound=(2,),
            detail=json.dumps(detail),
            at=NOON - timedelta(minutes=6),
        ),
    )
    return a_conversation(
        1,
        "Luca Ferri",
        ("customer", "Ho ricaricato 20€ ieri sera e il credito non c'è"),
        (
            "bot",
            "Ciao Luca, siamo di nuovo qui alle 14: guardo subito la tua ricarica. Pratica TK-1041.",
        ),
        ("customer", "È la TERZA volta questo mese!! Rivoglio i miei soldi"),
        ("bot", "Hai ragione, Luca. Passo tutto a una persona, che ti scrive qui entro le 15."),
        topic="prepagato",
        status=CaseStatus.WAITING_FOR_AGENT,
        reason="angry",
        high=True,
        follow_ups=(FollowUp(kind=FollowUpKind.PROMISE, at=NOON + timedelta(hours=2)),),
        decisions=records,
        tasks=(a_task(1, 1, TaskKind.HAND_OFF, reason="angry"),),
    )


def _doubtful() -> Dossier:
    return a_conversation(
        2,
        "Sara",
        ("customer", "Quando arriva la SIM che ho ordinato? ordine VM-20931"),
        channel="telegram",
        status=CaseStatus.ANSWERED,
        pending=(
            PendingLetter(
                id=71,
                status=OutboundStatus.UNKNOWN,
                text="Ciao Sara, la SIM parte entro 24 ore dall’ordine e arriva in 2-3 giorni lavorativi.",
                note="Telegram non ha risposto in tempo",
            ),
        ),
        follow_ups=(FollowUp(kind=FollowUpKind.PROMISE, at=NOON - timedelta(minutes=20)),),
        tasks=(
            a_task(
                2, 2, TaskKind.MAYBE_SENT, "Telegram non ha risposto: controlla se il messaggio è arrivato."
            ),
        ),
    )
