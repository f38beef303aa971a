"""What an agent's deed in the group becomes: events of the customer's conversation, and a word in return."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.channels.telegram.desk.card import mark_of_draft
from bot.channels.telegram.desk.commands import Command, Verb, command_in
from bot.channels.telegram.desk.looks import Looks, looks_of
from bot.channels.telegram.desk.reading import Pressed, Written
from bot.channels.telegram.desk.words import group_words
from bot.errors import SetupError
from bot.knowledge.personal.guard import guard_of
from bot.model.acting import act_in
from bot.model.conversation import Conversation
from bot.model.message import DRAFT, DUE, FILE, WRITTEN_AT, Inbound, InboundKind, Surface
from bot.policy.agents import Unpromisable
from bot.service.group_port import DeskGroup
from bot.service.values import DeskView

SEEN, DONE, NOTED, REFUSED = "👀", "👌", "✍", "👎"

_BY_BUTTON = {"take": InboundKind.TAKE_OVER, "back": InboundKind.HAND_BACK, "close": InboundKind.CLOSE}
_BY_COMMAND = {
    Verb.TAKE: InboundKind.TAKE_OVER,
    Verb.BACK: InboundKind.HAND_BACK,
    Verb.CLOSE: InboundKind.CLOSE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What became of a deed: its event (None: nothing happens), a sign below it and a sentence in return.

    `once`: whom the sentence is for, where each hears it a single time.
    """

    event: Inbound | None = None
    sign: str = ""
    sentence: str = ""
    once: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Turns deeds into events. `account` is the bot's own, whose files it may send on."""

    desk: DeskGroup
    account: str
    place: str

    @property
    def looks(self) -> Looks:
        """What is written in the group is written with this."""
        return looks_of(self.desk, group_words(self.desk.settings.brand.languages[0]))

    def agent(self, user: int) -> str:
        """Give the key of the person with a number on Telegram; "" for somebody unknown."""
        people = self.desk.settings.people.values()
        return next((person.key for person in people if person.telegram and person.telegram == user), "")

    def written(self, item: Written, view: DeskView, key: str) -> Deed:
        """Say what becomes of a message in a topic."""
        command = command_in(item.text)
        if command.verb is Verb.NOTE:
            return Deed(sign="" if item.edited else NOTED)
        words = self.looks.words
        if item.edited:
            return Deed(sentence=words["edited"])
        agent = self.agent(item.person.user)
        if item.anonymous or not agent:
            return self._stranger(item)
        if command.verb is Verb.ANSWER:
            return self._answer(item, view, agent, key)
        return self._command(item, command, view.conversation, agent, key)

    def _stranger(self, item: Written) -> Deed:
        words, person = self.looks.words, item.person
        if item.anonymous:
            return Deed(sign=REFUSED, sentence=words["anonymous"], once="anonymous")
        sentence = words["unknown_person"].format(name=_bare(person.name), user=person.user)
        return Deed(sign=REFUSED, sentence=sentence, once=str(person.user))

    def _answer(self, item: Written, view: DeskView, agent: str, key: str) -> Deed:
        conversation, words = view.conversation, self.looks.words
        if item.other or not (item.text or item.file):
            return Deed(sign=REFUSED, sentence=words["no_such_file"])
        if item.file and (conversation.channel, conversation.account) != ("telegram", self.account):
            title = self.desk.titles.get(conversation.channel, conversation.channel)
            return Deed(sign=REFUSED, sentence=words["no_file_there"].format(channel=title))
        shown = self._shown(conversation, item.text)
        if shown:
            return Deed(sign=REFUSED, sentence=words["shows_data"].format(what=shown))
        payload = {WRITTEN_AT: f"{self.place}:{item.message}", **({FILE: item.file} if item.file else {})}
        event = self._event(conversation, InboundKind.AGENT_REPLY, agent, key, item.at)
        return Deed(event=event(item.text, payload), sign=SEEN)

    def _shown(self, conversation: Conversation, text: str) -> str:
        """Name the personal data that a text would show in public; "" if there is none."""
        if conversation.surface is not Surface.PUBLIC:
            return ""
        kinds = guard_of(self.desk.settings).hide(text).kinds
        return ", ".join(self.looks.desk[f"shows_{kind}"] for kind in kinds)

    def _command(
        self, item: Written, command: Command, conversation: Conversation, agent: str, key: str
    ) -> Deed:
        words = self.looks.words
        match command.verb:
            case Verb.HELP:
                return Deed(sentence=words["help"])
            case Verb.DUE:
                return self._promise(item, command.words, conversation, agent, key)
            case Verb.TAKE | Verb.BACK | Verb.CLOSE:
                event = self._event(conversation, _BY_COMMAND[command.verb], agent, key, item.at)
                return Deed(event=event("", {}), sign=DONE)
            case _:
                return Deed(sign=REFUSED, sentence=words["unknown_command"].format(command=command.words))

    def _promise(self, item: Written, written: str, conversation: Conversation, agent: str, key: str) -> Deed:
        looks = self.looks
        try:
            due = self.desk.due(written)
        except SetupError:
            return Deed(sign=REFUSED, sentence=looks.words["due_how"])
        fault = self.desk.unpromisable(conversation, due)
        if fault is not None:
            return Deed(sign=REFUSED, sentence=self._why_not(fault, conversation, looks, due))
        event = self._event(conversation, InboundKind.PROMISE, agent, key, item.at)
        return Deed(event=event("", {DUE: due.isoformat()}), sign=DONE)

    def _why_not(self, fault: Unpromisable, conversation: Conversation, looks: Looks, due: datetime) -> str:
        if fault is not Unpromisable.CLOSED:
            return looks.words[f"due_{fault}"]
        opening = self.desk.opening(conversation, due)
        if opening is None:
            return looks.words["due_closed_unknown"]
        return looks.words["due_closed"].format(at=looks.when(opening))

    def pressed(self, item: Pressed, view: DeskView | None, key: str, now: datetime) -> Deed:
        """Say what becomes of a pressed button; the sentence answers the press."""
        words, agent = self.looks.words, self.agent(item.person.user)
        if not agent:
            return Deed(sentence=words["stranger"])
        if view is None or not view.topic.thread:
            return Deed(sentence=words["gone"])
        if item.verb == "approve":
            return self._approve(item, view, agent, key, now)
        if item.verb not in _BY_BUTTON:
            return Deed(sentence=words["gone"])
        event = self._event(view.conversation, _BY_BUTTON[item.verb], agent, key, now)
        return Deed(event=event("", {}), sentence=words["done"])

    def _approve(self, item: Pressed, view: DeskView, agent: str, key: str, now: datetime) -> Deed:
        draft, words = view.draft, self.looks.words
        if draft is None or mark_of_draft(draft) != item.word:
            return Deed(sentence=words["outdated"])
        event = self._event(view.conversation, InboundKind.APPROVE, agent, key, now)
        return Deed(event=event("", {DRAFT: str(draft.id)}), sentence=words["done"])

    def _event(
        self, conversation: Conversation, kind: InboundKind, agent: str, key: str, at: datetime
    ) -> Callable[[str, Mapping[str, str]], Inbound]:
        def event(text: str, payload: Mapping[str, str]) -> Inbound:
            named = f"telegram:{self.account}:{key}"
            return act_in(conversation, kind, named, at, {"agent": agent, **payload}, text=text)

        return event


def _bare(name: str) -> str:
    """Give a name that can stand between quotes in settings.toml."""
    return "".join(letter for letter in name if letter not in '"\\\n').strip() or "…"
