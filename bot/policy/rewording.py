"""Says the same in another variant, where the platform would not take the words a second time."""

from __future__ import annotations

from dataclasses import replace

from bot.knowledge.ports import ReplyError
from bot.model.conversation import Offered
from bot.model.effects import Alert, HandOff, Reply
from bot.model.hand_off import HandOffReason
from bot.model.message import Letter, Surface, Wording
from bot.model.turn import TaskKind
from bot.policy.apply import apply
from bot.policy.beside import Beside
from bot.policy.said import owe_what_is_told, remember_used
from bot.policy.writing import Writing


def wording_of(effect: Reply, said: Beside, surface: Surface) -> Wording | None:
    """Keep what a reply was made of; only in public may the same words be refused.

    What a person says, in the brand's words too, is theirs to say otherwise.
    """
    if effect.agent or surface is not Surface.PUBLIC:
        return None
    return Wording(
        slots=effect.slots,
        options=tuple(choice.label for choice in effect.choices),
        before=said.apology,
        after=said.after,
        may_promise=effect.may_promise,
        incident=effect.incident,
    )


def reworded(writing: Writing, refused: Letter) -> Letter | None:
    """Put a letter into the variant least used of those that were not refused; a person where none is left.

    Whoever wrote, what is offered and what is promised stay as they were told in the first place.
    """
    wording = refused.wording or Wording()
    tried = (*wording.refused, refused.variant)
    effect = Reply(
        template=refused.template,
        purpose=refused.purpose,
        slots=wording.slots,
        choices=tuple(Offered(label=label, meaning="") for label in wording.options),
        may_promise=wording.may_promise,
        incident=wording.incident,
    )
    try:
        rendered = writing.render(
            effect,
            language=refused.language,
            signature=writing.signature,
            before=wording.before,
            after=wording.after,
            without=tried,
        )
    except ReplyError as error:
        _leave_to_people(writing, refused, str(error))
        return None
    remember_used(writing.draft, rendered)
    owe_what_is_told(writing, rendered)
    return replace(
        refused,
        text=rendered.text,
        variant=rendered.variant,
        source=rendered.source,
        media=writing.files(rendered),
        card=writing.card(rendered),
        wording=replace(wording, refused=tried),
    )


def _leave_to_people(writing: Writing, refused: Letter, problem: str) -> None:
    """Ask a person to say it in words of their own; the customer is told nothing meanwhile."""
    text = f"a message could not be sent, its words were all used before ({problem}): {refused.text}"
    apply(writing.draft, Alert(text=text, kind=TaskKind.NOT_SENT, reason=HandOffReason.SEND_FAILED.value))
    apply(writing.draft, HandOff(reason=HandOffReason.SEND_FAILED))
