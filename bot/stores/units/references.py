"""Whose the cases are that a message names, and tying two contacts that are one person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.model.case import FollowUpKind
from bot.model.conversation import Conversation, Elsewhere, Place, Quoted, Whose
from bot.model.message import STARTED_BY, Author, Inbound
from bot.model.reference import number_of_key, numbers_in
from bot.stores.documents import load, ms
from bot.stores.tx import Tx
from bot.stores.units.conversations import read_conversation
from bot.stores.units.numbering import FIRST_NUMBER

MOST = 5
"""References beyond these in one burst are not looked up."""

_CONTACT_OF_CASE = """
SELECT c.channel, c.account, c.contact FROM cases k JOIN conversation c ON c.id = k.conversation_id
WHERE k.id = :id"""

_JOINED = "SELECT joined FROM cases WHERE id = :id AND joined > 0"

_ELSEWHERE = """
SELECT MIN(o.id) FROM tie t
JOIN conversation o ON o.channel = t.other_channel AND o.account = t.other_account
    AND o.contact_id = t.other_contact
JOIN cases k ON k.id = o.case_id
WHERE t.channel = :channel AND t.account = :account AND t.contact = :contact
    AND k.status IN ('waiting_for_agent', 'with_agent') AND o.case_id <> :own
GROUP BY o.case_id ORDER BY o.case_id DESC LIMIT :most"""

_HOME = """
SELECT c.id FROM cases k JOIN conversation c ON c.id = k.conversation_id AND c.case_id = k.id
WHERE k.id = :id AND k.status IN ('waiting_for_agent', 'with_agent') AND c.id <> :mine"""

_TIED = """
SELECT 1 FROM tie
WHERE channel = :channel AND account = :account AND contact = :contact
    AND other_channel = :other_channel AND other_account = :other_account
    AND other_contact = :other_contact"""

_TIE = """
INSERT INTO tie (channel, account, contact, other_channel, other_account, other_contact, case_id, at)
VALUES (:channel, :account, :contact, :other_channel, :other_account, :other_contact, :case, :now)
ON CONFLICT (channel, account, contact, other_channel, other_account, other_contact) DO NOTHING"""

_SECRET = "SELECT value FROM meta WHERE name = 'link_secret'"  # noqa: S105 - a statement

Contact = tuple[str, str, str]


def quoted(tx: Tx, conversation: Conversation, messages: Collection[Inbound]) -> tuple[Quoted, ...]:
    """Say whose the cases are that these messages name; what does not exist is not among them."""
    words = [message.payload.get(STARTED_BY, "") for message in messages]
    linked = [number for number in (_linked(tx, word) for word in words if word) if number]
    texts = [number for message in messages for number in numbers_in(message.text)]
    started = [number for word in words for number in numbers_in(word.partition("_")[0])]
    named = dict.fromkeys((*linked, *texts, *started))
    found = ((number, _whose(tx, conversation, number)) for number in list(named)[:MOST])
    return tuple(
        Quoted(
            number=_now(tx, number),
            whose=Whose.LINKED if whose is Whose.OTHERS and number in linked else whose,
        )
        for number, whose in found
        if whose is not None
    )


def tie(tx: Tx, conversation: Conversation, numbers: Collection[int], now: datetime) -> None:
    """Write down that a conversation's contact and those of these cases are one person, both ways."""
    mine = _contact(conversation)
    for number in numbers:
        other = _contact_of_case(tx, number)
        if other is not None and other != mine:
            for one, two in ((mine, other), (other, mine)):
                tx.run(_TIE, **_pair(one, two), case=number - FIRST_NUMBER, now=ms(now))


def elsewhere(tx: Tx, conversation: Conversation) -> tuple[Elsewhere, ...]:
    """Give the cases for people that this person has in other conversations, the latest first.

    Besides those of contacts they tied themselves, the one of which they were just asked.
    """
    channel, account, contact = _contact(conversation)
    own, asked = conversation.case.number - FIRST_NUMBER, conversation.state.tying
    mine = {"channel": channel, "account": account, "contact": contact}
    tied = [row[0] for row in tx.rows(_ELSEWHERE, **mine, own=own, most=MOST)]
    row = tx.row(_HOME, id=asked - FIRST_NUMBER, mine=conversation.id) if asked else None
    found = [(number, True) for number in tied]
    if row is not None and row[0] not in tied:
        found.append((row[0], False))
    return tuple(
        _case_there(other, tied=is_tied)
        for number, is_tied in found
        if (other := read_conversation(tx, number)) is not None
    )


def _case_there(there: Conversation, *, tied: bool) -> Elsewhere:
    due = {item.kind: item.at for item in there.follow_ups}
    here = Place(
        id=there.id,
        version=there.version,
        channel=there.channel,
        account=there.account,
        key=there.key,
        surface=there.surface,
        promised=due.get(FollowUpKind.PROMISE),
        closing=due.get(FollowUpKind.GIVE_UP),
    )
    return Elsewhere(
        case=there.case,
        places=(here, *there.places),
        tied=tied,
        home=there.home,
        last_text=there.state.last_text,
        posts=tuple(post for post in there.state.posts if post.case == there.case.number),
    )


def _now(tx: Tx, number: int) -> int:
    """Give the number of the case that the one of this number was put with, or the same."""
    row = tx.row(_JOINED, id=number - FIRST_NUMBER)
    return int(row[0]) + FIRST_NUMBER if row is not None else number


def _linked(tx: Tx, word: str) -> int:
    row = tx.row(_SECRET)
    return number_of_key(word, row[0]) if row is not None else 0


def _whose(tx: Tx, conversation: Conversation, number: int) -> Whose | None:
    mine, other = _contact(conversation), _contact_of_case(tx, number)
    if other is None:
        return None
    if mine == other or tx.row(_TIED, **_pair(mine, other)) is not None:
        return Whose.OWN
    return Whose.OTHERS


def _contact(conversation: Conversation) -> Contact:
    return conversation.channel, conversation.account, conversation.contact.id


def _contact_of_case(tx: Tx, number: int) -> Contact | None:
    row = tx.row(_CONTACT_OF_CASE, id=number - FIRST_NUMBER)
    return (row[0], row[1], load(Author, row[2]).id) if row is not None else None


def _pair(one: Contact, other: Contact) -> dict[str, str]:
    channel, account, contact = one
    other_channel, other_account, other_contact = other
    return {
        "channel": channel,
        "account": account,
        "contact": contact,
        "other_channel": other_channel,
        "other_account": other_account,
        "other_contact": other_contact,
    }
