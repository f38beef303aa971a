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


def is_the_apps(request: Request, world: World) -> bool:
    """Tell whether the app itself asks, with its own token."""
    return not world.revoked and request.headers.get("authorization") == f"Bearer {world.bearer}"


def token_for(request: Request, world: World) -> str:
    """Give the app's token to who shows its keys; "" to anybody else."""
    pair = f"{quote(world.consumer_key, safe='')}:{quote(world.consumer_secret, safe='')}"
    right = f"Basic {base64.b64encode(pair.encode()).decode()}"
    asked = dict(parse_qsl(request.body.decode("latin-1"))) == {"grant_type": "client_credentials"}
    shown = request.headers.get("authorization") == right
    return world.bearer if shown and asked and not world.revoked else ""


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
