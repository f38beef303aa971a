"""Topics are looked for by few, short, narrow searches, and only what complains or asks is taken in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.x.addressing import NOT_ASKED
from bot.channels.x.api import Api
from bot.channels.x.connector import X
from bot.channels.x.feeds import feeds
from bot.channels.x.ledger import Use
from bot.channels.x.options import about_topics, read_options
from bot.channels.x.topics import LONGEST, queries
from bot.errors import SetupError
from bot.knowledge.trade import trade_in
from bot.settings.values import Brand
from bot.testing.x import FakeX
from tests.channels.x.rig import Waits, linked
from tests.contracts.channel import running
from tests.fakes.clock import StandingClock
from tests.fakes.intake import MemoryIntake

BRAND = Brand(name="Volo Mobile", languages=("it", "en"), account_names=("@volomobile", "volo mobile"))


def test_a_search_names_topics_words_and_what_is_left_out() -> None:
    italian, english = queries(("la rete", "fibra"), ("it", "en"), "4242", BRAND.account_names)
    assert italian.startswith('("la rete" OR fibra) ("non funziona" OR ')
    assert italian.endswith("lang:it -is:retweet -from:4242 -@volomobile")
    assert "outage" in english
    assert "guasto" not in english


@given(st.lists(st.text("abcdefgh ", min_size=3, max_size=40).filter(str.strip), min_size=1, max_size=40))
def test_no_search_is_longer_than_x_takes_and_no_topic_is_left_out(topics: list[str]) -> None:
    found = queries(topics, ("it", "en", "fr"), "4242", BRAND.account_names)
    assert all(len(query) <= LONGEST for query in found)
    for topic in topics:
        assert sum(" ".join(topic.split()) in query for query in found) >= 3


async def test_each_search_is_a_feed_that_costs_as_a_search(fake: FakeX, intake: MemoryIntake) -> None:
    link = linked(fake, intake, listen=["mentions", "topics"])
    options = about_topics(read_options(link.settings), ("fibra",), BRAND)
    mentions, *about = feeds(Api(options, link.clock), options)
    assert (mentions.heeded, mentions.searched) == (False, False)
    assert [(feed.heeded, feed.searched, feed.use) for feed in about] == [(True, True, Use.SEARCH)] * 2


def test_topics_that_are_not_named_are_asked_for(fake: FakeX, intake: MemoryIntake) -> None:
    options = read_options(linked(fake, intake, listen=["mentions", "topics"]).settings)
    with pytest.raises(SetupError, match="names none"):
        about_topics(options, (), BRAND)
    assert about_topics(replace(options, listen=("mentions",)), (), BRAND).topics == ()


async def test_only_what_is_heard_is_taken_in_and_nobody_answers_it(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    link = linked(fake, intake, clock, listen=["mentions"])
    heard = replace(link, hears=lambda text: trade_in(text, ("fibra",), 88) != "")
    fake.world.say(501, "la fibra non funziona")
    fake.world.say(502, "oggi installano la fibra")
    options = replace(read_options(link.settings), topics=("fibra",))  # the fake finds plain words only
    channel = X(heard, options, wait=Waits())
    async with running(channel):
        await intake.until_rows(1)
    await channel.close()
    (post,) = intake.messages
    assert (post.text, post.overheard) == ("la fibra non funziona", True)
    assert post.silence_because == NOT_ASKED
