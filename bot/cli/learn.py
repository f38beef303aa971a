"""See what the bot could not answer by itself, and teach it; nothing is written before you say so."""

from __future__ import annotations

import argparse

from bot.cli.context import Context

_MOST_GROUPS = 1000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--since", default="30d", metavar="WHEN", help="a span or a date: “7d”, 2026-11-01 (default: 30d)"
    )
    parser.add_argument("--limit", type=_limit, default=20, help="how many groups are shown (default: 20)")
    parser.add_argument("--json", action="store_true", help="print one JSON object and ask nothing")
    seen = parser.add_argument_group("what the files' own changes alter")
    seen.add_argument("--preview", action="store_true", help="what differs from an earlier version")
    seen.add_argument(
        "--against", default="HEAD", metavar="REV|DIR", help="the earlier version (default: HEAD)"
    )
    teach = parser.add_argument_group("teach one sentence, as from a script")
    teach.add_argument("--teach", metavar="INTENT", help="the intent that the sentence means")
    teach.add_argument("--say", metavar="TEXT", help="the sentence")
    teach.add_argument("--language", help="its language, as “it”; else it is recognised")
    teach.add_argument("--yes", action="store_true", help="write it if the preview has no objection")
    teach.add_argument("--insist", action="store_true", help="write it though other intents would suffer")


def run(args: argparse.Namespace, context: Context) -> int:
    """Teach; 1 where a sentence was not written because of what the preview found."""
    from bot.cli.learning import learn, look, teach
    from bot.errors import SetupError

    if (args.teach is None) != (args.say is None):
        raise SetupError("--teach and --say go together", hint='--teach esim --say "vorrei una esim"')
    if args.preview:
        return look(args, context)
    return teach(args, context) if args.teach is not None else learn(args, context)


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_GROUPS:
        raise argparse.ArgumentTypeError(f"“{text}” groups: write a number from 1 to {_MOST_GROUPS}")
    return int(text)
