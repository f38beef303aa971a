"""What `run` says when it starts: who is served, where, and what could be switched on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.channels import catalogue
from bot.cli.lint import summary
from bot.cli.moments import in_words, opening
from bot.cli.plan import TERMINAL, Plan
from bot.cli.ports import is_own
from bot.cli.program import program
from bot.cli.talk import counted
from bot.knowledge.library import Knowledge
from bot.model.traits import Traits
from bot.settings.secrets import variable_for

_TAKE_AWAY = "`sportello demo clear` takes them away"


def about(plan: Plan) -> Iterator[str]:
    """Say which brand this is and how it stands."""
    knowledge = plan.loaded.knowledge
    yield f"Sportello for {knowledge.settings.brand.name}"
    yield f"  knows     {knows(knowledge)}"
    yield f"  lint      {summary(plan.loaded.problems)}"
    if plan.demo:
        yield "  demo      nothing is kept, no real account is used; the chat page has a clock to move"
    if plan.invented:
        yield f"  weekend   {counted(plan.invented, 'invented conversation')} on the desk; {_TAKE_AWAY}"
    if plan.moved:
        yield f"  clock     set to {in_words(knowledge.calendar, plan.clock.now())}"
    yield f"  hours     {opening(knowledge.calendar, plan.clock.now())}"


def knows(knowledge: Knowledge) -> str:
    """Count what the brand knows: "34 intents in 8 topics, in it and en"."""
    topics = {intent.topic for intent in knowledge.intents.values()}
    languages = " and ".join(knowledge.settings.brand.languages)
    return f"{counted(len(knowledge.intents), 'intent')} in {counted(len(topics), 'topic')}, in {languages}"


def channels(plan: Plan) -> Iterator[str]:
    """Say which channels are on, and how to switch on the others."""
    on = [plan.traits[name].title for name in plan.connect]
    if plan.demo:
        yield f"  channels  {', '.join(on)}, all on the chat page"
        return
    yield f"  channels  {', '.join(on) or 'none: add a [channels.…] block to settings.toml'}"
    for name in catalogue.names():
        if name not in plan.connect and name != TERMINAL:
            yield f"            {how_to_switch_on(plan, name)}"


def how_to_switch_on(plan: Plan, name: str) -> str:
    """Say what a channel that is off still needs."""
    traits = plan.traits[name]
    if name in plan.settings.channels:
        return f"{traits.title} is left out by --only"
    if traits.secrets and name in catalogue.BUILT_IN:
        return f"{traits.title} is off: `{program()} connect {name}` switches it on"
    variables = [variable_for(("channels", name, secret)) for secret in traits.secrets]
    secrets = f" and put {', '.join(variables)} into .env" if variables else ""
    return f"{traits.title} is off: add [channels.{name}] to settings.toml{secrets}"


def addresses(base: str, link: str, connected: Mapping[str, object]) -> Iterator[str]:
    """Say where customers write and where people sign in; `link` "" is for a desk that others reach too."""
    if "web" in connected:
        yield f"  customers {base}/"
    if link:
        yield f"  desk      {link}"
        yield "            (the link works once, for 30 minutes)"
    else:
        yield f"  desk      {base}/desk/  (sign in with your user name and password)"


def exposure(host: str) -> Iterator[str]:
    """Say that others can come in, where the address is not this machine's own."""
    if not is_own(host):
        yield (
            f"  network   anybody on the network can reach the chat (it listens on {host}): "
            "a proxy with TLS belongs before it"
        )


def would_start(base: str, names: Sequence[str], traits: Mapping[str, Traits]) -> str:
    """Say what a dry run would have started."""
    titles = ", ".join(traits[name].title for name in names)
    return f"Would start {titles or 'no channel'} and the desk on {base}/; nothing was started or sent."
