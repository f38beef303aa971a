"""How pictures are uploaded: begun, sent in pieces, ended; only what is whole may be shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from bot.testing.wire import Request
from bot.testing.x.refusals import RefusedError
from bot.testing.x.world import World, first_id

Json = dict[str, Any]

KEPT = 86_400
"""Seconds for which an upload may be used."""

_BIGGEST = 5 * 1024 * 1024
_KINDS = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_CATEGORIES = frozenset({"tweet_image", "tweet_gif", "dm_image", "dm_gif"})


@dataclass(slots=True, kw_only=True)
class Upload:
    """A picture on its way or whole; `looks` are those after which X is done with it."""

    id: int
    kind: str
    size: int
    category: str
    at: float
    looks: int
    pieces: dict[int, bytes] = field(default_factory=dict)
    ended: bool = False

    @property
    def content(self) -> bytes:
        """What has come so far."""
        return b"".join(self.pieces[place] for place in sorted(self.pieces))


@dataclass(slots=True)
class Uploading:
    """The endpoints of uploads. `slow`: so many looks until X is done with a picture; `spoilt`: it fails."""

    world: World
    slow: int = 0
    spoilt: bool = False
    uploads: dict[int, Upload] = field(default_factory=dict)

    def begin(self, body: Mapping[str, Any]) -> Json:
        kind, size, category = (body.get(name) for name in ("media_type", "total_bytes", "media_category"))
        if kind not in _KINDS or category not in _CATEGORIES:
            raise RefusedError(400, "media_type, media_category: not supported")
        if not isinstance(size, int) or not 0 < size <= _BIGGEST:
            raise RefusedError(400, "total_bytes: too large")
        number = first_id(self.world.now()) + len(self.uploads)
        self.uploads[number] = Upload(
            id=number, kind=kind, size=size, category=category, at=self.world.now(), looks=self.slow
        )
        return {"data": {"id": str(number), "media_key": f"3_{number}", "expires_after_secs": KEPT}}

    def append(self, number: int, request: Request) -> Json:
        upload = self._open(number)
        head = f"Content-Type: {request.content_type}\r\n\r\n".encode()
        parts = {
            str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)
            for part in message_from_bytes(head + request.body).walk()
            if not part.is_multipart()
        }
        place, media = parts.get("segment_index"), parts.get("media")
        if not isinstance(place, bytes) or not place.isdigit() or not isinstance(media, bytes):
            raise RefusedError(400, "segment_index, media: missing")
        upload.pieces[int(place)] = media
        return {"data": {"expires_at": int(upload.at) + KEPT}}

    def end(self, number: int) -> Json:
        upload = self._open(number)
        if len(upload.content) != upload.size:
            raise RefusedError(400, "The number of bytes does not match total_bytes.")
        upload.ended = True
        return self._told(upload)

    def status(self, params: Mapping[str, str]) -> Json:
        upload = self.uploads.get(int(params.get("media_id", "0") or 0))
        if upload is None or not upload.ended or params.get("command") != "STATUS":
            raise RefusedError(404, "Not Found")
        upload.looks = max(0, upload.looks - 1)
        return self._told(upload)

    def usable(self, numbers: Collection[str], *, direct: bool) -> tuple[int, ...]:
        """Give the numbers of pictures that may be shown. Raises RefusedError."""
        found = [self.uploads.get(int(number)) for number in numbers]
        start = "dm_" if direct else "tweet_"
        for upload in found:
            fresh = upload is not None and upload.at + KEPT > self.world.now()
            if upload is None or not fresh or not upload.ended or upload.looks or self.spoilt:
                raise RefusedError(400, "Your media IDs are invalid.")
            if not upload.category.startswith(start):
                raise RefusedError(400, "Your media IDs are invalid: wrong media category.")
        return tuple(upload.id for upload in found if upload is not None)

    def _open(self, number: int) -> Upload:
        upload = self.uploads.get(number)
        if upload is None or upload.ended:
            raise RefusedError(400, "The media is not being uploaded.")
        return upload

    def _told(self, upload: Upload) -> Json:
        told: Json = {"id": str(upload.id), "media_key": f"3_{upload.id}"}
        if self.spoilt:
            told["processing_info"] = {"state": "failed"}
        elif upload.looks:
            told["processing_info"] = {"state": "in_progress", "check_after_secs": 1}
        return {"data": told}
