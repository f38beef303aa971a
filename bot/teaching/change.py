"""What a person wants to teach, as a value; and the intents as they would then be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.knowledge.intents import AnswerBy, Examples, Intent, Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A sentence of an intent's in a language, as it stands in `say`."""

    intent: str
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIntent:
    """An intent that does not exist yet; its sentences are among those added.

    `titles` are by language, where one has a title of its own. `replies` are by language, each a reply's file
    as it is to be; where there is none, `answers`, what people have told customers so far, are notes for
    whoever writes it. An intent that people `answer` has no replies.
    """

    name: str
    topic: str
    title: str
    titles: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[str, ...] = ()
    replies: Mapping[str, str] = field(default_factory=dict)
    answer: AnswerBy = AnswerBy.FAQ

    @property
    def file(self) -> str:
        """Where its file will be."""
        return f"intents/{self.topic}/{self.name}.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Sentences added and removed, and intents added; a sentence that moves is removed and added."""

    added: tuple[Taught, ...] = ()
    removed: tuple[Taught, ...] = ()
    new: tuple[NewIntent, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether it changes nothing."""
        return not (self.added or self.removed or self.new)

    @property
    def intents(self) -> frozenset[str]:
        """The intents it is about."""
        sentences = {item.intent for item in (*self.added, *self.removed)}
        return frozenset(sentences | {intent.name for intent in self.new})

    def without(self, sentence: Taught) -> Change:
        """Take back a sentence that was to be added."""
        return replace(self, added=tuple(item for item in self.added if item != sentence))

    def without_intent(self, name: str) -> Change:
        """Take back an intent that was to be new, with its sentences."""
        added = tuple(item for item in self.added if item.intent != name)
        return replace(self, added=added, new=tuple(item for item in self.new if item.name != name))

    def with_sentence(self, sentence: Taught) -> Change:
        """Add a sentence; one that is there already stays once."""
        return self if sentence in self.added else replace(self, added=(*self.added, sentence))

    def with_intent(self, intent: NewIntent) -> Change:
        """Add an intent."""
        return replace(self, new=(*self.new, intent))


def changed(intents: Mapping[str, Intent], change: Change) -> dict[str, Intent]:
    """Give the intents after a change, in the order of their files.

    Raises ValueError for an intent that is not there, one that is there already, and a sentence to be
    removed that nobody taught.
    """
    after = dict(intents)
    for new in change.new:
        if new.name in after:
            raise ValueError(f"there is an intent “{new.name}” already")
        titled = {language: Examples(title=title) for language, title in new.titles.items()}
        after[new.name] = Intent(
            name=new.name,
            topic=new.topic,
            title=new.title,
            file=new.file,
            examples=titled,
            answer=new.answer,
        )
    for sentence in change.removed:
        after[sentence.intent] = _without(_known(after, sentence), sentence)
    for sentence in change.added:
        after[sentence.intent] = _with(_known(after, sentence), sentence)
    return {intent.name: intent for intent in sorted(after.values(), key=lambda item: item.file)}


def _known(intents: Mapping[str, Intent], sentence: Taught) -> Intent:
    if sentence.intent not in intents:
        raise ValueError(f"there is no intent “{sentence.intent}”")
    return intents[sentence.intent]


def _with(intent: Intent, sentence: Taught) -> Intent:
    examples = intent.examples.get(sentence.language, Examples())
    line = max((item.line for item in examples.say), default=0) + 1
    said = (*examples.say, Utterance(text=sentence.text, file=intent.file, line=line))
    return _saying(intent, sentence.language, replace(examples, say=said))


def _without(intent: Intent, sentence: Taught) -> Intent:
    examples = intent.examples.get(sentence.language, Examples())
    left = tuple(item for item in examples.say if item.text != sentence.text)
    if len(left) == len(examples.say):
        raise ValueError(f"“{sentence.text}” does not stand in “{intent.name}”")
    return _saying(intent, sentence.language, replace(examples, say=left))


def _saying(intent: Intent, language: str, examples: Examples) -> Intent:
    return replace(intent, examples={**intent.examples, language: examples})
