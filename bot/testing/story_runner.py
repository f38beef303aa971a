"""Runs a conversation test over the real path and says exactly where it went another way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import IncidentError, SetupError
from bot.knowledge.library import Knowledge
from bot.model.case import FollowUpKind
from bot.model.message import Purpose
from bot.model.traits import Traits
from bot.model.turn import DecisionRecord
from bot.model.wall import SkippedError, moment_at
from bot.settings.suggest import did_you_mean
from bot.testing.dialogue import AGENT, Dialogue, Exchange
from bot.testing.stories import Step, Story
from bot.testing.words_of_incidents import INCIDENTS, OPEN, OVER, WordsOfIncident


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryResult:
    """How a story went: its transcript, and what was wrong at the first failing step ("" if nothing)."""

    story: Story
    transcript: tuple[str, ...]
    failures: tuple[str, ...] = ()
    line: int = 0

    @property
    def passed(self) -> bool:
        """Whether everything came as expected."""
        return not self.failures


async def run_story(story: Story, knowledge: Knowledge, traits: Mapping[str, Traits]) -> StoryResult:
    """Run a story from its own time on; stops at the first step that goes another way.

    Where the clock shows that time twice it is the first. Raises SetupError where it never does.
    """
    dialogue = await Dialogue.open(
        knowledge,
        traits=traits,
        at=_begins(story, knowledge),
        channel=story.channel,
        customer=story.customer,
    )
    _known_people(story, knowledge)
    transcript: list[str] = []
    for step in story.steps:
        who = f"{step.by.name or step.by.id} " if step.by is not None else ""
        transcript.append(f"{_time(dialogue, knowledge)}  {who}{_spoken(step)}")
        try:
            exchange = await _do(dialogue, step)
        except IncidentError as error:
            return StoryResult(
                story=story, transcript=tuple(transcript), failures=error.reasons, line=step.line
            )
        clock = _time(dialogue, knowledge)
        transcript.extend(f"{clock}  ← {letter.text}" for letter in exchange.said)
        failures = tuple(_failures(step, exchange, dialogue))
        if failures:
            hints = tuple(_hints(exchange))
            return StoryResult(
                story=story, transcript=tuple(transcript), failures=(*failures, *hints), line=step.line
            )
    return StoryResult(story=story, transcript=tuple(transcript))


def _known_people(story: Story, knowledge: Knowledge) -> None:
    people = knowledge.settings.people
    stranger = next((step for step in story.steps if step.agent and step.agent not in people), None)
    if stranger is not None:
        hint = did_you_mean(stranger.agent, people) or f"use one of {', '.join(people)}"
        raise SetupError(f"{story.file}:{stranger.line}: nobody signs as “{stranger.agent}”", hint=hint)


def _begins(story: Story, knowledge: Knowledge) -> datetime:
    try:
        return moment_at(knowledge.calendar.zone, story.at)
    except SkippedError as error:
        raise SetupError(f"{story.file}:{story.at_line}: {error}", hint=error.hint) from error


async def _do(dialogue: Dialogue, step: Step) -> Exchange:
    if step.by is not None:
        dialogue.speak_as(step.by)
    if step.on is not None:
        dialogue.go_to(step.on)
    match step.does:
        case "say":
            return await dialogue.say(step.text)
        case "button":
            return await dialogue.button(step.text)
        case "wait":
            return await dialogue.wait(step.span)
        case _ if step.words is not None:
            return await _speak_of_incident(dialogue, step.does, step.words, step.agent or AGENT)
        case _:
            return await _act(dialogue, step, step.agent or AGENT)


async def _act(dialogue: Dialogue, step: Step, agent: str) -> Exchange:
    """Do what a person of the desk does in a conversation."""
    match step.does:
        case "agent":
            return await dialogue.agent(step.text, agent)
        case "take_over":
            return await dialogue.take_over(agent)
        case "hand_back":
            return await dialogue.hand_back(agent)
        case "mute":
            return await dialogue.mute(step.span, agent)
        case _:
            return await dialogue.close(agent)


async def _speak_of_incident(dialogue: Dialogue, does: str, words: WordsOfIncident, agent: str) -> Exchange:
    said = words.spoken_at(dialogue.clock.now())
    if does == OPEN:
        return await dialogue.open_incident(said, agent)
    return await dialogue.go_on_about_incident(said, agent, over=does == OVER)


def _time(dialogue: Dialogue, knowledge: Knowledge) -> str:
    return f"{knowledge.calendar.local(dialogue.clock.now()):%a %d %b %H:%M}"


def _spoken(step: Step) -> str:
    match step.does:
        case "say" | "button":
            return f"→ {step.text}"
        case "agent":
            return f"({step.agent or AGENT}) {step.text}"
        case does if does in INCIDENTS and step.words is not None:
            return f"({does.replace('_', ' ')}) {' / '.join(step.words.said.texts.values())}"
        case _:
            return f"({step.does.replace('_', ' ')} {step.text})"


Check = Callable[[Any, Exchange, Dialogue], str]


def _failures(step: Step, exchange: Exchange, dialogue: Dialogue) -> Iterator[str]:
    for key, wanted in step.expect.items():
        problem = _CHECKS[key](wanted, exchange, dialogue)
        if problem:
            yield f"{key}: {problem}"


def _details(exchange: Exchange) -> dict[str, Any]:
    """Give the details of the step's last decision."""
    decision = _last_decision(exchange)
    details: dict[str, Any] = json.loads(decision.detail) if decision is not None else {}
    return details


