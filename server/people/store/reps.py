"""Reps with their working time, and the company."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from routing import workdays
from routing.domain import TimeWindow, WorkingDay
from server import database, errors, jobs
from server.auth import Role, Scope
from server.models import Account, Company, DayOff, Person, RepSettings, SignIn, Team
from server.people import holidays
from server.people.store.log import audit

#: A rep without working hours of their own: Monday to Friday, eight to five.
WEEK: tuple[tuple[int, int] | None, ...] = ((8 * 3600, 17 * 3600),) * 5 + (None, None)
LONGEST_OFF_D = 400


@dataclass(frozen=True, slots=True)
class DayOffRecord:
    """Dates a rep does not work, both included."""

    id: UUID
    first: date
    last: date
    reason: str


class Place(NamedTuple):
    """A place that is no account."""

    label: str
    lat: float
    lon: float


class DayEnds(NamedTuple):
    """Where a weekday begins and ends; None is the base."""

    start: Place | None = None
    end: Place | None = None


class Nights(NamedTuple):
    """Nights away a rep accepts, only at places at least ``least_s`` of driving from base."""

    places: tuple[Place, ...]
    a_week: int
    least_s: int


@dataclass(frozen=True, slots=True)
class RepRecord:
    """A rep: who, where the days start, when the rep works. ``week``, ``ends`` are Monday first."""

    id: UUID
    name: str
    email: str
    team_id: UUID | None
    team: str | None
    active: bool
    rev: int
    base_label: str
    base_lat: float | None
    base_lon: float | None
    zone: str
    country: str
    subdivision: str | None
    week: tuple[tuple[int, int] | None, ...]
    lunch_start_s: int | None
    lunch_end_s: int | None
    lunch_s: int
    ends: tuple[DayEnds, ...]
    nights: Nights | None
    auto_publish: bool
    days_off: tuple[DayOffRecord, ...]


# --- loading ------------------------------------------------------------------------------------


def load_company(db: Session) -> Company:
    """Returns the one row of the installation."""
    return db.scalars(select(Company)).one()


def load_reps(db: Session, scope: Scope) -> tuple[RepRecord, ...]:
    """Returns the reps somebody sees, by name; people who left too (``active`` false)."""
    query = _reps(scope).order_by(func.lower(Person.name), Person.id)
    return _records(db, query)


def load_rep(db: Session, scope: Scope, rep_id: UUID) -> RepRecord:
    """Returns one rep; a rep of another team is as unknown as one who does not exist."""
    found = _records(db, _reps(scope).where(Person.id == rep_id))
    if not found:
        raise errors.NotFound()
    return found[0]


def _reps(scope: Scope) -> Select:
    query = (
        select(Person, RepSettings, Team.name)
        .outerjoin(RepSettings, RepSettings.person_id == Person.id)
        .outerjoin(Team, Team.id == Person.team_id)
        .where(Person.role == Role.REP)
    )
    return query if scope.rep_ids is None else query.where(Person.id.in_(scope.rep_ids))


def _records(db: Session, query: Select) -> tuple[RepRecord, ...]:
    rows = db.execute(query).all()
    company = load_company(db)
    off = _days_off(db, [person.id for person, _, _ in rows])
    return tuple(
        _record(person, own, team, company, off.get(person.id, ())) for person, own, team in rows
    )


def _days_off(db: Session, rep_ids: Collection[UUID]) -> dict[UUID, tuple[DayOffRecord, ...]]:
    found: dict[UUID, tuple[DayOffRecord, ...]] = {}
    query = select(DayOff).where(DayOff.person_id.in_(rep_ids)).order_by(DayOff.first, DayOff.id)
    for row in db.scalars(query):
        one = DayOffRecord(row.id, row.first, row.last, row.reason)
        found[row.person_id] = (*found.get(row.person_id, ()), one)
    return found


def _record(
    person: Person,
    own: RepSettings | None,
    team: str | None,
    company: Company,
    days_off: tuple[DayOffRecord, ...],
) -> RepRecord:
    own = own or _new_settings(person.id, company)
    return RepRecord(
        id=person.id,
        name=person.name,
        email=person.email,
        team_id=person.team_id,
        team=team,
        active=person.active,
        rev=max(person.rev, own.rev),
        base_label=own.base_label,
        base_lat=own.base_lat,
        base_lon=own.base_lon,
        zone=own.zone,
        country=own.country,
        subdivision=own.subdivision,
        week=tuple((int(span[0]), int(span[1])) if span else None for span in own.week),
        lunch_start_s=own.lunch_start_s,
        lunch_end_s=own.lunch_end_s,
        lunch_s=own.lunch_s,
        ends=tuple(_day_ends(one) for one in own.ends or [None] * 7),
        nights=_nights(own.nights),
        auto_publish=own.auto_publish,
        days_off=days_off,
    )


def _place(told: Mapping[str, Any] | None) -> Place | None:
    return Place(told["label"], told["lat"], told["lon"]) if told else None


def _day_ends(told: Mapping[str, Any] | None) -> DayEnds:
    return DayEnds(_place(told["start"]), _place(told["end"])) if told else DayEnds()


def _nights(told: Mapping[str, Any] | None) -> Nights | None:
    if told is None:
        return None
    places = tuple(place for one in told["places"] if (place := _place(one)))
    return Nights(places, told["a_week"], told["least_s"])


def _new_settings(rep_id: UUID, company: Company) -> RepSettings:
    return RepSettings(
        person_id=rep_id, zone=company.zone, country=company.country, week=list(WEEK),
        base_label="", lunch_s=0, auto_publish=True, rev=0,
    )  # fmt: skip


def working_days(
    rep: RepRecord,
    first: date,
    last: date,
    busy: Mapping[date, tuple[TimeWindow, ...]] | None = None,
    busy_off: Mapping[date, str] | None = None,
) -> tuple[tuple[WorkingDay, ...], Mapping[date, str]]:
    """Returns the dates a rep works, and why not on the others a person would ask about.

    Own days off come before public holidays, both before those another calendar takes
    (``busy_off``); weekends are in none. ``busy`` is what it takes of the other dates.
    """
    off = {
        **(busy_off or {}),
        **holidays.public_holidays(rep.country, rep.subdivision, first, last),
    }
    for own in rep.days_off:
        for day in workdays.dates(max(first, own.first), min(last, own.last)):
            off[day] = own.reason or "day off"
    week = [TimeWindow(*span) if span else None for span in rep.week]
    return workdays.working_days(first, last, week, _lunch(rep), rep.lunch_s, off, busy or {}), off


def _lunch(rep: RepRecord) -> TimeWindow | None:
    if rep.lunch_start_s is None or rep.lunch_end_s is None or rep.lunch_s <= 0:
        return None
    return TimeWindow(rep.lunch_start_s, rep.lunch_end_s)


def load_account_counts(db: Session) -> Mapping[UUID | None, int]:
    """Returns how many active accounts each rep has; under None those nobody has."""
    query = select(Account.rep_id, func.count()).where(Account.active).group_by(Account.rep_id)
    return {rep_id: count for rep_id, count in db.execute(query)}


def load_last_syncs(db: Session) -> Mapping[UUID, datetime]:
    """Returns when each person's phone was last heard of."""
    query = (
        select(SignIn.person_id, func.max(SignIn.last_seen_at))
        .where(SignIn.entry == "phone")
        .group_by(SignIn.person_id)
    )
    return {person_id: seen for person_id, seen in db.execute(query)}


