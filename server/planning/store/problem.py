"""What a plan is made from: one rep, their accounts, days, held visits and where today stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing import domain, travel
from routing.domain import Held, HeldKind, Location, Problem, Underway
from server import database, errors
from server.accounts import store as accounts
from server.auth import Scope
from server.models import (
    Account,
    Day,
    Report,
    Visit,
)
from server.people import store as people
from server.planning import wishes
from server.planning.store import scoped


@dataclass(frozen=True, slots=True)
class Wanted:
    """A problem with what a provider of travel times needs, and the moment it was read at."""

    problem: Problem
    locations: tuple[Location, ...]
    based_on_rev: int
    rep: str


def load_problem(db: Session, scope: Scope, rep_id: UUID, now: datetime) -> Problem:
    """Returns what one rep's plan is made from, with great-circle travel times."""
    return load_wanted(db, scope, rep_id, now).problem


def load_wanted(db: Session, scope: Scope, rep_id: UUID, now: datetime) -> Wanted:
    """Returns the problem and its places, so that a task can ask a provider for better times.

    Planning begins today, or tomorrow when today's working time is over.
    """
    scoped.must_see(scope, rep_id)
    rep = people.load_rep(db, scope, rep_id)
    if rep.base_lat is None or rep.base_lon is None:
        raise errors.Invalid(f"{rep.name} has no base yet: say where the days start, then plan.")
    today, now_s = _local(now, rep.zone)
    last_day = today + timedelta(weeks=people.load_setting(db, "horizon_weeks"), days=-1)
    days, days_off = people.working_days(rep, today, last_day)
    days_by_date = {day.on: day for day in days}
    first = today + timedelta(days=_is_over(days_by_date.get(today), now_s))
    records = accounts.load_accounts(db, Scope.system(), first, rep_id=rep_id)
    places = _Places(Location(rep.base_lat, rep.base_lon))
    planned = tuple(
        accounts.planning_account(record, first, last_day, places.index(record.lat, record.lon))
        for record in records
    )
    underway = _underway(db, rep_id, days_by_date.get(today), now_s, places)
    held, avoided = _held(db, rep_id, first, days_by_date, {one.id: one for one in planned})
    times = travel.great_circle(places.locations)
    problem = Problem(
        rep=domain.Rep(
            str(rep_id),
            rep.name,
            0,
            tuple(day for day in days if day.on >= first),
            {on: why for on, why in days_off.items() if on >= first},
        ),
        accounts=planned,
        today=first,
        last_day=last_day,
        travel_s=times.duration_s,
        travel_m=times.length_m,
        travel_source=times.source,
        held=held,
        avoided=avoided,
        underway=underway if first == today else None,
    )
    return Wanted(problem, tuple(places.locations), database.current_rev(db), rep.name)


class _Places:
    """The places of a problem in the order of its travel times; the base is the first."""

    def __init__(self, base: Location) -> None:
        self.locations = [base]

    def index(self, lat: float | None, lon: float | None) -> int | None:
        if lat is None or lon is None:
            return None
        self.locations.append(Location(lat, lon))
        return len(self.locations) - 1


def _local(now: datetime, zone: str) -> tuple[date, int]:
    local = now.astimezone(ZoneInfo(zone))
    return local.date(), local.hour * 3600 + local.minute * 60 + local.second


def _is_over(day: domain.WorkingDay | None, now_s: int) -> bool:
    return day is not None and now_s >= day.hours.end_s


def _underway(
    db: Session, rep_id: UUID, day: domain.WorkingDay | None, now_s: int, places: _Places
) -> Underway | None:
    """Returns where today stands once it has begun: at the last account reported, now."""
    if day is None:
        return None
    last = db.execute(
        select(Account.lat, Account.lon)
        .join(Report, Report.account_id == Account.id)
        .where(
            Report.rep_id == rep_id,
            Report.on == day.on,
            Report.outcome != "phone",
            Report.withdrawn_at.is_(None),
            Account.lat.is_not(None),
        )
        .order_by(func.coalesce(Report.at_phone, Report.received_at).desc(), Report.id.desc())
    ).first()
    if last is None and now_s < day.hours.start_s:
        return None
    here = places.index(last.lat, last.lon) if last else 0
    frame = db.get(Day, (rep_id, day.on))
    return Underway(day.on, here or 0, now_s, _lunch_is_over(day, frame, now_s))


def _lunch_is_over(day: domain.WorkingDay, frame: Day | None, now_s: int) -> bool:
    if day.lunch is None:
        return True
    if frame is not None and frame.lunch_start_s is not None:
        return now_s >= frame.lunch_start_s + frame.lunch_s
    return now_s > day.lunch.end_s - day.lunch_s


def _held(
    db: Session,
    rep_id: UUID,
    first: date,
    days: Mapping[date, domain.WorkingDay],
    planned: Mapping[str, domain.Account],
) -> tuple[tuple[Held, ...], tuple[domain.Avoided, ...]]:
    """Returns what may not move and what to keep free: wishes first, then the frozen days.

    Only what breaks no hard rule is held: a plan through a closed door would be refused.
    """
    standing = [
        wish
        for wish in wishes.standing(scoped.load_wishes(db, rep_id, first))
        if str(wish.account_id) in planned
    ]
    pins = [
        wish
        for wish in standing
        if wish.kind == "pin"
        and not wishes.refusal(wish, first, days.get(wish.on), planned[str(wish.account_id)])
    ]
    wished_away = {(str(wish.account_id), wish.on) for wish in standing if wish.kind != "pin"}
    frozen = [
        hold
        for hold in _frozen(db, rep_id, first)
        if hold.on in days
        and hold.account_id in planned
        and (hold.account_id, hold.on) not in wished_away
    ]
    return wishes.held(pins, frozen), wishes.avoided(standing)


def _frozen(db: Session, rep_id: UUID, first: date) -> list[Held]:
    """Returns the published visits of the next days, which people already count on."""
    last = first + timedelta(days=people.load_setting(db, "frozen_days") - 1)
    query = scoped.open_visits(rep_id).where(Visit.on.between(first, last))
    return [
        Held(str(visit.account_id), visit.on, HeldKind.FROZEN, str(visit.id))
        for visit in db.scalars(query.order_by(Visit.on, Visit.id))
    ]
