"""X as a brand's account sees it: people, their posts and direct messages, and what the brand wrote."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from bot.testing.x.links import Links

_EPOCH_MS = 1_288_834_974_657
_MENTION = re.compile(r"(?<![\w@])@(\w{1,15})", re.ASCII)


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody with an account."""

    id: int
    username: str
    name: str
    followers: int = 120


@dataclass(slots=True, kw_only=True)
class Post:
    """One version of a post; `words` are as written, `text` begins with the mentions a reply inherits.

    `history` are the ids of all versions, the first one's first. `card` is the link of the card below it,
    `media` the ids of its pictures. `answered`: its author got to know.
    """

    id: int
    author: int
    words: str
    text: str
    at: float
    history: tuple[int, ...]
    conversation: int
    card: str = ""
    media: tuple[int, ...] = ()
    mentions: tuple[int, ...] = ()
    replied_to: int | None = None
    quoted: int | None = None
    shown_from: float = 0.0
    deleted: bool = False
    answered: bool = False
    reposts: int = 0
    quotes: int = 0
    likes: int = 0


@dataclass(slots=True, kw_only=True)
class Direct:
    """One direct message."""

    id: int
    sender: int
    recipient: int
    text: str
    at: float
    media: tuple[int, ...] = ()
    answered: bool = False


