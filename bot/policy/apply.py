"""Folds a decision's effects into the conversation as it stands afterwards; knows every effect there is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.model.approval import ApprovalChange
from bot.model.case import TRANSITIONS, Case, CaseStatus, FollowUp, FollowUpKind, Priority
from bot.model.conversation import Conversation
from bot.model.draft import DraftChange, DraftEnded, DraftMade, DraftState, WaitingDraft
from bot.model.effects import (
    Acknowledged,
    Alert,
    AskFeedback,
    AskTie,
    Attach,
    Block,
    Cancel,
    ClockTold,
    CountApproval,
    Effect,
    EndDraft,
    EndPromise,
    Fill,
    GiveFeedback,
    HandBack,
    HandOff,
    Invite,
    JoinCase,
    LiftMute,
    MakePromise,
    MoveCase,
    MuteContact,
    OptOut,
    PostsSettled,
    Propose,
    Reply,
    Revise,
    Reword,
    Say,
    SayDraft,
    Schedule,
    SettledInPrivate,
    TakeOver,
    TieContacts,
    Understood,
    WaitOver,
    Withdraw,
)
from bot.model.feedback import FeedbackAsked, FeedbackChange, FeedbackGiven
from bot.model.hand_off import HandOffReason
from bot.model.incident import Attached
from bot.model.message import Inbound, Letter, Purpose
from bot.model.muting import Mute
from bot.model.promise import PromiseChange, PromiseEnded, PromiseMade, PromiseState
from bot.model.standing import together
from bot.model.turn import NewTask, TaskKind, WithdrawScope
from bot.policy.public_first import telling
from bot.policy.sensitive import is_for_tone, minded
from bot.policy.situation import promise_of

_WORDING: Mapping[HandOffReason, str] = {
    HandOffReason.SELF_HARM: "{} may be about self-harm: read it now, and answer as a person",
    HandOffReason.THREAT: "{} holds a threat: read it now",
    HandOffReason.MINOR: "{} may be about a minor’s data: read it before anything is said",
}
"""What people are told, where it matters that they know at once."""

_OF_WAITING = frozenset({TaskKind.HAND_OFF, TaskKind.SLA, TaskKind.DRAFT})
"""Tasks that are over when nobody waits for a person."""

_INCIDENTS = 8
"""So many incidents a conversation remembers; the store knows of all."""


@dataclass
class Draft:
    """A turn being put together: how the conversation will stand, and what it will owe."""

    conversation: Conversation
    now: datetime
    letters: list[Letter] = field(default_factory=list)
    schedule: list[FollowUp] = field(default_factory=list)
    cancel: set[FollowUpKind] = field(default_factory=set)
    promises: list[PromiseChange] = field(default_factory=list)
    waiting_draft: WaitingDraft | None = None
    drafts: list[DraftChange] = field(default_factory=list)
    feedback: list[FeedbackChange] = field(default_factory=list)
    approvals: list[ApprovalChange] = field(default_factory=list)
    wait_over: bool = False
    ties: list[int] = field(default_factory=list)
    left: int = 0
    mute: Mute | None = None
    lifted_by: str = ""
    withdraw: WithdrawScope = WithdrawScope.NOTHING
    tasks: list[NewTask] = field(default_factory=list)
    close_tasks: bool = False
    tell: tuple[Inbound, ...] = ()
    attach: list[Attached] = field(default_factory=list)

    def remember(self, **changes: object) -> None:
        """Change what the conversation remembers."""
        state = replace(self.conversation.state, **changes)  # type: ignore[arg-type]
        self.conversation = replace(self.conversation, state=state)

    def settle_posts(self, ids: Collection[str], *, answered: bool = False) -> None:
        """Note that posts wait no longer; `answered`: because something was said to them."""
        posts = tuple(
            replace(post, waits=False, answered=post.answered or answered) if post.id in ids else post
            for post in self.conversation.state.posts
        )
        self.remember(posts=posts)

    def change_case(self, **changes: object) -> None:
        """Change the case."""
        case: Case = replace(self.conversation.case, **changes)  # type: ignore[arg-type]
        self.conversation = replace(self.conversation, case=case)


def apply(draft: Draft, effect: Effect) -> None:  # noqa: PLR0912, PLR0915, C901 - one arm an effect, on purpose
    """Fold one effect into the draft; what is said is composed apart."""
    match effect:
        case Reply() | Say() | SayDraft() | Propose() | Revise() | Reword():
            pass
        case EndDraft(state=state, by=by, refusal=refusal, said=said):
            end_draft(draft, DraftEnded(state=state, by=by, refusal=refusal, said=said))
        case Schedule(kind=kind, at=at, step=step):
            _owe(draft, FollowUp(kind=kind, at=at, step=step))
        case MakePromise(at=at, step=step):
            _promise(draft, FollowUp(kind=FollowUpKind.PROMISE, at=at, step=step))
        case EndPromise(state=state):
            _end_promise(draft, state)
        case Cancel(kinds=kinds):
            if FollowUpKind.PROMISE in kinds:
                _end_promise(draft, PromiseState.RELEASED)
            _owe_no_longer(draft, kinds)
        case HandOff():
            _hand_off(draft, effect)
        case Alert():
            _alert(draft, effect)
        case CountApproval(change=change):
            draft.approvals.append(change)
        case AskFeedback():
            _ask_feedback(draft)
        case GiveFeedback(solved=solved):
            draft.feedback.append(FeedbackGiven(solved=solved))
        case ClockTold(keys=keys):
            draft.remember(told=keys)
        case PostsSettled(ids=ids):
            draft.settle_posts(ids)
        case WaitOver():
            draft.wait_over = True
        case Attach():
            _attach(draft, effect)
        case AskTie(number=number):
            draft.remember(tying=number)
        case TieContacts(number=number):
            draft.ties.append(number)
        case JoinCase(number=number):
            _join(draft, number)
        case MuteContact(mute=mute):
            _mute(draft, mute, lifted_by="")
        case LiftMute(agent=agent):
            _mute(draft, None, lifted_by=agent)
        case MoveCase(status=status):
            _move(draft, status)
        case Understood(renames=False):
            pass
        case Understood(intent=intent, topic=topic):
            draft.change_case(intent=intent, topic=topic)
        case Fill(filling=filling):
            draft.remember(filling=filling)
        case Acknowledged(until=until):
            draft.remember(acknowledged_until=until)
        case TakeOver(agent=agent, silence=silence):
            draft.remember(agent=agent, silent_until=draft.now + silence, offered=(), filling=None)
            draft.remember(answered_in=())
        case HandBack():
            draft.remember(agent="", silent_until=None)
        case Invite():
            draft.remember(invited=draft.conversation.case.number)
        case SettledInPrivate():
            event = telling(draft.conversation, draft.now)
            draft.tell = draft.tell if event is None else (*draft.tell, event)
        case OptOut(out=out):
            draft.remember(opted_out=out)
        case Block(blocked=blocked):
            draft.remember(blocked=blocked)
        case Withdraw(follow_ups_only=follow_ups_only):
            _withdraw(draft, WithdrawScope.FOLLOW_UPS if follow_ups_only else WithdrawScope.AUTOMATIC)


def _join(draft: Draft, number: int) -> None:
    """Go on as part of a case elsewhere: its reference, its status, and what was promised there."""
    found = next(item for item in draft.conversation.elsewhere if item.case.number == number)
    left, state = draft.conversation.case, draft.conversation.state
    draft.left = left.number
    draft.close_tasks = True
    draft.tasks = [task for task in draft.tasks if task.kind not in _OF_WAITING]
    draft.conversation = replace(
        draft.conversation,
        case=replace(found.case, signals=together(found.case.signals, left.signals)),
        places=found.places,
        home=found.home,
        elsewhere=(),
    )
    posts = tuple(replace(post, case=number) if post.case == left.number else post for post in state.posts)
    draft.remember(posts=posts, invited=number if state.invited == left.number else state.invited)


def _mute(draft: Draft, mute: Mute | None, *, lifted_by: str) -> None:
    draft.mute, draft.lifted_by = mute, lifted_by
    draft.conversation = replace(draft.conversation, mute=mute)


def end_draft(draft: Draft, ended: DraftEnded) -> None:
    """End the draft that waits, with the task that tells of it; nothing where none waits."""
    if draft.waiting_draft is None and not any(isinstance(item, DraftMade) for item in draft.drafts):
        return
    draft.waiting_draft = None
    draft.drafts.append(ended)
    draft.tasks = [task for task in draft.tasks if task.kind is not TaskKind.DRAFT]


def _ask_feedback(draft: Draft) -> None:
    """Note which answer is asked about: the last one said that is the case's."""
    case, state = draft.conversation.case, draft.conversation.state
    said = next((item for item in reversed(state.used) if item.template == case.intent), None)
    draft.remember(asked_about=case.number)
    draft.feedback.append(
        FeedbackAsked(
            template=case.intent, variant=said.variant if said is not None else 0, language=state.language
        )
    )


