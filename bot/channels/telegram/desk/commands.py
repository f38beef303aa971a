"""What an agent's words in a topic mean: an answer, a note for colleagues, or a command."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_COMMAND = re.compile(r"/([A-Za-z_]\w*)(?:@\w+)?(?:\s+(.*))?", re.DOTALL | re.ASCII)
NOTE = "//"


class Verb(StrEnum):
    """What is to be done."""

    ANSWER = "answer"
    NOTE = "note"
    TAKE = "take"
    BACK = "bot"
    DUE = "due"
    CLOSE = "close"
    HELP = "help"
    UNKNOWN = "unknown"


_BY_NAME = {verb.value: verb for verb in (Verb.TAKE, Verb.BACK, Verb.DUE, Verb.CLOSE, Verb.HELP)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A verb with its words; of an unknown command `words` is what was written."""

    verb: Verb
    words: str = ""


def command_in(text: str) -> Command:
    """Read an agent's words. Whatever begins with a slash is never an answer, so nothing slips out."""
    words = text.strip()
    if words.startswith(NOTE):
        return Command(verb=Verb.NOTE)
    if not words.startswith("/"):
        return Command(verb=Verb.ANSWER, words=words)
    found = _COMMAND.fullmatch(words)
    verb = _BY_NAME.get(found[1].lower()) if found is not None else None
    if verb is None:
        return Command(verb=Verb.UNKNOWN, words=words.split()[0])
    return Command(verb=verb, words=(found[2] or "").strip() if found is not None else "")
