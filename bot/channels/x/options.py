"""The keys of `[channels.x]`, read and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from bot.channels.x import TRAITS
from bot.channels.x.ledger import CAP, PRICES
from bot.channels.x.topics import queries
from bot.channels.x.ways import stream, webhook
from bot.errors import SetupError
from bot.model.traits import Rate
from bot.settings.values import Brand, ChannelSettings
from bot.settings.words import WrongValueError, duration

API = "https://api.x.com"
MENTIONS, MESSAGES, OWN, TOPICS, SEARCH = "mentions", "messages", "own", "topics", "search:"
LISTEN = (MENTIONS, MESSAGES, OWN)
POLL_EVERY = timedelta(seconds=45)
WINDOW = timedelta(minutes=15)
POSTS = 100
"""Posts that X takes from an account in a window, unless there is another contract with X."""

_TOKEN = re.compile(r"([0-9]{1,20})-[A-Za-z0-9]{10,100}")
_KEY = re.compile(r"[!-~]{8,200}")
_URL = re.compile(r"https?://[^\s/{}?#]+(?:/[^\s{}?#]*[^\s{}?#/])?")
_MONEY = re.compile(r"([0-9]{1,7}(?:\.[0-9]{1,6})?) ?USD")
_HANDLE = re.compile(r"@?([A-Za-z0-9_]{1,15})")
_WHERE = "developer.x.com shows the app's four keys under “Keys and tokens”; put them into .env."


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the connector is set to; `account` is the brand's number, the access token's first part.

    `webhook` is the public address X sends events to ("": none); `stream`: events come over a connection
    that stays open. `consumer_secret_before` still opens the webhook while the secret is being changed.
    `topics` are the searches for posts about the trade.
    """

    consumer_key: str
    consumer_secret: str
    access_token: str
    access_token_secret: str
    account: str
    base_url: str = API
    listen: tuple[str, ...] = LISTEN
    poll_every: timedelta = POLL_EVERY
    burst_pause: timedelta = TRAITS.burst_pause
    ignore: frozenset[str] = field(default_factory=frozenset)
    daily_cap: Decimal = CAP
    prices: Mapping[str, Decimal] = field(default_factory=lambda: PRICES)
    posts: int = POSTS
    webhook: str = ""
    stream: bool = False
    consumer_secret_before: str = ""
    topics: tuple[str, ...] = ()

    @property
    def webhook_path(self) -> str:
        """The path of the webhook's address: where this program's site takes events in."""
        return urlsplit(self.webhook).path

    def __repr__(self) -> str:
        """Leave the keys out: what is printed may be logged."""
        return f"Options(account={self.account!r}, base_url={self.base_url!r}, listen={self.listen!r})"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be seen."""
        keys = self.consumer_key, self.consumer_secret, self.access_token, self.access_token_secret
        return (*keys, self.consumer_secret_before) if self.consumer_secret_before else keys

    @property
    def rates(self) -> tuple[Rate, ...]:
        """How often the account may post."""
        return (Rate(scope="account", count=self.posts, per=WINDOW),)


_KNOWN = (
    *TRAITS.secrets,
    "base_url",
    "burst_pause",
    "consumer_secret_before",
    "daily_cap",
    "ignore",
    "listen",
    "poll_every",
    "posts_in_15_minutes",
    "prices",
    "stream",
    "webhook",
)


def read_options(settings: ChannelSettings) -> Options:
    """Read the channel's keys. Raises SetupError with what to do; no secret is ever part of a message."""
    unknown = sorted(set(settings.options) - set(_KNOWN))
    if unknown:
        raise SetupError(
            f"[channels.{settings.name}] has a key X does not know: “{unknown[0]}”.",
            hint=f"The keys are {', '.join(sorted(_KNOWN))}.",
        )
    keys = {name: _secret(settings, name) for name in TRAITS.secrets}
    token = _TOKEN.fullmatch(keys["access_token"])
    if token is None:
        raise SetupError(
            "X's access token does not look like one: it is the account's number, a hyphen and a long word.",
            hint=_WHERE,
        )
    return Options(
        consumer_key=keys["consumer_key"],
        consumer_secret=keys["consumer_secret"],
        access_token=keys["access_token"],
        access_token_secret=keys["access_token_secret"],
        account=token[1],
        base_url=_base_url(settings),
        listen=_listen(settings),
        poll_every=_span(settings, "poll_every", POLL_EVERY, least=1, most=900),
        burst_pause=_span(settings, "burst_pause", TRAITS.burst_pause, least=0, most=60),
        ignore=_ignored(settings),
        daily_cap=_dollars(settings, "daily_cap", settings.options.get("daily_cap", f"{CAP} USD")),
        prices=_prices(settings),
        posts=_posts(settings),
        webhook=webhook(settings),
        stream=stream(settings),
        consumer_secret_before=_secret_before(settings),
    )


