"""The page of an evaluation: one file with figures, which needs nothing from anywhere."""

from bot.evaluation.page.writing import write_page

__all__ = ["write_page"]
