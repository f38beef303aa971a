"""Plans for all conversations of the group: each is made anew only when its conversation has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.channels.telegram.desk.looks import Looks
from bot.channels.telegram.desk.planning import Planned, Step, plan
from bot.service.values import DeskView


class Plans:
    """The plans for conversations that are as they were, and the steps that are refused."""

    def __init__(self) -> None:
        self._looks: Looks | None = None
        self._planned: dict[int, tuple[DeskView, Planned | None]] = {}
        self._refused: dict[int, Step] = {}

    def lacking(self, views: Sequence[DeskView], looks: Looks) -> list[Planned]:
        """Plan the next step of each conversation that is not shown whole, the most urgent first."""
        known = self._planned if looks == self._looks else {}
        self._looks = looks
        self._planned = {view.conversation.id: _plan(view, looks, known) for view in views}
        steps = [step for _, step in self._planned.values() if step is not None]
        return sorted((item for item in steps if not self._is_refused(item)), key=lambda item: item.order)

    def refuse(self, planned: Planned) -> None:
        """Leave a step out until something else is to be shown there."""
        self._refused[planned.view.conversation.id] = planned.step

    def _is_refused(self, planned: Planned) -> bool:
        return self._refused.get(planned.view.conversation.id) == planned.step


def _plan(
    view: DeskView, looks: Looks, known: Mapping[int, tuple[DeskView, Planned | None]]
) -> tuple[DeskView, Planned | None]:
    before = known.get(view.conversation.id)
    return before if before is not None and before[0] == view else (view, plan(view, looks))