def about_topics(options: Options, topics: Sequence[str], brand: Brand) -> Options:
    """Add the searches for the topics of `[listening]`, where they are to be read.

    Raises SetupError if there are none.
    """
    if TOPICS not in options.listen:
        return options
    if not topics:
        raise SetupError(
            "X is to listen for topics, and [listening] names none.",
            hint='Name them, as topics = ["fibra"], or take "topics" out of listen.',
        )
    return replace(options, topics=queries(topics, brand.languages, options.account, brand.account_names))


def _secret(settings: ChannelSettings, name: str) -> str:
    value = settings.options.get(name)
    if settings.missing or not isinstance(value, str) or not value.strip():
        lacking = ", ".join(settings.missing) or f"X_{name.upper()}"
        raise SetupError(
            f"X has no keys: not set are {lacking}, or [channels.{settings.name}] does not name {name}.",
            hint=f'{_WHERE} settings.toml says {name} = "env:X_{name.upper()}".',
        )
    if _KEY.fullmatch(value.strip()) is None:
        raise SetupError(f"X's {name} does not look like one: it is one long word.", hint=_WHERE)
    return value.strip()


def _secret_before(settings: ChannelSettings) -> str:
    name = "consumer_secret_before"
    return _secret(settings, name) if name in settings.options else ""


def _base_url(settings: ChannelSettings) -> str:
    url = settings.options.get("base_url", API)
    if not isinstance(url, str) or _URL.fullmatch(url) is None:
        raise SetupError(
            f"[channels.{settings.name}] base_url must be a web address without a / at its end.",
            hint=f"Leave the key out to use {API}.",
        )
    return url


def _listen(settings: ChannelSettings) -> tuple[str, ...]:
    value = settings.options.get("listen", list(LISTEN))
    items = value if isinstance(value, list) else [value]
    for item in items:
        if not _is_feed(item):
            raise SetupError(
                f"[channels.{settings.name}] listen holds what X has not: “{item}”.",
                hint='There are "mentions", "messages", "own", "topics" and "search:WORDS", '
                'as "search:volo mobile".',
            )
    if MENTIONS not in items and any(item not in LISTEN for item in items):
        raise SetupError(
            f"[channels.{settings.name}] listen has a search without the mentions.",
            hint='Add "mentions": a search only finds what people should see besides.',
        )
    return tuple(dict.fromkeys(items))


def _is_feed(item: object) -> bool:
    if not isinstance(item, str):
        return False
    return item in {*LISTEN, TOPICS} or (item.startswith(SEARCH) and bool(item.removeprefix(SEARCH).strip()))


def _ignored(settings: ChannelSettings) -> frozenset[str]:
    value = settings.options.get("ignore", [])
    names = [_HANDLE.fullmatch(str(item).strip()) for item in (value if isinstance(value, list) else [value])]
    if any(name is None for name in names):
        raise SetupError(
            f"[channels.{settings.name}] ignore holds what is no name on X.",
            hint='For example ignore = ["@volomobile_news"].',
        )
    return frozenset(name[1].casefold() for name in names if name is not None)


def _dollars(settings: ChannelSettings, key: str, value: object) -> Decimal:
    found = _MONEY.fullmatch(str(value).strip())
    if found is None:
        raise SetupError(
            f"[channels.{settings.name}] {key} must be an amount in US dollars, which X counts in.",
            hint=f'For example {key} = "5 USD".',
        )
    return Decimal(found[1])


def _prices(settings: ChannelSettings) -> Mapping[str, Decimal]:
    value = settings.options.get("prices", {})
    table = value if isinstance(value, Mapping) else {"": value}
    unknown = [str(name) for name in table if name not in PRICES]
    if unknown:
        raise SetupError(
            f"[channels.{settings.name}] prices holds what X does not charge for: “{unknown[0]}”.",
            hint=f"There are {', '.join(PRICES)}.",
        )
    return {**PRICES, **{name: _dollars(settings, f"prices.{name}", item) for name, item in table.items()}}


def _posts(settings: ChannelSettings) -> int:
    value = settings.options.get("posts_in_15_minutes", POSTS)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100_000:
        raise SetupError(
            f"[channels.{settings.name}] posts_in_15_minutes must be a whole number from 1 to 100000.",
            hint=f"Leave the key out: X takes {POSTS} unless your contract with it says more.",
        )
    return value


def _span(settings: ChannelSettings, key: str, default: timedelta, *, least: float, most: float) -> timedelta:
    value = settings.options.get(key)
    if value is None:
        return default
    try:
        span = timedelta(0) if value == "0s" else duration(str(value))
    except WrongValueError:
        span = timedelta(days=-1)
    if not least <= span.total_seconds() <= most:
        raise SetupError(
            f"[channels.{settings.name}] {key} must be from {least:g} to {most:g} seconds.",
            hint=f'For example {key} = "{default.total_seconds():g}s".',
        )
    return span
