"""Sends replies and direct messages once, and looks among the account's own whether one got through."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.channels.x import TRAITS
from bot.channels.x.api import Api
from bot.channels.x.company import Company
from bot.channels.x.faults import LostError, RefusalError, XError
from bot.channels.x.finding import Finder, person_of, sent_as, storable
from bot.channels.x.ledger import Use
from bot.channels.x.options import Options
from bot.channels.x.pictures import PictureError, Pictures
from bot.channels.x.raw import is_identifier
from bot.channels.x.telling import GONE, IN_TROUBLE, NO_MONEY, SAME_WORDS, not_sent, send_outcome
from bot.clock import Clock
from bot.model.message import Letter, Outbound, Surface
from bot.service.values import (
    Absent,
    CannotTell,
    Later,
    Reconciled,
    Refused,
    SameWords,
    SendOutcome,
    Sent,
    Unknown,
)

Wait = Callable[[float], Awaitable[object]]

_SETTLING = 3.0  # seconds in which X lists what it has just taken
_LOOKS = 3


class Sender:
    """The writing half of an account."""

    def __init__(
        self,
        api: Api,
        company: Company,
        options: Options,
        clock: Clock,
        *,
        pictures: Pictures,
        wait: Wait = asyncio.sleep,
    ) -> None:
        self._api, self._company, self._options = api, company, options
        self._clock, self._pictures, self._wait = clock, pictures, wait
        self._finder = Finder(api, options)
        self._trying = asyncio.Lock()
        self._doubtful: set[int] = set()

    async def send(self, outbound: Outbound) -> SendOutcome:
        """Send one message, once; while X has failed several times in a row, it is left in peace."""
        refusal = unsendable(outbound.letter)
        if refusal is not None:
            return refusal
        now = self._clock.now()
        use = Use.AUTOMATIC if outbound.letter.purpose.automatic else Use.PEOPLE
        if self._api.ledger.closed_until(use, now) is not None:
            return Refused(reason=NO_MONEY, permanent=True)
        trouble = await self._trouble()
        if trouble is not None:
            return trouble
        if outbound.id in self._doubtful:
            return await self._looked_for_first(outbound)
        return await self._sent_now(outbound)

    async def _trouble(self) -> Later | None:
        """Say how long to leave X in peace; after that a reading, not a message, tries whether it is well."""
        async with self._trying:
            if not self._api.is_in_trouble:
                return None
            now, until = self._clock.now(), self._api.resting_until
            if until is not None:
                return Later(after=until - now, reason=IN_TROUBLE, whole_account=True)
            try:
                await self._finder.own_posts(now)
            except XError as error:
                until = self._api.resting_until
                held = not_sent(error, attempt=1, account=self._options.account, now=now)
                rest = until - now if until is not None else held.after
                return Later(after=rest, reason=IN_TROUBLE, whole_account=True)
            return None

    async def _looked_for_first(self, outbound: Outbound) -> SendOutcome:
        """Send again only what is not there: after the last attempt X could not be asked."""
        try:
            found = await self._finder.found(outbound)
        except XError as error:
            return not_sent(
                error, attempt=outbound.attempt, account=self._options.account, now=self._clock.now()
            )
        self._doubtful.discard(outbound.id)
        return found if found is not None else await self._sent_now(outbound)

    async def _sent_now(self, outbound: Outbound) -> SendOutcome:
        if outbound.letter.surface is Surface.PUBLIC:
            return await self._reply(outbound)
        return await self._message(outbound)

    async def reconcile(self, outbound: Outbound) -> Reconciled:
        """Look for an interrupted message among the account's own.

        A direct message is looked for a moment later, when X surely lists it; a reply at once, for X would
        refuse to take it twice. For the same reason a reply that cannot be looked for may be sent again: it
        is looked for once more before that.
        """
        public = outbound.letter.surface is Surface.PUBLIC
        for look in range(_LOOKS):
            if look or not public:
                await self._wait(_SETTLING)
            try:
                found = await self._finder.found(outbound)
            except LostError:
                continue
            except XError:
                break
            return Absent() if found is None else found
        if public:
            self._doubtful.add(outbound.id)
            return Absent()
        return CannotTell(reason="X could not be asked whether it was sent.")

    async def _reply(self, outbound: Outbound) -> SendOutcome:
        target = outbound.letter.reply_to
        if not is_identifier(target):
            return Refused(reason="There is no post of the customer's to answer.", permanent=True)
        others = self._company.of(target)
        if others is None:
            looked_up = await self._asked_again(outbound, target)
            if not isinstance(looked_up, tuple):
                return looked_up
            others = looked_up
        left_out = [number for number in others if number != self._options.account]
        pictures = await self._uploaded(outbound)
        if not isinstance(pictures, list):
            return pictures
        try:
            answer = await self._api.create_tweet(
                text=storable(outbound.letter.text),
                in_reply_to_tweet_id=target,
                exclude_reply_user_ids=left_out or None,
                direct_message_deep_link=outbound.letter.card or None,
                media_ids=pictures or None,
                user_auth=True,
            )
        except RefusalError as error:
            return await self._refused(outbound, error, pictures)
        except XError as error:
            return self._outcome(error, outbound)
        self._pictures.shown(pictures)
        return _sent(answer, "id")

    async def _uploaded(self, outbound: Outbound) -> list[str] | Refused | Later:
        """Upload the letter's pictures; without them nothing is sent. A card takes their place."""
        letter = outbound.letter
        try:
            return await self._pictures.numbers(() if letter.card else letter.media, letter.surface)
        except PictureError as error:
            return Refused(reason=str(error), permanent=True)
        except XError as error:
            return not_sent(
                error, attempt=outbound.attempt, account=self._options.account, now=self._clock.now()
            )

    async def _asked_again(self, outbound: Outbound, target: str) -> tuple[str, ...] | Refused | Later:
        """Ask X whom the post names; nothing is sent before that is known."""
        try:
            answer = await self._api.get_tweets(
                [target], tweet_fields=["author_id", "entities"], user_auth=True
            )
        except XError as error:
            return not_sent(
                error, attempt=outbound.attempt, account=self._options.account, now=self._clock.now()
            )
        self._company.learn(answer)
        others = self._company.of(target)
        return Refused(reason=GONE, permanent=True) if others is None else others

    async def _refused(self, outbound: Outbound, error: RefusalError, pictures: Sequence[str]) -> SendOutcome:
        """A duplicate is either this very message, sent before, or the same words to somebody else."""
        if not error.of_repetition:
            return self._unfit(outbound, error, pictures)
        try:
            found = await self._finder.found(outbound)
        except XError as trouble:
            return Unknown(evidence=f"X knows these words, and did not let us look for them ({trouble}).")
        return found if found is not None else SameWords(reason=SAME_WORDS)

    def _unfit(self, outbound: Outbound, error: RefusalError, pictures: Sequence[str]) -> SendOutcome:
        """Pictures that X kept from before may be gone by now: they are uploaded anew."""
        if pictures and error.of_media and self._pictures.forget(pictures):
            return Refused(reason=f"X refuses the picture: {error.detail}", permanent=False)
        return self._outcome(error, outbound)

    async def _message(self, outbound: Outbound) -> SendOutcome:
        person = person_of(outbound)
        if not is_identifier(person):
            return Refused(reason="X takes no direct message to a group here.", permanent=True)
        pictures = await self._uploaded(outbound)
        if not isinstance(pictures, list):
            return pictures
        try:
            answer = await self._api.create_direct_message(
                participant_id=person,
                text=storable(outbound.letter.text),
                media_id=pictures[0] if pictures else None,
                user_auth=True,
            )
        except RefusalError as error:
            return self._unfit(outbound, error, pictures)
        except XError as error:
            return self._outcome(error, outbound)
        self._pictures.shown(pictures)
        return _sent(answer, "dm_event_id")

    def _outcome(self, error: XError, outbound: Outbound) -> SendOutcome:
        return send_outcome(
            error, attempt=outbound.attempt, account=self._options.account, now=self._clock.now()
        )


def unsendable(letter: Letter) -> Refused | None:
    """Refuse, before any call, what X would surely refuse."""
    most, weight = TRAITS.limits[letter.surface], TRAITS.count(letter.text)
    if weight > most:
        return Refused(reason=f"The text counts {weight} on X, which takes {most}.", permanent=True)
    if not letter.text.strip():
        return Refused(reason="The text is empty.", permanent=True)
    return None


def _sent(answer: Mapping[str, object], name: str) -> Sent | Unknown:
    data = answer.get("data")
    number = data.get(name) if isinstance(data, Mapping) else None
    if not is_identifier(number):
        return Unknown(evidence="X answered without the message's number.")
    return sent_as(str(number), public=name == "id")
