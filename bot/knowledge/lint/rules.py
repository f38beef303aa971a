"""All the rules in one table, and which are asked when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.knowledge.lint import (
    fit_rules,
    incident_rules,
    intent_rules,
    language_rules,
    link_rules,
    picture_rules,
    policy_rules,
    reply_rules,
    settings_rules,
    slot_rules,
)
from bot.knowledge.lint.parts import Parts
from bot.knowledge.lint.silences import heard, without_reason
from bot.knowledge.replies.templates import Templates, read_templates
from bot.model.problem import Problem, Source

Rule = Callable[[Parts], Iterator[Problem]]

MUST_HOLD: tuple[Rule, ...] = (settings_rules.holidays, reply_rules.addresses, reply_rules.missing)
"""Without these the brand could not be served at all."""

OF_REPLIES: tuple[Rule, ...] = (
    reply_rules.addresses,
    reply_rules.unused,
    reply_rules.few_variants,
    reply_rules.promise_without_time,
    reply_rules.hand_off_without_time,
    reply_rules.signed,
    reply_rules.buttons,
    reply_rules.way_out,
    incident_rules.says_the_text,
    picture_rules.pictures,
    fit_rules.fits_and_reads,
    language_rules.other_language,
    link_rules.links,
    policy_rules.elsewhere,
    policy_rules.asks_in_public,
    policy_rules.shows_inside,
    policy_rules.blames,
    policy_rules.disowns,
    policy_rules.shouts,
    policy_rules.repeats_in_public,
    without_reason,
)
"""What is asked of each reply by itself."""

RULES: tuple[Rule, ...] = (
    *MUST_HOLD,
    settings_rules.routes,
    settings_rules.approval,
    slot_rules.questions,
    intent_rules.few_examples,
    intent_rules.same_example,
    intent_rules.intents_alike,
    intent_rules.taught_and_checked,
    intent_rules.many_examples,
    language_rules.examples_elsewhere,
    incident_rules.announced,
    *(rule for rule in OF_REPLIES if rule not in MUST_HOLD),
)
"""Everything that the files alone can tell."""


def must_hold(parts: Parts) -> tuple[Problem, ...]:
    """Ask only what serving needs."""
    return _ask(parts, MUST_HOLD)


def check(parts: Parts) -> tuple[Problem, ...]:
    """Ask everything that needs neither the time nor the matcher."""
    return _ask(parts, RULES)


def check_reply(parts: Parts, source: Source) -> tuple[Templates, tuple[Problem, ...]]:
    """Read one reply as it would be among the brand's files, and give every problem in it.

    Nothing is read where its file may not be.
    """
    templates, wrong = read_templates((source,), parts.settings)
    alone = replace(parts, templates=templates, sources={**parts.sources, source.path: source})
    asked = (item for item in _ask(alone, OF_REPLIES) if item.file == source.path)
    return templates, tuple(sorted({*wrong, *asked}))


def lint(parts: Parts, now: datetime) -> tuple[Problem, ...]:
    """Ask everything: every problem at once, in the order of the files. `now` is aware."""
    found = {*check(parts), *settings_rules.opening(parts, now)}
    if parts.matcher is not None:
        found |= {*intent_rules.matches(parts, parts.matcher)}
    return tuple(sorted(found))


def _ask(parts: Parts, rules: tuple[Rule, ...]) -> tuple[Problem, ...]:
    found = {item for rule in rules for item in rule(parts)}
    return tuple(sorted(heard(parts, found)))
