"""The words of the bar above every page."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {"sections": "Go to, now on"}

ITALIAN: Mapping[str, str] = {"sections": "Vai a, ora in"}
