"""One conversation as the page shows it: the transcript, what is on its way, and the bot's reasons."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter, itemgetter

from bot.desk.drafting import Sketch, sketch
from bot.desk.entries import Note, agent_name, contact_name, note, when
from bot.desk.muting import told
from bot.desk.reasons import standing_facts
from bot.desk.visit import Visit
from bot.desk.words import words
from bot.model.case import Case, CaseStatus, FollowUpKind
from bot.model.conversation import Conversation, Place
from bot.model.message import OutboundStatus
from bot.model.text import unsigned
from bot.model.turn import DecisionRecord, TaskKind
from bot.service.values import Dossier, PendingLetter, Revision, StoredNote, TranscriptLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A message of the transcript, or a colleague's note; `sender` is customer, bot, agent or note.

    `words` are those to be corrected, without the signature; `revised` says what became of it since.
    """

    n: int
    sender: str
    who: str
    text: str
    at: str
    iso: str
    buttons: tuple[str, ...]
    files: tuple[str, ...] = ()
    words: str = ""
    correctable: bool = False
    removable: bool = False
    taken_back: bool = False
    revised: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A message that has not arrived.

    `doubtful`: a person may send it again, `unknown`: or say that it arrived.
    `held`: it can be taken back.
    """

    id: int
    status: str
    text: str
    note: str
    doubtful: bool
    unknown: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """An intent the matcher considered; `confidence` is in [0, 1]."""

    intent: str
    confidence: float
    example: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoning:
    """A decision in words, its guesses best first; `facts` say how hours and limits stood."""

    outcome: str
    rule: str
    rule_title: str
    why: tuple[str, ...]
    guesses: tuple[Guess, ...]
    at: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Another conversation of the same case, by its id, and what the link to it says."""

    id: int
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A conversation in words; `holder` has it (`mine`: the reader), `unheld` says what is so without one.

    `assigned` is the key of whom the case was given to, `people` are those it can be. `writing` says who of
    the others is answering; `taken_off` is what the bot would have said.
    """

    id: int
    name: str
    handle: str
    channel: str
    reference: str
    follows: str
    follows_in: int
    places: tuple[Lead, ...]
    status: str
    topic: str
    language: str
    open: bool
    holder: str
    unheld: str
    mine: bool
    opted_out: bool
    muted: str
    promise: str
    late: bool
    notes: tuple[Note, ...]
    draft: Sketch | None
    lines: tuple[Line, ...]
    pending: tuple[Pending, ...]
    taken_off: tuple[Pending, ...]
    assigned: str
    people: tuple[tuple[str, str], ...]
    writing: str
    undo: int
    reasons: tuple[Reasoning, ...]


def read_talk(visit: Visit, dossier: Dossier) -> Talk:
    """Put a dossier into words."""
    conversation = dossier.conversation
    case, state = conversation.case, conversation.state
    due = min(
        (owed.at for owed in conversation.follow_ups if owed.kind is FollowUpKind.PROMISE), default=None
    )
    return Talk(
        id=conversation.id,
        name=contact_name(visit, conversation.contact),
        handle=conversation.contact.handle if conversation.contact.name else "",
        channel=visit.desk.channels.get(conversation.channel, conversation.channel),
        reference=case.reference,
        follows=_follows(visit, case),
        follows_in=dossier.follows,
        places=tuple(_lead(visit, place) for place in conversation.places),
        status=words(visit.language)[f"case_{case.status}"],
        topic=case.topic,
        language=state.language,
        open=case.is_open,
        holder=agent_name(visit, _holder(visit, dossier)),
        unheld=_unheld(visit, conversation),
        mine=_holder(visit, dossier) == visit.person.key,
        opted_out=state.opted_out,
        muted=told(visit, conversation.mute),
        promise=when(visit, due) if due else "",
        late=due is not None and due < visit.desk.clock.now(),
        notes=tuple(note(visit, task) for task in dossier.tasks if task.kind is not TaskKind.DRAFT),
        draft=sketch(visit, dossier.draft) if dossier.draft is not None else None,
        lines=_lines(visit, dossier),
        pending=tuple(_pending(visit, letter) for letter in dossier.pending),
        taken_off=tuple(_pending(visit, letter) for letter in dossier.taken_off),
        assigned=dossier.assigned,
        people=tuple((key, person.name or key) for key, person in visit.people.items()),
        writing=_writing(visit, conversation.id),
        undo=round(visit.desk.team.undo.total_seconds()),
        reasons=tuple(_reasoning(visit, record) for record in _newest_first(dossier.decisions)),
    )


def _lead(visit: Visit, place: Place) -> Lead:
    channel = visit.desk.channels.get(place.channel, place.channel)
    return Lead(id=place.id, said=words(visit.language)["same_case"].format(channel=channel))


def _follows(visit: Visit, case: Case) -> str:
    """Name the case before this one, the same person's; "" where there is none."""
    if not case.previous:
        return ""
    return words(visit.language)["follows"].format(case=replace(case, number=case.previous).reference)


def _holder(visit: Visit, dossier: Dossier) -> str:
    """Give the agent for whom the bot is silent now; "" when it answers."""
    state = dossier.conversation.state
    over = state.silent_until is not None and state.silent_until <= visit.desk.clock.now()
    return "" if over else state.agent


