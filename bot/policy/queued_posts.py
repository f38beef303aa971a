"""A public post that waited for room under the caps has its turn, or goes to a person."""

from __future__ import annotations

from bot.model.case import FollowUpKind
from bot.model.conversation import Post
from bot.model.effects import Alert, Decision, Effect, HandOff, PostsSettled, Reply, Schedule
from bot.model.hand_off import HandOffReason
from bot.model.message import Purpose
from bot.policy.limits import room_at, said_enough
from bot.policy.repeating import in_its_thread, waiting_posts
from bot.policy.sensitive import MINDED, minded
from bot.policy.timing import STALE
from bot.policy.waking import Waking


def next_post(waking: Waking) -> Decision:
    """Answer the post that has waited longest; where that may not be, wait on or leave all to people."""
    posts = waiting_posts(waking.conversation)
    if not posts:
        return waking.silent((), "no post waits for its answer any more")
    first, *rest = posts
    place, now = in_its_thread(waking.conversation, first), waking.now
    if minded(place) or now - first.at > STALE or not waking.hours.reaches(now):
        return _to_people(waking, (first,), MINDED if minded(place) else "too old to be answered in public")
    enough = said_enough(place, waking.knowledge, now)
    if enough:
        return _wait_on(waking, first, enough)
    again: tuple[Effect, ...] = (Schedule(kind=FollowUpKind.AGAIN, at=now),) if rest else ()
    reply = Reply(template="_again", purpose=Purpose.HAND_OFF, to=first, fresh=True)
    return waking.said((*again, reply), "there is room again for a post that waited")


def leave_posts(waking: Waking, why: str) -> Decision:
    """Leave every post that waits to people: nothing automatic may be said to them."""
    return _to_people(waking, waiting_posts(waking.conversation), why)


def tell_of_posts(posts: tuple[Post, ...]) -> tuple[Effect, ...]:
    """Tell people of posts that will have no automatic word of their own."""
    if not posts:
        return ()
    ids = tuple(post.id for post in posts)
    text = f"public posts that say the same again have had no answer of their own: {', '.join(ids)}"
    return (PostsSettled(ids=ids), Alert(text=text, reason="unanswered_posts"))


def _wait_on(waking: Waking, post: Post, enough: str) -> Decision:
    room = room_at(in_its_thread(waking.conversation, post), waking.knowledge, waking.now)
    at = waking.hours.polite(room) if room is not None else None
    if at is None or at <= waking.now or at - post.at > STALE:
        return _to_people(waking, (post,), enough)
    return waking.silent((Schedule(kind=FollowUpKind.AGAIN, at=at),), enough)


def _to_people(waking: Waking, posts: tuple[Post, ...], why: str) -> Decision:
    left = len(waiting_posts(waking.conversation)) - len(posts)
    again: tuple[Effect, ...] = (Schedule(kind=FollowUpKind.AGAIN, at=waking.now),) if left else ()
    wanted = (HandOff(reason=HandOffReason.TOO_MANY),) if posts and waking.conversation.case.is_open else ()
    return waking.silent((*wanted, *tell_of_posts(posts), *again), why)