@dataclass(slots=True)
class World:
    """The state behind the API. What customers do is a method; what the brand wrote is `posts` and `directs`.

    `untidy`: pages come shuffled, and with an item of the page before. `new_names`: fields are spelt as in
    X's newer specification. `strict`: the same words are a duplicate whoever they answer.
    `watchers` are told of everything that is written.
    `rights`: what the app may do, as X calls it; with "read" it can send nothing.
    `most_skew`: seconds by which a client's clock may be wrong; infinite where a test moves the time.
    `lists_after`: seconds before X lists what it took, though it knows the words at once.
    """

    brand: int = 4242
    username: str = "volomobile"
    consumer_key: str = "consumer-key-of-a-fake-app"
    consumer_secret: str = "consumer-secret-of-a-fake-app"  # noqa: S105 - of the fake's own
    token_secret: str = "token-secret-of-a-fake-account"  # noqa: S105 - the same
    now: Callable[[], float] = time.time
    untidy: bool = False
    new_names: bool = False
    strict: bool = False
    revoked: bool = False
    rights: str = "read-write-directmessages"
    most_skew: float = 300.0
    lists_after: float = 0.0
    people: dict[int, Person] = field(default_factory=dict)
    timeline: dict[int, Post] = field(default_factory=dict)
    messages: list[Direct] = field(default_factory=list)
    blocking: set[int] = field(default_factory=set)
    links: Links = field(default_factory=Links)
    watchers: list[Callable[[Post | Direct], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people[self.brand] = Person(id=self.brand, username=self.username, name="Volo Mobile")

    @property
    def token(self) -> str:
        """The access token; it begins with the account's number, as X's do."""
        return f"{self.brand}-AccessTokenOfAFakeAccountOfThisBrand"

    @property
    def bearer(self) -> str:
        """The app's own token."""
        return f"AAAA{self.brand}BearerOfAFakeAppOfThisBrand"

    @property
    def posts(self) -> list[Post]:
        """What the brand posted, oldest first."""
        return [post for post in self.timeline.values() if post.author == self.brand and not post.deleted]

    @property
    def directs(self) -> list[Direct]:
        """What the brand sent in private, oldest first."""
        return [message for message in self.messages if message.sender == self.brand]

    def person(self, number: int, name: str = "Giulia", *, followers: int = 120) -> Person:
        """Give a person, making them known."""
        made = Person(id=number, username=f"user_{number}", name=name, followers=followers)
        return self.people.setdefault(number, made)

    def say(
        self,
        author: int,
        words: str,
        *,
        reply_to: int | None = None,
        quote: int | None = None,
        age: float = 0.0,
        late: float = 0.0,
    ) -> int:
        """Let a person post; `age` seconds ago, and shown by the API only `late` seconds from now."""
        self.person(author)
        at = self.now() - age
        post = self.write(author, words, reply_to=reply_to, quote=quote, at=at)
        post.shown_from = self.now() + late
        return post.id

    def edit(self, number: int, words: str) -> int:
        """Let an author edit a post: a new id, and the old version is shown no more."""
        old = self.timeline[number]
        new = self.write(old.author, words, reply_to=old.replied_to, quote=old.quoted, at=self.now())
        new.history = (*old.history, new.id)
        if old.conversation == old.history[0]:
            new.conversation = old.conversation
        old.deleted = True
        return new.id

    def spread(self, number: int, *, reposts: int = 0, quotes: int = 0, likes: int = 0) -> None:
        """Let people pass a post on and like it: so often by now."""
        post = self.timeline[number]
        post.reposts, post.quotes, post.likes = reposts, quotes, likes

    def delete(self, number: int) -> None:
        """Let an author delete a post; X tells nobody."""
        self.timeline[number].deleted = True

    def tell(self, author: int, text: str, *, age: float = 0.0) -> int:
        """Let a person write to the brand in private."""
        self.person(author)
        at = self.now() - age
        return self.hand_over(author, self.brand, text, at=at).id

    def answer_elsewhere(self, target: int, words: str) -> int:
        """Let a person answer a post for the brand, with X's own app."""
        return self.write(self.brand, words, reply_to=target).id

    def tell_elsewhere(self, person: int, text: str) -> int:
        """Let a person write to somebody in private for the brand, with X's own app."""
        self.person(person)
        return self.hand_over(self.brand, person, text).id

    def write(
        self,
        author: int,
        words: str,
        *,
        reply_to: int | None = None,
        quote: int | None = None,
        excluded: Iterable[int] = (),
        card: str = "",
        media: Iterable[int] = (),
        at: float | None = None,
    ) -> Post:
        """Write a post down, whoever's it is: a reply takes on the mentions of what it answers."""
        moment = self.now() if at is None else at
        parent = self.timeline.get(reply_to) if reply_to is not None else None
        prefix = self._inherited(author, parent, set(excluded), words)
        text = " ".join((*(f"@{self.people[number].username}" for number in prefix), words))
        number = self._number(moment)
        post = Post(
            id=number,
            author=author,
            words=words,
            text=text,
            at=moment,
            history=(number,),
            conversation=parent.conversation if parent is not None else number,
            card=card,
            media=tuple(media),
            mentions=self._mentioned(text),
            replied_to=reply_to,
            quoted=quote,
        )
        self.timeline[number] = post
        self._tell(post)
        return post

    def hand_over(
        self,
        sender: int,
        recipient: int,
        text: str,
        *,
        media: Iterable[int] = (),
        at: float | None = None,
    ) -> Direct:
        """Write a direct message down."""
        moment = self.now() if at is None else at
        number = self._number(moment)
        message = Direct(
            id=number, sender=sender, recipient=recipient, text=text, at=moment, media=tuple(media)
        )
        self.messages.append(message)
        self._tell(message)
        return message

    def named(self, words: str) -> tuple[int, ...]:
        """Give whom a text names."""
        return self._mentioned(words)

    def _tell(self, made: Post | Direct) -> None:
        for watch in self.watchers:
            watch(made)

    def summons(self, post: Post) -> bool:
        """Tell whether the author of a post mentions the brand in it, or quotes one of its posts."""
        quoted = self.timeline.get(post.quoted) if post.quoted is not None else None
        return self.brand in post.mentions or (quoted is not None and quoted.author == self.brand)

    def shown(self, post: Post) -> bool:
        """Tell whether the API shows a post by now."""
        return not post.deleted and post.shown_from <= self.now()

    def renamed(self, number: int, **fields: object) -> None:
        """Change a person's name, handle or followers."""
        self.people[number] = replace(self.people[number], **fields)  # type: ignore[arg-type]

    def audience(self, target: Post, excluded: Iterable[int]) -> tuple[int, ...]:
        """Give whom a reply of the brand's to a post would mention without naming anybody."""
        return tuple(self._inherited(self.brand, target, set(excluded), ""))

    def _inherited(self, author: int, parent: Post | None, excluded: set[int], words: str) -> list[int]:
        if parent is None:
            return []
        written = set(self._mentioned(words))
        everyone = dict.fromkeys((parent.author, *parent.mentions))
        left_out = excluded - {parent.author}
        return [
            number
            for number in everyone
            if number not in written and number != author and number not in left_out
        ]

    def _mentioned(self, text: str) -> tuple[int, ...]:
        known = {person.username.casefold(): person.id for person in self.people.values()}
        found = (known.get(name.casefold()) for name in _MENTION.findall(text))
        return tuple(dict.fromkeys(number for number in found if number is not None))

    def _number(self, moment: float) -> int:
        """Give an id as X does: its upper bits are the time; no two are the same."""
        number = first_id(moment)
        while number in self.timeline or any(number == message.id for message in self.messages[-50:]):
            number += 1
        return number


def first_id(moment: float) -> int:
    """Give the lowest id of a moment, in Unix seconds: the upper bits of an id are its time."""
    return (int(moment * 1000) - _EPOCH_MS) << 22
