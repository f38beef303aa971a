"""Teaching: what went unanswered, what a change would alter, and the files as they would be."""

from __future__ import annotations

from bot.teaching.change import Change, NewIntent, Taught, changed
from bot.teaching.drafting import FileDraft, draft
from bot.teaching.examples import NoExampleError, as_example, objections
from bot.teaching.masking import Masked, Masking
from bot.teaching.previewing import Preview, Shift, Shifted, Wrote, preview, preview_between
from bot.teaching.questions import Gathered, Group, Question, gather
from bot.teaching.writing import NotWritableError

__all__ = [
    "Change",
    "FileDraft",
    "Gathered",
    "Group",
    "Masked",
    "Masking",
    "NewIntent",
    "NoExampleError",
    "NotWritableError",
    "Preview",
    "Question",
    "Shift",
    "Shifted",
    "Taught",
    "Wrote",
    "as_example",
    "changed",
    "draft",
    "gather",
    "objections",
    "preview",
    "preview_between",
]
