"""The keys of `[channels.telegram]`, read and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from bot.channels.telegram import TRAITS
from bot.errors import SetupError
from bot.settings.values import ChannelSettings

API = "https://api.telegram.org/bot"
_TOKEN = re.compile(r"([0-9]{1,20}):[A-Za-z0-9_-]{1,128}")
_SECONDS = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})?) ?s?")
_HOW = "Write to @BotFather in Telegram, send /newbot, and put the token it gives you in {variable}."
_KNOWN = frozenset({"token", "base_url", "poll_seconds", "burst_pause", "webhook", "desk_group"})
_GROUP = re.compile(r"-100[0-9]{5,15}")
_WEBHOOK = re.compile(r"https://[A-Za-z0-9.-]+(?::(?:443|80|88|8443))?(/[A-Za-z0-9._~/-]*[A-Za-z0-9_~-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the connector is set to; `account` is the bot's number, the token's first part.

    `webhook` is the public address Telegram posts to; "" to fetch updates by long polling.
    `desk_group` is the number of the group in which people answer; "" for none.
    """

    token: str
    account: str
    base_url: str = API
    poll_seconds: int = 50
    burst_pause: timedelta = TRAITS.burst_pause
    webhook: str = ""
    desk_group: str = ""

    @property
    def webhook_path(self) -> str:
        """The path of the webhook's address: where this program's site takes updates in."""
        return urlsplit(self.webhook).path

    def __repr__(self) -> str:
        """Leave the token out: what is printed may be logged."""
        return f"Options(account={self.account!r}, base_url={self.base_url!r})"


def read_options(settings: ChannelSettings) -> Options:
    """Read the channel's keys. Raises SetupError with what to do; the token is never part of a message."""
    unknown = sorted(set(settings.options) - _KNOWN)
    if unknown:
        raise SetupError(
            f"[channels.{settings.name}] has a key Telegram does not know: “{unknown[0]}”.",
            hint=f"The keys are {', '.join(sorted(_KNOWN))}.",
        )
    token = _token(settings)
    return Options(
        token=token,
        account=token.partition(":")[0],
        base_url=_base_url(settings),
        poll_seconds=int(_seconds(settings, "poll_seconds", 50, least=1, most=50)),
        burst_pause=timedelta(
            seconds=_seconds(settings, "burst_pause", TRAITS.burst_pause.total_seconds(), least=0, most=60)
        ),
        webhook=_webhook(settings),
        desk_group=_desk_group(settings),
    )


def _token(settings: ChannelSettings) -> str:
    variable = settings.missing[0] if settings.missing else "TELEGRAM_TOKEN"
    token = settings.options.get("token")
    if settings.missing or not isinstance(token, str) or not token.strip():
        raise SetupError(
            f"Telegram has no token: the environment variable {variable} is not set, "
            f"or [channels.{settings.name}] does not name it.",
            hint=f'{_HOW.format(variable=variable)} settings.toml says token = "env:{variable}".',
        )
    if _TOKEN.fullmatch(token.strip()) is None:
        raise SetupError(
            "Telegram's token does not look like one: it is a number, a colon and a long word.",
            hint=_HOW.format(variable="the environment variable it is read from"),
        )
    return token.strip()


def _base_url(settings: ChannelSettings) -> str:
    url = settings.options.get("base_url", API)
    if not isinstance(url, str) or not re.fullmatch(r"https?://[^\s/{}]+(/[^\s{}]*)?/bot", url):
        raise SetupError(
            f"[channels.{settings.name}] base_url must be a web address that ends in /bot.",
            hint=f"Leave the key out to use {API}.",
        )
    return url


def _webhook(settings: ChannelSettings) -> str:
    url = settings.options.get("webhook", "")
    if url != "" and (not isinstance(url, str) or _WEBHOOK.fullmatch(url) is None):
        raise SetupError(
            f"[channels.{settings.name}] webhook must be an https address with a path, "
            "on port 443, 80, 88 or 8443.",
            hint='For example webhook = "https://example.org/telegram"; leave the key out for long polling.',
        )
    return str(url)


def _desk_group(settings: ChannelSettings) -> str:
    group = settings.options.get("desk_group", "")
    if isinstance(group, bool) or (group != "" and _GROUP.fullmatch(str(group)) is None):
        raise SetupError(
            f"[channels.{settings.name}] desk_group must be the number of a group with topics.",
            hint='It begins with -100, for example desk_group = "-1001234567890".',
        )
    return str(group)


def _seconds(settings: ChannelSettings, key: str, default: float, *, least: float, most: float) -> float:
    value = settings.options.get(key, default)
    found = None if isinstance(value, bool) else _SECONDS.fullmatch(str(value))
    if found is None or not least <= float(found[1]) <= most:
        raise SetupError(
            f"[channels.{settings.name}] {key} must be seconds from {least:g} to {most:g}.",
            hint=f'For example {key} = "{default:g}s".',
        )
    return float(found[1])