# --- changing -------------------------------------------------------------------------------------


def save_rep(
    db: Session, scope: Scope, rep_id: UUID, changes: Mapping[str, Any], now: datetime
) -> None:
    """Writes the named fields of a rep's working time and asks for a new plan.

    Whether plans publish by themselves is the manager's to say, not the rep's.
    """
    rep = load_rep(db, scope, rep_id)
    if "auto_publish" in changes and scope.role is Role.REP:
        raise errors.Forbidden("Your manager decides whether plans publish by themselves.")
    problems = _rep_problems(rep, changes)
    if problems:
        raise errors.Invalid("This working time cannot be kept.", problems)
    row = db.get(RepSettings, rep_id)
    if row is None:
        row = _new_settings(rep_id, load_company(db))
        db.add(row)
    for name, value in changes.items():
        setattr(row, name, [list(s) if s else None for s in value] if name == "week" else value)
    row.rev = database.take_rev(db)
    _changed(db, rep_id)
    audit(db, now, scope, "rep_changed", rep_id, {"fields": sorted(changes)})


def touch_days(db: Session, rep_id: UUID) -> None:
    """Has a rep's phone fetch its days again: other calendars changed what they allow."""
    row = db.get(RepSettings, rep_id)
    if row is None:
        row = _new_settings(rep_id, load_company(db))
        db.add(row)
    row.rev = database.take_rev(db)


