"""What every store must do: a store's test module subclasses StoreContract and gives a `store` fixture."""

from __future__ import annotations

from tests.contracts.store_approvals import ApprovalsContract
from tests.contracts.store_audit import AuditContract
from tests.contracts.store_claim import ClaimContract
from tests.contracts.store_costs import CostsContract
from tests.contracts.store_desk import DeskContract
from tests.contracts.store_drafts import DraftsContract
from tests.contracts.store_heard import HeardContract
from tests.contracts.store_history import HistoryContract
from tests.contracts.store_inbox import InboxContract
from tests.contracts.store_incidents import IncidentContract
from tests.contracts.store_intake import IntakeContract
from tests.contracts.store_owed import OwedContract
from tests.contracts.store_replies import ReplyContract
from tests.contracts.store_reword import RewordContract
from tests.contracts.store_settle import SettleContract
from tests.contracts.store_stop import RefusalsContract, RunawayContract, StopContract
from tests.contracts.store_teaching import TeachingContract
from tests.contracts.store_topics import TopicsContract
from tests.contracts.store_turn import TurnContract
from tests.contracts.store_users import UsersContract
from tests.contracts.store_wake import WakeContract


class StoreContract(
    IntakeContract,
    TurnContract,
    WakeContract,
    ClaimContract,
    SettleContract,
    StopContract,
    RunawayContract,
    RefusalsContract,
    DeskContract,
    InboxContract,
    HistoryContract,
    IncidentContract,
    TeachingContract,
    CostsContract,
    TopicsContract,
    HeardContract,
    RewordContract,
    ReplyContract,
    DraftsContract,
    ApprovalsContract,
    UsersContract,
    AuditContract,
    OwedContract,
):
    """The whole contract."""
