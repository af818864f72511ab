"""Which row of the calendar each visit of a new plan continues: decided here, done in the store.

A visit's id is what phones, calendars and reports hold on to, so a new plan moves rows instead of
replacing them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan says of one visit: everything publishing writes.

    ``claims`` names the published visit it continues, where somebody held that one.
    """

    account_id: UUID
    rep_id: UUID
    on: date
    position: int = 0
    channel: str = "visit"
    arrival_s: int | None = None
    start_s: int | None = None
    departure_s: int | None = None
    service_s: int = 0
    travel_s: int = 0
    travel_m: int = 0
    earliest: date | None = None
    target: date | None = None
    latest: date | None = None
    ramp: bool = False
    why: str = ""
    reason: str | None = None
    figures: Mapping[str, int | float | str] | None = None
    held: str | None = None
    claims: UUID | None = None

    @property
    def moment(self) -> tuple[date, int, int]:
        """What orders an account's visits: the date, then the time, calls last."""
        return self.on, self.start_s if self.start_s is not None else 86400, self.position

    @property
    def appointment(self) -> tuple[object, ...]:
        """What a calendar shows: when it changes, the event's sequence must grow."""
        return self.rep_id, self.on, self.channel, self.start_s, self.departure_s

    @property
    def content(self) -> tuple[object, ...]:
        """What a phone shows; a row with the same content is not sent again."""
        return (
            *self.appointment,
            self.position,
            self.arrival_s,
            self.service_s,
            self.travel_s,
            self.travel_m,
            self.earliest,
            self.target,
            self.latest,
            self.ramp,
            self.why,
            self.reason,
            self.figures,
            self.held,
        )


#: The fields a row has as well; a claim is only about this one publication.
WRITTEN = tuple(field.name for field in fields(Planned) if field.name != "claims")


def moved_down(visit: Planned, places: int) -> Planned:
    """Returns the visit some places later in its day."""
    return replace(visit, position=visit.position + places)


class OpenRow(NamedTuple):
    """A published visit that may still move: of today or later, unreported, not cancelled."""

    id: UUID
    planned: Planned


class Change(NamedTuple):
    """A row that goes on with other content; ``moved`` when a calendar shows the difference."""

    id: UUID
    planned: Planned
    moved: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What publishing does. Every open row is in exactly one of keep, change and cancel."""

    keep: tuple[UUID, ...] = ()
    change: tuple[Change, ...] = ()
    add: tuple[Planned, ...] = ()
    cancel: tuple[UUID, ...] = ()


def matches(open_rows: Iterable[OpenRow], planned: Iterable[Planned]) -> Changes:
    """Returns how the open rows become the planned visits.

    A visit that claims an open row of its account gets that row. Of what is left, an account's
    k-th visit takes its k-th row, by date and time; so a skipped visit moves, and the ones after
    it keep their ids. Rows left over are cancelled, visits left over are new.
    """
    rows_of, visits_of = _by_account(open_rows, planned)
    pairs: list[tuple[OpenRow, Planned]] = []
    add: list[Planned] = []
    cancel: list[UUID] = []
    for account_id in sorted(rows_of.keys() | visits_of.keys(), key=str):
        rows, visits = rows_of[account_id], visits_of[account_id]
        claimed = _claimed(rows, visits)
        rows = [row for row in rows if row.id not in claimed]
        rest = [visit for visit in visits if claimed.get(visit.claims) is not visit]
        pairs += [(row, claimed[row.id]) for row in rows_of[account_id] if row.id in claimed]
        pairs += zip(rows, rest, strict=False)
        add += rest[len(rows) :]
        cancel += [row.id for row in rows[len(rest) :]]
    return _changes(pairs, add, cancel)


def _by_account(open_rows, planned):
    rows_of: dict[UUID, list[OpenRow]] = defaultdict(list)
    visits_of: dict[UUID, list[Planned]] = defaultdict(list)
    for row in sorted(open_rows, key=lambda row: (row.planned.moment, str(row.id))):
        rows_of[row.planned.account_id].append(row)
    for visit in sorted(planned, key=lambda visit: visit.moment):
        visits_of[visit.account_id].append(visit)
    return rows_of, visits_of


def _claimed(rows: list[OpenRow], visits: list[Planned]) -> dict[UUID | None, Planned]:
    """Returns the visit that continues each claimed row; the first claim of a row counts."""
    open_ids = {row.id for row in rows}
    claimed: dict[UUID | None, Planned] = {}
    for visit in visits:
        if visit.claims in open_ids:
            claimed.setdefault(visit.claims, visit)
    return claimed


def _changes(
    pairs: list[tuple[OpenRow, Planned]], add: list[Planned], cancel: list[UUID]
) -> Changes:
    same = [row.id for row, visit in pairs if row.planned.content == visit.content]
    changed = [
        Change(row.id, visit, row.planned.appointment != visit.appointment)
        for row, visit in pairs
        if row.planned.content != visit.content
    ]
    return Changes(tuple(same), tuple(changed), tuple(add), tuple(cancel))
