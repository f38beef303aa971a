"""What an app registers to be told of events: webhooks, subscriptions, and rules of the filtered stream."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.testing.x.refusals import RefusedError
from bot.testing.x.showing import everything, message_event, post_json
from bot.testing.x.world import Direct, Post, World

Json = dict[str, Any]

KINDS = ("post.mention.create", "post.reply.create", "post.create", "dm.received", "dm.sent")
PRIVATE = frozenset(KINDS) - {"post.create"}
"""Events that only the account itself may subscribe to."""


@dataclass(slots=True)
class Registry:
    """The state of one app. `webhooks`, `subscriptions` and `rules` are as X would list them."""

    world: World
    webhooks: list[Json] = field(default_factory=list)
    subscriptions: list[Json] = field(default_factory=list)
    rules: list[Json] = field(default_factory=list)
    _numbers: int = 1000

    def number(self) -> str:
        """Give a number that was not used before."""
        self._numbers += 1
        return str(self._numbers)

    def subscribe(self, body: Mapping[str, Any]) -> Json:
        """Add a subscription that the account asks for."""
        kind, about = body.get("event_type"), body.get("filter")
        if kind not in KINDS or not isinstance(about, dict):
            raise RefusedError(400, "event_type: is not supported")
        if kind in PRIVATE and about.get("user_id") != str(self.world.brand):
            raise RefusedError(403, "This event type needs the user's own authorization.")
        made = {**body, "subscription_id": self.number()}
        if any(self._same(made, old) for old in self.subscriptions):
            raise RefusedError(409, "Duplicate subscription.")
        if "webhook_id" in made and self.webhook(made["webhook_id"]) is None:
            raise RefusedError(400, "webhook_id: is not known")
        self.subscriptions.append(made)
        return {"data": {"subscription": made}}

    def unsubscribe(self, number: str) -> Json:
        """Take a subscription away."""
        left = [item for item in self.subscriptions if item["subscription_id"] != number]
        deleted, self.subscriptions = len(left) < len(self.subscriptions), left
        return {"data": {"deleted": deleted}, "meta": {"total_subscriptions": len(left)}}

    def webhook(self, number: str) -> Json | None:
        """Give a webhook by its number."""
        return next((item for item in self.webhooks if item["id"] == number), None)

    def change_rules(self, body: Mapping[str, Any]) -> Json:
        """Add rules, or take some away."""
        gone = set(body.get("delete", {}).get("ids", ()))
        self.rules = [rule for rule in self.rules if rule["id"] not in gone]
        errors: list[Json] = []
        for rule in body.get("add", ()):
            if any(rule["value"] == old["value"] for old in self.rules):
                errors.append({"title": "DuplicateRule", "value": rule["value"]})
            elif rule["value"].count('"') % 2:
                errors.append({"title": "UnprocessableEntity", "value": rule["value"]})
            else:
                self.rules.append({**rule, "id": self.number()})
        return {"data": self.rules, **({"errors": errors} if errors else {})}

    def events(self, made: Post | Direct) -> Iterator[tuple[Json, str]]:
        """Give what X tells about something written: envelopes, each with its webhook's number or ""."""
        kinds = set(self._kinds(made))
        for subscription in self.subscriptions:
            if subscription["event_type"] in kinds:
                yield self._envelope(made, subscription), subscription.get("webhook_id", "")

    def found(self, made: Post | Direct) -> Json | None:
        """Give the line of the filtered stream about a post; None if no rule finds it."""
        if not isinstance(made, Post):
            return None
        text = made.text.casefold()
        rules = [rule for rule in self.rules if _has_all(text, rule["value"].casefold())]
        if not rules:
            return None
        matching = [{"id": rule["id"], "tag": rule.get("tag", "")} for rule in rules]
        shown = {"data": post_json(self.world, made, everything()), "matching_rules": matching}
        return {**shown, "includes": self._includes(made)}

    def _kinds(self, made: Post | Direct) -> Iterator[str]:
        brand = self.world.brand
        if isinstance(made, Direct):
            yield "dm.sent" if made.sender == brand else "dm.received"
            return
        if made.author == brand:
            yield "post.create"
            return
        parent = self.world.timeline.get(made.replied_to or 0)
        if parent is not None and parent.author == brand:
            yield "post.reply.create"
        if brand in self.world.named(made.words):
            yield "post.mention.create"

    def _envelope(self, made: Post | Direct, subscription: Json) -> Json:
        event: Json = {
            "event_uuid": str(made.id),
            "filter": subscription["filter"],
            "event_type": subscription["event_type"],
            "tag": subscription.get("tag", ""),
        }
        if isinstance(made, Direct):
            return {"data": {**event, "payload": message_event(self.world, made)}}
        payload = post_json(self.world, made, everything())
        return {"data": {**event, "payload": payload, "includes": self._includes(made)}}

    def _includes(self, made: Post) -> Json:
        people = [self.world.people[number] for number in (made.author, self.world.brand)]
        shown = [{"id": str(item.id), "name": item.name, "username": item.username} for item in people]
        return {"users": shown, "tweets": [post_json(self.world, made, everything())]}

    def _same(self, one: Json, other: Json) -> bool:
        names = ("event_type", "filter", "webhook_id")
        return all(one.get(name) == other.get(name) for name in names)


def _has_all(text: str, words: str) -> bool:
    return all(word in text for word in words.split() if not word.startswith("-"))
