"""A channel's money and calls in a few words, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.service.spending import Activity
from bot.service.values import Health

_WORDS: Mapping[Activity, str] = {
    Activity.SEARCH: "searches",
    Activity.READ_PUBLIC: "mentions",
    Activity.READ_PRIVATE: "direct messages",
    Activity.ANSWER_ALONE: "the bot's answers",
    Activity.PEOPLE_ANSWER: "people's answers",
    Activity.WRITE_PUBLIC: "replies",
    Activity.WRITE_PRIVATE: "direct replies",
}


def spending_in_words(health: Health) -> Iterator[str]:
    """Give a part for the money, one for what it has stopped, and one for each kind of calls."""
    if health.spend is not None:
        spend = health.spend
        yield f"{spend.today:.2f} of {spend.cap:.2f} {spend.currency} today"
        if spend.closed:
            stopped = ", ".join(_WORDS[item.activity] for item in spend.closed)
            yield f"no money for {stopped} until {_clock(spend.closed[0].until)}"
    for quota in health.quotas:
        what = _WORDS[quota.activity]
        yield f"{what} {quota.left} of {quota.most} calls left until {_clock(quota.until)}"


def _clock(at: datetime) -> str:
    """Give a time on the machine's clock, which may go by another zone than the brand's."""
    return f"{at.astimezone():%H:%M %Z}"
