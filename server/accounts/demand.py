"""What accounts ask of a rep's week over the next weeks, before and after a change of many."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from routing import cadence
from routing.domain import AccountClass, Channel
from server import wire
from server.accounts.records import AccountRecord

WEEKS = 12


class Demand(NamedTuple):
    """Visits and calls a mean week asks for, and its hours on site and on the way."""

    visits: float = 0.0
    hours: float = 0.0


NOTHING = Demand()


def demand(account: AccountRecord, first: date, travel_s: float) -> Demand:
    """Returns what an account asks for in a mean week of the twelve from ``first``.

    An inactive account asks for nothing; a call has no way.
    """
    if not account.active or account.cadence is None:
        return NOTHING
    season = cadence.season_for(AccountClass(account.account_class), account.season)
    end = first + timedelta(weeks=WEEKS)
    visits = cadence.required_visits(account.cadence, season, first, end) / WEEKS
    way_s = 0.0 if account.cadence.channel is Channel.PHONE else travel_s
    return Demand(visits, visits * (account.cadence.service_s + way_s) / 3600)


class Load(NamedTuple):
    """What a rep carries: active accounts and what they ask for."""

    accounts: int
    visits: float
    hours: float


def loads(
    accounts: Iterable[AccountRecord], demands: Mapping[UUID, Demand]
) -> dict[UUID | None, Load]:
    """Returns the load of each rep, nobody's under None."""
    found: dict[UUID | None, Load] = {}
    for one in accounts:
        had = found.get(one.rep_id, Load(0, 0.0, 0.0))
        asked = demands[one.id]
        found[one.rep_id] = Load(
            had.accounts + one.active, had.visits + asked.visits, had.hours + asked.hours
        )
    return found


def shares(
    before: Sequence[AccountRecord],
    after: Sequence[AccountRecord],
    reps: Mapping[UUID | None, tuple[str, float]],
    first: date,
    travel_s: float,
) -> tuple[list[wire.BulkShare], Mapping[UUID, tuple[Demand, Demand]]]:
    """Returns each rep's week before and after, and the part of every account in it.

    ``reps`` are names and the hours of a week; ``after`` holds only the accounts that change.
    """
    then = {one.id: one for one in after}
    was = {one.id: demand(one, first, travel_s) for one in before}
    will = was | {one.id: demand(one, first, travel_s) for one in after}
    old = loads(before, was)
    new = loads((then.get(one.id, one) for one in before), will)
    rows = [
        _share(rep_id, name, there, old.get(rep_id), new.get(rep_id))
        for rep_id, (name, there) in reps.items()
        if rep_id in old or rep_id in new
    ]
    return rows, {account_id: (was[account_id], will[account_id]) for account_id in then}


def _share(
    rep_id: UUID | None, name: str, there: float, old: Load | None, new: Load | None
) -> wire.BulkShare:
    old, new = old or Load(0, 0.0, 0.0), new or Load(0, 0.0, 0.0)
    return wire.BulkShare(
        rep_id=rep_id,
        rep=name,
        accounts_before=old.accounts,
        accounts_after=new.accounts,
        visits_before=old.visits,
        visits_after=new.visits,
        hours_before=old.hours,
        hours_after=new.hours,
        hours_there=there,
    )
