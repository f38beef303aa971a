"""Print the completion script for a shell, as in: eval "$(sportello completion bash)"."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module

from bot.cli.context import Context
from bot.cli.talk import say

_SHARED = ("-C", "--project", "-v", "-q", "--version", "--help")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish"))


def run(args: argparse.Namespace, context: Context) -> int:
    """Print the script, made from the commands' own parsers."""
    del context
    words = {name: _words(name) for name in _commands()}
    match args.shell:
        case "bash":
            say(_bash(words))
        case "zsh":
            say(f"autoload -U +X bashcompinit && bashcompinit\n{_bash(words)}")
        case _:
            say("\n".join(_fish(words)))
    return 0


def _commands() -> Mapping[str, str]:
    from bot.cli import COMMANDS

    return COMMANDS


def _words(name: str) -> tuple[str, ...]:
    """Give what may follow a command: its acts or choices, and its options."""
    parser = argparse.ArgumentParser(add_help=False)
    import_module(f"bot.cli.{name}").arguments(parser)
    options = (option for action in parser._actions for option in action.option_strings)  # noqa: SLF001
    return (*_choices(parser), *options)


def _choices(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001 - argparse has no public list of what was declared
        if not action.option_strings and action.choices is not None:
            yield from (str(choice) for choice in action.choices)


def _bash(words: Mapping[str, Sequence[str]]) -> str:
    cases = "\n".join(f'    {name}) words="{" ".join(found)}" ;;' for name, found in words.items())
    return f"""_sportello() {{
  local word words
  words="{" ".join((*words, *_SHARED))}"
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$word" in
{cases}
    esac
  done
  COMPREPLY=($(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -o default -F _sportello sportello"""


def _fish(words: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, found in words.items():
        yield f"complete -c sportello -n __fish_use_subcommand -a {name} -d '{_commands()[name]}'"
        for word in found:
            flag = f"-l {word[2:]}" if word.startswith("--") else f"-a {word}"
            yield f"complete -c sportello -n '__fish_seen_subcommand_from {name}' {flag}"
