"""Pictures for posts and messages: read from the brand's folder, uploaded once, named by X's number."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bot.channels.x.api import Api
from bot.channels.x.faults import LostError, RefusalError
from bot.channels.x.raw import is_identifier
from bot.clock import Clock
from bot.model.message import Media, MediaKind, Surface

BIGGEST = 5 * 1024 * 1024
"""Bytes of the biggest picture that X takes."""

MOST = {Surface.PUBLIC: 4, Surface.PRIVATE: 1}
"""Pictures in one post, and in one direct message."""

_UPLOAD = "/2/media/upload"
_CHUNK = 1024 * 1024
_MARGIN = timedelta(minutes=10)
_LOOKS = 4
_LONGEST_WAIT = 3.0  # seconds between looks whether X is done with a picture
_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)

Wait = Callable[[float], Awaitable[object]]


class PictureError(Exception):
    """A picture that cannot be sent; the message says which, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture's file: its name below the brand's folder, its kind as “image/png”, and its bytes."""

    name: str
    kind: str
    content: bytes


class Pictures:
    """Uploads what X does not have yet; X keeps an upload for about a day."""

    def __init__(self, api: Api, folder: Path, clock: Clock, *, wait: Wait = asyncio.sleep) -> None:
        self._api, self._folder, self._clock, self._wait = api, folder, clock, wait
        self._kept: dict[tuple[str, str], tuple[str, datetime]] = {}
        self._shown: set[str] = set()

    async def numbers(self, media: Sequence[Media], surface: Surface) -> list[str]:
        """Give X's numbers for the pictures of a message. Raises PictureError and XError."""
        if len(media) > MOST[surface]:
            raise PictureError(f"X takes {MOST[surface]} in such a message, not {len(media)} pictures.")
        return [await self._number(item, surface) for item in media]

    def shown(self, numbers: Collection[str]) -> None:
        """Note that X has taken a message with these."""
        self._shown.update(numbers)

    def forget(self, numbers: Collection[str]) -> bool:
        """Upload these anew the next time; False if they were never shown, and that would be no help."""
        self._kept = {key: kept for key, kept in self._kept.items() if kept[0] not in numbers}
        return bool(self._shown & set(numbers))

    async def _number(self, media: Media, surface: Surface) -> str:
        if media.kind is not MediaKind.PHOTO:
            raise PictureError(f"On X only pictures can be sent: “{media.path or media.reference}” is none.")
        if media.reference:
            return media.reference
        picture = await asyncio.to_thread(read_picture, self._folder, media.path)
        category = _category(picture, surface)
        key = (hashlib.sha256(picture.content).hexdigest(), category)
        kept = self._kept.get(key)
        if kept is None or kept[1] <= self._clock.now():
            self._kept[key] = kept = await self._uploaded(picture, category)
        return kept[0]

    async def _uploaded(self, picture: Picture, category: str) -> tuple[str, datetime]:
        """Upload a picture in pieces; gives its number and until when it may be used."""
        about = {"media_type": picture.kind, "total_bytes": len(picture.content), "media_category": category}
        try:
            begun = await self._called("POST", f"{_UPLOAD}/initialize", about)
            number = begun.get("id")
            if not is_identifier(number):
                raise LostError("an upload without a number")
            for place in range(0, len(picture.content), _CHUNK):
                await self._append(str(number), picture, place)
            ended = await self._called("POST", f"{_UPLOAD}/{number}/finalize")
            await self._processed(str(number), picture.name, ended)
        except RefusalError as error:
            if error.of_keys or error.of_rights:
                raise
            raise PictureError(f"X does not take the picture “{picture.name}”: {error.detail}") from error
        seconds = begun.get("expires_after_secs")
        kept = timedelta(seconds=min(seconds, 86_400)) if type(seconds) is int else timedelta(0)
        return str(number), self._clock.now() + max(kept - _MARGIN, timedelta(0))

    async def _append(self, number: str, picture: Picture, place: int) -> None:
        form = aiohttp.FormData()
        form.add_field("segment_index", str(place // _CHUNK))
        chunk = picture.content[place : place + _CHUNK]
        form.add_field("media", chunk, filename="picture", content_type="application/octet-stream")
        await self._called("POST", f"{_UPLOAD}/{number}/append", form)

    async def _processed(self, number: str, name: str, answer: Mapping[str, Any]) -> None:
        """Wait until X is done with a picture; most are at once."""
        for _ in range(_LOOKS):
            state, seconds = _processing(answer)
            if state == "succeeded":
                return
            if state == "failed":
                raise PictureError(f"X cannot read the picture “{name}”: save it anew as JPEG or PNG.")
            await self._wait(min(seconds, _LONGEST_WAIT))
            params = {"command": "STATUS", "media_id": number}
            answer = await self._called("GET", _UPLOAD, params=params)
        raise LostError("a picture that is not done")

    async def _called(
        self, method: str, route: str, body: object = None, *, params: Mapping[str, object] | None = None
    ) -> Mapping[str, Any]:
        answer = await (await self._api.request(method, route, params, body)).json()
        data = answer.get("data")
        return data if isinstance(data, Mapping) else {}


def read_picture(folder: Path, path: str) -> Picture:
    """Read a picture below the brand's folder. Raises PictureError."""
    try:
        content = _read(folder, path)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name is no file's"
        raise PictureError(f"The picture “{path}” cannot be read: {why}.") from error
    kind = next((kind for start, kind in _STARTS if content.startswith(start)), "")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        kind = "image/webp"
    if not kind:
        raise PictureError(f"“{path}” is no picture that X shows: save it as JPEG, PNG, GIF or WebP.")
    return Picture(name=path, kind=kind, content=content)


def _read(folder: Path, path: str) -> bytes:
    place = (folder / path).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise PictureError(f"The picture “{path}” is not in the brand's folder: put it there.")
    if place.stat().st_size > BIGGEST:
        raise PictureError(f"The picture “{path}” has more than 5 MB, the most that X takes: shrink it.")
    return place.read_bytes()


def _category(picture: Picture, surface: Surface) -> str:
    whose = "tweet" if surface is Surface.PUBLIC else "dm"
    return f"{whose}_{'gif' if picture.kind == 'image/gif' else 'image'}"


def _processing(answer: Mapping[str, Any]) -> tuple[str, float]:
    """Give how far X is with a picture, and the seconds after which to look again."""
    info = answer.get("processing_info")
    if not isinstance(info, Mapping):
        return "succeeded", 0.0
    seconds = info.get("check_after_secs")
    return str(info.get("state")), float(seconds) if type(seconds) is int and seconds > 0 else 1.0
