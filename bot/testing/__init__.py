"""The public test kit: what Sportello is tested with, for brands and for developers of channels and rules."""

from __future__ import annotations

from bot.testing.channel import RecordingChannel
from bot.testing.clock import FakeClock
from bot.testing.dialogue import Dialogue, Exchange
from bot.testing.engine import StepEngine
from bot.testing.stories import Story, read_story
from bot.testing.story_runner import StoryResult, run_story

__all__ = [
    "Dialogue",
    "Exchange",
    "FakeClock",
    "RecordingChannel",
    "StepEngine",
    "Story",
    "StoryResult",
    "read_story",
    "run_story",
]
