"""The codes of what can be wrong in settings.toml, each with its one-line title."""

from __future__ import annotations

NOT_TOML = "C001"
UNKNOWN_KEY = "C002"
NO_ZONE = "C003"
WRONG_VALUE = "C004"
HOURS_OVERLAP = "C005"
NO_OPENING = "C006"
SECRET_IN_FILE = "C007"  # noqa: S105 - a code, not a secret
ROUTE_TO_NOBODY = "C008"
NO_CHANNEL = "C009"
MISSING_KEY = "C010"
NO_HOLIDAYS = "C011"
ROUTE_OF_NOTHING = "C012"
HOURS_OF_NOTHING = "C013"
NOT_ICAL = "C014"
ICAL_LEFT_OUT = "C015"
SAME_QUESTION_AGAIN = "C016"
NO_QUESTION = "C017"
LONG_QUESTION = "C018"
APPROVAL_OF_NOTHING = "C034"
ANNOUNCES_NOTHING = "C030"

TITLES = {
    NOT_TOML: "the file is not TOML",
    UNKNOWN_KEY: "a key that Sportello does not know",
    NO_ZONE: "a time zone that does not exist",
    WRONG_VALUE: "a value of the wrong kind",
    HOURS_OVERLAP: "opening hours that overlap",
    NO_OPENING: "no opening in the next 7 days",
    SECRET_IN_FILE: "a secret written in the file",
    ROUTE_TO_NOBODY: "a route that leads to no person",
    NO_CHANNEL: "a channel that does not exist",
    MISSING_KEY: "a key that must be there",
    NO_HOLIDAYS: "a holiday calendar that does not exist",
    ROUTE_OF_NOTHING: "a route for a topic without intents",
    HOURS_OF_NOTHING: "hours for a topic without intents",
    NOT_ICAL: "an iCal file that cannot be read",
    ICAL_LEFT_OUT: "an iCal event that is left out",
    SAME_QUESTION_AGAIN: "a question that is asked again in the same words",
    NO_QUESTION: "a question that is missing in a language",
    LONG_QUESTION: "a question too long for a channel",
    APPROVAL_OF_NOTHING: "an approval band for what does not exist",
    ANNOUNCES_NOTHING: "an incident to announce that nothing has",
}
