"""Show what the bot would do with a message, as one JSON object or in words; nothing is sent or stored."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bot.cli.context import Context
from bot.cli.talk import dim, say

if TYPE_CHECKING:
    from bot.service.asking import Asker


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("text", metavar="TEXT", help="what the customer writes; “-” reads lines from stdin")
    parser.add_argument("--channel", help="the channel it is written on: web, telegram, x.post, x.dm")
    parser.add_argument("--language", default="", help="the language so far, as “it”; else it is recognised")
    parser.add_argument("--at", metavar="WHEN", help="when: “sun 22:00” or 2026-12-05T10:00 (default: now)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, context: Context) -> int:
    """Print the decision on each text."""
    from bot.cli.asking import make_asker
    from bot.cli.brand import load

    loaded = load(context)
    asker = make_asker(loaded, channel=args.channel, language=args.language, at=args.at)
    for text in _texts(args.text):
        _print(asker, text, as_json=args.json)
    return 0


def _texts(text: str) -> Iterator[str]:
    """Give the text, or the lines of stdin without the blank ones."""
    if text != "-":
        yield text
        return
    for line in sys.stdin:
        if line.strip():
            yield line.rstrip("\r\n")


def _print(asker: Asker, text: str, *, as_json: bool) -> None:
    answer = asker.ask(text)
    if as_json:
        say(json.dumps(answer, ensure_ascii=False))
        return
    for line in _in_words(answer):
        say(line)


def _in_words(answer: Mapping[str, Any]) -> Iterator[str]:
    yield f"{answer['outcome']} (rule {answer['rule']}, language {answer['language']})"
    for candidate in answer["candidates"][:3]:
        place = dim(f"“{candidate['example']}” {candidate['source']}")
        yield f"  {candidate['confidence']:.2f} {candidate['intent']}  {place}"
    for name, value in answer["slots"].items():
        yield f"  {name} = {value}"
    for why in answer["why"]:
        yield f"  because {why}"
    for reply in answer["replies"]:
        measure = dim(f"{reply['length']}/{reply['limit']} {reply['source']}")
        yield f"{reply['channel']}: {reply['text']}  {measure}"
    for draft in answer.get("drafts", ()):
        measure = dim(f"{draft['length']}/{draft['limit']} {draft['source']}")
        yield f"{draft['channel']}, for a person to approve: {draft['text']}  {measure}"
