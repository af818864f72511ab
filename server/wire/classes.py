"""Class proposals, their effect, class mixes and the playbook, as the desk and phones read them."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from server.wire.base import AccountClass, In, Out, ShortText

Few = Annotated[list[UUID], Field(min_length=1, max_length=500)]
Reason = Annotated[str, Field(min_length=1, max_length=500)]
Line = Annotated[str, Field(min_length=1, max_length=200)]


class DemandOut(Out):
    """Visits and calls of a year, minutes of a mean week with the way there."""

    visits: float
    minutes: float


class ProposalOut(Out):
    """A class change somebody proposes; ``by`` is empty for the rules.

    ``before`` and ``after`` are what the account asks for under each class.
    """

    id: UUID
    account_id: UUID
    account: str
    city: str
    rep_id: UUID | None
    rep: str
    tier: str
    from_class: AccountClass
    to_class: AccountClass
    reasons: list[str]
    by: str
    made_on: date
    challenge: str
    challenged_by: str
    before: DemandOut
    after: DemandOut


class JudgingOut(Out):
    """Whether every account is being held against the class rules; ``never`` before the first time.

    While it waits, ``ahead`` pieces of other work are being done; nothing else comes first.
    """

    state: Literal["never", "waiting", "running", "done", "failed"]
    ahead: int
    finished_at: datetime | None
    error: str


class RepLoad(Out):
    """What a rep's accounts ask for now; ``capacity_min`` are the minutes of an ordinary week."""

    rep_id: UUID
    rep: str
    visits: float
    minutes: float
    capacity_min: float


class RiskOut(Out):
    """A core account that may be about to leave, and why."""

    account_id: UUID
    account: str
    city: str
    rep: str
    sales_12m: float
    reasons: list[str]


class ProposalsOut(Out):
    """The open proposals with their effect, beside the weeks of the reps they concern."""

    items: list[ProposalOut]
    reps: list[RepLoad]
    at_risk: list[RiskOut]


class DecidedOut(Out):
    """A proposal somebody has decided; an accepted one holds from ``valid_from``."""

    id: UUID
    account_id: UUID
    account: str
    from_class: AccountClass
    to_class: AccountClass
    reasons: list[str]
    by: str
    made_on: date
    challenge: str
    decision: Literal["accepted", "refused"]
    decided_by: str
    decided_at: datetime
    why: str
    valid_from: date | None


class ProposalsAccept(In):
    """Accepts proposals from a date, today or later."""

    ids: Few
    valid_from: date
    why: ShortText = ""


class ProposalsRefuse(In):
    """Refuses proposals; the reason is kept, and a rep who asked reads it in the history."""

    ids: Few
    why: Reason


class ProposalsReopen(In):
    """Takes decisions back: the proposals stand open again."""

    ids: Few


class ProposalsDecided(Out):
    """How many were decided, and how many of them wait for their date."""

    ids: list[UUID]
    waiting: int


class OpenProposal(Out):
    """An open proposal as the account's rep reads it."""

    id: UUID
    from_class: AccountClass
    to_class: AccountClass
    reasons: list[str]
    by: str
    made_on: date
    challenge: str


class Challenge(In):
    """Why the rep thinks the proposal is wrong; an empty text takes the challenge back."""

    text: Annotated[str, Field(max_length=500)]


class MixFlag(Out):
    """A limit that is passed: lumpy, stagnant, divest_accounts, divest_minutes, invest_capacity."""

    name: str
    share: float
    limit: float


class MixPart(Out):
    """One class of somebody's accounts."""

    account_class: AccountClass
    accounts: int
    minutes: float


class MixRow(Out):
    """A rep's classes, all reps' where ``rep_id`` is null; ``distance`` is to the company's mix."""

    rep_id: UUID | None
    rep: str
    parts: list[MixPart]
    accounts: int
    minutes: float
    capacity_min: float
    distance: float | None
    flags: list[MixFlag]


class MixQuery(In):
    """Whose accounts, and of which class; without a name of all."""

    rep: UUID | None = None
    account_class: AccountClass | None = None


class MixAccount(Out):
    """An account and what it asks for."""

    account_id: UUID
    account: str
    city: str
    rep: str
    account_class: AccountClass
    tier: str
    visits: float
    minutes: float


class PlaybookText(In):
    """What a visit is for, what to talk about, what to have done before leaving."""

    objective: Annotated[str, Field(max_length=300)]
    points: Annotated[list[Line], Field(max_length=8)]
    checklist: Annotated[list[Line], Field(max_length=8)]

    @model_validator(mode="after")
    def says_something(self) -> Self:
        if not (self.objective.strip() or self.points or self.checklist):
            raise ValueError("An empty page would say nothing: go back to the default instead.")
        return self


class PlaybookChange(In):
    """A page's new text; null goes back to the default."""

    page: PlaybookText | None


class PlaybookOut(Out):
    """A page; ``page`` is null where a less particular one stands in its place."""

    key: str
    page: PlaybookText | None
    edited: bool
