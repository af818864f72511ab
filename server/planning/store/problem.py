"""What a plan is made from: one rep, their accounts, days, held visits and where today stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing import domain
from routing.domain import Held, HeldKind, Location, Problem, Published, Underway, WorkingDay
from routing.plan.weighing import USUAL, Weights
from server import database, errors, travel
from server.accounts import store as accounts
from server.auth import Scope
from server.busy import store as busy
from server.models import (
    Account,
    Day,
    Report,
    Visit,
)
from server.people import store as people
from server.planning import places, wishes
from server.planning.places import Places
from server.planning.store import plans, regions, review, scoped
from server.planning.taken import Taken, taken


@dataclass(frozen=True, slots=True)
class Wanted:
    """A problem with what a provider of travel times needs, and the moment it was read at.

    ``labels`` name those places that are neither base nor account. ``followed`` is the published
    plan, its places those of this problem; None before the first. ``today`` and ``at_s`` are the
    rep's date and clock, also where planning begins tomorrow.
    """

    problem: Problem
    locations: tuple[Location, ...]
    based_on_rev: int
    rep: str
    labels: Mapping[int, str]
    followed: plans.Followed | None
    today: date
    at_s: int
    weights: Weights = USUAL


class _Open(NamedTuple):
    """A published visit that may still move."""

    id: UUID
    account_id: UUID
    on: date


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
    days, _ = people.working_days(rep, today, last_day)
    over = _is_over(next((day for day in days if day.on == today), None), now_s)
    first = today + timedelta(days=over)
    known = Places(Location(rep.base_lat, rep.base_lon))
    nights = _nights(rep, known)
    followed = plans.load_followed(db, rep_id, known)
    records = accounts.load_accounts(db, Scope.system(), first, rep_id=rep_id)
    planned = tuple(
        accounts.planning_account(record, first, last_day, known.add(record.lat, record.lon))
        for record in records
    )
    by_id = {one.id: one for one in planned}
    filled = _taken(db, rep, days, (today, last_day), by_id)
    days, days_off = people.working_days(rep, today, last_day, filled.busy, filled.days_off)
    days = _from_their_places(days, rep, known)
    days = _after_a_night(days, nights, followed, first)
    days_by_date = {day.on: day for day in days}
    underway = _underway(db, rep_id, days_by_date.get(today), now_s, known)
    held, avoided, published = _set_already(
        db, rep_id, (first, last_day), days_by_date, by_id, filled.appointments
    )
    times = travel.kept_times(tuple(known.locations))
    problem = Problem(
        rep=domain.Rep(
            str(rep_id),
            rep.name,
            0,
            tuple(day for day in days if day.on >= first),
            {on: why for on, why in days_off.items() if on >= first},
            nights,
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
        published=published,
        policies=people.load_policies(db),
        prospecting_share=people.load_setting(db, "prospecting_share"),
        regions=regions.load_soft_regions(db, rep_id, by_id),
    )
    rev = database.current_rev(db)
    places_ = tuple(known.locations)
    weights = review.load_weights(db, rep_id)
    return Wanted(problem, places_, rev, rep.name, known.labels, followed, today, now_s, weights)


def _taken(
    db: Session,
    rep: people.RepRecord,
    days: Iterable[WorkingDay],
    horizon: tuple[date, date],
    planned: Mapping[str, domain.Account],
) -> Taken:
    """Returns what the rep's other calendars take of the horizon."""
    first, last = (datetime.combine(on, time(), ZoneInfo(rep.zone)) for on in horizon)
    times = busy.load_times(db, rep.id, first, last + timedelta(days=1))
    return taken(times, rep.zone, {day.on: day for day in days}, planned)


def _local(now: datetime, zone: str) -> tuple[date, int]:
    local = now.astimezone(ZoneInfo(zone))
    return local.date(), local.hour * 3600 + local.minute * 60 + local.second


def _is_over(day: WorkingDay | None, now_s: int) -> bool:
    return day is not None and now_s >= day.hours.end_s


def _nights(rep: people.RepRecord, known: Places) -> domain.Nights | None:
    if rep.nights is None:
        return None
    found = tuple(known.index(*place) for place in rep.nights.places)
    return domain.Nights(found, rep.nights.a_week, rep.nights.least_s)


