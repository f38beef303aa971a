"""Puts what a decision says into words that fit the channel, and notes what those words promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.knowledge.library import Knowledge
from bot.knowledge.ports import Moment, Rendered, ReplyError
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Conversation, Offered, Used
from bot.model.effects import (
    Acknowledged,
    Alert,
    Cancel,
    Decision,
    Fill,
    HandOff,
    HandOffReason,
    MakePromise,
    Reply,
    Say,
)
from bot.model.message import Letter, Purpose, Surface
from bot.model.traits import Traits
from bot.policy.apply import Draft, apply
from bot.policy.people import time_to_promise
from bot.policy.situation import is_draft, promise_of
from bot.policy.timing import calendar_of, timetable

_REMEMBERED = 20


def compose(
    draft: Draft, decision: Decision, knowledge: Knowledge, traits: Traits, *, reply_to: str = ""
) -> tuple[Letter, ...]:
    """Write the letters of a decision whose other effects are applied already, updating the draft."""
    letters: list[Letter] = []
    for effect in decision.effects:
        match effect:
            case Reply():
                letter = _reply(draft, effect, decision, knowledge, traits)
            case Fill(filling=filling):
                letter = _question(draft, filling.asking, decision, knowledge)
            case Say(text=text, agent=agent):
                letter = _agent_words(draft, text, agent)
            case _:
                continue
        if letter is not None:
            letters.append(replace(letter, reply_to=reply_to))
    return _held_back(draft, tuple(letters), knowledge)


def _reply(
    draft: Draft, effect: Reply, decision: Decision, knowledge: Knowledge, traits: Traits
) -> Letter | None:
    conversation, now = draft.conversation, draft.now
    language = decision.language or conversation.state.language or knowledge.settings.brand.languages[0]
    try:
        rendered = knowledge.replies.render(
            effect.template,
            language=language,
            traits=traits,
            surface=conversation.surface,
            moment=moment_of(conversation, effect, knowledge, now, language, traits=traits),
            used=conversation.state.used,
            turn=conversation.id + conversation.version,
            signature=_signature(conversation.surface, knowledge),
        )
    except ReplyError as error:
        return _without_words(draft, effect, decision, knowledge, traits, problem=str(error))
    if not is_draft(draft.conversation, knowledge):
        _remember_said(draft, effect, rendered)
        if rendered.promises:
            _owe_promise(draft, knowledge, traits)
            _name_opening(draft, knowledge)
    return Letter(
        purpose=effect.purpose,
        text=rendered.text,
        surface=conversation.surface,
        buttons=(*(choice.label for choice in effect.choices), *rendered.buttons),
        template=rendered.template,
        variant=rendered.variant,
        source=rendered.source,
        language=rendered.language,
        until=timetable(conversation, knowledge, traits).until(now, effect.purpose),
    )


def moment_of(
    conversation: Conversation,
    effect: Reply,
    knowledge: Knowledge,
    now: datetime,
    language: str,
    *,
    traits: Traits,
) -> Moment:
    """Gather what a template may say about this conversation now."""
    intent = knowledge.intents.get(conversation.case.intent)
    standing = promise_of(conversation)
    by = standing.at if standing is not None else None
    if by is None and effect.may_promise:
        by = time_to_promise(conversation, timetable(conversation, knowledge, traits), now)
    return Moment(
        now=now,
        calendar=calendar_of(conversation, knowledge),
        name=conversation.contact.name,
        reference=conversation.case.reference,
        about=intent.title_in(language) if intent is not None else "",
        promise_by=by,
        slots=effect.slots,
        options=tuple(choice.label for choice in effect.choices),
        first_message=not conversation.state.used,
    )


def _signature(surface: Surface, knowledge: Knowledge) -> str:
    """The bot signs where people who did not ask can read it; in private the page says who writes."""
    return knowledge.settings.bot_signature if surface is Surface.PUBLIC else ""


def _remember_said(draft: Draft, effect: Reply, rendered: Rendered) -> None:
    state = draft.conversation.state
    used = Used(template=rendered.template, variant=rendered.variant, at=draft.now)
    own = zip(rendered.buttons, effect.own_meanings, strict=False)
    offered = (*effect.choices, *(Offered(label=label, meaning=meaning) for label, meaning in own))
    draft.remember(
        used=(*state.used, used)[-_REMEMBERED:],
        automatic=_lately(state.automatic, draft.now),
        spoken=state.spoken + 1,
        offered=offered,
        heard=effect.slots if effect.choices else {},
        clarified=state.clarified + 1 if effect.purpose is Purpose.CLARIFY else 0,
    )


def _lately(said: tuple[datetime, ...], now: datetime) -> tuple[datetime, ...]:
    """Add a moment to those of the last hour, which is what the caps count."""
    return (*(at for at in said if now - at < timedelta(hours=1)), now)


def _owe_promise(draft: Draft, knowledge: Knowledge, traits: Traits) -> None:
    """A time told to the customer is owed by a person, whoever said it."""
    if promise_of(draft.conversation) is not None:
        return
    by = time_to_promise(draft.conversation, timetable(draft.conversation, knowledge, traits), draft.now)
    if by is None:
        return
    apply(draft, HandOff(reason=HandOffReason.PROMISED))
    settled = frozenset({FollowUpKind.CHECK, FollowUpKind.REMIND, FollowUpKind.GIVE_UP})
    apply(draft, Cancel(kinds=settled))
    apply(draft, MakePromise(at=by))


def _name_opening(draft: Draft, knowledge: Knowledge) -> None:
    """A time told while closed acknowledges the closed period: it is not said again beside the answer."""
    opening = calendar_of(draft.conversation, knowledge).next_opening(draft.now)
    if opening is not None and opening > draft.now:
        apply(draft, Acknowledged(until=opening))


def _question(draft: Draft, asking: str, decision: Decision, knowledge: Knowledge) -> Letter | None:
    slot = knowledge.settings.slots[asking]
    languages = (decision.language, *knowledge.settings.brand.languages)
    text = next((slot.ask[language] for language in languages if language in slot.ask), "")
    state = draft.conversation.state
    draft.remember(automatic=_lately(state.automatic, draft.now), spoken=state.spoken + 1)
    return Letter(
        purpose=Purpose.ASK_SLOT,
        text=text,
        surface=draft.conversation.surface,
        source="settings.toml",
        language=decision.language,
    )


def _agent_words(draft: Draft, text: str, agent: str) -> Letter:
    return Letter(
        purpose=Purpose.AGENT,
        text=f"{text} ^{agent}",
        surface=draft.conversation.surface,
        author=agent,
    )


def _without_words(
    draft: Draft, effect: Reply, decision: Decision, knowledge: Knowledge, traits: Traits, *, problem: str
) -> Letter | None:
    """A template that cannot be said: a person is asked, and the customer is told so if that can be said."""
    apply(draft, Alert(text=f"The reply {effect.template} could not be written: {problem}"))
    apply(draft, HandOff(reason=HandOffReason.TEMPLATE_FAILED))
    if effect.template == "_handoff":
        return None
    return _reply(draft, Reply(template="_handoff", purpose=Purpose.HAND_OFF), decision, knowledge, traits)


def _held_back(draft: Draft, letters: tuple[Letter, ...], knowledge: Knowledge) -> tuple[Letter, ...]:
    """In draft mode the bot's words wait for a person; a person's own words never do."""
    if not is_draft(draft.conversation, knowledge):
        return letters
    for letter in letters:
        if letter.purpose.automatic:
            apply(draft, Alert(text=f"Draft, not sent: {letter.text}"))
    by_people = tuple(letter for letter in letters if not letter.purpose.automatic)
    if by_people != letters and draft.conversation.case.status is not CaseStatus.WAITING_FOR_AGENT:
        apply(draft, HandOff(reason=HandOffReason.DRAFT))
    return by_people