def _rep_problems(rep: RepRecord, changes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Returns every fault of the rep's working time as it would be after the changes."""

    def after(name: str) -> Any:
        return changes.get(name, getattr(rep, name))

    said: list[tuple[str, str]] = [
        (name, f"{name} cannot be empty.") for name, value in changes.items()
        if value is None and name in ("base_label", "zone", "country", "week", "lunch_s",
                                      "auto_publish")
    ]  # fmt: skip
    if after("zone") not in available_timezones():
        text = f"There is no time zone {after('zone')!r}. Use one like Europe/Berlin."
        said.append(("zone", text))
    holiday = holidays.problem_of(after("country") or "", after("subdivision"))
    if holiday and {"country", "subdivision"} & changes.keys():
        said.append(("country", holiday))
    for span in after("week") or ():
        if span and not 0 <= span[0] < span[1] <= 86400:
            said.append(("week", "Each working day ends after it starts, within 24 hours."))
    start, end, length = (after(f"lunch_{name}s") for name in ("start_", "end_", ""))
    if length and (start is None or end is None or not 0 <= start < end <= 86400
                   or end - start < length or length < 0):  # fmt: skip
        said.append(("lunch_s", "Lunch must fit between its earliest start and its latest end."))
    if (after("base_lat") is None) != (after("base_lon") is None):
        said.append(("base_lat", "A base needs latitude and longitude."))
    return [{"line": 0, "column": column, "text": text} for column, text in dict.fromkeys(said)]


def add_day_off(
    db: Session, scope: Scope, rep_id: UUID, first: date, last: date, reason: str, now: datetime
) -> UUID:
    """Adds days off, both dates included, and asks for a new plan."""
    load_rep(db, scope, rep_id)
    if not first <= last <= first + timedelta(days=LONGEST_OFF_D):
        raise errors.Invalid("Days off end on or after the day they begin, within 400 days.")
    row = DayOff(person_id=rep_id, first=first, last=last, reason=reason.strip())
    db.add(row)
    db.flush()
    _changed(db, rep_id)
    audit(db, now, scope, "day_off_added", rep_id,
          {"first": first.isoformat(), "last": last.isoformat()})  # fmt: skip
    return row.id


def remove_day_off(db: Session, scope: Scope, day_off_id: UUID, now: datetime) -> None:
    """Takes days off back and asks for a new plan."""
    row = db.get(DayOff, day_off_id)
    if row is None:
        raise errors.NotFound()
    load_rep(db, scope, row.person_id)
    db.execute(delete(DayOff).where(DayOff.id == day_off_id))
    _changed(db, row.person_id)
    audit(db, now, scope, "day_off_removed", row.person_id, {"first": row.first.isoformat()})


def _changed(db: Session, rep_id: UUID) -> None:
    """Marks the rep for the phone and asks for a plan."""
    person = db.get(Person, rep_id)
    if person is not None:
        person.rev = database.take_rev(db)
    db.flush()
    jobs.request(db, "plan", rep_id)
