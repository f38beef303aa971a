"""Writing down that a message which was sent was changed, or taken back."""

from __future__ import annotations

from datetime import datetime

from bot.model.message import Outbound, Purpose
from bot.service.values import Revision
from bot.stores.documents import ms
from bot.stores.tx import Tx
from bot.stores.units.transcript import AGENT

_FIND = """
SELECT n, text FROM transcript
WHERE outbound_id = :outbound AND outbound_id > 0 AND conversation_id = :conversation
    AND revises = 0 AND revision <> 'taken_back'"""

_CORRECT = """
UPDATE transcript SET text = :text, revision = :revision, revised_by = :by, revised_at = :now, buttons = '[]',
    before = CASE WHEN before = '' THEN text ELSE before END
WHERE n = :n"""

_TAKE_BACK = """
UPDATE transcript SET revision = :revision, revised_by = :by, revised_at = :now WHERE n = :n"""

_TELL = """
INSERT INTO transcript (conversation_id, sender, text, author, revision, at, revises)
VALUES (:conversation, :sender, :text, :by, :revision, :now, :n)"""

_PREVIEW = "UPDATE conversation SET last_text = :text WHERE id = :conversation AND last_text = :before"


def write_revised(tx: Tx, outbound: Outbound, now: datetime) -> None:
    """Change the earlier message's line, and add one that tells open pages of it.

    What a message said first is kept, for people. One that was taken back stays so.
    """
    letter = outbound.letter
    earlier = letter.revises.outbound if letter.revises is not None else 0
    place = {"conversation": outbound.conversation_id}
    row = tx.row(_FIND, outbound=earlier, **place)
    if row is None:
        return
    n, before = row
    taken_back = letter.purpose is Purpose.TAKE_BACK
    revision = Revision.TAKEN_BACK if taken_back else Revision.CORRECTED
    told = {"n": n, "revision": revision.value, "by": letter.author, "now": ms(now)}
    if taken_back:
        tx.run(_TAKE_BACK, **told)
    else:
        tx.run(_CORRECT, text=letter.text, **told)
        tx.run(_PREVIEW, text=letter.text, before=before, **place)
    tx.run(_TELL, sender=AGENT, text=letter.text, **told, **place)
