"""The codes of what can be wrong in intents (I), in replies (R) and against policy (P), with titles."""

from __future__ import annotations

from bot.settings.codes import TITLES as SETTINGS_TITLES

INTENT_NOT_TOML = "I001"
INTENT_UNKNOWN_KEY = "I002"
INTENT_WRONG_VALUE = "I003"
SAME_EXAMPLE = "I004"
INTENTS_ALIKE = "I005"
FEW_EXAMPLES = "I006"
NEAR_MISS_MATCHES = "I007"
CHECK_FAILS = "I008"
NO_SLOT = "I009"
NO_LANGUAGE = "I010"
SAME_NAME = "I011"
TAUGHT_AND_CHECKED = "I012"
EXAMPLES_ELSEWHERE = "I013"
MANY_EXAMPLES = "I014"

UNKNOWN_NAME = "R001"
UNKNOWN_FILTER = "R002"
UNCLOSED = "R003"
NOT_ALLOWED = "R004"
BAD_SECTION = "R005"
TOO_LONG = "R010"
TOO_LONG_FILLED = "R011"
FEW_VARIANTS = "R012"
PROMISE_WITHOUT_TIME = "R013"
UNUSED = "R014"
MISSING = "R015"
OTHER_LANGUAGE = "R016"
LINK = "R017"
READS_BADLY = "R018"
NOTHING_TO_SAY = "R019"
NO_REASON = "R020"
BUTTONS = "R021"
SIGNED = "R022"
NO_WAY_OUT = "R023"
INCIDENT_WORDS = "R030"
PICTURE = "R024"
HAND_OFF_WITHOUT_TIME = "R025"

ELSEWHERE = "P001"
ASKS_IN_PUBLIC = "P002"
SHOWS_INSIDE = "P003"
BLAMES = "P004"
SHOUTS = "P005"
REPEATS_IN_PUBLIC = "P006"
DISOWNS = "P007"

TITLES = {
    **SETTINGS_TITLES,
    INTENT_NOT_TOML: "the intent’s file is not TOML",
    INTENT_UNKNOWN_KEY: "a key that intents do not have",
    INTENT_WRONG_VALUE: "a value of the wrong kind in an intent",
    SAME_EXAMPLE: "the same example in two intents",
    INTENTS_ALIKE: "two intents that are nearly the same",
    FEW_EXAMPLES: "fewer than 3 examples in a language",
    NEAR_MISS_MATCHES: "a near miss that matches",
    CHECK_FAILS: "a check that fails",
    NO_SLOT: "a slot that is not declared",
    NO_LANGUAGE: "a language the brand does not speak",
    SAME_NAME: "two intents of one name, or a file in the wrong place",
    TAUGHT_AND_CHECKED: "a sentence that is both taught and checked",
    EXAMPLES_ELSEWHERE: "examples in another language than their section’s",
    MANY_EXAMPLES: "more examples than are solved exactly",
    UNKNOWN_NAME: "a name that templates do not have",
    UNKNOWN_FILTER: "a filter that does not exist, or does not fit",
    UNCLOSED: "a tag that is not closed, or cannot be read",
    NOT_ALLOWED: "something templates may not do",
    BAD_SECTION: "a section line that cannot be read",
    TOO_LONG: "too long in the worst case",
    TOO_LONG_FILLED: "fits only with an empty slot",
    FEW_VARIANTS: "fewer than 2 variants on a public channel",
    PROMISE_WITHOUT_TIME: "a promise without a time",
    UNUSED: "a reply that nothing uses",
    MISSING: "a reply that is missing",
    OTHER_LANGUAGE: "a text in another language than its folder’s",
    LINK: "a link where links cost, perhaps by accident",
    READS_BADLY: "reads badly when a value is empty",
    NOTHING_TO_SAY: "a moment for which there is nothing to say",
    NO_REASON: "a rule silenced without a reason",
    BUTTONS: "buttons that a channel cannot show",
    SIGNED: "a signature or a mention in the text",
    NO_WAY_OUT: "a question without a way out",
    INCIDENT_WORDS: "an incident’s template that says too little",
    PICTURE: "a picture that is missing, or that a channel cannot show",
    HAND_OFF_WITHOUT_TIME: "a hand-off without a time",
    ELSEWHERE: "sends the customer elsewhere",
    ASKS_IN_PUBLIC: "asks for personal data in public",
    SHOWS_INSIDE: "shows the organisation inside",
    BLAMES: "blames the customer",
    SHOUTS: "shouts",
    REPEATS_IN_PUBLIC: "repeats personal data in public",
    DISOWNS: "disowns what a third party did",
}
"""Every code that lint knows, with its one-line title."""
