"""The overdue accounts by how late they are, and why: pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from math import fsum
from typing import NamedTuple, get_args
from uuid import UUID

from server import errors, wire
from server.coverage.counting import Counted, Period

#: In-season days late: the rung's name and its last day.
RUNGS: Mapping[str, float] = {"1-7": 7, "8-14": 14, "15-30": 30, "over 30": float("inf")}
CAUSES: tuple[wire.OverdueCause, ...] = get_args(wire.OverdueCause)
#: Reasons of a plan that mean: there were not enough hours.
HOURS = {"not_enough_hours", "displaced", "share_used", "does_not_fit_day", "no_working_day"}


class Plans(NamedTuple):
    """Who follows a plan, and what it left out: the reason by account."""

    followed: Collection[UUID]
    left_out: Mapping[UUID, str]


def ladder(rows: Sequence[Counted], plans: Plans, period: Period) -> wire.OverdueLadder:
    """Returns how many accounts stand on each rung for each cause; empty fields are left out."""
    late = [row for row in rows if _is_late(row)]
    fields: dict[tuple[str, wire.OverdueCause], list[Counted]] = defaultdict(list)
    for row in late:
        fields[rung(row), cause(row, plans)].append(row)
    return wire.OverdueLadder(
        first=period.first,
        last=period.last,
        rungs=list(RUNGS),
        cells=[
            wire.LadderCell(rung=name, cause=why, accounts=len(found), value=_value(found))
            for name in RUNGS
            for why in CAUSES
            if (found := fields.get((name, why)))
        ],
        accounts=len(late),
        value=_value(late),
    )


def standing_on(
    rows: Sequence[Counted], plans: Plans, name: str | None, why: str | None
) -> tuple[Counted, ...]:
    """Returns the overdue accounts on a rung, for a cause, or both; all accounts without either."""
    if name is not None and name not in RUNGS:
        raise errors.Invalid(f"rung: {name!r} is none of {', '.join(RUNGS)}.")
    if name is None and why is None:
        return tuple(rows)
    return tuple(
        row
        for row in rows
        if _is_late(row)
        and (name is None or rung(row) == name)
        and (why is None or cause(row, plans) == why)
    )


def rung(row: Counted) -> str:
    """Returns how late an account is, in days of its season."""
    return next(name for name, last in RUNGS.items() if row.record.overdue_days <= last)


def cause(row: Counted, plans: Plans) -> wire.OverdueCause:
    """Returns why an overdue account waits: the first cause that holds.

    What nobody could plan comes before what a plan says, a planned visit before past attempts.
    """
    account = row.account
    reason = plans.left_out.get(account.id)
    held: tuple[tuple[wire.OverdueCause, bool], ...] = (
        ("nobody", account.rep_id is None),
        ("no_place", account.lat is None or account.lon is None or reason == "no_location"),
        ("no_plan", account.rep_id not in plans.followed),
        ("planned", account.next_visit is not None),
        ("displaced", reason in HOURS),
        ("left_out", reason is not None),
        ("missed", account.attempts > 0),
    )
    return next((name for name, holds in held if holds), "not_planned")


def _is_late(row: Counted) -> bool:
    return row.record.overdue and not row.record.off_season and not row.record.off_at_end


def _value(rows: Sequence[Counted]) -> float:
    return fsum(row.record.overdue_value for row in rows)
