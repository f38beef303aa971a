"""The brand's files as a change would leave them, new intents with the stubs of their replies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff

from bot.knowledge.intents import AnswerBy, Intent
from bot.model.problem import Source
from bot.settings.toml import as_toml
from bot.teaching.change import Change, NewIntent, Taught
from bot.teaching.writing import with_sentence, without_sentence

_NAME = re.compile(r"[a-z0-9][a-z0-9_]*")
_TOPIC = re.compile(r"[a-z0-9][a-z0-9_-]*")
_LONGEST_NAME = 40
_SHOWN = 5
_STUB = {
    "it": (
        "BOZZA: scrivi qui la risposta a “{title}”, al posto di questo commento.",
        "Finché qui c'è solo un commento, a questa domanda risponde una persona.",
        "I clienti scrivono:",
        "Finora una persona ha risposto:",
    ),
    "en": (
        "DRAFT: write the answer to “{title}” here, in place of this comment.",
        "While there is only a comment here, a person answers this question.",
        "Customers write:",
        "So far a person has answered:",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDraft:
    """A file as it is (None: it is not there) and as it would be."""

    path: str
    before: str | None
    after: str

    def diff(self) -> tuple[str, ...]:
        """Give the difference line by line, as `diff -u` shows it."""
        old = (self.before or "").splitlines()
        name = self.path if self.before is not None else "/dev/null"
        return tuple(unified_diff(old, self.after.splitlines(), name, self.path, n=1, lineterm=""))


def name_of(title: str) -> str:
    """Give a name for an intent's file from its title; "" where it has no letters for one."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_NAME].strip("_")


def is_name(name: str) -> bool:
    """Tell whether an intent may have this name."""
    return _NAME.fullmatch(name) is not None


def is_topic(name: str) -> bool:
    """Tell whether a topic may have this name."""
    return _TOPIC.fullmatch(name) is not None


def draft(
    change: Change, intents: Mapping[str, Intent], sources: Mapping[str, str], languages: tuple[str, ...]
) -> tuple[FileDraft, ...]:
    """Give every file that a change touches, replies first; `sources` are the files' texts, byte for byte.

    A reply that is there already is left alone. Raises NotWritableError where a file has no safe place for
    a sentence, ValueError for an intent that is not there.
    """
    drafts = [
        FileDraft(path=path, before=None, after=_reply(new, language, change))
        for new in change.new
        if new.answer is not AnswerBy.PEOPLE
        for language in languages
        if (path := f"replies/{language}/{new.name}.j2") not in sources
    ]
    files = {new.name: new.file for new in change.new} | {one.name: one.file for one in intents.values()}
    new_texts = {new.file: _intent_file(new) for new in change.new}
    touched = [*new_texts, *(files[name] for name in _touched(change))]
    for path in dict.fromkeys(touched):
        before = sources.get(path)
        after = _applied(change, path, new_texts[path] if before is None else before, files)
        drafts.append(FileDraft(path=path, before=before, after=after))
    return tuple(item for item in drafts if item.before != item.after)


def _touched(change: Change) -> Iterator[str]:
    yield from (item.intent for item in (*change.removed, *change.added))


def _applied(change: Change, path: str, text: str, files: Mapping[str, str]) -> str:
    """Give a file's text with what the change adds to it and takes out of it."""
    source = Source(path=path, text=text)
    for item in change.removed:
        if files[item.intent] == path:
            source = without_sentence(source, item.language, item.text)
    for item in change.added:
        if files[item.intent] == path:
            source = with_sentence(source, item.language, item.text)
    return source.text


def _intent_file(new: NewIntent) -> str:
    lines = [f"title = {as_toml(new.title)}"]
    if new.answer is not AnswerBy.FAQ:
        lines.append(f"answer = {as_toml(new.answer)}")
    for language, title in new.titles.items():
        lines += ["", f"[{language}]", f"title = {as_toml(title)}"]
    return "\n".join((*lines, ""))


def _reply(new: NewIntent, language: str, change: Change) -> str:
    words = new.replies.get(language, "").strip()
    return f"{words}\n" if words else _stub(new, language, change)


def _stub(new: NewIntent, language: str, change: Change) -> str:
    """Give a reply that says nothing yet: a comment for whoever writes it."""
    write, meanwhile, they_write, answered = _STUB.get(language, _STUB["en"])
    said = [item.text for item in _sentences_first(change.added, new.name, language)][:_SHOWN]
    lines = [write.format(title=new.titles.get(language, new.title)), meanwhile]
    if said:
        lines += [they_write, *(f"- {text}" for text in said)]
    if new.answers:
        lines += [answered, *(f"- {text}" for text in new.answers[:_SHOWN])]
    words = "\n".join(lines).replace("#}", "# }").replace("{#", "{ #")
    return f"{{# {words} #}}\n"


def _sentences_first(added: tuple[Taught, ...], intent: str, language: str) -> list[Taught]:
    """Give the intent's sentences, those in the language first."""
    mine = [item for item in added if item.intent == intent]
    return sorted(mine, key=lambda item: item.language != language)
