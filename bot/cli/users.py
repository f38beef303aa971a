"""List, add, change or remove who may sign in at the desk; works while Sportello runs, too."""

from __future__ import annotations

import argparse

from bot.cli.context import Context
from bot.model.role import Role

_ROLES = tuple(role.value for role in Role)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes; a password is never a word of the command line."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listed = acts.add_parser("list", help="show every user and their role")
    listed.add_argument("--json", action="store_true", help="one JSON list")
    add = acts.add_parser("add", help="add a user, and print the link by which they come in first")
    _user(add)
    add.add_argument("--role", choices=_ROLES, required=True, help="what they may do")
    add.add_argument("--name", help="what colleagues see (default: the name in [signatures])")
    add.add_argument("--password", action="store_true", help="ask for a password instead of making a link")
    role = acts.add_parser("role", help="give a user another role; their sessions end")
    _user(role)
    role.add_argument("role", choices=_ROLES, metavar="ROLE", help=", ".join(_ROLES))
    _user(acts.add_parser("password", help="ask for a user's new password, or read it from standard input"))
    _user(acts.add_parser("remove", help="take a user out; their sessions and links end"))
    _user(acts.add_parser("link", help="print a link by which a user comes in once, and may set a password"))


def _user(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("user", metavar="USER", help="their user name, as FB")


def run(args: argparse.Namespace, context: Context) -> int:
    """Do what was asked; 0 when it is done."""
    import asyncio

    from bot.cli.members import act

    return asyncio.run(act(args, context.project))
