"""Lint: every problem in the brand's files at once, each with its place, its code and what to do."""

from bot.knowledge.lint.rules import lint

__all__ = ["lint"]
