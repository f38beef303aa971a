"""The filtered stream's rules, one for each search of the settings; those of others are left alone."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.x.activity.app import AppApi
from bot.channels.x.activity.subscriptions import TAG, data_of
from bot.channels.x.faults import RefusalError
from bot.channels.x.options import SEARCH, Options

RULES = "/2/tweets/search/stream/rules"


class Rules:
    """Makes X's rules what the settings ask for, and tells whose rule found a post."""

    def __init__(self, app: AppApi, options: Options) -> None:
        self._app = app
        searches = (name for name in options.listen if name.startswith(SEARCH))
        self._wanted = tuple(name.removeprefix(SEARCH).strip() for name in searches)

    async def agree(self) -> None:
        """Take away what is no longer wanted and add what is missing. Raises XError."""
        answer = await self._app.request("GET", RULES)
        ours = [rule for rule in data_of(answer.body) if rule.get("tag") == TAG]
        gone = [str(rule.get("id")) for rule in ours if rule.get("value") not in self._wanted]
        if gone:
            await self._app.request("POST", RULES, json={"delete": {"ids": gone}})
        there = {rule.get("value") for rule in ours}
        missing = [value for value in self._wanted if value not in there]
        if missing:
            added = await self._app.request(
                "POST", RULES, json={"add": [{"value": value, "tag": TAG} for value in missing]}
            )
            _refuse_errors(added.body)


def found_by_ours(line: Mapping[str, object]) -> bool:
    """Tell whether one of this program's rules found a post."""
    rules = line.get("matching_rules")
    return isinstance(rules, list) and any(
        isinstance(rule, Mapping) and rule.get("tag") == TAG for rule in rules
    )


def _refuse_errors(answer: Mapping[str, object]) -> None:
    """X says that a rule is wrong beside those it has taken."""
    errors = answer.get("errors")
    for error in errors if isinstance(errors, list) else ():
        said = error.get("title") if isinstance(error, Mapping) else ""
        if said != "DuplicateRule":
            raise RefusalError(400, f"a search cannot be a rule: {said}")
