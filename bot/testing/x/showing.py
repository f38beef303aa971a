"""How posts, people and messages look in the API's answers: only the fields that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from bot.testing.x.weighing import cut, is_long
from bot.testing.x.world import Direct, Person, Post, World

Json = dict[str, Any]

_NEW_NAMES = {
    "referenced_tweets": "referenced_posts",
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
    "tweets": "posts",
}


def moment(at: float) -> str:
    """Write a time as X does."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def asked(params: Mapping[str, str], *names: str) -> set[str]:
    """Give the fields that were asked for under any of these names."""
    return {field for name in names for field in params.get(name, "").split(",") if field}


def post_json(world: World, post: Post, fields: set[str]) -> Json:
    """Show a post."""
    text, urls = world.links.beside(post.text, post.card, post.media)
    long = is_long(post.words)
    mentions = [
        {"username": world.people[number].username, "id": str(number), "start": 0, "end": 1}
        for number in post.mentions
    ]
    entities = {name: found for name, found in (("mentions", mentions), ("urls", urls)) if found}
    references = (("replied_to", post.replied_to), ("quoted", post.quoted))
    shown: Json = {
        "id": str(post.id),
        "text": escape(cut(text) if long else text, quote=False),
        "edit_history_tweet_ids": [str(number) for number in post.history],
    }
    parent = world.timeline.get(post.replied_to or 0)
    more: Json = {
        "author_id": str(post.author),
        "created_at": moment(post.at),
        "conversation_id": str(post.conversation),
        "in_reply_to_user_id": str(parent.author) if parent is not None else None,
        "entities": entities or None,
        "lang": "it",
        "public_metrics": {
            "retweet_count": post.reposts,
            "reply_count": 0,
            "like_count": post.likes,
            "quote_count": post.quotes,
        },
        "referenced_tweets": [{"type": kind, "id": str(number)} for kind, number in references if number],
        "note_tweet": {"text": escape(text, quote=False), "entities": entities} if long else None,
    }
    shown |= {name: value for name, value in more.items() if name in fields and value}
    return _spelt(world, shown)


def person_json(person: Person, fields: set[str]) -> Json:
    """Show a person."""
    shown: Json = {"id": str(person.id), "name": person.name, "username": person.username}
    if "public_metrics" in fields:
        shown["public_metrics"] = {"followers_count": person.followers, "following_count": 80}
    return shown


def message_json(world: World, message: Direct, fields: set[str]) -> Json:
    """Show a direct message."""
    text, urls = world.links.beside(message.text, "", message.media)
    pair = sorted((message.sender, message.recipient))
    more: Json = {
        "sender_id": str(message.sender),
        "dm_conversation_id": f"{pair[0]}-{pair[1]}",
        "created_at": moment(message.at),
        "entities": {"urls": urls} if urls else None,
    }
    shown: Json = {"id": str(message.id), "event_type": "MessageCreate", "text": escape(text, quote=False)}
    return shown | {name: value for name, value in more.items() if name in fields and value}


def message_event(world: World, message: Direct) -> Json:
    """Show a direct message in the older form in which events give it."""
    text, urls = world.links.wrap(message.text)
    people = (message.sender, message.recipient)
    shown: Json = {
        "type": "message_create",
        "id": str(message.id),
        "created_timestamp": str(int(message.at * 1000)),
        "message_create": {
            "target": {"recipient_id": str(message.recipient)},
            "sender_id": str(message.sender),
            "message_data": {"text": escape(text, quote=False), "entities": {"urls": urls}},
        },
    }
    users = {str(number): {"data": person_json(world.people[number], set())} for number in people}
    return {"direct_message_events": [shown], "users": users}


def everything() -> set[str]:
    """Name every field of a post that events give."""
    return {
        "author_id",
        "created_at",
        "conversation_id",
        "in_reply_to_user_id",
        "entities",
        "lang",
        "referenced_tweets",
        "note_tweet",
    }


def includes(
    world: World, params: Mapping[str, str], *, posts: Iterable[Post] = (), people: Iterable[int] = ()
) -> Json:
    """Show what the answer's items refer to, if that was asked for."""
    expansions, found = asked(params, "expansions"), {}
    fields = asked(params, "user.fields")
    if {"author_id", "sender_id"} & expansions:
        numbers = dict.fromkeys((*(post.author for post in posts), *people))
        found["users"] = [person_json(world.people[number], fields) for number in numbers]
    if {"referenced_tweets.id", "referenced_posts.id"} & expansions:
        wanted = (number for post in posts for number in (post.replied_to, post.quoted) if number)
        others = (world.timeline.get(number) for number in dict.fromkeys(wanted))
        shown = [post_json(world, post, post_fields(params)) for post in others if post and world.shown(post)]
        if shown:
            found["tweets"] = shown
    return _spelt(world, found)


def post_fields(params: Mapping[str, str]) -> set[str]:
    """Give the fields of posts that were asked for, in either spelling."""
    return {_old(name) for name in asked(params, "tweet.fields", "post.fields")}


def _old(name: str) -> str:
    return next((old for old, new in _NEW_NAMES.items() if new == name), name)


def _spelt(world: World, shown: Json) -> Json:
    if not world.new_names:
        return shown
    return {_NEW_NAMES.get(name, name): value for name, value in shown.items()}
