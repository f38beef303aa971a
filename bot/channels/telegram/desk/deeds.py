"""What becomes of something done in the group, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.telegram.desk.card import Button
from bot.model.message import Inbound
from bot.service.values import DeskTopic

SEEN, DONE, NOTED, REFUSED = "👀", "👌", "✍", "👎"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What became of a deed: its event (None: nothing happens), a sign below it and a sentence in return.

    `once`: whom the sentence is for, where each hears it a single time. `buttons` stand below the sentence.
    `topic` is what the topic is to show from now on, None where that stays.
    """

    event: Inbound | None = None
    sign: str = ""
    sentence: str = ""
    once: str = ""
    buttons: tuple[Button, ...] = ()
    topic: DeskTopic | None = None
