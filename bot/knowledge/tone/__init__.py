"""The tone of a text: what a person should read before anything is said in public."""

from bot.knowledge.tone.kinds import Tone
from bot.knowledge.tone.listening import tones

__all__ = ["Tone", "tones"]
