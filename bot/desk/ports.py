"""What the desk is made with: the service it calls, the people who may sign in, the brand's clock."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.desk.access.attempts import Limits
from bot.desk.calendar.port import CalendarDesk
from bot.desk.inbox_port import Team
from bot.desk.owed.port import OwedDesk
from bot.desk.replies.port import ReplyDesk
from bot.desk.report.port import ReportDesk
from bot.model.draft import Refusal
from bot.model.incident import Announcement, Incident
from bot.model.overheard import Overheard
from bot.model.stopping import OpenBreaker, Stop, StopScope
from bot.service.incident_values import Post, Said
from bot.service.incidents import Preview
from bot.service.lessons import Lessons
from bot.service.questions import Unanswered
from bot.service.trials import Trials
from bot.service.users import Users
from bot.service.values import ChannelHealth, Dossier, Measure, Task
from bot.settings.hearing import PolicyWords
from bot.settings.values import Brand, Person


class Agents(Protocol):
    """What people do at the desk; False everywhere means that there is no such thing."""

    async def tasks(self) -> tuple[Task, ...]:
        """List what people still have to do."""
        ...

    async def overheard(self, since: datetime, most: int) -> tuple[Overheard, ...]:
        """List what was said about the brand, not to it, newest first."""
        ...

    async def channels(self) -> tuple[ChannelHealth, ...]:
        """List the channels and how they are."""
        ...

    async def dossier(self, conversation_id: int) -> Dossier | None:
        """Give everything about one conversation."""
        ...

    async def take_over(self, conversation_id: int, agent: str) -> bool:
        """Let the agent answer from here on."""
        ...

    async def reply(
        self,
        conversation_id: int,
        agent: str,
        text: str,
        *,
        id: str,  # noqa: A002 - the client's id
        hold: timedelta = timedelta(0),
    ) -> bool:
        """Send the agent's words, once for each `id`, after `hold`: until then they can be taken back."""
        ...

    async def shows(self, conversation_id: int, text: str) -> tuple[str, ...]:
        """Give the kinds of personal data that a text would show in public: it is not sent."""
        ...

    async def typing(self, conversation_id: int) -> bool:
        """Show the customer that an answer is being written."""
        ...

    async def hand_back(self, conversation_id: int, agent: str) -> bool:
        """Let the bot answer again."""
        ...

    async def close_case(self, conversation_id: int, agent: str) -> bool:
        """Close the conversation's case."""
        ...

    async def mute(self, conversation_id: int, agent: str, reason: str, until: datetime) -> bool:
        """Let the bot say nothing to the conversation's contact until a time."""
        ...

    async def unmute(self, conversation_id: int, agent: str) -> bool:
        """Let the bot speak to the conversation's contact again."""
        ...

    async def correct(self, conversation_id: int, line: int, agent: str, text: str) -> bool:
        """Let a sent message, by its line's number, say other words."""
        ...

    async def take_back(self, conversation_id: int, line: int, agent: str) -> bool:
        """Take a sent message back, by its line's number."""
        ...

    async def approve(self, conversation_id: int, draft_id: int, agent: str) -> bool:
        """Let a draft be sent as it stands; False if it waits no more."""
        ...

    async def edit_draft(self, conversation_id: int, draft_id: int, agent: str, text: str) -> bool:
        """Send a person's words in a draft's place; False if it waits no more, or they do not fit."""
        ...

    async def refuse_draft(self, conversation_id: int, draft_id: int, agent: str, why: Refusal) -> bool:
        """Put a draft away as wrong; False if it waits no more."""
        ...

    async def measure(self, conversation_id: int, text: str, agent: str) -> Measure | None:
        """Count a person's words, signed, as the conversation's channel does; None where it is not on."""
        ...

    async def finish_task(self, task_id: int, agent: str) -> bool:
        """Mark a task done."""
        ...

    async def resend(self, outbound_id: int, agent: str) -> bool:
        """Send again what may not have arrived."""
        ...

    async def stops(self) -> tuple[Stop, ...]:
        """List what holds sending back now."""
        ...

    async def stop_sending(self, agent: str, scope: StopScope, why: str) -> bool:
        """Stop sending from this moment on; False if it was."""
        ...

    async def resume_sending(self, agent: str, *, people_only: bool = False) -> bool:
        """Let go of what people and signals hold; with `people_only` the bot stays stopped."""
        ...

    async def breakers(self) -> tuple[OpenBreaker, ...]:
        """List the accounts that are stopped by themselves."""
        ...

    async def close_breaker(self, channel: str, account: str, agent: str) -> bool:
        """Let an account send again."""
        ...


class IncidentDesk(Protocol):
    """What people do about incidents. What cannot be said raises IncidentError with every reason."""

    async def every(self) -> tuple[Incident, ...]:
        """List the open incidents, the suggestions, then the latest others."""
        ...

    async def get(self, incident_id: int) -> Incident | None:
        """Give an incident."""
        ...

    async def posts(self, item: Incident) -> tuple[Post, ...]:
        """Give the messages that are the evidence of a suggestion."""
        ...

    async def said(self, item: Incident) -> tuple[Said, ...]:
        """List what people said of it so far, newest first."""
        ...

    async def preview_opening(self, said: Announcement, suggestion: int = 0) -> Preview:
        """Work out what opening would do."""
        ...

    async def open(self, said: Announcement, *, title: str, by: str, suggestion: int = 0) -> int:
        """Open an incident and give its number."""
        ...

    async def preview_update(self, incident_id: int, said: Announcement, *, over: bool = False) -> Preview:
        """Work out what saying this would do."""
        ...

    async def update(self, incident_id: int, said: Announcement, *, by: str, seen: int = 0) -> None:
        """Say more."""
        ...

    async def close(self, incident_id: int, said: Announcement, *, by: str, seen: int = 0) -> None:
        """Say that it is over."""
        ...

    async def dismiss(self, incident_id: int, *, by: str) -> bool:
        """Note that a suggestion is no incident."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that the desk's pages need.

    `channels` maps a channel's name to its title. `policy` are the brand's own words for what customers are
    spared. `people` are those whom the settings name; who may sign in is in `users`. `secure`: the site is
    reached by https. `limits` count guesses at links and passwords. Setting `closing` ends the live streams,
    so that the server can stop.
    """

    agents: Agents
    team: Team
    incidents: IncidentDesk
    trials: Trials
    unanswered: Unanswered
    lessons: Lessons
    replies: ReplyDesk
    users: Users
    reports: ReportDesk
    promises: OwedDesk
    calendar: CalendarDesk
    clock: Clock
    brand: Brand
    people: Mapping[str, Person]
    zone: ZoneInfo
    channels: Mapping[str, str] = field(default_factory=dict)
    policy: PolicyWords = field(default_factory=PolicyWords)
    secure: bool = False
    limits: Limits = field(default_factory=Limits)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
