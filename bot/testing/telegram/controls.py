"""What can be asked under `/control/`: customers are moved, and what they see is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from bot.testing.controls import Control
from bot.testing.telegram.world import World


def controls(world: World) -> Mapping[str, Control]:
    """Give each control by its name."""
    return {
        "say": lambda given: world.say(int(given["chat"]), str(given["text"])),
        "press": lambda given: world.press(int(given["chat"]), str(given["label"])),
        "block": lambda given: world.block(int(given["chat"])),
        "group": lambda given: world.group(int(given["chat"]), *given.get("people", [])),
        "say_in": lambda given: world.say_in(int(given["chat"]), int(given["person"]), str(given["text"])),
        "forum": lambda given: asdict(world.forum(int(given["chat"]), *given.get("people", []))),
        "write_topic": lambda given: world.write_topic(
            int(given["chat"]), int(given["thread"]), int(given["person"]), str(given["text"])
        ),
        "press_in": lambda given: world.press(
            int(given["chat"]), str(given["label"]), by=int(given["person"])
        ),
        "answer_in": lambda given: world.answer(
            {post.message_id: post for post in world.posts}[int(given["message"])],
            int(given["person"]),
            str(given["text"]),
        ),
        "topics": lambda given: [asdict(topic) for topic in world.topics(int(given["chat"]))],
        "privacy": lambda given: setattr(world, "privacy", bool(given["on"])),
        "connect": lambda given: world.connect(str(given["business"]), int(given["owner"])),
        "business": lambda given: world.write_business(
            str(given["business"]),
            int(given["chat"]),
            str(given["text"]),
            owner=bool(given.get("owner")),
        ),
        "raw": lambda given: world.push_raw(given["update"]),
        "limits": lambda given: setattr(world, "limits", bool(given["on"])),
        "posts": lambda _given: [asdict(post) for post in world.posts],
    }