def _unheld(visit: Visit, conversation: Conversation) -> str:
    """Say what happens while no person has the conversation."""
    case, last = conversation.case, conversation.state.agent
    if last and case.status is CaseStatus.WITH_AGENT:
        return words(visit.language)["was_held"].format(name=agent_name(visit, last))
    return words(visit.language)["bot_answers" if case.is_open else f"over_{case.status}"]


def _newest_first(records: tuple[DecisionRecord, ...]) -> list[DecisionRecord]:
    ordered = sorted(records, key=attrgetter("at"))
    ordered.reverse()
    return ordered


def _writing(visit: Visit, number: int) -> str:
    """Say who of the reader's colleagues is writing an answer here; "" where nobody is."""
    others = [key for key in visit.desk.team.writers(number) if key != visit.person.key]
    if not others:
        return ""
    names = ", ".join(agent_name(visit, key) for key in others)
    return words(visit.language)["is_writing"].format(who=names)


def _lines(visit: Visit, dossier: Dossier) -> tuple[Line, ...]:
    """Put the messages into words, with the colleagues' notes between them."""
    said = [(line.at, 0, line.n, _line(visit, line, dossier)) for line in dossier.lines]
    noted = [(item.at, 1, item.id, _noted(visit, item)) for item in dossier.notes]
    return tuple(one[-1] for one in sorted([*said, *noted], key=itemgetter(0, 1, 2)))


def _noted(visit: Visit, item: StoredNote) -> Line:
    w = words(visit.language)
    mine = item.author == visit.person.key
    who = w["note_by_you"] if mine else w["note_by"].format(who=agent_name(visit, item.author))
    return Line(
        n=-item.id,
        sender="note",
        who=who,
        text=item.text,
        at=when(visit, item.at),
        iso=item.at.isoformat(),
        buttons=(),
    )


def _line(visit: Visit, line: TranscriptLine, dossier: Dossier) -> Line:
    title = words(visit.language).get(f"from_{line.sender}", line.sender)
    who = agent_name(visit, line.author) or title if line.sender == "agent" else title
    return Line(
        n=line.n,
        sender=line.sender,
        who=who[:1].upper() + who[1:],
        text=line.text,
        at=when(visit, line.at),
        iso=line.at.isoformat(),
        buttons=line.buttons,
        files=tuple(media.path or media.kind.value for media in line.media),
        words=unsigned(line.text),
        correctable=dossier.correctable and _stands(line),
        removable=dossier.removable and _stands(line),
        taken_back=line.revision is Revision.TAKEN_BACK,
        revised=_revised(visit, line),
        before=line.before,
    )


def _stands(line: TranscriptLine) -> bool:
    """Tell whether a message is one of ours that the customer still has."""
    return line.id != "" and line.revision is not Revision.TAKEN_BACK


def _revised(visit: Visit, line: TranscriptLine) -> str:
    """Say who changed a message or took it back, and when; "" for one that is as it was sent."""
    if line.revision is Revision.NONE or line.revised_at is None:
        return ""
    said = words(visit.language)[f"revised_{line.revision}"]
    return said.format(who=agent_name(visit, line.revised_by), at=when(visit, line.revised_at))


def _pending(visit: Visit, letter: PendingLetter) -> Pending:
    w = words(visit.language)
    held = letter.held_until is not None
    status = w[f"status_{letter.status}"]
    if held:
        status = w["status_held"].format(at=_second(visit, letter.held_until))
    return Pending(
        id=letter.id,
        status=status,
        text=letter.text or w["take_back"],
        note=letter.note,
        doubtful=letter.status in {OutboundStatus.UNKNOWN, OutboundStatus.REFUSED},
        unknown=letter.status is OutboundStatus.UNKNOWN,
        held=held,
    )


def _second(visit: Visit, at: datetime | None) -> str:
    """Give a time on the brand's clock to the second."""
    return f"{at.astimezone(visit.desk.zone):%H:%M:%S}" if at is not None else ""


def _reasoning(visit: Visit, record: DecisionRecord) -> Reasoning:
    w = words(visit.language)
    return Reasoning(
        outcome=w.get(f"outcome_{record.outcome}", record.outcome),
        rule=record.rule,
        rule_title=w.get(f"rule_{record.rule}", record.rule),
        why=record.why,
        guesses=_guesses(record.detail),
        at=when(visit, record.at),
        facts=standing_facts(visit, record.detail),
    )


def _guesses(detail: str) -> tuple[Guess, ...]:
    """Read the candidates of a decision's detail; what an older version wrote otherwise is left out."""
    try:
        known = json.loads(detail)
    except ValueError:
        return ()
    listed = known.get("candidates") if isinstance(known, dict) else None
    found = [_guess(item) for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return tuple(guess for guess in found if guess.intent)[:5]


def _guess(item: dict[str, object]) -> Guess:
    confidence = item.get("confidence")
    return Guess(
        intent=str(item.get("intent") or ""),
        confidence=float(confidence) if isinstance(confidence, int | float) else 0.0,
        example=str(item.get("example") or ""),
        source=str(item.get("source") or ""),
    )
