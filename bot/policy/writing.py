"""A decision being put into words for one conversation: what a template is told, and in which language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.library import Knowledge
from bot.knowledge.ports import Moment, Rendered
from bot.model.effects import Decision, Reply
from bot.model.incident import Announcement
from bot.model.message import Surface
from bot.model.traits import Traits
from bot.policy.apply import Draft
from bot.policy.people import time_to_promise
from bot.policy.situation import promise_of
from bot.policy.timing import calendar_of, timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A decision, the conversation it is about as it stands now, and what the brand knows."""

    draft: Draft
    decision: Decision
    knowledge: Knowledge
    traits: Traits

    @property
    def language(self) -> str:
        """The language to write in, one of the brand's."""
        spoken = self.knowledge.settings.brand.languages[0]
        return self.decision.language or self.draft.conversation.state.language or spoken

    @property
    def signature(self) -> str:
        """The bot signs where people who did not ask can read it; in private the page says who writes."""
        public = self.draft.conversation.surface is Surface.PUBLIC
        return self.knowledge.settings.bot_signature if public else ""

    def render(
        self,
        effect: Reply,
        *,
        language: str = "",
        question: str = "",
        signature: str = "",
        before: str = "",
        after: str = "",
    ) -> Rendered:
        """Put a template into words that fit, in this language or the decision's own. Raises ReplyError."""
        conversation, wanted = self.draft.conversation, language or self.language
        return self.knowledge.replies.render(
            effect.template,
            language=wanted,
            traits=self.traits,
            surface=conversation.surface,
            moment=self._moment(effect, wanted, question),
            used=conversation.state.used,
            turn=conversation.id + conversation.version,
            signature=signature,
            before=before,
            after=after,
        )

    def _moment(self, effect: Reply, language: str, question: str) -> Moment:
        """Gather what a template may say about this conversation now."""
        conversation, knowledge, now = self.draft.conversation, self.knowledge, self.draft.now
        intent = knowledge.intents.get(conversation.case.intent)
        standing = promise_of(conversation)
        by = standing.at if standing is not None else None
        if by is None and effect.may_promise:
            by = time_to_promise(conversation, timetable(conversation, knowledge, self.traits), now)
        return Moment(
            now=now,
            calendar=calendar_of(conversation, knowledge),
            name=conversation.contact.name,
            reference=conversation.case.reference,
            about=intent.title_in(language) if intent is not None else "",
            promise_by=by,
            slots=effect.slots,
            options=tuple(choice.label for choice in effect.choices),
            question=question,
            first_message=not conversation.state.used,
            incident=effect.incident is not None,
            incident_text=text_in(effect.incident, language, knowledge.settings.brand.languages),
            next_update=effect.incident.next_update if effect.incident is not None else None,
        )


def text_in(said: Announcement | None, language: str, spoken: Sequence[str]) -> str:
    """Give what a person wrote of an incident, in a language or else in the brand's first that it is in."""
    if said is None:
        return ""
    return next((said.texts[one] for one in (language, *spoken) if said.texts.get(one)), "")
