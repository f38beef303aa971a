"""Files at the fake Bot API: uploaded as multipart, kept, and named by an id that belongs to one bot."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import HTTP
from hashlib import sha256
from typing import Any

from bot.testing.telegram.queue import Json
from bot.testing.telegram.refusals import RefusedError

KINDS = {"sendphoto": "photo", "sendvideo": "video", "sendvoice": "voice", "senddocument": "document"}
"""The methods that send a file, with the name of its field."""

CAPTION = 1024
_LARGEST = {"photo": 10_000_000}
_LARGEST_OTHER = 50_000_000


def form_parts(body: bytes, content_type: str) -> Json:
    """Read a multipart form: files as bytes, everything else as text."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    return {_name(part): _value(part) for part in message.iter_parts()}


def _name(part: Any) -> str:
    return str(part.get_param("name", header="content-disposition"))


def _value(part: Any) -> str | bytes:
    data: bytes = part.get_payload(decode=True)
    return data if part.get_filename() is not None else data.decode()


def file_id(files: dict[str, bytes], kind: str, value: object) -> str:
    """Take an upload, or the id of a file that is there; gives its id."""
    if isinstance(value, bytes):
        if not value:
            raise RefusedError(400, "Bad Request: file must be non-empty")
        if len(value) > _LARGEST.get(kind, _LARGEST_OTHER):
            raise RefusedError(413, "Request Entity Too Large")
        number = f"{kind}-{sha256(value).hexdigest()[:20]}"
        files[number] = value
        return number
    if not isinstance(value, str) or value not in files:
        raise RefusedError(400, "Bad Request: wrong file identifier/HTTP URL specified")
    return value


def as_shown(kind: str, number: str) -> Json:
    """Give the field in which a message shows its file; a photo comes in sizes."""
    file = {"file_id": number, "file_unique_id": f"u-{number}"}
    return {kind: [{**file, "file_id": f"small-{number}"}, file] if kind == "photo" else file}
