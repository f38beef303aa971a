"""What an account has spent of its money and of its calls, in values that any channel's people read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.channels.x.ledger import Ledger, Use
from bot.channels.x.pace import Budgets
from bot.service.spending import Activity, Closed, Quota, Spend

_USES: Mapping[Use, Activity] = {
    Use.SEARCH: Activity.SEARCH,
    Use.MESSAGES: Activity.READ_PRIVATE,
    Use.AUTOMATIC: Activity.ANSWER_ALONE,
    Use.MENTIONS: Activity.READ_PUBLIC,
    Use.PEOPLE: Activity.PEOPLE_ANSWER,
}

_ENDPOINTS: Mapping[Activity, str] = {
    Activity.READ_PUBLIC: "GET /2/users/:id/mentions",
    Activity.READ_PRIVATE: "GET /2/dm_events",
    Activity.SEARCH: "GET /2/tweets/search/recent",
    Activity.WRITE_PUBLIC: "POST /2/tweets",
    Activity.WRITE_PRIVATE: "POST /2/dm_conversations/with/:id/messages",
}


def spend_of(ledger: Ledger, now: datetime) -> Spend:
    """Give the day's money, and what it has stopped."""
    closed = ((activity, ledger.closed_until(use, now)) for use, activity in _USES.items())
    return Spend(
        today=ledger.spent(now),
        cap=ledger.cap,
        currency="USD",
        closed=tuple(Closed(activity=activity, until=until) for activity, until in closed if until),
    )


def quotas_of(budgets: Budgets, now: datetime) -> tuple[Quota, ...]:
    """Give the calls that are left where X has told."""
    told = ((activity, budgets.left(endpoint, now)) for activity, endpoint in _ENDPOINTS.items())
    return tuple(
        Quota(activity=activity, left=left[0], most=left[1], until=left[2]) for activity, left in told if left
    )
