"""Puts what a decision says into words that fit the channel, and notes what those words promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.knowledge.library import Knowledge
from bot.knowledge.ports import Rendered, ReplyError
from bot.model.case import CaseStatus
from bot.model.conversation import Filling
from bot.model.effects import (
    Alert,
    Decision,
    Effect,
    Fill,
    HandOff,
    HandOffReason,
    Reply,
    Revise,
    Reword,
    Say,
)
from bot.model.message import Letter, Purpose, Surface
from bot.model.traits import Traits
from bot.model.turn import TaskKind
from bot.policy.apply import Draft, apply
from bot.policy.asking import WAY_OUT, question
from bot.policy.beside import Beside, beside, leave_to_people
from bot.policy.rewording import reworded, wording_of
from bot.policy.said import offers, remember_said, remember_used, remember_words
from bot.policy.situation import draft_of, is_draft
from bot.policy.text import NONE_OF_THESE
from bot.policy.timing import timetable
from bot.policy.writing import Writing


def compose(
    draft: Draft, decision: Decision, knowledge: Knowledge, traits: Traits, *, reply_to: str = ""
) -> tuple[Letter, ...]:
    """Write the letters of a decision whose other effects are applied already, updating the draft."""
    writing = Writing(draft=draft, decision=decision, knowledge=knowledge, traits=traits)
    letters: list[Letter] = []
    proposed: list[Letter] = []
    conversation = draft.conversation
    thread = conversation.state.thread if conversation.surface is Surface.PUBLIC else ""
    for effect in decision.effects:
        match effect:
            case Reword(letter=refused):
                letters += [letter for letter in (reworded(writing, refused),) if letter is not None]
                continue  # it answers what the refused one answered
            case Reply():
                letter = _reply(writing, effect)
            case Fill(filling=filling):
                letter = _question(writing, filling)
            case Say():
                letter = _agent_words(draft, effect)
            case Revise():
                letter = _revision(draft, effect)
            case _:
                continue
        if letter is not None:
            approved = not letter.purpose.automatic or _by_person(effect, letter.template)
            waits = not approved and is_draft(draft.conversation, knowledge)
            to = effect.to if isinstance(effect, Reply) else None
            place = (to.id, to.thread) if to is not None else (reply_to, thread)
            (proposed if waits else letters).append(replace(letter, reply_to=place[0], thread=place[1]))
    _propose(draft, proposed)
    return tuple(letters)


def _by_person(effect: Effect, template: str) -> bool:
    """Tell whether words are a person's though a template says them: those written of an incident."""
    said = effect.incident if isinstance(effect, Reply) and effect.template == template else None
    return said is not None and bool(said.texts)


def _reply(writing: Writing, effect: Reply) -> Letter | None:
    draft, around = writing.draft, beside(writing, effect)
    if effect.to is not None:
        draft.settle_posts((effect.to.id,), answered=not effect.prepared)
    try:
        rendered, said = _first_that_fits(writing, effect, around)
    except ReplyError as error:
        return _without_words(writing, effect, problem=str(error))
    rendered = _with_way_out(effect, rendered)
    if effect.prepared:
        _lay_before_people(draft, effect, rendered)
        return None
    if _by_person(effect, rendered.template) or not is_draft(draft.conversation, writing.knowledge):
        remember_said(writing, effect, rendered, said)
    if effect.also and said.named is None:
        leave_to_people(writing, effect.also)
    labels = (*(choice.label for choice in (*effect.choices, *said.offered)), *rendered.buttons)
    letter = _letter(writing, effect.purpose, rendered, labels)
    return replace(letter, author=effect.agent, wording=wording_of(effect, said, letter.surface))


def _lay_before_people(draft: Draft, effect: Reply, rendered: Rendered) -> None:
    """Give people the words that the bot may not say itself, and the post they are for."""
    remember_used(draft, rendered)
    post = effect.to.id if effect.to is not None else draft.conversation.state.heard_id
    text = f"post {post} wants this word from a person: {rendered.text}"
    apply(draft, Alert(text=text, reason="closing_words"))


def _first_that_fits(writing: Writing, effect: Reply, around: Beside) -> tuple[Rendered, Beside]:
    """Say as much beside the reply as fits: the apology goes first, then the other questions."""
    *more, least = around.ever_less()
    for some in more:
        try:
            return _rendered(writing, effect, some), some
        except ReplyError:
            continue
    return _rendered(writing, effect, least), least