def _from_their_places(
    days: Iterable[WorkingDay], rep: people.RepRecord, known: Places
) -> tuple[WorkingDay, ...]:
    """Returns the days with where they begin and end, as the rep's week says."""
    return tuple(
        replace(
            day,
            start=known.index(*ends.start) if ends.start else None,
            end=known.index(*ends.end) if ends.end else None,
        )
        for day in days
        for ends in (rep.ends[day.on.weekday()],)
    )


def _after_a_night(
    days: tuple[WorkingDay, ...],
    nights: domain.Nights | None,
    followed: plans.Followed | None,
    first: date,
) -> tuple[WorkingDay, ...]:
    """Returns the days, the first one from where the rep sleeps before it by the plan followed."""
    slept = followed.starts.get(first) if followed and nights else None
    if slept is None or nights is None or slept not in nights.places:
        return days
    return tuple(replace(day, start=slept) if day.on == first else day for day in days)


def _underway(
    db: Session, rep_id: UUID, day: WorkingDay | None, now_s: int, known: Places
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
    here = known.add(last.lat, last.lon) if last else day.start
    frame = db.get(Day, (rep_id, day.on))
    return Underway(day.on, here or places.BASE, now_s, _lunch_is_over(day, frame, now_s))


def _lunch_is_over(day: WorkingDay, frame: Day | None, now_s: int) -> bool:
    if day.lunch is None:
        return True
    if frame is not None and frame.lunch_start_s is not None:
        return now_s >= frame.lunch_start_s + frame.lunch_s
    return now_s > day.lunch.end_s - day.lunch_s


def _set_already(
    db: Session,
    rep_id: UUID,
    horizon: tuple[date, date],
    days: Mapping[date, WorkingDay],
    planned: Mapping[str, domain.Account],
    appointments: Sequence[Held],
) -> tuple[tuple[Held, ...], tuple[domain.Avoided, ...], tuple[Published, ...]]:
    """Returns what may not move, what to keep free, and what moves only at a price.

    Appointments and wishes come first, then the frozen days, then everything else that is
    published. Only what breaks no hard rule is held: a plan through a closed door would be
    refused.
    """
    first, last = horizon
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
    wished_away = {(wish.account_id, wish.on) for wish in standing if wish.kind != "pin"}
    open_visits = [
        visit
        for visit in _open_visits(db, rep_id, first, last)
        if str(visit.account_id) in planned and (visit.account_id, visit.on) not in wished_away
    ]
    frozen = [hold for hold in _frozen(db, first, open_visits) if hold.on in days]
    made = _reported(db, rep_id, first)
    agreed = [
        hold
        for hold in appointments
        if first <= hold.on <= last and (hold.account_id, hold.on) not in made
    ]
    held = wishes.held(pins, frozen, agreed)
    return held, wishes.avoided(standing), _published(open_visits, held)


def _reported(db: Session, rep_id: UUID, on: date) -> set[tuple[str, date]]:
    """Returns whose visit of a date is reported: there is nothing left to hold."""
    query = select(Report.account_id).where(
        Report.rep_id == rep_id, Report.on == on, Report.withdrawn_at.is_(None)
    )
    return {(str(account_id), on) for account_id in db.scalars(query)}


def _open_visits(db: Session, rep_id: UUID, first: date, last: date) -> list[_Open]:
    query = scoped.open_visits(rep_id).where(Visit.on.between(first, last))
    query = query.with_only_columns(Visit.id, Visit.account_id, Visit.on)
    return [_Open(*row) for row in db.execute(query.order_by(Visit.on, Visit.id))]


def _frozen(db: Session, first: date, open_visits: Iterable[_Open]) -> list[Held]:
    """Returns the published visits of the next days, which people already count on."""
    last = first + timedelta(days=people.load_setting(db, "frozen_days") - 1)
    return [
        Held(str(visit.account_id), visit.on, HeldKind.FROZEN, str(visit.id))
        for visit in open_visits
        if visit.on <= last
    ]


def _published(open_visits: Iterable[_Open], held: Iterable[Held]) -> tuple[Published, ...]:
    """Returns the published visits that nothing holds."""
    ids = {hold.visit_id for hold in held}
    dates = {(hold.account_id, hold.on) for hold in held}
    return tuple(
        Published(str(visit.account_id), visit.on)
        for visit in open_visits
        if str(visit.id) not in ids and (str(visit.account_id), visit.on) not in dates
    )
