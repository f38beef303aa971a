"""What the matcher makes of a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An intent a text may mean. `confidence` is calibrated (0.8: right four times in five).

    `example` is the utterance the guess leans on most, `source` its "file:line".
    """

    intent: str
    confidence: float
    example: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The reading of one text: its language, the intents it may mean (best first), the values found in it.

    `also` are further questions of the same text, each with its own confidence, in the order they are asked;
    the candidates are then about the first. `novel` says the text is unlike anything the brand wrote about.
    `slots` are validated values by name. `foreign` is the language the text is in where the brand does not
    speak it ("und" where we do not know it either), else "".
    """

    language: str
    candidates: tuple[Candidate, ...] = ()
    also: tuple[Candidate, ...] = ()
    novel: bool = False
    slots: Mapping[str, str] = field(default_factory=dict)
    foreign: str = ""
    why: tuple[str, ...] = ()

    @property
    def best(self) -> Candidate | None:
        """The likeliest intent, if there is any."""
        return self.candidates[0] if self.candidates else None
