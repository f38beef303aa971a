"""The policy: rules in the order they are asked; the first that answers wins."""

from __future__ import annotations

from bot.policy.rules.answer import answer
from bot.policy.rules.asks_nothing import asks_nothing
from bot.policy.rules.brigade import brigade
from bot.policy.rules.chosen import chosen
from bot.policy.rules.clarify import clarify
from bot.policy.rules.duplicate import duplicate
from bot.policy.rules.hand_off import hand_off
from bot.policy.rules.incident import incident
from bot.policy.rules.muted import muted
from bot.policy.rules.off_hours import off_hours
from bot.policy.rules.one_case import one_case
from bot.policy.rules.overheard import overheard
from bot.policy.rules.own_or_automatic import own_or_automatic
from bot.policy.rules.personal_data import personal_data
from bot.policy.rules.same_person import same_person
from bot.policy.rules.slots import slots
from bot.policy.rules.stop_words import stop_words
from bot.policy.rules.tone import tone
from bot.policy.rules.with_agent import with_agent

RULES = (
    overheard,
    stop_words,
    with_agent,
    muted,
    brigade,
    tone,
    own_or_automatic,
    personal_data,
    incident,
    same_person,
    chosen,
    one_case,
    duplicate,
    slots,
    answer,
    asks_nothing,
    clarify,
    off_hours,
    hand_off,
)
"""Asked in this order; `hand_off` always answers."""
