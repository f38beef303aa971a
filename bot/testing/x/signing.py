"""Checks a request's OAuth 1.0a signature from the standard's own words, apart from any client's code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from urllib.parse import parse_qsl, quote, unquote

from bot.testing.wire import Request
from bot.testing.x.world import World

_FIELD = re.compile(r'(oauth_\w+)="([^"]*)"')


def is_signed(request: Request, world: World, *, base_url: str, seen: set[str]) -> bool:
    """Tell whether the account's owner signed this very request, now and for the first time."""
    fields = {
        name: unquote(value) for name, value in _FIELD.findall(request.headers.get("authorization", ""))
    }
    signature = fields.pop("oauth_signature", "")
    nonce, stamp = fields.get("oauth_nonce", ""), fields.get("oauth_timestamp", "")
    if world.revoked or not nonce or nonce in seen or not stamp.isdecimal():
        return False
    if abs(float(stamp) - world.now()) > world.most_skew:
        return False
    if (fields.get("oauth_consumer_key"), fields.get("oauth_token")) != (world.consumer_key, world.token):
        return False
    seen.add(nonce)
    wanted = _signature(request, world, base_url, fields)
    return hmac.compare_digest(signature.encode(), wanted.encode())


def _signature(request: Request, world: World, base_url: str, fields: dict[str, str]) -> str:
    pairs = [*parse_qsl(request.query, keep_blank_values=True), *fields.items()]
    encoded = sorted((_encoded(name), _encoded(value)) for name, value in pairs)
    params = "&".join(f"{name}={value}" for name, value in encoded)
    base = "&".join(map(_encoded, (request.method, base_url + request.path, params)))
    key = f"{_encoded(world.consumer_secret)}&{_encoded(world.token_secret)}"
    digest = hmac.new(key.encode(), base.encode(), hashlib.sha1)
    return base64.b64encode(digest.digest()).decode()


def _encoded(text: str) -> str:
    return quote(text, safe="-._~")
