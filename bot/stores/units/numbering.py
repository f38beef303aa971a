"""How the cases are numbered."""

from __future__ import annotations

FIRST_NUMBER = 1000
"""A case's number is its row's id above this."""
