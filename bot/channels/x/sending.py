"""Sends replies and direct messages once, and looks among the account's own whether one got through."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from bot.channels.restraint import Restraint
from bot.channels.x import TRAITS
from bot.channels.x.api import Api
from bot.channels.x.company import Company
from bot.channels.x.faults import LostError, RefusalError, UnreachableError, XError
from bot.channels.x.finding import Finder, person_of, sent_as, storable
from bot.channels.x.ledger import Use
from bot.channels.x.options import Options
from bot.channels.x.pace import back_off
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
        self._restraint = Restraint(lambda failures: back_off(failures, options.account))
        self._absent: set[int] = set()

    async def send(self, outbound: Outbound) -> SendOutcome:
        """Send one message, once; while X has failed several times in a row, it is left in peace."""
        refusal = unsendable(outbound.letter)
        if refusal is not None:
            return refusal
        now = self._clock.now()
        use = Use.AUTOMATIC if outbound.letter.purpose.automatic else Use.PEOPLE
        if self._api.ledger.closed_until(use, now) is not None:
            return Refused(reason=NO_MONEY, permanent=True, by_us=True)
        if outbound.attempt == 1:
            self._absent.add(outbound.id)
        wait = self._restraint.hold(now)
        if wait:
            return Later(after=wait, reason=IN_TROUBLE, whole_account=True)
        with self._restraint.trying(self._clock.now):
            outcome = await self._tried(outbound)
        if isinstance(outcome, Sent | Refused | SameWords):
            self._absent.discard(outbound.id)
        if isinstance(outcome, Sent | SameWords) or (isinstance(outcome, Refused) and not outcome.by_us):
            self._restraint.went_well()
        else:
            self._restraint.untried()
        return outcome

    async def _tried(self, outbound: Outbound) -> SendOutcome:
        """Send; after trouble a reading, not a message, tries whether X is well."""
        if self._is_in_doubt(outbound):
            return await self._looked_for_first(outbound)
        if self._restraint.is_trouble:
            try:
                await self._finder.own_posts(self._clock.now())
            except XError as error:
                held = self._held(error, outbound)
                rest = self._restraint.rest(self._clock.now())
                return Later(after=max(rest, held.after), reason=IN_TROUBLE, whole_account=True)
        return await self._sent_now(outbound)

    def _is_in_doubt(self, outbound: Outbound) -> bool:
        """Tell whether an earlier attempt may be there: X could not be asked, or this program did not see it.

        What becomes of a direct message is always known before it is tried again.
        """
        public = outbound.letter.surface is Surface.PUBLIC
        return public and outbound.attempt > 1 and outbound.id not in self._absent

    async def _looked_for_first(self, outbound: Outbound) -> SendOutcome:
        """Send again only what is not there."""
        try:
            found = await self._finder.found(outbound)
        except XError as error:
            return self._held(error, outbound)
        return found if found is not None else await self._sent_now(outbound)

    def _held(self, error: XError, outbound: Outbound) -> Later:
        """Say when to try again what was surely not sent."""
        now = self._clock.now()
        self._note(error, now)
        return not_sent(error, attempt=outbound.attempt, account=self._options.account, now=now)

    def _note(self, error: XError, now: datetime) -> None:
        match error:
            case LostError() | UnreachableError():
                self._restraint.failed(now)
            case RefusalError():
                self._restraint.went_well()
            case _:
                self._restraint.untried()

    async def _sent_now(self, outbound: Outbound) -> SendOutcome:
        self._absent.discard(outbound.id)
        public = outbound.letter.surface is Surface.PUBLIC
        outcome = await (self._reply(outbound) if public else self._message(outbound))
        if isinstance(outcome, Later):
            self._absent.add(outbound.id)
        return outcome

    async def reconcile(self, outbound: Outbound) -> Reconciled:
        """Look for an interrupted message among the account's own.

        A direct message is looked for a moment later, when X surely lists it; a reply at once, for X would
        refuse to take it twice. For the same reason a reply that cannot be looked for may be sent again: it
        is looked for once more before that; while X is in trouble only then.
        """
        public = outbound.letter.surface is Surface.PUBLIC
        looks = 0 if public and self._restraint.is_trouble else _LOOKS
        for look in range(looks):
            if look or not public:
                await self._wait(_SETTLING)
            try:
                found = await self._finder.found(outbound)
            except LostError:
                self._restraint.failed(self._clock.now())
                continue
            except XError:
                break
            if found is not None:
                return found
            self._absent.add(outbound.id)
            return Absent()
        if public:
            return Absent()
        return CannotTell(reason="X could not be asked whether it was sent.")

    async def _reply(self, outbound: Outbound) -> SendOutcome:
        target = outbound.letter.reply_to
        if not is_identifier(target):
            return Refused(reason="There is no post of the customer's to answer.", permanent=True, by_us=True)
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
            return Refused(reason=str(error), permanent=True, by_us=True)
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
            return self._held(error, outbound)
        self._company.learn(answer)
        others = self._company.of(target)
        return Refused(reason=GONE, permanent=True, of_place=True) if others is None else others

    async def _refused(self, outbound: Outbound, error: RefusalError, pictures: Sequence[str]) -> SendOutcome:
        """A duplicate is either this very message, sent before, or the same words to somebody else."""
        if not error.of_repetition:
            return self._unfit(outbound, error, pictures)
        try:
            found = await self._found_in_the_end(outbound)
        except XError as trouble:
            return Unknown(evidence=f"X knows these words, and did not let us look for them ({trouble}).")
        return found if found is not None else SameWords(reason=SAME_WORDS)

    async def _found_in_the_end(self, outbound: Outbound) -> Sent | None:
        """Look for an earlier attempt: X knows its words at once, and lists it a moment later."""
        found = await self._finder.found(outbound)
        for _ in range(_LOOKS - 1 if outbound.attempt > 1 else 0):
            if found is not None:
                break
            await self._wait(_SETTLING)
            found = await self._finder.found(outbound)
        return found

    def _unfit(self, outbound: Outbound, error: RefusalError, pictures: Sequence[str]) -> SendOutcome:
        """Pictures that X kept from before may be gone by now: they are uploaded anew."""
        if pictures and error.of_media and self._pictures.forget(pictures):
            return Refused(reason=f"X refuses the picture: {error.detail}", permanent=False)
        return self._outcome(error, outbound)

    async def _message(self, outbound: Outbound) -> SendOutcome:
        person = person_of(outbound)
        if not is_identifier(person):
            return Refused(reason="X takes no direct message to a group here.", permanent=True, by_us=True)
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
        now = self._clock.now()
        self._note(error, now)
        return send_outcome(error, attempt=outbound.attempt, account=self._options.account, now=now)


def unsendable(letter: Letter) -> Refused | None:
    """Refuse, before any call, what X would surely refuse."""
    most, weight = TRAITS.limits[letter.surface], TRAITS.count(letter.text)
    if weight > most:
        return Refused(
            reason=f"The text counts {weight} on X, which takes {most}.", permanent=True, by_us=True
        )
    if not letter.text.strip():
        return Refused(reason="The text is empty.", permanent=True, by_us=True)
    return None


def _sent(answer: Mapping[str, object], name: str) -> Sent | Unknown:
    data = answer.get("data")
    number = data.get(name) if isinstance(data, Mapping) else None
    if not is_identifier(number):
        return Unknown(evidence="X answered without the message's number.")
    return sent_as(str(number), public=name == "id")
