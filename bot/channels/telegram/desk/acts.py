"""What an agent's deed in the group becomes: events of the customer's conversation, and a word in return."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.channels.telegram.desk.asking import draft_asked_in
from bot.channels.telegram.desk.card import Button
from bot.channels.telegram.desk.commands import Command, Verb, command_in
from bot.channels.telegram.desk.deeds import DONE, NOTED, REFUSED, SEEN, Deed
from bot.channels.telegram.desk.drafts import VERBS, pressed_draft, pressed_over, written_draft, written_over
from bot.channels.telegram.desk.looks import Looks, looks_of
from bot.channels.telegram.desk.reading import Pressed, Written
from bot.channels.telegram.desk.words import group_words
from bot.errors import SetupError
from bot.knowledge.personal.guard import guard_of
from bot.knowledge.wording import faults_in
from bot.model.acting import act_in
from bot.model.conversation import Conversation
from bot.model.draft import Ending
from bot.model.message import DUE, FILE, WRITTEN_AT, Inbound, InboundKind, Surface
from bot.policy.agents import Unpromisable
from bot.service.group_port import DeskGroup
from bot.service.values import DeskView

_BY_BUTTON = {"take": InboundKind.TAKE_OVER, "back": InboundKind.HAND_BACK, "close": InboundKind.CLOSE}
_BY_COMMAND = {
    Verb.TAKE: InboundKind.TAKE_OVER,
    Verb.BACK: InboundKind.HAND_BACK,
    Verb.CLOSE: InboundKind.CLOSE,
}


_MOST_FAULTS = 3


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

    def asked_about(self, item: Written) -> int:
        """Give the number of the draft in whose place words are written; 0 where they are for themselves."""
        return draft_asked_in(item.below) if str(item.below_by) == self.account else 0

    def written(self, item: Written, view: DeskView, key: str, ending: Ending | None) -> Deed:
        """Say what becomes of a message in a topic; `ending` is of the draft in whose place it is written."""
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
            return self.answered(item, view, agent, key, draft=self.asked_about(item), ending=ending)
        return self._command(item, command, view.conversation, agent, key)

    def _stranger(self, item: Written) -> Deed:
        words, person = self.looks.words, item.person
        if item.anonymous:
            return Deed(sign=REFUSED, sentence=words["anonymous"], once="anonymous")
        sentence = words["unknown_person"].format(name=_bare(person.name), user=person.user)
        return Deed(sign=REFUSED, sentence=sentence, once=str(person.user))

    def answered(
        self,
        item: Written,
        view: DeskView,
        agent: str,
        key: str,
        *,
        draft: int,
        ending: Ending | None,
        anyway: bool = False,
    ) -> Deed:
        """Say what becomes of words for the customer; with `anyway` also of those customers are spared.

        `draft` is the number of the one in whose place they are, 0 for none.
        """
        refused = self._no_words(item) if draft else self._no_content(item, view.conversation)
        if refused:
            return Deed(sign=REFUSED, sentence=refused)
        shown = self._shown(view.conversation, item.text)
        if shown:
            return Deed(sign=REFUSED, sentence=self.looks.words["shows_data"].format(what=shown))
        waiting = written_draft(draft, view)
        if draft and waiting is None:
            return written_over(item, ending, agent, self.looks)
        if waiting is not None:
            measure = self.desk.measure(view.conversation, item.text, agent)
            deed = waiting.edited(item, agent, self.place, measure, self.looks)
        else:
            deed = Deed(event=self._answer(item, view.conversation, agent, key), sign=SEEN)
        return deed if anyway or deed.event is None else self._asked_first(item, view, draft) or deed

    def _asked_first(self, item: Written, view: DeskView, draft: int) -> Deed | None:
        """Ask before words go that customers are spared; None where there are none."""
        said = self.looks.desk
        found = faults_in(item.text, self.desk.settings.policy)
        told = dict.fromkeys(f"{said[f'said_{item.fault}']} (“{item.words}”)" for item in found)
        if not told:
            return None
        words = self.looks.words
        sentence = words["spared"].format(what=", ".join((*told,)[:_MOST_FAULTS]))
        anyway = Button(label=words["anyway"], data=f"desk:anyway:{view.conversation.id}:{draft}")
        return Deed(sign=REFUSED, sentence=sentence, buttons=(anyway,))

    def _no_words(self, item: Written) -> str:
        """Say why something cannot stand in place of a draft; "" for words."""
        return self.looks.words["words_only"] if item.file or item.other or not item.text else ""

    def _no_content(self, item: Written, conversation: Conversation) -> str:
        """Say why something cannot go to this customer; "" if it can."""
        words = self.looks.words
        if item.other or not (item.text or item.file):
            return words["no_such_file"]
        if item.file and (conversation.channel, conversation.account) != ("telegram", self.account):
            title = self.desk.titles.get(conversation.channel, conversation.channel)
            return words["no_file_there"].format(channel=title)
        return ""

    def _answer(self, item: Written, conversation: Conversation, agent: str, key: str) -> Inbound:
        payload = {WRITTEN_AT: f"{self.place}:{item.message}", **({FILE: item.file} if item.file else {})}
        event = self._event(conversation, InboundKind.AGENT_REPLY, agent, key, item.at)
        return event(item.text, payload)

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

    def pressed(
        self, item: Pressed, view: DeskView | None, key: str, now: datetime, ending: Ending | None
    ) -> Deed:
        """Say what becomes of a pressed button; the sentence answers the press.

        `ending` is of the draft that the button names.
        """
        words, agent = self.looks.words, self.agent(item.person.user)
        if not agent:
            return Deed(sentence=words["stranger"])
        if view is None or not view.topic.thread:
            return Deed(sentence=words["gone"])
        if item.verb in VERBS:
            draft = pressed_draft(item, view)
            if draft is None:
                return pressed_over(item, ending, agent, self.looks)
            return draft.pressed(item, agent, now, self.looks)
        if item.verb not in _BY_BUTTON:
            return Deed(sentence=words["gone"])
        event = self._event(view.conversation, _BY_BUTTON[item.verb], agent, key, now)
        return Deed(event=event("", {}), sentence=words["done"])

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
