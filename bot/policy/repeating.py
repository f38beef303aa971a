"""Tells a public post that says the same again, and remembers the posts that a case is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from bot.knowledge.intents import Means
from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Conversation, Post
from bot.model.effects import Decision, HandOff, Outcome, Schedule
from bot.model.matching import Match
from bot.model.message import Inbound, Letter, Surface
from bot.policy.apply import Draft
from bot.policy.choosing import chosen_of
from bot.policy.situation import Situation
from bot.policy.sureness import is_sure
from bot.policy.text import plain

NEAR = 90.0
"""How alike (0 to 100) two texts must be to be one text with a slip of the finger or a word more."""

_KEPT = 20
_COURTESY = frozenset({Means.GREETING, Means.THANKS, Means.OPT_OUT})
_ANEW = frozenset({CaseStatus.NEW, CaseStatus.REOPENED, CaseStatus.RESOLVED, CaseStatus.CLOSED})
"""A case that stands so has nothing in it yet that could be said again."""


def repeats(case: Situation) -> str:
    """Say why this public post asks nothing that its case has not been asked already; "" if it does."""
    conversation = case.conversation
    if conversation.surface is not Surface.PUBLIC or not case.speaks or conversation.case.status in _ANEW:
        return ""
    intent = sure_intent(case.match, case.knowledge)
    if is_other_business(case, intent):
        return ""
    now = _post(conversation, case.messages, case.match, case.knowledge)
    earlier = (post for post in posts_of(conversation) if not _is_dialogue(case, post))
    return next((why for post in earlier if (why := _alike(post, now))), "")


def _is_dialogue(case: Situation, earlier: Post) -> bool:
    """Whether the customer talks on below our answer, and comes back to what was asked.

    Where the channel knows no threads, what is said twice running is said again.
    """
    if case.conversation.case.is_for_people or earlier.thread != case.last.thread:
        return False
    return earlier.thread != "" or earlier != posts_of(case.conversation)[-1]


def is_other_business(case: Situation, intent: str) -> bool:
    """Tell whether it is a courtesy or a choice, asks something besides, or is taken up in private anyway."""
    if not case.plain_text or any(item.intent != intent for item in case.match.also):
        return True
    state = case.state
    if chosen_of(state.offered, case.plain_text, only_labels=state.filling is not None) is not None:
        return True
    known = case.intent(intent)
    if known is None:
        return False
    return known.means in _COURTESY or (known.private and not case.awaits_person)


def _alike(earlier: Post, now: Post) -> str:
    if earlier.id == now.id or not set(now.values) <= set(earlier.values):
        return ""
    if now.intent and earlier.intent and now.intent != earlier.intent:
        return ""
    if now.intent and now.intent == earlier.intent:
        return f"asks about {now.intent} again"
    near = fuzz.ratio(earlier.text, now.text)
    return f"says the same again (alike {near:.0f} of 100)" if near >= NEAR else ""


def posts_of(conversation: Conversation) -> tuple[Post, ...]:
    """Give the posts of the case as it is now, oldest first."""
    return tuple(post for post in conversation.state.posts if post.case == conversation.case.number)


def waiting_posts(conversation: Conversation) -> tuple[Post, ...]:
    """Give the posts that wait for a word of their own, oldest first."""
    return tuple(post for post in posts_of(conversation) if post.waits)


def in_its_thread(conversation: Conversation, post: Post) -> Conversation:
    """Give the conversation as if the customer had written in a post's thread last."""
    return replace(conversation, state=replace(conversation.state, thread=post.thread))


def remember_post(
    draft: Draft,
    messages: Sequence[Inbound],
    decision: Decision,
    letters: Sequence[Letter],
    knowledge: Knowledge,
) -> None:
    """Keep a public post that had an outcome: what comes later may say the same again."""
    conversation = draft.conversation
    if conversation.surface is not Surface.PUBLIC or decision.match is None:
        return
    waits = any(
        isinstance(effect, Schedule) and effect.kind is FollowUpKind.AGAIN for effect in decision.effects
    )
    asked = any(isinstance(effect, HandOff) for effect in decision.effects)
    if decision.outcome is Outcome.SILENT and not asked:
        return
    answered = any(letter.purpose.automatic for letter in letters)
    post = _post(conversation, messages, decision.match, knowledge)
    draft.remember(posts=_kept(posts_of(conversation), replace(post, answered=answered, waits=waits)))


def _kept(posts: tuple[Post, ...], new: Post) -> tuple[Post, ...]:
    """Keep the latest, and whatever still waits."""
    others = tuple(post for post in posts if post.id != new.id)
    latest = others[1 - _KEPT :]
    return (*(post for post in others[: 1 - _KEPT] if post.waits), *latest, new)


def _post(
    conversation: Conversation, messages: Sequence[Inbound], match: Match, knowledge: Knowledge
) -> Post:
    last = messages[-1]
    return Post(
        id=last.message_id,
        thread=last.thread,
        at=last.received_at,
        case=conversation.case.number,
        text=plain(last.button or last.text),
        intent=sure_intent(match, knowledge),
        values=tuple(sorted(match.slots.values())),
    )


def sure_intent(match: Match, knowledge: Knowledge) -> str:
    """Give what a text is about where the reading is sure, "" where it is not."""
    best = match.best
    return best.intent if best is not None and is_sure(match, knowledge.settings.matching) else ""