def _attach(draft: Draft, effect: Attach) -> None:
    repeated = effect.told if effect.repeated else 0
    told = Attached(incident=effect.incident, told=effect.told, repeated=repeated)
    others = [item for item in draft.conversation.state.attached if item.incident != told.incident]
    draft.remember(attached=(*others, told)[-_INCIDENTS:])
    draft.attach.append(told)


def _owe(draft: Draft, follow_up: FollowUp) -> None:
    _owe_no_longer(draft, frozenset({follow_up.kind}))
    draft.schedule.append(follow_up)
    kept = draft.conversation.follow_ups
    draft.conversation = replace(draft.conversation, follow_ups=(*kept, follow_up))


def _owe_no_longer(draft: Draft, kinds: frozenset[FollowUpKind]) -> None:
    draft.cancel |= kinds
    draft.schedule = [item for item in draft.schedule if item.kind not in kinds]
    kept = tuple(item for item in draft.conversation.follow_ups if item.kind not in kinds)
    draft.conversation = replace(draft.conversation, follow_ups=kept)


def _promise(draft: Draft, told: FollowUp) -> None:
    """Owe a promise; one that names the time that is promised anyway is no new one."""
    standing = promise_of(draft.conversation)
    if standing is not None and standing.at == told.at:
        return
    draft.promises.append(PromiseMade(due_at=told.at, step=told.step))
    _owe(draft, told)


