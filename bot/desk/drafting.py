"""The bot's draft in a conversation: shown with its reasons, approved, edited, or refused."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from bot.desk.entries import when
from bot.desk.visit import Visit, fields, refuse, row_number, to_talk, typed
from bot.desk.words import words
from bot.model.draft import Refusal, WaitingDraft
from bot.model.text import unsigned

_LONGEST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A draft in words; `words` are those to be edited, without the bot's signature.

    `sure` is a whole number of hundredths, 0 where nothing was guessed.
    """

    id: int
    text: str
    words: str
    buttons: tuple[str, ...]
    files: tuple[str, ...]
    reason: str
    source: str
    intent: str
    sure: int
    at: str
    refusals: tuple[tuple[str, str], ...]


def sketch(visit: Visit, draft: WaitingDraft) -> Sketch:
    """Put a draft into words."""
    w, proposal = words(visit.language), draft.proposal
    letter = proposal.letter
    return Sketch(
        id=draft.id,
        text=letter.text,
        words=unsigned(letter.text),
        buttons=letter.buttons,
        files=tuple(media.path for media in letter.media),
        reason=proposal.reason,
        source=letter.source,
        intent=proposal.intent,
        sure=round(proposal.confidence * 100),
        at=when(visit, draft.made_at),
        refusals=tuple((item.value, w[f"refusal_{item}"]) for item in Refusal),
    )


async def approve(visit: Visit) -> Response:
    """Send the draft as it stands."""
    conversation, draft = row_number(visit, "id"), row_number(visit, "draft")
    done = await visit.desk.agents.approve(conversation, draft, visit.person.key)
    return to_talk(visit, done=done, otherwise=409)


async def edit(visit: Visit) -> Response:
    """Send a person's words in the draft's place."""
    text = typed((await fields(visit.request)).get("text", ""))
    if not text or len(text) > _LONGEST:
        return refuse(visit.request, 400)
    conversation, draft = row_number(visit, "id"), row_number(visit, "draft")
    if await visit.desk.agents.shows(conversation, text):
        return refuse(visit.request, 422)
    measure = await visit.desk.agents.measure(conversation, text, visit.person.key)
    if measure is not None and measure.over:
        return refuse(visit.request, 413)
    done = await visit.desk.agents.edit_draft(conversation, draft, visit.person.key, text)
    return to_talk(visit, done=done, otherwise=409)


async def turn_down(visit: Visit) -> Response:
    """Refuse the draft, for one of the reasons."""
    why = (await fields(visit.request)).get("why", "")
    if why not in set(Refusal):
        return refuse(visit.request, 400)
    conversation, draft = row_number(visit, "id"), row_number(visit, "draft")
    done = await visit.desk.agents.refuse_draft(conversation, draft, visit.person.key, Refusal(why))
    return to_talk(visit, done=done, otherwise=409)


async def count(visit: Visit) -> Response:
    """Count words as the channel does, signed: {"length", "limit", "said"}."""
    text = typed((await fields(visit.request)).get("text", ""))
    measure = await visit.desk.agents.measure(row_number(visit, "id"), text[:_LONGEST], visit.person.key)
    if measure is None:
        return Response(status_code=404)
    said = words(visit.language)["draft_left"].format(length=measure.length, limit=measure.limit)
    return JSONResponse({"length": measure.length, "limit": measure.limit, "said": said})