def _rendered(writing: Writing, effect: Reply, around: Beside) -> Rendered:
    signature = f"^{effect.agent}" if effect.agent else writing.signature
    without = writing.said_lately(effect.template) if effect.fresh else frozenset[int]()
    return writing.render(
        effect, signature=signature, before=around.apology, after=around.after, without=without
    )


def _with_way_out(effect: Reply, rendered: Rendered) -> Rendered:
    """“None of these” can be chosen, also where the brand's wording has no button for it."""
    if effect.own_meanings != ("none",) or rendered.buttons:
        return rendered
    label = NONE_OF_THESE.get(rendered.language, NONE_OF_THESE["en"])
    return replace(rendered, buttons=(label,))


def _letter(writing: Writing, purpose: Purpose, rendered: Rendered, buttons: tuple[str, ...]) -> Letter:
    conversation = writing.draft.conversation
    hours = timetable(conversation, writing.knowledge, writing.traits)
    return Letter(
        purpose=purpose,
        text=rendered.text,
        surface=conversation.surface,
        buttons=buttons,
        template=rendered.template,
        variant=rendered.variant,
        source=rendered.source,
        language=rendered.language,
        until=hours.until(writing.draft.now, purpose),
        media=writing.files(rendered),
        card=writing.card(rendered),
    )


def _question(writing: Writing, filling: Filling) -> Letter | None:
    draft = writing.draft
    asked = Reply(template="", purpose=Purpose.ASK_SLOT)
    apology = beside(writing, asked).apology
    try:
        rendered = _question_that_fits(writing, filling, apology)
    except ReplyError as error:
        draft.remember(filling=None)
        return _without_words(writing, asked, problem=str(error))
    if not is_draft(draft.conversation, writing.knowledge):
        remember_words(draft, rendered)
        offered = offers(rendered.buttons, WAY_OUT)
        draft.remember(offered=offered, apologised=draft.conversation.state.apologised or bool(apology))
    return _letter(writing, Purpose.ASK_SLOT, rendered, rendered.buttons)


def _question_that_fits(writing: Writing, filling: Filling, apology: str) -> Rendered:
    try:
        return question(writing, filling, before=apology)
    except ReplyError:
        if not apology:
            raise
        return question(writing, filling)


def _agent_words(draft: Draft, said: Say) -> Letter:
    return Letter(
        purpose=Purpose.AGENT,
        text=f"{said.text} ^{said.agent}".strip() if said.signed else said.text,
        surface=draft.conversation.surface,
        author=said.agent,
        media=said.media,
        written_at=said.written_at,
    )


def _revision(draft: Draft, effect: Revise) -> Letter:
    return Letter(
        purpose=Purpose.CORRECTION if effect.text else Purpose.TAKE_BACK,
        text=f"{effect.text} ^{effect.agent}" if effect.text else "",
        surface=draft.conversation.surface,
        author=effect.agent,
        revises=effect.earlier,
    )


def _out_of_words(draft: Draft, effect: Reply, problem: str) -> None:
    """Every wording has been said to this customer of late: a person finds one, nothing is said meanwhile."""
    post = effect.to.id if effect.to is not None else draft.conversation.state.heard_id
    apply(draft, Alert(text=f"post {post} wants a word of yours: {problem}", reason="out_of_words"))
    if draft.conversation.case.is_open:
        apply(draft, HandOff(reason=HandOffReason.REPEATED))


def _without_words(writing: Writing, effect: Reply, *, problem: str) -> Letter | None:
    """A reply that cannot be said: a person is asked, and the customer is told so if that can be said."""
    draft, name = writing.draft, effect.template or "question"
    if effect.fresh:
        _out_of_words(draft, effect, problem)
        return None
    apply(draft, Alert(text=f"The reply {name} could not be written: {problem}"))
    apply(draft, HandOff(reason=HandOffReason.TEMPLATE_FAILED))
    if effect.template == "_handoff":
        return None
    return _reply(writing, Reply(template="_handoff", purpose=Purpose.HAND_OFF))


def _propose(draft: Draft, letters: Sequence[Letter]) -> None:
    """In draft mode the bot's words wait for a person; a person's own words never do."""
    answered = draft_of(draft.conversation.state)
    for letter in letters:
        apply(draft, Alert(text=letter.text, kind=TaskKind.DRAFT, reason=answered))
    if letters and draft.conversation.case.status is not CaseStatus.WAITING_FOR_AGENT:
        apply(draft, HandOff(reason=HandOffReason.DRAFT))
