"""The words of who may do what at the desk, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "role_viewer": "viewer",
    "role_agent": "agent",
    "role_editor": "editor",
    "role_admin": "admin",
    "fault_role": "Your role does not include this",
    "fault_role_advice": (
        "It takes the role “{needed}”; yours is “{mine}”. Nothing was changed. An admin can change your role."
    ),
    "incident_none": "There are no incidents.",
    "incident_choose": "Choose one to read what customers are told.",
}

ITALIAN: Mapping[str, str] = {
    "role_viewer": "lettore",
    "role_agent": "operatore",
    "role_editor": "redattore",
    "role_admin": "amministratore",
    "fault_role": "Il tuo ruolo non lo permette",
    "fault_role_advice": (
        "Serve il ruolo “{needed}”; il tuo è “{mine}”. Non è cambiato niente. "
        "Un amministratore può cambiare il tuo ruolo."
    ),
    "incident_none": "Non c’è nessun guasto.",
    "incident_choose": "Scegline uno per leggere che cosa si dice ai clienti.",
}
