"""The message that asks a person for their words in place of a draft, and how the answer to it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.channels.telegram.desk.looks import MOST, Looks, shortened
from bot.model.draft import WaitingDraft
from bot.model.text import unsigned, utf16_length

_SIGN = "✏"
_ASKED = re.compile(rf"{_SIGN} [^\W\d]+ ([0-9]{{1,18}}) ·")
"""What no customer's words can begin: every other message of ours in a topic begins otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The message's text, where in it the person's name stands, and where the draft's words do.

    Places are in UTF-16 units: the first, and how many.
    """

    text: str
    user: int
    name: str
    named: tuple[int, int]
    words: tuple[int, int]


def asked(draft: WaitingDraft, agent: str, looks: Looks) -> Asked:
    """Ask an agent, by key; the draft's words stand there without the bot's signature, to be copied."""
    person = looks.people[agent]
    number = looks.words["ask_number"].format(n=draft.id)
    head = f"{_SIGN} {number} · "
    begin = f"{head}{person.name}{looks.words['ask']}\n\n"
    words = shortened(unsigned(draft.text), MOST - utf16_length(begin))
    return Asked(
        text=f"{begin}{words}",
        user=person.telegram or 0,
        name=person.name,
        named=(utf16_length(head), utf16_length(person.name)),
        words=(utf16_length(begin), utf16_length(words)),
    )


def draft_asked_in(text: str) -> int:
    """Give the number of the draft that a message of ours asks about; 0 if it asks about none."""
    found = _ASKED.match(text)
    return int(found[1]) if found is not None else 0
