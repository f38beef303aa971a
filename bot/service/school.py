"""What teaching works with: the brand and its encoder, the store, the time, and where long work is done."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.knowledge.ports import Encoder
from bot.service.brand import Brand
from bot.service.lesson_ports import LessonStore
from bot.service.ports import Compute


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """The parts; `encoder` is the one the brand is made with, `compute` runs what no customer waits for."""

    store: LessonStore
    brand: Brand
    encoder: Encoder | None
    clock: Clock
    compute: Compute
