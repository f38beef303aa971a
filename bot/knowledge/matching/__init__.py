"""The intent matcher: from a brand's sentences to calibrated readings of what customers write."""

from __future__ import annotations

from bot.knowledge.matching.adding import grown
from bot.knowledge.matching.encoder import encoder_problem, load_encoder
from bot.knowledge.matching.fitting import fit

__all__ = ["encoder_problem", "fit", "grown", "load_encoder"]
