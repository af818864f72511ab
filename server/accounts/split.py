"""Shares accounts out among reps by balanced work: what each would get, before anybody says yes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from routing import cadence, territories
from routing.domain import AccountClass, Location
from server import errors
from server.accounts.records import AccountRecord
from server.people.store import RepRecord

#: Work is told for a week of a whole year, so that seasons even out.
WEEKS = 52
#: The split answers a person's tap: a few rounds, counted work.
QUICK = territories.TerritoryParams(rounds=3, deterministic_time=0.5)


class Share(NamedTuple):
    """What one rep has and would have; minutes are a week's, travel included as an estimate."""

    rep_id: UUID
    rep: str
    accounts_before: int
    accounts_after: int
    minutes_before: float
    minutes_after: float


class Split(NamedTuple):
    """Who gets which account, and what that makes of everybody's week."""

    owners: Mapping[UUID, UUID]
    shares: tuple[Share, ...]


def split(
    unassigned: Sequence[AccountRecord],
    carried: Sequence[AccountRecord],
    reps: Sequence[RepRecord],
    today: date,
    travel_s: float,
    band: float = QUICK.band,
) -> Split:
    """Returns the split of accounts without a rep; what reps carry already counts and stays.

    Work within the ``band`` of the mean is even enough: then ways count.
    """
    minutes = {a.id: week_minutes(a, today, travel_s) for a in (*unassigned, *carried)}
    before = {rep.id: sum(minutes[a.id] for a in carried if a.rep_id == rep.id) for rep in reps}
    loads = [territories.Load(str(a.id), _location(a), minutes[a.id]) for a in unassigned]
    patches = [
        territories.Patch(str(rep.id), _base(rep, unassigned), before[rep.id], _capacity(rep, reps))
        for rep in reps
    ]
    params = replace(QUICK, band=band)
    owners = {UUID(a): UUID(r) for a, r in territories.split(loads, patches, params).items()}
    return Split(owners, tuple(_share(rep, owners, carried, before, minutes) for rep in reps))


def _share(
    rep: RepRecord,
    owners: Mapping[UUID, UUID],
    carried: Sequence[AccountRecord],
    before: Mapping[UUID, float],
    minutes: Mapping[UUID, float],
) -> Share:
    mine = [account_id for account_id, rep_id in owners.items() if rep_id == rep.id]
    had = sum(a.rep_id == rep.id for a in carried)
    after = before[rep.id] + sum(minutes[account_id] for account_id in mine)
    return Share(rep.id, rep.name, had, had + len(mine), round(before[rep.id], 1), round(after, 1))


def week_minutes(account: AccountRecord, today: date, travel_s: float) -> float:
    """Returns the minutes an account asks for in a mean week of the year from today."""
    if not account.active:
        return 0.0
    season = cadence.season_for(AccountClass(account.account_class), account.season)
    end = today + timedelta(weeks=WEEKS)
    return territories.workload(account.cadence, season, today, end, travel_s) / WEEKS


def _location(account: AccountRecord) -> Location | None:
    if account.lat is None or account.lon is None:
        return None
    return Location(account.lat, account.lon)


def _base(rep: RepRecord, accounts: Sequence[AccountRecord]) -> Location:
    """Returns where a rep starts; without a base, the middle of what is shared out."""
    if rep.base_lat is not None and rep.base_lon is not None:
        return Location(rep.base_lat, rep.base_lon)
    places = [place for a in accounts if (place := _location(a))]
    if not places:
        raise errors.Invalid(f"{rep.name} has no base, and none of these accounts has a place.")
    return Location(sum(p.lat for p in places) / len(places),
                    sum(p.lon for p in places) / len(places))  # fmt: skip


def _capacity(rep: RepRecord, reps: Sequence[RepRecord]) -> float:
    """Returns the hours of a rep's week, as a share of the longest week among them."""
    longest = max(map(_week_s, reps))
    if not _week_s(rep):
        raise errors.Invalid(f"{rep.name} has no working hours: say when, or leave them out.")
    return _week_s(rep) / longest


def _week_s(rep: RepRecord) -> int:
    return sum(span[1] - span[0] for span in rep.week if span)
