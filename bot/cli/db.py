"""Back up, restore, upgrade or check the store; a backup can be made while Sportello runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli.context import Context
from bot.cli.talk import counted, green, red, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    backup = acts.add_parser("backup", help="copy the store into a file, also while Sportello runs")
    backup.add_argument("file", nargs="?", metavar="FILE", help="default: the store's name with the time")
    restore = acts.add_parser(
        "restore", help="put a backup in the store's place; what it owed goes to people"
    )
    restore.add_argument("file", metavar="FILE")
    acts.add_parser("upgrade", help="bring the store to this version, after a backup")
    acts.add_parser("check", help="read the whole store and list every fault; exits 1 if there is one")


def run(args: argparse.Namespace, context: Context) -> int:
    """Do what was asked with the store that settings.toml names."""
    from bot.cli.keeping import store_url
    from bot.stores.opening import store_path

    path = store_path(store_url(context.project))
    match args.act:
        case "backup":
            return _backup(path, args.file)
        case "restore":
            return _restore(Path(args.file), path)
        case "upgrade":
            return _upgrade(path)
        case _:
            return _check(path)


def _backup(path: Path, name: str | None) -> int:
    from bot.clock import SystemClock
    from bot.stores.backups import backup

    stamp = f"{SystemClock().now().astimezone():%Y%m%d-%H%M%S}"
    target = Path(name) if name else path.with_name(f"{path.stem}-{stamp}{path.suffix}")
    backup(path, target)
    say(f"The store is saved in {target} ({target.stat().st_size // 1024} kB).")
    return 0


def _restore(source: Path, path: Path) -> int:
    from bot.clock import SystemClock
    from bot.stores.backups import restore

    existed = path.exists()
    tasks = restore(source, path, SystemClock().now())
    say(f"{source} is now the store {path}.")
    owed = f"What it still owed may have been sent since: {counted(tasks, 'task')} for people."
    say(owed if tasks else "Nothing was left to send.")
    if existed:
        say(f"What it was before is in {path}.before-restore.")
    return 0


def _upgrade(path: Path) -> int:
    import asyncio

    from bot.cli.keeping import require_store
    from bot.stores import open_store

    require_store(path)
    store = open_store(f"sqlite:///{path}")
    asyncio.run(store.close())
    say(f"{path} has this version's form.")
    return 0


def _check(path: Path) -> int:
    from bot.cli.keeping import require_store
    from bot.stores.backups import check

    require_store(path)
    faults = check(path)
    for fault in faults:
        say(red(fault))
    say(red(f"{counted(len(faults), 'fault')} in {path}") if faults else green(f"{path} is whole"))
    return 1 if faults else 0
