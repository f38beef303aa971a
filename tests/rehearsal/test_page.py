"""The page stands alone, and whatever people wrote is text in it."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from bot.rehearsal.comparing import compare
from bot.rehearsal.page.writing import page_of
from tests.rehearsal.rig import HOUR, ONE, line, rehearsed
from tests.rehearsal.test_outcomes import brand_with

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)>\'"&{{ 7 * 7 }}</title></svg>'


async def page() -> str:
    lines = (line(HOSTILE, name=HOSTILE, customer=HOSTILE), line("quando aprite?", HOUR, "bea", name="Bea"))
    before = await rehearsed(*lines, staff=ONE)
    other = brand_with("replies/it/orari.j2", "=== any\nSiamo aperti fino alle 18.\n")
    now = await rehearsed(*lines, staff=ONE, knowledge=other)
    return page_of(now, compare(before, now, against=HOSTILE))


async def test_what_customers_wrote_is_never_markup() -> None:
    text = await page()
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text
    assert "{{ 7 * 7 }}" in text
    assert text.count("</title></svg>") == 0


async def test_the_page_allows_its_own_style_and_nothing_else() -> None:
    text = await page()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    (style,) = re.findall(r"<style>(.*?)</style>", text, flags=re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src &#39;none&#39;")
    assert f"sha256-{digest}" in policy
    assert " style=" not in text
    assert not re.findall(r"(?:https?:)?//[a-z]", text)


async def test_the_page_shows_the_people_the_promise_and_what_changed() -> None:
    text = await page()
    assert "promise kept" in text or 'class="due kept"' in text
    assert "Siamo aperti fino alle 18." in text
    assert "1 of 2 messages changed" in text
