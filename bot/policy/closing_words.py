"""The closing word of a case in each thread its customer wrote in: said by the bot, or given to people."""

from __future__ import annotations

from bot.model.conversation import Conversation
from bot.model.effects import Effect, Reply
from bot.model.message import Purpose
from bot.model.traits import Traits
from bot.policy.repeating import posts_of

CLOSED = "_closed"


def closing_words(conversation: Conversation, traits: Traits, room: int) -> tuple[Effect, ...]:
    """Give a closing word for each thread of the case but the latest, in which people have answered.

    At most `room` are said. For the others, and where the platform takes one automatic message a post and has
    had it, people are given the words.
    """
    by_thread = {post.thread: post for post in posts_of(conversation)}
    elsewhere = [post for thread, post in by_thread.items() if thread != conversation.state.thread]
    said = [post for post in elsewhere if not (traits.auto_replies and post.answered)][:room]
    return tuple(
        Reply(
            template=CLOSED,
            purpose=Purpose.CLOSED,
            may_promise=False,
            to=post,
            fresh=True,
            prepared=post not in said,
        )
        for post in elsewhere
    )
