"""What can be asked under `/control/`: customers are moved, and what they see is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from bot.testing.telegram.queue import Json
from bot.testing.telegram.world import World


def control(world: World, what: str, params: Json) -> Callable[[], object] | None:
    """Give what a control does with its parameters; None for one there is not."""
    return {
        "say": lambda: world.say(int(params["chat"]), str(params["text"])),
        "press": lambda: world.press(int(params["chat"]), str(params["label"])),
        "block": lambda: world.block(int(params["chat"])),
        "group": lambda: world.group(int(params["chat"]), *params.get("people", [])),
        "say_in": lambda: world.say_in(int(params["chat"]), int(params["person"]), str(params["text"])),
        "forum": lambda: asdict(world.forum(int(params["chat"]), *params.get("people", []))),
        "write_topic": lambda: world.write_topic(
            int(params["chat"]), int(params["thread"]), int(params["person"]), str(params["text"])
        ),
        "press_in": lambda: world.press(int(params["chat"]), str(params["label"]), by=int(params["person"])),
        "topics": lambda: [asdict(topic) for topic in world.topics(int(params["chat"]))],
        "privacy": lambda: setattr(world, "privacy", bool(params["on"])),
        "connect": lambda: world.connect(str(params["business"]), int(params["owner"])),
        "business": lambda: world.write_business(
            str(params["business"]),
            int(params["chat"]),
            str(params["text"]),
            owner=bool(params.get("owner")),
        ),
        "raw": lambda: world.push_raw(params["update"]),
        "limits": lambda: setattr(world, "limits", bool(params["on"])),
        "posts": lambda: [asdict(post) for post in world.posts],
    }.get(what)