def _end_promise(draft: Draft, state: PromiseState) -> None:
    draft.promises.append(PromiseEnded(state=state))
    _owe_no_longer(draft, frozenset({FollowUpKind.PROMISE}))


def _alert(draft: Draft, effect: Alert) -> None:
    draft.change_case(priority=_higher(draft.conversation.case.priority, effect.priority))
    draft.tasks.append(
        NewTask(
            kind=effect.kind,
            text=effect.text,
            reason=effect.reason,
            priority=effect.priority,
            people=effect.people,
            author=effect.about,
            messages=effect.messages,
        )
    )


def _hand_off(draft: Draft, effect: HandOff) -> None:
    case = draft.conversation.case
    topic = effect.topic or case.topic
    # what a person must read first stays the reason, whatever else comes
    reason = case.reason if minded(draft.conversation) and not is_for_tone(effect.reason) else effect.reason
    draft.change_case(topic=topic, reason=str(reason), priority=_higher(case.priority, effect.priority))
    if case.status is not CaseStatus.WITH_AGENT or not draft.conversation.state.agent:
        _move(draft, CaseStatus.WAITING_FOR_AGENT)
    draft.tasks.append(
        NewTask(
            kind=TaskKind.HAND_OFF,
            text=_WORDING.get(effect.reason, "{} waits for a person").format(case.reference),
            reason=effect.reason.value,
            priority=effect.priority,
            author=_author(draft.conversation) if effect.silenced else "",
            messages=effect.silenced,
        )
    )


def _author(conversation: Conversation) -> str:
    return f"{conversation.channel}:{conversation.account}:{conversation.contact.id}"


def _higher(one: Priority, other: Priority) -> Priority:
    return Priority.HIGH if Priority.HIGH in {one, other} else Priority.NORMAL


def _move(draft: Draft, status: CaseStatus) -> None:
    """Move the case where it may go; what is closed stays closed."""
    now = draft.conversation.case.status
    if status is not now and status not in TRANSITIONS[now]:
        return
    draft.change_case(status=status)
    if status is not CaseStatus.WAITING_FOR_AGENT:
        draft.close_tasks = True
        end_draft(draft, DraftEnded(state=DraftState.OVERTAKEN))
        draft.tasks = [task for task in draft.tasks if task.kind not in _OF_WAITING]


def _withdraw(draft: Draft, scope: WithdrawScope) -> None:
    """Take back what is queued, and what this very turn was about to queue."""
    everything = scope is WithdrawScope.AUTOMATIC
    draft.letters = [letter for letter in draft.letters if not _taken_back(letter, everything=everything)]
    if draft.withdraw is not WithdrawScope.AUTOMATIC:
        draft.withdraw = scope


def _taken_back(letter: Letter, *, everything: bool) -> bool:
    return letter.purpose.automatic and (everything or letter.purpose is Purpose.FOLLOW_UP)
