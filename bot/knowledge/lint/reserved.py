"""The replies every brand has beside those of its intents: their names are the policy's."""

from __future__ import annotations

REQUIRED = (
    "_ack",
    "_again",
    "_also",
    "_ask_again",
    "_ask_private",
    "_check",
    "_closed",
    "_closed_public",
    "_handoff",
    "_human_soon",
    "_late",
    "_overdue",
    "_personal_data",
    "_reassure",
    "_remind",
    "_stop",
    "_unclear",
)
"""Must be there in every language of the brand."""

ANY_LANGUAGE = frozenset({"_other_language"})
"""May be written in languages the brand does not speak, and must be there in its first."""

INCIDENT = ("_incident", "_incident_again", "_incident_over")
"""What an open incident says: at first, to those who write again, and at its end."""

RESERVED = frozenset({*REQUIRED, *ANY_LANGUAGE, *INCIDENT, "_courtesy", "_same_person"})
"""Names that are not intents'."""

MANY_VARIANTS = {"_again": 4}
"""Replies said to one person time after time: so many variants at least."""

TELLS_WHEN = frozenset({"_again", "_handoff", "_human_soon"})
"""Replies to who waits for a person: they say until when."""

ONLY_CLOSED = frozenset({"_ack"})
"""Replies that are said only while the brand is closed."""
