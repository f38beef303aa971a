"""The closing word of a case in each thread its customer wrote in: said by the bot, or given to people."""

from __future__ import annotations

from bot.model.conversation import Conversation
from bot.model.effects import Effect, Reply
from bot.model.message import Purpose
from bot.model.traits import Traits
from bot.policy.repeating import posts_of

CLOSED = "_closed"


def closing_words(conversation: Conversation, traits: Traits, unsaid: str) -> tuple[Effect, ...]:
    """Give a closing word for each thread of the case but the latest, in which people have answered.

    Where the platform takes one automatic message a post and has had it, or where `unsaid` says why nothing
    may be said, people are given the words.
    """
    by_thread = {post.thread: post for post in posts_of(conversation)}
    elsewhere = [post for thread, post in by_thread.items() if thread != conversation.state.thread]
    return tuple(
        Reply(
            template=CLOSED,
            purpose=Purpose.CLOSED,
            may_promise=False,
            to=post,
            fresh=True,
            prepared=bool(unsaid) or (traits.auto_replies > 0 and post.answered),
        )
        for post in elsewhere
    )
