"""How invented customers react to what they are told: they press a button, give a value, say thanks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

from bot.knowledge.library import Knowledge
from bot.model.message import Letter, Purpose
from bot.rehearsal.inventing.phrases import Phrases, Stock, phrases_in
from bot.rehearsal.inventing.values import value_of
from bot.rehearsal.script import Line
from bot.rehearsal.watching import Event, Heard, Said, Turned

MOST = 4
"""A customer reacts at most this often."""

_ANSWERS_QUESTIONS = 0.75
_SAYS_THANKS = 0.16
_SAYS_NO = 0.06
_THANKS_PERSON = 0.3


@dataclass
class Habits:
    """Gives the reactions to each message sent; the same customer reacts the same way in every rehearsal."""

    knowledge: Knowledge
    stock: Stock
    seed: int
    _last: dict[int, Line] = field(default_factory=dict)
    _asked: dict[int, str] = field(default_factory=dict)
    _count: dict[int, int] = field(default_factory=dict)

    def reactions(self, event: Event, lines: dict[str, Line]) -> Iterator[Line]:
        """Give what is written because of an event; `lines` are those written so far, by number."""
        match event:
            case Heard(conversation=conversation, inbound=inbound):
                line = lines.get(inbound.message_id)
                if line is not None:
                    self._last[conversation] = line
            case Turned(conversation=conversation, result=result):
                filling = result.conversation.state.filling
                self._asked[conversation] = filling.asking if filling is not None else ""
            case Said():
                yield from self._react(event)
            case _:
                return

    def _react(self, event: Said) -> Iterator[Line]:
        letter = event.outbound.letter
        last = self._last.get(event.conversation)
        count = self._count.get(event.conversation, 0)
        if last is None or count >= MOST:
            return
        random = Random(f"{self.seed} {last.customer} {letter.purpose} {count}")
        words = phrases_in(self.stock, letter.language or last.language)
        said = self._said(event.conversation, letter, last, words, random)
        if said is None:
            return
        self._count[event.conversation] = count + 1
        number = f"{last.id.partition('+')[0]}+{count + 1}"
        yield replace(said, id=number, at=event.at + _pause(random))

    def _said(
        self, conversation: int, letter: Letter, last: Line, words: Phrases, random: Random
    ) -> Line | None:
        """Give what the customer says to a letter; None for nothing."""
        chance = random.random()
        if letter.purpose is Purpose.ASK_SLOT and chance < _ANSWERS_QUESTIONS:
            value = value_of(self._asked.get(conversation, ""), self.knowledge, letter.language, random)
            return replace(last, text=value, button="")
        if letter.buttons and chance < _ANSWERS_QUESTIONS:
            return self._chosen(letter, last, random)
        if letter.purpose is Purpose.ANSWER:
            return _polite(last, words, random, chance, thanks=_SAYS_THANKS)
        if letter.purpose is Purpose.AGENT:
            return _polite(last, words, random, chance, thanks=_THANKS_PERSON)
        return None

    def _chosen(self, letter: Letter, last: Line, random: Random) -> Line:
        """Press the button of what was meant, the last one (“something else”) where it is not offered."""
        intent = self.knowledge.intents.get(last.about)
        title = intent.title_in(letter.language) if intent is not None else ""
        if letter.purpose is Purpose.CLARIFY:
            label = title if title in letter.buttons else letter.buttons[-1]
        else:
            label = random.choice(letter.buttons)
        return replace(last, text="", button=label)


def _polite(last: Line, words: Phrases, random: Random, chance: float, *, thanks: float) -> Line | None:
    if chance < thanks:
        return replace(last, text=random.choice(words.thanks), button="")
    if chance < thanks + _SAYS_NO:
        return replace(last, text=random.choice(words.not_solved), button="")
    return None


def _pause(random: Random) -> timedelta:
    return timedelta(seconds=random.choice((random.randint(8, 60), random.randint(60, 600))))
