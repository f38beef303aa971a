"""The page of a rehearsal: one file with a timeline, which needs nothing from anywhere."""

from bot.rehearsal.page.writing import write_page

__all__ = ["write_page"]
