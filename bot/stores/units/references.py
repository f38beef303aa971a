"""Whose the cases are that a message names, and tying two contacts that are one person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.model.conversation import Conversation, Quoted, Whose
from bot.model.message import STARTED_BY, Author, Inbound
from bot.model.reference import number_of_key, numbers_in
from bot.stores.documents import load, ms
from bot.stores.tx import Tx
from bot.stores.units.numbering import FIRST_NUMBER

MOST = 5
"""References beyond these in one burst are not looked up."""

_CONTACT_OF_CASE = """
SELECT c.channel, c.account, c.contact FROM cases k JOIN conversation c ON c.id = k.conversation_id
WHERE k.id = :id"""

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
        Quoted(number=number, whose=Whose.LINKED if whose is Whose.OTHERS and number in linked else whose)
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
