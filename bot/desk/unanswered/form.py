"""The form in which a person teaches: sentences by language, of an intent that is there or of a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.knowledge.intents import AnswerBy
from bot.model.text import clean
from bot.teaching.change import NewIntent
from bot.teaching.drafting import name_of
from bot.teaching.proposing import Proposal
from bot.teaching.questions import Group

SHOWN = 8
"""Most sentences of a group that stand in the form at first."""

_LONGEST_LINE = 120
_LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachForm:
    """What stands in the form; `say`, `titles` and `replies` are by language, a sentence of `say` a line.

    `new`: the form is about a new intent. `people`: only people answer it. `back` names the group.
    """

    back: str = ""
    intent: str = ""
    new: bool = False
    title: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    topic: str = ""
    people: bool = False
    say: Mapping[str, str] = field(default_factory=dict)
    replies: Mapping[str, str] = field(default_factory=dict)

    def proposal(self, answers: tuple[str, ...] = ()) -> Proposal:
        """Give what is to be taught; `answers` are what people have told customers so far."""
        sentences = tuple(
            (language, line.strip())
            for language, lines in self.say.items()
            for line in lines.splitlines()
            if line.strip()
        )
        if not self.new:
            return Proposal(intent=self.intent, sentences=sentences)
        name = self.name or name_of(self.title)
        new = NewIntent(
            name=name,
            topic=self.topic,
            title=self.title,
            titles={language: title for language, title in self.titles.items() if title},
            answers=answers,
            replies={language: text for language, text in self.replies.items() if text},
            answer=AnswerBy.PEOPLE if self.people else AnswerBy.FAQ,
        )
        return Proposal(intent=name, sentences=sentences, new=new)


def read_form(given: Mapping[str, str], languages: Sequence[str]) -> TeachForm:
    """Read what a browser sent; the first of the languages has the intent's own title."""

    def line(name: str) -> str:
        return " ".join(clean(given.get(name, "")).split())[:_LONGEST_LINE]

    def text(name: str) -> str:
        return clean(given.get(name, "").replace("\r\n", "\n"))[:_LONGEST_TEXT].strip()

    return TeachForm(
        back=line("back"),
        intent=line("was") or line("intent"),
        new=given.get("go") == "new" and not line("was"),
        title=line("title"),
        titles={language: line(f"title_{language}") for language in languages[1:]},
        name=line("name"),
        topic=line("topic"),
        people=given.get("who") == "people",
        say={language: text(f"say_{language}") for language in languages},
        replies={language: text(f"reply_{language}") for language in languages},
    )


def form_of(group: Group, languages: Sequence[str], topic: str) -> TeachForm:
    """Give the form as it is first shown for a group; a language the brand does not speak is its first."""
    shown = group.questions[:SHOWN]
    say = dict.fromkeys(languages, "")
    for item in shown:
        language = item.language if item.language in say else languages[0]
        say[language] += f"{item.text}\n"
    return TeachForm(
        back=group.questions[0].digest,
        topic=topic,
        say={language: lines.strip() for language, lines in say.items()},
        titles=dict.fromkeys(languages[1:], ""),
        replies=dict.fromkeys(languages, ""),
    )
