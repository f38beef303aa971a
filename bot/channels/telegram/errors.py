"""What a failed call to Telegram means: surely not sent, refused, later, or nobody knows."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from zlib import crc32

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.errors import ChannelError
from bot.service.values import Health, Later, Refused, SendOutcome, Standing, Unknown

_log = logging.getLogger(__name__)

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_CEILING = 60.0
_LONGEST_REST = 300.0
_TOKEN_WAIT = timedelta(minutes=1)
_UNTOLD_WAIT = timedelta(seconds=30)
_REASON_LENGTH = 200

_OF_PLACE = ("rights to send", "write_forbidden", "restricted", "business", "topic")
"""In Telegram's words: why one chat takes nothing, where others do."""

TOKEN_REFUSED = "Telegram does not accept the bot's token."  # noqa: S105 - a sentence, not a token
TOKEN_HINT = (
    "Ask @BotFather for the token (/token) and put it where settings.toml reads it, then start again."  # noqa: S105 - the same
)
IN_TROUBLE = "Telegram is in trouble; it is left in peace for a while."
ANOTHER_READER = (
    "Another program is reading this bot's messages. Stop the other copy; reading goes on by itself then."
)
WEBHOOK_SET = (
    "A webhook is set for this bot, so its messages go elsewhere. Delete it (deleteWebhook in Telegram's "
    "Bot API); reading goes on by itself then."
)


class OddAnswerError(TelegramError):
    """An answer that is not of the Bot API's form: nobody knows whether the call took effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why reading pauses, in a plain sentence; `wait` seconds if Telegram named them, else a back-off."""

    detail: str
    wait: float | None = None


def back_off(failures: int, account: str) -> float:
    """Give the seconds to wait after so many failures: doubling, at most 60, ±25 % by account and turn."""
    spread = 0.75 + (crc32(f"{account}:{failures}".encode()) % 1000) / 2000
    return float(min(_CEILING, 2.0 ** min(failures - 1, 10)) * spread)


def send_outcome(error: TelegramError, *, attempt: int, account: str) -> SendOutcome:
    """Tell what became of a message whose call ended in an error."""
    match error:
        case _ if _from_elsewhere(error):
            return Unknown(evidence="The answer to the call was not Telegram's own.")
        case RetryAfter():
            return Later(after=retry_after(error), reason="Telegram asks to send more slowly here.")
        case InvalidToken():
            return Later(after=_TOKEN_WAIT, reason=TOKEN_REFUSED, whole_account=True)
        case Forbidden() | BadRequest() | ChatMigrated():
            return Refused(
                reason=_said(error),
                permanent=True,
                contact_lost=_contact_lost(error),
                of_place=_of_place(error),
            )
        case NetworkError():
            return _network(error, attempt, account)
        case _:
            return Unknown(evidence=_evidence(error))


def untried_outcome(error: TelegramError, *, attempt: int, account: str) -> Later:
    """Tell when to try again what was not sent, because a question before it ended in an error."""
    outcome = send_outcome(error, attempt=attempt, account=account)
    if isinstance(outcome, Later):
        return outcome
    return Later(after=timedelta(seconds=back_off(attempt, account)), reason=IN_TROUBLE, whole_account=True)


def rest_after(failures: int, account: str) -> timedelta:
    """Give how long Telegram is left in peace after so many sends that failed: five minutes at most."""
    spread = back_off(1, f"{account}:{failures}")
    return timedelta(seconds=min(_LONGEST_REST, 2.0 ** min(failures - 1, 10)) * spread)


def poll_trouble(error: TelegramError) -> Trouble:
    """Say why nothing can be read just now."""
    match error:
        case RetryAfter():
            seconds = retry_after(error).total_seconds()
            return Trouble(detail=f"Telegram asks to wait {seconds:g} seconds.", wait=seconds)
        case Conflict():
            return Trouble(detail=WEBHOOK_SET if "webhook" in error.message.casefold() else ANOTHER_READER)
        case NetworkError() if isinstance(error.__cause__, httpx.HTTPError):
            return Trouble(detail="Telegram cannot be reached; trying again.")
        case _:
            return Trouble(detail=f"Telegram's answer is an error ({_evidence(error)}); trying again.")


def ailing(error: TelegramError) -> Health:
    """Say how a channel is whose call ended in an error."""
    if token_refused(error):
        return Health(standing=Standing.STOPPED, detail=f"{TOKEN_REFUSED} {TOKEN_HINT}")
    return Health(standing=Standing.WAITING, detail=poll_trouble(error).detail)


def told(before: Health, now: Health) -> Health:
    """Give how a channel is now; a new ailment is put into the log."""
    if now.standing is Standing.WAITING and now.detail != before.detail:
        _log.warning("Telegram: %s", now.detail)
    return now


def pause_after(error: TelegramError, failures: int, account: str) -> float:
    """Give the seconds to wait after so many failures. Raises ChannelError if waiting is no help."""
    if token_refused(error):
        raise ChannelError(TOKEN_REFUSED, hint=TOKEN_HINT) from error
    asked = poll_trouble(error).wait
    return back_off(failures, account) if asked is None else asked


def token_refused(error: TelegramError) -> bool:
    """Tell whether Telegram itself, not a proxy on the way, refused the token."""
    return isinstance(error, InvalidToken) and not _from_elsewhere(error)


def retry_after(error: RetryAfter) -> timedelta:
    """Give how long Telegram asks to wait."""
    seconds = error.retry_after
    return seconds if isinstance(seconds, timedelta) else timedelta(seconds=seconds)


def _network(error: NetworkError, attempt: int, account: str) -> SendOutcome:
    cause = error.__cause__
    if isinstance(cause, _NOT_SENT):
        return Later(
            after=timedelta(seconds=back_off(attempt, account)),
            reason="Telegram cannot be reached.",
            whole_account=not isinstance(cause, httpx.PoolTimeout),
        )
    if cause is None and error.message.startswith("Too Many Requests"):
        return Later(after=_UNTOLD_WAIT, reason="Telegram asks to send more slowly.")
    return Unknown(evidence=_evidence(error))


def _from_elsewhere(error: TelegramError) -> bool:
    """Tell whether the answer was not the Bot API's: a proxy's page, say."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OddAnswerError):
            return True
        cause = cause.__cause__
    return False


def _contact_lost(error: TelegramError) -> bool:
    return isinstance(error, Forbidden) or "chat not found" in error.message.casefold()


def _of_place(error: TelegramError) -> bool:
    """Tell whether it is this chat that takes nothing: the bot was muted there, or the time is over."""
    return any(word in error.message.casefold() for word in _OF_PLACE)


def _said(error: TelegramError) -> str:
    return f"Telegram refuses it: {error.message[:_REASON_LENGTH].rstrip('.')}."


def _evidence(error: TelegramError) -> str:
    """Name what was seen, by kinds only: an error's text may carry a customer's words."""
    names = [type(error).__name__]
    if error.__cause__ is not None:
        names.append(type(error.__cause__).__name__)
    return " from ".join(names)
