"""Intents as the brand wrote them: what customers say, what must not match, and what must."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bot.model.case import Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A sentence of the brand's with its place; `{slot}` marks stand in the text as written."""

    text: str
    file: str
    line: int

    @property
    def source(self) -> str:
        """The place as "file:line"."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """One language's sentences: `say` teaches, `near_miss` must not match, `check` must, untaught."""

    say: tuple[Utterance, ...] = ()
    near_miss: tuple[Utterance, ...] = ()
    check: tuple[Utterance, ...] = ()
    title: str = ""


class AnswerBy(StrEnum):
    """Who answers an intent."""

    FAQ = "faq"
    PEOPLE = "people"


class Means(StrEnum):
    """What an intent tells the policy besides its topic (`means = "…"` in its file)."""

    NOTHING = "nothing"
    GREETING = "greeting"
    THANKS = "thanks"
    OPT_OUT = "opt_out"
    ASKED_FOR_HUMAN = "asked_for_human"
    ANGRY = "angry"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One thing customers want. `name` is the file's, `topic` the folder's; `private` needs personal data."""

    name: str
    topic: str
    title: str
    file: str
    examples: Mapping[str, Examples] = field(default_factory=dict)
    slots: tuple[str, ...] = ()
    follow_up: timedelta | None = None
    answer: AnswerBy = AnswerBy.FAQ
    private: bool = False
    priority: Priority = Priority.NORMAL
    means: Means = Means.NOTHING

    def title_in(self, language: str) -> str:
        """Give the title in a language, the general one where that language has none."""
        examples = self.examples.get(language)
        return examples.title if examples is not None and examples.title else self.title
