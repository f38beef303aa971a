"""How an outbound message is written for Telegram: plain text, its buttons, and what it answers."""

from __future__ import annotations

from bot.channels.telegram import TRAITS
from bot.channels.telegram.buttons import keyboard
from bot.channels.telegram.places import place_of
from bot.model.message import Letter, Outbound, Surface
from bot.model.text import utf16_length
from bot.service.values import Refused


def unsendable(letter: Letter) -> Refused | None:
    """Refuse, before any call, what Telegram would surely refuse."""
    if not letter.text.strip() and not letter.media:
        return Refused(reason="The text is empty.", permanent=True, by_us=True)
    if len(letter.media) > 1:
        return Refused(reason="Telegram takes one file a message here.", permanent=True, by_us=True)
    return too_long(letter.text, letter.surface, with_file=bool(letter.media))


def too_long(text: str, surface: Surface, *, with_file: bool) -> Refused | None:
    """Refuse a text that is longer than Telegram takes; below a file it takes less."""
    most, units = TRAITS.most(surface, with_file=with_file), utf16_length(text)
    if units <= most:
        return None
    return Refused(
        reason=f"The text has {units} characters; Telegram takes {most}.", permanent=True, by_us=True
    )


def well_formed(text: str) -> str:
    """Give the text without half characters, which no JSON can carry."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def message_params(outbound: Outbound) -> dict[str, object]:
    """Write the parameters of sendMessage; without parse_mode, so no character has a meaning of its own."""
    letter = outbound.letter
    params: dict[str, object] = {
        **place_of(outbound.conversation_key).params,
        "text": well_formed(letter.text),
    }
    if letter.reply_to.isascii() and letter.reply_to.isdecimal():
        params["reply_parameters"] = {
            "message_id": int(letter.reply_to),
            "allow_sending_without_reply": True,
        }
    if letter.buttons:
        params["reply_markup"] = keyboard(letter.buttons)
    return params
