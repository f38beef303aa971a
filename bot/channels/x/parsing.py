"""Turns a page of posts into what happened, purely; an unreadable post is set aside with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.fields import UnreadableError, dumped, fingerprint, mapping, string
from bot.channels.x.addressing import NOT_ASKED, called, mentions, referenced, silence_reason
from bot.channels.x.content import attachment, words
from bot.channels.x.raw import field, identifier, is_identifier, moment, optional, versions
from bot.model.message import REACTIONS, Author, Inbound, InboundKind, Quarantine, Surface
from bot.model.text import clean

PREFIX = "post:"
"""How the key of a public conversation begins; the person's id follows.

All a person posts to the brand is one conversation, whatever the thread: a wish not to be written to, the
hourly most and a person's taking over hold for the person, not for one post.
"""

TOO_OLD = "It was written too long ago for an automatic answer."

_NAME_LENGTH = 100
_MOST_COUNTED = 10**10
_REACTIONS = ("retweet_count", "quote_count", "like_count")
_FEWEST_REACTIONS = 10
"""A post with fewer has not spread."""

_NO_LANGUAGE = frozenset({"und", "zxx"})

Item = Inbound | Quarantine


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whom a page is for and when it came.

    What was written before `quiet_before` is not answered by itself. `ignored` are the @names, in small
    letters, of accounts that are never answered: siblings, other bots. Where `hears` is given, a post whose
    words it does not hear is left out.
    """

    account: str
    received_at: datetime
    quiet_before: datetime
    ignored: frozenset[str] = frozenset()
    searched: bool = False
    hears: Callable[[str], bool] | None = None

    def quiet(self, written: datetime) -> str:
        """Say why a message is too old to be answered by itself; "" if it is not."""
        return TOO_OLD if written < self.quiet_before else ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What came along with a page: people and other posts, by id."""

    people: Mapping[str, Mapping[str, object]]
    posts: Mapping[str, Mapping[str, object]]


def parse_posts(page: object, reader: Reader) -> list[Item]:
    """Read a page of posts, oldest first: an Inbound each, more for one that was edited or has spread.

    Never raises.
    """
    return each(page, reader, lambda raw, beside: _post(raw, beside, reader))


def each(
    page: object, reader: Reader, read: Callable[[Mapping[str, object], Beside], Sequence[Item]]
) -> list[Item]:
    """Read a page's items, each by itself: one that cannot be read does not hold up the others."""
    try:
        answer = mapping(page, "page")
        items = listed(answer)
    except UnreadableError as error:
        return [_set_aside(page, reader, str(error))]
    found: list[Item] = []
    beside = _beside(answer)
    for raw in items:
        try:
            found.extend(read(mapping(raw, "data"), beside))
        except UnreadableError as error:
            found.append(_set_aside(raw, reader, str(error)))
    return sorted(found, key=age_of)


def listed(answer: Mapping[str, object]) -> list[object]:
    """Give a page's items; none is an empty page."""
    items = answer.get("data")
    if items is None:
        return []
    if not isinstance(items, list):
        raise UnreadableError("“data” is not a list")
    return items


def age_of(item: Item) -> int:
    """Order items as they were written; what could not be read comes first."""
    return int(item.message_id) if isinstance(item, Inbound) else 0


def item_id(raw: object) -> int:
    """Give an item's id as a number; 0 if it has none that can be read."""
    number = raw.get("id") if isinstance(raw, Mapping) else None
    return int(number) if isinstance(number, str) and is_identifier(number) else 0


def _set_aside(raw: object, reader: Reader, reason: str) -> Quarantine:
    return Quarantine(
        channel="x",
        account=reader.account,
        event_key=f"{item_id(raw) or 'unreadable'}:{fingerprint(raw)}",
        reason=f"X sent something that cannot be read: {reason}.",
        raw=dumped(raw),
    )


def _beside(answer: Mapping[str, object]) -> Beside:
    included = answer.get("includes")
    found = included if isinstance(included, Mapping) else {}
    return Beside(people=_by_id(found.get("users")), posts=_by_id(field(found, "tweets")))


def _by_id(items: object) -> dict[str, Mapping[str, object]]:
    listed = items if isinstance(items, list) else []
    return {str(item["id"]): item for item in listed if isinstance(item, Mapping) and item_id(item)}


