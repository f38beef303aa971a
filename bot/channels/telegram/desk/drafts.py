"""What people of the group do with a draft: they send it, write other words in its place, or refuse it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.telegram.desk.card import draft_word, number_of_draft
from bot.channels.telegram.desk.deeds import REFUSED, SEEN, Deed
from bot.channels.telegram.desk.looks import Looks
from bot.channels.telegram.desk.reading import Pressed, Written
from bot.model.acting import act_in, ending_key
from bot.model.draft import DraftState, Ending, Refusal, WaitingDraft
from bot.model.message import DRAFT, REFUSED_FOR, WRITTEN_AT, Inbound, InboundKind
from bot.service.values import DeskAsk, DeskView, Measure

VERBS = frozenset({"approve", "edit", "refuse", "because", "keep"})
"""What the buttons below a draft do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft that waits, as its conversation's topic shows it."""

    view: DeskView
    draft: WaitingDraft

    def pressed(self, item: Pressed, agent: str, now: datetime, looks: Looks) -> Deed:
        """Say what becomes of a button pressed below it."""
        words, topic = looks.words, self.view.topic
        match item.verb:
            case "approve" if self._is_late(now):
                return Deed(sentence=words["draft_late"])
            case "approve":
                return Deed(event=self._ended(InboundKind.APPROVE, agent, now), sentence=words["done"])
            case "edit":
                asks = (*self._asks, DeskAsk(draft=self.draft.id, agent=agent))
                to_ask = replace(topic, asks=tuple(dict.fromkeys(asks)), refusing=0)
                return Deed(topic=to_ask, sentence=words["asked"])
            case "refuse":
                return Deed(topic=replace(topic, refusing=self.draft.id), sentence=words["why_refused"])
            case "keep":
                return Deed(topic=replace(topic, refusing=0), sentence=words["kept"])
            case _:
                return self._refused(item, agent, now, looks)

    @property
    def _asks(self) -> tuple[DeskAsk, ...]:
        """Those still to be asked; who was to be asked about an earlier draft is asked no more."""
        return tuple(ask for ask in self.view.topic.asks if ask.draft == self.draft.id)

    def _is_late(self, now: datetime) -> bool:
        """Whether the time that it tells is over."""
        promised = self.draft.proposal.promised
        return promised is not None and promised <= now

    def _refused(self, item: Pressed, agent: str, now: datetime, looks: Looks) -> Deed:
        why = item.word.rpartition(":")[2]
        if why not in set(Refusal):
            return Deed(sentence=looks.words["gone"])
        event = self._ended(InboundKind.REFUSE, agent, now, {REFUSED_FOR: why})
        return Deed(event=event, sentence=looks.words["refused"])

    def edited(self, item: Written, agent: str, place: str, measure: Measure, looks: Looks) -> Deed:
        """Say what becomes of words written in its place; `measure` is how long they are, signed."""
        if measure.over:
            title = looks.titles.get(self.view.conversation.channel, self.view.conversation.channel)
            sentence = looks.words["too_long"].format(
                channel=title, length=measure.length, limit=measure.limit
            )
            return Deed(sign=REFUSED, sentence=sentence)
        payload = {WRITTEN_AT: f"{place}:{item.message}"}
        return Deed(event=self._ended(InboundKind.APPROVE, agent, item.at, payload, item.text), sign=SEEN)

    def _ended(
        self,
        kind: InboundKind,
        agent: str,
        at: datetime,
        told: Mapping[str, str] | None = None,
        text: str = "",
    ) -> Inbound:
        payload = {"agent": agent, DRAFT: str(self.draft.id), **(told or {})}
        key = ending_key(self.draft.id, kind, payload, text)
        return act_in(self.view.conversation, kind, key, at, payload, text=text)


def pressed_draft(item: Pressed, view: DeskView) -> Draft | None:
    """Give the draft whose button was pressed; None if it waits no more."""
    word, draft = item.word.partition(":")[0], view.draft
    return Draft(view=view, draft=draft) if draft is not None and draft_word(draft) == word else None


def draft_pressed(item: Pressed) -> int:
    """Give the number of the draft whose button was pressed; 0 if none is named."""
    return number_of_draft(item.word)


def written_draft(number: int, view: DeskView) -> Draft | None:
    """Give the draft that words are for; None if it waits no more."""
    draft = view.draft
    return Draft(view=view, draft=draft) if draft is not None and draft.id == number else None


_DONE = {"approve": (DraftState.APPROVED, "done"), "because": (DraftState.REFUSED, "refused")}


def pressed_over(item: Pressed, ending: Ending | None, agent: str, looks: Looks) -> Deed:
    """Answer a press below a draft that waits no more; the same press once more is told as the first was."""
    state, said = _DONE.get(item.verb, (None, ""))
    if ending is not None and (ending.state, ending.by) == (state, agent):
        return Deed(sentence=looks.words[said])
    return Deed(sentence=why_over(ending, looks))


def written_over(item: Written, ending: Ending | None, agent: str, looks: Looks) -> Deed:
    """Answer words in place of a draft that waits no more; the same words once more need no answer."""
    if ending == Ending(state=DraftState.EDITED, by=agent, said=item.text):
        return Deed()
    return Deed(sign=REFUSED, sentence=f"{why_over(ending, looks)} {looks.words['over_words']}")


def why_over(ending: Ending | None, looks: Looks) -> str:
    """Say what became of a draft that waits no more."""
    if ending is None or ending.state is DraftState.OPEN:  # of another store, or a word that names no draft
        return looks.words["over_stale"]
    key = f"over_{ending.state}" if ending.by or ending.state is DraftState.STALE else "over_overtaken"
    return looks.words[key].format(agent=looks.agent(ending.by))
