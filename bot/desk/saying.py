"""What people type to customers, looked over before it is sent: told beside the field, asked about once."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from bot.desk.visit import Visit, fields
from bot.desk.words import words
from bot.knowledge.wording import faults_in

_MOST = 5


def warnings(visit: Visit, text: str) -> tuple[str, ...]:
    """Give a sentence for each thing in a text that customers are spared, in the reader's language."""
    said = words(visit.language)
    found = faults_in(text, visit.desk.policy)
    sentences = (f"{said[f'said_{item.fault}']}: “{item.words}”" for item in found)
    return tuple(dict.fromkeys(sentences))[:_MOST]


async def check(visit: Visit) -> Response:
    """Look over a text while it is being written; nothing is sent and nothing kept."""
    form = await fields(visit.request)
    return JSONResponse({"warnings": warnings(visit, form.get("text", ""))})
