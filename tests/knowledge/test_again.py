"""A customer says how often they have written, in Italian and in English."""

from __future__ import annotations

import pytest

from bot.knowledge.again import MANY, times_written


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("È la terza volta che vi scrivo!", 3),
        ("ed è la QUARTA volta che ve lo chiedo", 4),
        ("3ª volta che segnalo il guasto", 3),
        ("è la 2a volta che chiamo", 2),
        ("per l'ennesima volta che sollecito", MANY),
        ("secondo me no, terzo messaggio che vi mando: nulla", 3),
        ("vi ho scritto già tre volte", 3),
        ("ho chiamato 5 volte", 5),
        ("this is the third time I write to you", 3),
        ("It's the 4th time I'm asking", 4),
        ("second message, still no answer", 2),
        ("I have written to you three times", 3),
        ("I've called you twice already", 2),
        ("for the umpteenth time I ask", MANY),
        ("ennesimo reclamo che faccio", MANY),
        ("la seconda ricarica non arriva", 0),
        ("è la prima volta che scrivo", 0),
        ("la terza volta che cambio piano pago?", 0),
        ("I pay two times a month", 0),
        ("first time here", 0),
        ("", 0),
    ],
)
def test_what_is_said_is_counted(text: str, times: int) -> None:
    assert times_written(text) == times