def _last_decision(exchange: Exchange) -> DecisionRecord | None:
    """Give the last decision about the customer; a look at the clocks only concerns people."""
    about = [item for item in exchange.decisions if item.rule != f"wake_{FollowUpKind.CLOCK}"]
    return about[-1] if about else None


def _intent(wanted: Any, exchange: Exchange, _: Dialogue) -> str:
    details = _details(exchange)
    candidates = details.get("candidates") or [{}]
    found = details.get("intent") or candidates[0].get("intent", "")
    return "" if found == wanted else f"expected {wanted}, got {found or 'nothing'}"


def _of_detail(name: str, key: str) -> Check:
    def check(wanted: Any, exchange: Exchange, _: Dialogue) -> str:
        found = _details(exchange).get(key, "")
        return "" if found == wanted else f"expected {name} {wanted}, got {found or 'none'}"

    return check


def _of_decision(key: str) -> Check:
    def check(wanted: Any, exchange: Exchange, _: Dialogue) -> str:
        decision = _last_decision(exchange)
        found = getattr(decision, key) if decision is not None else ""
        return "" if found == wanted else f"expected {wanted}, got {found or 'no decision'}"

    return check


def _includes(wanted: Any, exchange: Exchange, _: Dialogue) -> str:
    missing = [text for text in wanted if text.casefold() not in exchange.text.casefold()]
    return f"not said: {', '.join(missing)}" if missing else ""


def _excludes(wanted: Any, exchange: Exchange, _: Dialogue) -> str:
    present = [text for text in wanted if text.casefold() in exchange.text.casefold()]
    return f"said all the same: {', '.join(present)}" if present else ""


def _fits(wanted: Any, exchange: Exchange, dialogue: Dialogue) -> str:
    traits = dialogue.channel.traits
    fits = all(traits.count(item.text) <= traits.limits[item.surface] for item in exchange.said)
    return "" if fits is wanted else "too long for the channel"


def _silent(wanted: Any, exchange: Exchange, _: Dialogue) -> str:
    silent = not exchange.said
    return "" if silent is wanted else ("nothing was said" if wanted is False else "something was said")


def _follow_up(wanted: Any, exchange: Exchange, _: Dialogue) -> str:
    said = any(item.purpose is Purpose.FOLLOW_UP for item in exchange.said)
    return "" if said is wanted else ("no follow-up was sent" if wanted else "a follow-up was sent")


def _messages(wanted: Any, exchange: Exchange, _: Dialogue) -> str:
    count = len(exchange.said)
    return "" if count == wanted else f"expected {wanted}, got {count}"


def _surface(wanted: Any, exchange: Exchange, _: Dialogue) -> str:
    found = sorted({item.surface.value for item in exchange.said})
    return "" if found == [wanted] else f"expected {wanted}, got {', '.join(found) or 'nothing said'}"


_CHECKS: Mapping[str, Check] = {
    "intent": _intent,
    "language": _of_detail("language", "language"),
    "handoff": _of_detail("a hand-off for", "hand_off"),
    "outcome": _of_decision("outcome"),
    "rule": _of_decision("rule"),
    "includes": _includes,
    "excludes": _excludes,
    "fits": _fits,
    "silent": _silent,
    "follow_up": _follow_up,
    "messages": _messages,
    "surface": _surface,
}


def _hints(exchange: Exchange) -> Iterator[str]:
    for candidate in _details(exchange).get("candidates", [])[:3]:
        place = f"“{candidate['example']}” {candidate['source']}"
        yield f"candidate: {candidate['intent']} {candidate['confidence']:.2f} {place}"
    for letter in exchange.said:
        yield f"reply: {letter.source or letter.purpose.value}"
    for decision in exchange.decisions[-1:]:
        yield f"rule: {decision.rule}: {'; '.join(decision.why)}"
