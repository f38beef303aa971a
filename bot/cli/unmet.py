"""Why an account could not be met, told apart so that each reason can be said in the reader's language."""

from __future__ import annotations

from bot.channels.telegram.errors import ANOTHER_READER, TOKEN_REFUSED, WEBHOOK_SET
from bot.channels.x.telling import KEYS_REFUSED
from bot.channels.x.telling import RIGHTS as RIGHTS_LACKING
from bot.desk.setup.port import ANOTHER, OTHER, REFUSED, RIGHTS, UNREACHABLE, WEBHOOK, NotMetError
from bot.errors import ChannelError

_BEGINNINGS = (
    (TOKEN_REFUSED, REFUSED),
    (KEYS_REFUSED, REFUSED),
    (RIGHTS_LACKING, RIGHTS),
    (WEBHOOK_SET, WEBHOOK),
    (ANOTHER_READER, ANOTHER),
    ("Telegram cannot be reached", UNREACHABLE),
    ("X cannot be reached", UNREACHABLE),
)


def not_met(error: ChannelError) -> NotMetError:
    """Tell the reasons apart by what the channel says; one that is not known keeps its own words."""
    said = str(error)
    sort = next((sort for beginning, sort in _BEGINNINGS if said.startswith(beginning.rstrip("."))), OTHER)
    return NotMetError(sort, f"{said} {error.hint}".strip())