def _post(raw: Mapping[str, object], beside: Beside, reader: Reader) -> Sequence[Inbound]:
    if referenced(raw, "retweeted"):
        return ()  # somebody passed a post on: nobody said anything new
    if reader.searched and (mentions(raw, reader.account) or raw.get("author_id") == reader.account):
        return ()  # the mentions bring it, with the right to answer; the brand's own is no news
    number, history = identifier(raw, "id"), versions(raw)
    said = _said(raw, beside, reader, root=history[0] if history else number)
    if reader.hears is not None and not reader.hears(said.text):
        return ()
    if said.author.is_brand:
        return (said,)
    edited = (_again(said, number),) if len(history) > 1 else ()
    return (said, *edited, *_spread(raw, said))


def _spread(raw: Mapping[str, object], said: Inbound) -> Sequence[Inbound]:
    """Give how far a post to the brand had spread when it was read: told anew whenever that doubled."""
    counts = optional(raw, "public_metrics")
    reactions = sum(_count(field(counts, name)) or 0 for name in _REACTIONS)
    if reactions < _FEWEST_REACTIONS or said.overheard:
        return ()
    return (
        replace(
            said,
            kind=InboundKind.SPREAD,
            event_key=f"{said.event_key}:spread:{reactions.bit_length()}",
            text="",
            payload={REACTIONS: str(reactions)},
        ),
    )


def _again(said: Inbound, number: str) -> Inbound:
    """An edited post is its first version, if that was never seen, and then an edit."""
    return Inbound(
        channel=said.channel,
        account=said.account,
        event_key=f"{said.event_key}:{number}",
        conversation_key=said.conversation_key,
        author=said.author,
        kind=InboundKind.EDIT,
        surface=said.surface,
        text=said.text,
        message_id=number,
        reply_to=said.reply_to,
        thread=said.thread,
        silence_because=said.silence_because,
        overheard=said.overheard,
        occurred_at=said.occurred_at,
        received_at=said.received_at,
        payload=said.payload,
    )


def _said(raw: Mapping[str, object], beside: Beside, reader: Reader, *, root: str) -> Inbound:
    number, writer = identifier(raw, "id"), identifier(raw, "author_id")
    written, answered = moment(raw, "created_at"), referenced(raw, "replied_to")
    beside_words = attachment(raw)
    forbidden = NOT_ASKED if reader.searched else silence_reason(raw, beside.posts, reader.account)
    return Inbound(
        channel="x",
        account=reader.account,
        event_key=f"post:{root}",
        conversation_key=f"{PREFIX}{writer}",
        author=author(writer, beside, reader, language=string(raw, "lang")),
        surface=Surface.PUBLIC,
        text=words(raw, is_reply=bool(answered), called=called(raw, reader.account)),
        message_id=number,
        reply_to=answered,
        thread=_thread(raw),
        silence_because=forbidden or reader.quiet(written),
        overheard=reader.searched,
        occurred_at=written,
        received_at=reader.received_at,
        payload={"attachment": beside_words} if beside_words else {},
    )


def _thread(raw: Mapping[str, object]) -> str:
    """Give the id of the post that began all this; "" where X did not say."""
    return "" if raw.get("conversation_id") is None else identifier(raw, "conversation_id")


def author(number: str, beside: Beside, reader: Reader, *, language: str = "") -> Author:
    """Make the author of what has come, as far as X told about them."""
    person = beside.people.get(number, {})
    handle = _one_line(person, "username")
    return Author(
        id=number,
        name=_one_line(person, "name"),
        handle=handle,
        language_hint=language if len(language) == 2 and language.isalpha() else "",
        followers=_followers(person),
        is_bot=handle.casefold() in reader.ignored,
        is_brand=number == reader.account,
    )


def _followers(person: Mapping[str, object]) -> int | None:
    return _count(optional(person, "public_metrics").get("followers_count"))


def _count(found: object) -> int | None:
    right = isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= _MOST_COUNTED
    return found if right and isinstance(found, int) else None


def _one_line(raw: Mapping[str, object], name: str) -> str:
    return " ".join(clean(string(raw, name)).split())[:_NAME_LENGTH]
