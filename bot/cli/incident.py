"""List incidents; open one with a text per language, say more, close it; previewed before it is sent."""

from __future__ import annotations

import argparse

from bot.cli.context import Context


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    shown = acts.add_parser("list", help="what is open, what is suggested with its evidence, what is over")
    shown.add_argument("--json", action="store_true", help="print one JSON object")
    _words(_open(acts.add_parser("open", help="open an incident: who asks about it gets your text")))
    update = acts.add_parser("update", help="say more to everyone who belongs to it")
    update.add_argument("number", type=int, metavar="N")
    _words(update)
    close = acts.add_parser("close", help="say that it is over to everyone who belongs to it, once")
    close.add_argument("number", type=int, metavar="N")
    _words(close, closing=True)
    dismiss = acts.add_parser("dismiss", help="a suggestion is no incident: not made again for six hours")
    dismiss.add_argument("number", type=int, metavar="N")
    dismiss.add_argument("--by", default="", metavar="KEY", help="who says so, as in [signatures]")


def _open(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--suggestion", type=int, default=0, metavar="N", help="open what is suggested as N")
    for name, what in (
        ("intent", "an intent it is about"),
        ("topic", "a topic whose FAQ answers pause; without it those of the intents"),
        ("words", "a phrase that tells of it"),
    ):
        parser.add_argument(f"--{name}", action="append", default=[], help=f"{what}; may be repeated")
    parser.add_argument("--only-intents", action="store_true", help="no FAQ answer of a topic pauses")
    parser.add_argument("--place", default="", help="where it is; who names another place is not concerned")
    parser.add_argument("--title", default="", help="its name for people of the desk")
    return parser


def _words(parser: argparse.ArgumentParser, *, closing: bool = False) -> None:
    parser.add_argument(
        "--text", action="append", default=[], metavar="LANGUAGE=TEXT", help="once for each language"
    )
    if not closing:
        parser.add_argument("--next", metavar="WHEN", help="when you say more: customers are told that time")
    parser.add_argument("--by", default="", metavar="KEY", help="who says so, as in [signatures]")
    parser.add_argument("--preview", action="store_true", help="show what would happen, and do nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask before sending")
    parser.add_argument(
        "--insist", action="store_true", help="also where it takes over a day, or costs more than the cap"
    )


def run(args: argparse.Namespace, context: Context) -> int:
    """Do it; 1 where nothing was sent, because of what was found or because nobody said yes."""
    import asyncio

    from bot.cli.incidents import act

    return asyncio.run(act(args, context))
