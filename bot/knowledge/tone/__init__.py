"""The tone of a text: what a person should read before anything is said in public."""

from bot.knowledge.tone.kinds import Tone
from bot.knowledge.tone.listening import tones
from bot.knowledge.tone.requests import is_bare_insult

__all__ = ["Tone", "is_bare_insult", "tones"]
