"""The few words this channel says or writes down itself, in the languages of the brands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_ENGLISH = "en"

ATTACHMENTS: Mapping[str, Mapping[str, str]] = {
    "it": {
        "animation": "animazione",
        "audio": "audio",
        "contact": "contatto",
        "dice": "dado",
        "document": "documento",
        "game": "gioco",
        "venue": "luogo",
        "location": "posizione",
        "paid_media": "contenuto protetto",
        "photo": "foto",
        "poll": "sondaggio",
        "sticker": "adesivo",
        "story": "storia",
        "video": "video",
        "video_note": "videomessaggio",
        "voice": "nota vocale",
        "message": "messaggio",
    },
    _ENGLISH: {"paid_media": "paid media", "video_note": "video note"},
}
"""What a message without words is called; in English a kind's own name, where nothing else is given."""

OLD = {
    "it": "Questo pulsante è di una domanda di prima. Se ti serve altro, scrivimelo.",
    _ENGLISH: "This button belongs to an earlier question. If you need anything else, write to me.",
}
ANOTHERS = {
    "it": "Questa scelta è per un'altra persona. Se ti serve qualcosa, scrivimi.",
    _ENGLISH: "This choice is for somebody else. If you need anything, write to me.",
}


def attachment_name(kind: str, language: str) -> str:
    """Name a kind of attachment as people write it."""
    return ATTACHMENTS.get(language, ATTACHMENTS[_ENGLISH]).get(kind, kind)


def say(words: Mapping[str, str], hint: str, languages: Sequence[str]) -> str:
    """Give words in the language hinted at (BCP 47) if the brand has it, else in the brand's first."""
    wanted = hint.partition("-")[0].casefold()
    order = (wanted, *languages) if wanted in languages else tuple(languages)
    return next((words[language] for language in order if language in words), words[_ENGLISH])
