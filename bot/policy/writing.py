"""A decision being put into words for one conversation: what a template is told, and in which language."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.knowledge.library import Knowledge
from bot.knowledge.ports import Moment, Rendered, ReplyError
from bot.model.effects import Decision, Reply
from bot.model.incident import Announcement
from bot.model.message import Media, MediaKind, Surface
from bot.model.traits import Traits
from bot.policy.apply import Draft
from bot.policy.people import time_to_promise
from bot.policy.public import shown_in_public
from bot.policy.situation import promise_of
from bot.policy.timing import calendar_of, timetable

SAME_WORDS = timedelta(hours=36)
"""Platforms refuse the same words for so long, and stop accounts that say them."""

CARD_BELOW = "👇"
"""What stands in the words where the link to a private conversation is a card below them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A decision, the conversation it is about as it stands now, and what the brand knows.

    `held`: a person reads what is written before it is sent.
    """

    draft: Draft
    decision: Decision
    knowledge: Knowledge
    traits: Traits
    held: bool = False

    @property
    def language(self) -> str:
        """The language to write in, one of the brand's."""
        spoken = self.knowledge.settings.brand.languages[0]
        return self.decision.language or self.draft.conversation.state.language or spoken

    @property
    def signature(self) -> str:
        """The bot signs where people who did not ask can read it; in private the page says who writes."""
        return self.knowledge.settings.bot_signature if self._is_public else ""

    def card(self, rendered: Rendered) -> str:
        """Give the link that is shown as a card below the words; "" where they point to none."""
        return self._link if rendered.invites and self.traits.private_card else ""

    def files(self, rendered: Rendered) -> tuple[Media, ...]:
        """Give the picture of a reply, where the channel shows pictures; elsewhere the words go alone.

        A card stands where a picture would: there is never both.
        """
        if not rendered.picture or MediaKind.PHOTO not in self.traits.media or self.card(rendered):
            return ()
        return (Media(kind=MediaKind.PHOTO, path=rendered.picture),)

    @property
    def _is_public(self) -> bool:
        return self.draft.conversation.surface is Surface.PUBLIC

    @property
    def _link(self) -> str:
        """The link from public to a private conversation."""
        conversation = self.draft.conversation
        return self.traits.private_link(conversation.account, conversation.case.reference)

    @property
    def _private_link(self) -> str:
        """What stands for the link in the words: a card is pointed at."""
        if not self._is_public or not self._link:
            return ""
        return CARD_BELOW if self.traits.private_card else self._link

    def said_lately(self, template: str) -> frozenset[int]:
        """Give the variants of a template that this customer has had too lately to be told them again."""
        draft = self.draft
        used = draft.conversation.state.used
        return frozenset(
            item.variant for item in used if item.template == template and draft.now - item.at < SAME_WORDS
        )

    def render(
        self,
        effect: Reply,
        *,
        language: str = "",
        question: str = "",
        signature: str = "",
        before: str = "",
        after: str = "",
        without: Collection[int] = (),
    ) -> Rendered:
        """Put a template into words that fit, in this language or the decision's own. Raises ReplyError.

        `without` are the variants that may not be chosen.
        """
        conversation, wanted = self.draft.conversation, language or self.language
        rendered = self.knowledge.replies.render(
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
            without=without,
        )
        return self.checked(rendered)

    def checked(self, rendered: Rendered) -> Rendered:
        """Give words that may be said here. Raises ReplyError where they show personal data in public."""
        kinds = shown_in_public(rendered.text, self.knowledge) if self._is_public else ()
        if kinds:
            raise ReplyError(f"it would show personal data in public: {', '.join(kinds)}")
        return rendered

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
            case_key=conversation.case.reference if self._is_public else conversation.case.key,
            about=intent.title_in(language) if intent is not None else "",
            promise_by=by,
            private_link=self._private_link,
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
