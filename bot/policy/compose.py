"""Puts what a decision says into words that fit the channel, and notes what those words promise."""

from __future__ import annotations

from dataclasses import replace

from bot.knowledge.library import Knowledge
from bot.knowledge.ports import Rendered, ReplyError
from bot.model.conversation import Filling, Post, Used
from bot.model.effects import (
    Alert,
    Decision,
    Effect,
    Fill,
    HandOff,
    Propose,
    Reply,
    Revise,
    Reword,
    Say,
    SayDraft,
)
from bot.model.hand_off import HandOffReason
from bot.model.message import Letter, Purpose, Surface
from bot.model.text import signed
from bot.model.traits import Traits
from bot.policy.apply import Draft, apply
from bot.policy.asking import WAY_OUT, question
from bot.policy.beside import Beside, beside, leave_to_people
from bot.policy.proposing import ON_TRIAL, Written, by_person, propose
from bot.policy.rewording import reworded, wording_of
from bot.policy.said import (
    choices_below,
    offers,
    remember_said,
    remember_use,
    remember_used,
    remember_words,
    told_time,
)
from bot.policy.situation import is_draft
from bot.policy.text import NONE_OF_THESE
from bot.policy.timing import timetable
from bot.policy.writing import Writing


def compose(
    draft: Draft, decision: Decision, knowledge: Knowledge, traits: Traits, *, reply_to: str = ""
) -> tuple[Letter, ...]:
    """Write the letters of a decision whose other effects are applied already, updating the draft.

    What a person is to read first is kept, and not among them; a person's own words never wait.
    """
    on_trial = is_draft(draft.conversation, knowledge) and not decision.by_itself
    writing = Writing(draft=draft, decision=decision, knowledge=knowledge, traits=traits, held=on_trial)
    letters: list[Letter] = []
    conversation = draft.conversation
    thread = conversation.state.thread if conversation.surface is Surface.PUBLIC else ""
    for effect in decision.effects:
        if isinstance(effect, Reword):  # it answers what the refused one answered
            letters += [letter for letter in (reworded(writing, effect.letter),) if letter is not None]
            continue
        reason = effect.reason if isinstance(effect, Propose) else ON_TRIAL
        written = _written(replace(writing, held=on_trial or isinstance(effect, Propose)), effect)
        if written is None:
            continue
        to = _post_of(effect)
        place = (to.id, to.thread) if to is not None else (reply_to, thread)
        letter = replace(written.letter, reply_to=place[0], thread=place[1])
        if written.held:
            propose(draft, decision, replace(written, letter=letter, to=to), reason)
        else:
            letters.append(letter)
    return tuple(letters)


def _written(  # noqa: PLR0911 - an arm an effect
    writing: Writing, effect: Effect
) -> Written | None:
    match effect:
        case Propose(what=what):
            return _written(writing, what)
        case Reply():
            return _reply(writing, effect)
        case Fill(filling=filling):
            return _question(writing, filling)
        case Say():
            return Written(letter=_agent_words(writing.draft, effect))
        case SayDraft():
            return Written(letter=_approved(writing.draft, effect))
        case Revise():
            return Written(letter=_revision(writing.draft, effect))
        case _:
            return None


def _post_of(effect: Effect) -> Post | None:
    """Give the post an effect answers, where that is not the latest."""
    what = effect.what if isinstance(effect, Propose) else effect
    if isinstance(what, SayDraft):
        return what.proposal.to
    return what.to if isinstance(what, Reply) else None


def _reply(writing: Writing, effect: Reply) -> Written | None:
    around = beside(writing, effect)
    if effect.to is not None:
        writing.draft.settle_posts((effect.to.id,), answered=not effect.prepared)
    try:
        rendered, said = _first_that_fits(writing, effect, around)
    except ReplyError as error:
        return _without_words(writing, effect, problem=str(error))
    rendered = _with_way_out(effect, rendered)
    if effect.prepared:
        _lay_before_people(writing.draft, effect, rendered)
        return None
    promised = told_time(writing) if rendered.promises else None
    held = writing.held and effect.purpose.automatic and not by_person(effect)
    if not held:
        remember_said(writing, effect, rendered, said)
        if effect.also and said.named is None:
            leave_to_people(writing, effect.also)
    labels = (*(choice.label for choice in (*effect.choices, *said.offered)), *rendered.buttons)
    letter = _letter(writing, effect.purpose, rendered, labels)
    letter = replace(letter, author=effect.agent, wording=wording_of(effect, said, letter.surface))
    return Written(letter=letter, held=held, offered=choices_below(effect, rendered, said), promised=promised)


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


def _question(writing: Writing, filling: Filling) -> Written | None:
    draft = writing.draft
    asked = Reply(template="", purpose=Purpose.ASK_SLOT)
    apology = beside(writing, asked).apology
    try:
        rendered = _question_that_fits(writing, filling, apology)
    except ReplyError as error:
        draft.remember(filling=None)
        return _without_words(writing, asked, problem=str(error))
    offered = offers(rendered.buttons, WAY_OUT)
    if writing.held:
        draft.remember(filling=None)
    else:
        remember_words(draft, rendered)
        draft.remember(offered=offered, apologised=draft.conversation.state.apologised or bool(apology))
    letter = _letter(writing, Purpose.ASK_SLOT, rendered, rendered.buttons)
    return Written(letter=letter, held=writing.held, offered=offered, filling=filling)


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
        text=signed(said.text, said.agent),
        surface=draft.conversation.surface,
        author=said.agent,
        media=said.media,
        written_at=said.written_at,
        held_until=draft.now + said.hold if said.hold else None,
    )


def _approved(draft: Draft, said: SayDraft) -> Letter:
    """Send a draft as it stands; from then on its choices can be made and its question answered."""
    proposal = said.proposal
    used = Used(template=proposal.letter.template, variant=proposal.letter.variant, at=draft.now)
    remember_use(draft, *((used,) if used.template else ()))
    draft.remember(offered=proposal.offered, filling=proposal.filling)
    return replace(proposal.letter, purpose=Purpose.AGENT, author=said.agent, until=None, wording=None)


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


def _without_words(writing: Writing, effect: Reply, *, problem: str) -> Written | None:
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
