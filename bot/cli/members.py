"""Changes users in the store, also beside the running program, and says how it went."""

from __future__ import annotations

import argparse
import json
import sys
from getpass import getpass
from pathlib import Path

from bot.cli.keeping import placed, settings_of
from bot.cli.ports import base_of
from bot.cli.program import program
from bot.cli.talk import say, tell
from bot.cli.whose import who
from bot.clock import SystemClock
from bot.errors import SetupError
from bot.model.role import Role
from bot.model.user import User
from bot.service.passwords import SHORTEST
from bot.service.user_ports import Changed
from bot.service.users import OWN_LINK_LASTS, Users, Wrong, WrongUserError
from bot.settings.values import Settings
from bot.stores.beside import open_beside
from bot.stores.opening import open_store, store_path
from bot.stores.sql_store import SqlStore

_WRONG = {
    Wrong.KEY: ("this is no user name", "up to 32 letters and digits, with . _ - between them"),
    Wrong.NAME: ("this is no name", "write up to 80 characters after --name"),
    Wrong.SHORT: ("the password is too short", f"take at least {SHORTEST} characters"),
    Wrong.LONG: ("the password is too long", "200 characters are enough"),
    Wrong.EASY: ("the password is too easy to guess", "take other words"),
    Wrong.TAKEN: ("there is such a user already", "`users role` and `users password` change one"),
}


async def act(args: argparse.Namespace, project: Path) -> int:
    """Do what the command line says. Raises SetupError, with nothing changed."""
    settings = settings_of(project)
    store = _store(placed(settings.storage.url, project), make=args.act == "add")
    users = Users(store=store, clock=SystemClock())
    try:
        await _do(args, users, settings)
    except WrongUserError as error:
        what, hint = _WRONG[error.wrong]
        raise SetupError(f"{args.user}: {what}", hint=hint) from error
    finally:
        await store.close()
    return 0


def _store(url: str, *, make: bool) -> SqlStore:
    """Open the store beside whoever runs on it; the first user may come before the first run."""
    path = store_path(url)
    return open_store(url) if make and not path.exists() else open_beside(path)


async def _do(args: argparse.Namespace, users: Users, settings: Settings) -> None:
    match args.act:
        case "list":
            _list(await users.every(), as_json=args.json)
        case "add":
            await _add(args, users, settings)
        case "role":
            _done(await users.change_role(args.user, Role(args.role), by=who()), args.user)
            say(f"{args.user} is {args.role} now, and signs in again.")
        case "password":
            await _require(users, args.user)
            _done(await users.change_password(args.user, _asked(args.user), by=who()), args.user)
            say(f"{args.user} has a new password, and signs in again.")
        case "remove":
            _done(await users.remove(args.user, by=who()), args.user)
            say(f"{args.user} can sign in no more. What they did stays in the audit.")
        case _:
            await _link(users, args.user, settings)


def _list(every: tuple[User, ...], *, as_json: bool) -> None:
    if as_json:
        known = [
            {"user": one.key, "name": one.name, "role": one.role.value, "password": one.has_password}
            for one in every
        ]
        say(json.dumps(known, indent=2, ensure_ascii=False))
        return
    if not every:
        say(f"Nobody yet: the first who opens the link of `{program()} run` becomes the admin.")
    widest = max((len(one.key) for one in every), default=0)
    for one in every:
        way = "" if one.has_password else "  (by link only)"
        say(f"{one.key:<{widest}}  {one.role:<6}  {one.name}{way}")


async def _add(args: argparse.Namespace, users: Users, settings: Settings) -> None:
    person = settings.people.get(args.user)
    name = args.name or (person.name if person is not None else args.user)
    password = _asked(args.user) if args.password else ""
    user = await users.add(args.user, name, Role(args.role), by=who(), password=password)
    say(f"{user.key} ({user.name}) may sign in now, as {user.role}.")
    if not password:
        await _link(users, user.key, settings)


async def _link(users: Users, key: str, settings: Settings) -> None:
    secret = await users.new_link(key, by=who(), lasts=OWN_LINK_LASTS)
    if not secret:
        raise _unknown(key)
    console = settings.console
    base = console.url or base_of(console.host, console.port)
    tell(f"This link lets {key} in once, within two days, to set a password:")
    say(f"{base}/desk/enter?token={secret}")


async def _require(users: Users, key: str) -> None:
    if await users.get(key) is None:
        raise _unknown(key)


def _done(changed: Changed, key: str) -> None:
    if changed is Changed.UNKNOWN:
        raise _unknown(key)
    if changed is Changed.LAST_ADMIN:
        raise SetupError(f"{key} is the last admin", hint="make somebody else an admin first")


def _unknown(key: str) -> SetupError:
    return SetupError(f"there is no user “{key}”", hint=f"`{program()} users list` shows who there is")


def _asked(key: str) -> str:
    """Ask twice for a password without showing it; from a pipe its first line is read."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    try:
        first, second = getpass(f"New password for {key}: "), getpass("Once more: ")
    except EOFError:
        first, second = "", ""
    if first != second:
        raise SetupError("the two passwords differ", hint="nothing was changed: try again")
    return first
