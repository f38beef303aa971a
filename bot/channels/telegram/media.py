"""Files on Telegram: uploaded once, and sent again by the id that Telegram gives them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from telegram import InputFile
from telegram.error import BadRequest

from bot.channels.files import read_file
from bot.channels.telegram.api import Api
from bot.model.message import Media, MediaKind

_UPLOAD_SECONDS = 25.0
_METHODS = {
    MediaKind.PHOTO: ("sendPhoto", "photo"),
    MediaKind.VIDEO: ("sendVideo", "video"),
    MediaKind.VOICE: ("sendVoice", "voice"),
    MediaKind.DOCUMENT: ("sendDocument", "document"),
}
_UNKNOWN = ("wrong file identifier", "wrong remote file", "file_reference_", "file reference")


class Files:
    """Sends messages with a file; remembers, until the program ends, what it has uploaded.

    A file that was changed on disk is uploaded anew.
    """

    def __init__(self, api: Api, folder: Path) -> None:
        self._api, self._folder = api, folder
        self._ids: dict[tuple[MediaKind, bytes], str] = {}

    async def send(self, media: Media, params: Mapping[str, object]) -> object:
        """Send a file with a caption; gives Telegram's message. Raises TelegramError.

        Where the file cannot be read the words go alone; with no words either, that is FileNotFoundError.
        """
        method, field = _METHODS[media.kind]
        rest = {("caption" if name == "text" else name): value for name, value in params.items() if value}
        if media.reference:
            return await self._api.call(method, {**rest, field: media.reference})
        data = await read_file(self._folder, media)
        if data is None:
            if not params.get("text"):
                raise FileNotFoundError(media.path)
            return await self._api.call("sendMessage", params)
        return await self._send_own(media, data, rest)

    async def _send_own(self, media: Media, data: bytes, params: Mapping[str, object]) -> object:
        method, field = _METHODS[media.kind]
        key = media.kind, sha256(data).digest()
        known = self._ids.get(key)
        if known is not None:
            try:
                return await self._api.call(method, {**params, field: known})
            except BadRequest as error:  # it was refused, so uploading it is no repeat
                if not any(words in error.message.casefold() for words in _UNKNOWN):
                    raise
        upload = InputFile(data, filename=Path(media.path).name)
        message = await self._api.call(method, {**params, field: upload}, seconds=_UPLOAD_SECONDS)
        number = _id_in(message, field)
        if number:
            self._ids[key] = number
        return message


def _id_in(message: object, field: str) -> str:
    """Give the id of the file in a message that was sent; a photo comes in sizes, the largest last."""
    found = message.get(field) if isinstance(message, Mapping) else None
    size = found[-1] if isinstance(found, list) and found else found
    number = size.get("file_id") if isinstance(size, Mapping) else None
    return number if isinstance(number, str) else ""
