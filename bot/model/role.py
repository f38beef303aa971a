"""What a person may do at the desk: four roles, each with all that the ones before it may."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Least first: a viewer reads, an agent answers, an editor changes what the bot says, an admin all."""

    VIEWER = "viewer"
    AGENT = "agent"
    EDITOR = "editor"
    ADMIN = "admin"

    def allows(self, least: Role) -> bool:
        """Tell whether who has this role may do what asks for at least another."""
        return _ORDER[self] >= _ORDER[least]


_ORDER = {role: place for place, role in enumerate(Role)}
