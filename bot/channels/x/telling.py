"""What a failed call to X means, in plain sentences: for the outbox, for health and for people."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.channels.x.faults import LostError, PoorError, RefusalError, SpentError, UnreachableError, XError
from bot.channels.x.pace import back_off
from bot.service.values import Later, Refused, SendOutcome, Unknown

KEYS_REFUSED = "X does not accept the account's keys."
KEYS_HINT = "Make new ones under “Keys and tokens” on developer.x.com, put them into .env and start again."
CLOCK_HINT = "Set the clock right (`timedatectl set-ntp true` keeps it so), then start again."
RIGHTS = (
    "X does not let this app do that: on developer.x.com give it “Read, write and direct messages”, "
    "then make the access token anew."
)
SAME_WORDS = "X takes the same words only once, and they were posted before: write it in other words."
NO_MONEY = (
    "The money for X is spent for today (daily_cap in settings.toml): a person answers, or raises the cap."
)
IN_TROUBLE = "X is in trouble; it is left in peace for a while."
GONE = "The post that was to be answered is not there any more."

_OF_PLACE = ("deleted or not visible", "not been mentioned", "limited who can reply")
"""In X's words: why one post cannot be answered, where others can."""

_OFF = timedelta(minutes=1)
_KEYS_PAUSE = timedelta(minutes=1)
_RIGHTS_PAUSE = timedelta(minutes=15)
_SOONEST = timedelta(seconds=1)


def keys_refused(ahead: timedelta) -> tuple[str, str]:
    """Say why X refuses the account's keys and what to do; `ahead` is how far X's clock is ahead of ours."""
    wrong = clock_wrong(ahead)
    return (f"{KEYS_REFUSED} {wrong}", CLOCK_HINT) if wrong else (KEYS_REFUSED, KEYS_HINT)


def clock_wrong(ahead: timedelta) -> str:
    """Say how wrong this machine's clock is beside X's; "" if it is right enough."""
    if abs(ahead) < _OFF:
        return ""
    way = "behind" if ahead > timedelta(0) else "ahead of"
    minutes = abs(ahead) // _OFF
    return f"This machine's clock is {minutes} minutes {way} X's, and X refuses calls with a wrong time."


def lacks_rights(access: str) -> bool:
    """Tell whether X says that the app may only read."""
    return bool(access) and "write" not in access


def send_outcome(error: XError, *, attempt: int, account: str, now: datetime) -> SendOutcome:
    """Tell what became of a message whose call ended in an error."""
    if isinstance(error, LostError):
        return Unknown(evidence=f"X's answer did not come or was none ({error}).")
    if isinstance(error, RefusalError) and not (error.of_keys or error.of_rights):
        return _refused(error)
    return not_sent(error, attempt=attempt, account=account, now=now)


def not_sent(error: XError, *, attempt: int, account: str, now: datetime) -> Later:
    """Tell when to try again what was surely not sent."""
    match error:
        case SpentError(until=until):
            return Later(after=max(until - now, _SOONEST), reason="X takes no more of these for now.")
        case RefusalError() if error.of_keys:
            return Later(after=_KEYS_PAUSE, reason=KEYS_REFUSED, whole_account=True)
        case RefusalError() if error.of_rights:
            return Later(after=_RIGHTS_PAUSE, reason=RIGHTS, whole_account=True)
        case UnreachableError():
            return Later(after=back_off(attempt, account), reason="X cannot be reached.", whole_account=True)
        case _:
            return Later(after=back_off(attempt, account), reason=f"X did not answer ({error}).")


def trouble(error: XError) -> str:
    """Say why something cannot be read just now, and what to do if a person can do something."""
    match error:
        case SpentError(until=until):
            return f"X takes no more calls before {until:%H:%M:%S} UTC; reading goes on by itself then."
        case PoorError(until=until):
            return (
                f"The money for this is spent until {until:%d %B %H:%M} UTC; what comes meanwhile is read "
                "then. Raise daily_cap in settings.toml to go on now."
            )
        case UnreachableError():
            return "X cannot be reached; trying again."
        case RefusalError() if error.of_rights or error.status == 403:
            return RIGHTS
        case _:
            return f"X's answer is an error ({error}); trying again."


def _refused(error: RefusalError) -> Refused:
    said = error.detail.rstrip(".")
    lost = _tells(said, ("blocked", "cannot send messages"))
    reason = f"X refuses it: {said}." if said else f"X refuses it with status {error.status}."
    return Refused(reason=reason, permanent=True, contact_lost=lost, of_place=_tells(said, _OF_PLACE))


def _tells(said: str, words: tuple[str, ...]) -> bool:
    return any(word in said.casefold() for word in words)
