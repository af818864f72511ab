"""Plans, visits and days as records, and those as the messages of server.wire."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from routing import domain, json_format, plan
from routing.domain import Unplanned
from routing.plan.capacity import CapacityTruth, Load
from server import wire
from server.planning.identity import Planned

PlanStates = Literal["draft", "published", "replaced", "refused"]

#: A plan this old is shown with a warning: the night's planning did not run.
STALE_AFTER = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """A published visit with its account's name; whether it was made is said by reports."""

    id: UUID
    rev: int
    account_id: UUID
    account: str
    rep_id: UUID
    plan_id: UUID
    on: date
    position: int
    channel: Literal["visit", "phone"]
    arrival_s: int | None
    start_s: int | None
    departure_s: int | None
    service_s: int
    travel_s: int
    travel_m: int
    earliest: date | None
    target: date | None
    latest: date | None
    ramp: bool
    why: str
    reason: str | None
    figures: Mapping[str, int | float | str] | None
    held: Literal["frozen", "pin", "appointment"] | None
    created_at: datetime
    changed_at: datetime
    cancelled_at: datetime | None
    sequence: int


@dataclass(frozen=True, slots=True)
class DayRecord:
    """The frame of a published day; ``estimate`` when its times come from the great circle."""

    rep_id: UUID
    on: date
    rev: int
    leave_s: int
    home_s: int
    lunch_start_s: int | None
    lunch_s: int
    travel_s: int
    travel_m: int
    proven: bool
    bound_s: int
    start: Mapping[str, Any] | None
    end: Mapping[str, Any] | None
    estimate: bool


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A stored plan. A replaced one was followed once."""

    id: UUID
    rep_id: UUID
    rep: str
    made_at: datetime
    today: date
    last_day: date
    based_on_rev: int
    state: PlanStates
    summary: Mapping[str, Any] = field(default_factory=dict)
    #: Set where somebody asked for it: with the names of its accounts.
    unplanned: tuple[wire.UnplannedOut, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedRecord:
    """The plan a rep follows now. ``rev`` is when it was published."""

    plan: PlanRecord
    rev: int
    #: What planning is doing for this rep at this moment; empty when nothing is wanted.
    working: str = ""


@dataclass(frozen=True, slots=True)
class FrozenRecord:
    """A stop of a morning's copy; ``done`` when it was made that same day."""

    rep_id: UUID
    on: date
    visit_id: UUID
    account_id: UUID
    channel: str


def plan_body(made: domain.Plan) -> dict[str, Any]:
    """Returns a plan as its row keeps it."""
    return json.loads(json_format.plan_json(made))


def plan_of(body: Mapping[str, Any]) -> domain.Plan:
    """Returns the plan of a row."""
    return json_format.read_plan(json.dumps(body))


def planned_visits(made: domain.Plan, rep_id: UUID) -> tuple[Planned, ...]:
    """Returns every visit of a plan; calls come after the day's stops and have no times."""
    return tuple(visit for day in made.days for visit in _day_visits(day, rep_id))


def _day_visits(day: domain.DayRoute, rep_id: UUID) -> list[Planned]:
    stops = [
        Planned(
            UUID(stop.account_id),
            rep_id,
            day.on,
            number,
            "visit",
            stop.arrival_s,
            stop.start_s,
            stop.departure_s,
            stop.departure_s - stop.start_s,
            stop.travel_s,
            stop.travel_m,
            **_due(stop.due),
            **_why(stop),
            **_held(stop.held),
        )
        for number, stop in enumerate(day.stops, 1)
    ]
    calls = [
        Planned(
            UUID(call.account_id),
            rep_id,
            day.on,
            number,
            "phone",
            service_s=call.service_s,
            **_due(call.due),
            **_why(call),
            **_held(call.held),
        )
        for number, call in enumerate(day.calls, len(day.stops) + 1)
    ]
    return stops + calls


def _due(due: domain.DueVisit | None) -> dict[str, Any]:
    if due is None:
        return {}
    return {"earliest": due.earliest, "target": due.target, "latest": due.latest, "ramp": due.ramp}


def _why(visit: domain.Stop | domain.Call) -> dict[str, Any]:
    reason = visit.reason.value if visit.reason else None
    return {"why": visit.why, "reason": reason, "figures": dict(visit.figures) or None}


def _held(held: domain.Held | None) -> dict[str, Any]:
    if held is None:
        return {}
    return {"held": held.kind.value, "claims": UUID(held.visit_id) if held.visit_id else None}


def summary(
    made: domain.Plan, seconds: float, weeks: Sequence[plan.WeekCapacity] = ()
) -> dict[str, Any]:
    """Returns what a list of plans shows; hours required and there as the weeks' capacity says."""
    stops = [stop for day in made.days for stop in day.stops]
    calls = [call for day in made.days for call in day.calls]
    reasons: dict[str, int] = {}
    for left_out in made.unplanned:
        reasons[left_out.reason.value] = reasons.get(left_out.reason.value, 0) + 1
    return {
        "days": sum(1 for day in made.days if day.stops or day.calls),
        "visits": len(stops),
        "calls": len(calls),
        "travel_s": sum(day.travel_s for day in made.days),
        "travel_m": sum(day.travel_m for day in made.days),
        "service_s": sum(stop.departure_s - stop.start_s for stop in stops)
        + sum(call.service_s for call in calls),
        "proven_days": sum(1 for day in made.days if day.proven),
        "unplanned": reasons,
        "travel_source": made.travel_source,
        "stretch": {name.value: factor for name, factor in made.stretch.items()},
        "seconds": round(seconds, 1),
        "required_s": round(3600 * sum(week.needed_h for week in weeks)) if weeks else None,
        "available_s": round(3600 * sum(week.there_h for week in weeks)) if weeks else None,
    }


def unplanned_row(left_out: Unplanned, names: Mapping[UUID, str]) -> wire.UnplannedOut:
    """Returns a due visit without a day, with the reason in a sentence."""
    visit = left_out.visit
    account_id = UUID(visit.account_id)
    by = names.get(other) if (other := displaced_by(left_out)) else None
    named = {**left_out.figures, "by": by} if by else left_out.figures
    return wire.UnplannedOut(
        account_id=account_id,
        account=names.get(account_id, ""),
        reason=left_out.reason.value,
        sentence=plan.sentence(replace(left_out, figures=named)),
        figures=dict(left_out.figures),
        target=visit.target,
        latest=visit.latest,
    )


def displaced_by(left_out: Unplanned) -> UUID | None:
    """Returns the account whose visit stands where this one would have."""
    by = left_out.figures.get("by")
    return UUID(by) if isinstance(by, str) else None


def visit_row(visit: VisitRecord, account: domain.Account | None) -> wire.VisitRow:
    """Returns a visit as phone and desk show it; without its account it has no windows."""
    windows = account.hours.on(visit.on) if account else ()
    return wire.VisitRow(
        id=visit.id,
        rev=visit.rev,
        account_id=visit.account_id,
        account=visit.account,
        rep_id=visit.rep_id,
        on=visit.on,
        position=visit.position,
        channel=visit.channel,
        arrival_s=visit.arrival_s,
        start_s=visit.start_s,
        departure_s=visit.departure_s,
        travel_s=visit.travel_s,
        travel_m=visit.travel_m,
        service_s=visit.service_s,
        earliest=visit.earliest,
        target=visit.target,
        latest=visit.latest,
        ramp=visit.ramp,
        why=visit.why,
        reason=visit.reason,
        figures=dict(visit.figures or {}),
        held=visit.held,
        cancelled=visit.cancelled_at is not None,
        windows=[(window.start_s, window.end_s) for window in windows],
    )


def day_row(
    day: DayRecord, travel: wire.TravelRow | None = None, allows: wire.AllowsRow | None = None
) -> wire.DayRow:
    """Returns the frame of a day as phone and desk show it."""
    return wire.DayRow(
        id=day.on.isoformat(),
        rev=day.rev,
        rep_id=day.rep_id,
        on=day.on,
        leave_s=day.leave_s,
        home_s=day.home_s,
        lunch_start_s=day.lunch_start_s,
        lunch_s=day.lunch_s,
        travel_s=day.travel_s,
        travel_m=day.travel_m,
        proven=day.proven,
        bound_s=day.bound_s,
        start=day_place(day.start),
        end=day_place(day.end),
        estimate=day.estimate,
        travel=travel,
        allows=allows,
    )


def day_place(place: Mapping[str, Any] | None) -> wire.PlaceRow | None:
    """Returns where a day begins or ends, if not at base."""
    return wire.PlaceRow(**place) if place else None


def plan_row(stored: PlanRecord) -> wire.PlanOut:
    """Returns a plan as the desk shows it."""
    return wire.PlanOut(
        id=stored.id,
        rep_id=stored.rep_id,
        rep=stored.rep,
        made_at=stored.made_at,
        today=stored.today,
        last_day=stored.last_day,
        state=stored.state,
        summary=dict(stored.summary),
        unplanned=list(stored.unplanned),
    )


def load_row(load: Load) -> wire.LoadOut:
    """Returns hours required and there as the desk shows them."""
    return wire.LoadOut(
        first=load.first,
        last=load.last,
        required_h={name.value: round(hours, 2) for name, hours in load.required_h.items()},
        all_h=round(load.all_h, 2),
        available_h=round(load.available_h, 2),
        fits=load.fits,
    )


def capacity_row(found: CapacityTruth) -> wire.CapacityOut:
    """Returns whether the cadences can be kept, as the desk shows it."""
    return wire.CapacityOut(
        weeks=[load_row(week) for week in found.weeks],
        total=load_row(found.total),
        stretch=found.stretch,
        stretch_all=found.stretch_all,
    )


def region_row(region: domain.SoftRegion) -> wire.RegionRow:
    """Returns a region as the desk shows and sends it."""
    return wire.RegionRow(
        name=region.name,
        account_ids=[UUID(account_id) for account_id in region.account_ids],
        weekdays=list(region.weekdays),
        weeks=list(region.weeks),
        cycle_weeks=region.cycle_weeks,
    )


def region_of(row: wire.RegionRow) -> domain.SoftRegion:
    """Returns a region the desk sent."""
    return domain.SoftRegion(
        row.name,
        tuple(str(account_id) for account_id in row.account_ids),
        tuple(row.weekdays),
        tuple(row.weeks),
        row.cycle_weeks,
    )


def by_day(
    visits: Iterable[wire.VisitRow],
) -> defaultdict[tuple[UUID, date], list[wire.VisitRow]]:
    """Returns the visits of each rep and date, in their order."""
    days: defaultdict[tuple[UUID, date], list[wire.VisitRow]] = defaultdict(list)
    for visit in visits:
        days[visit.rep_id, visit.on].append(visit)
    return days


def plan_state(
    published: PublishedRecord, now: datetime, changes: Sequence[wire.ChangeOut] = ()
) -> wire.PlanState:
    """Returns what the phone says of the plan: how old it is and what it left out.

    Its id is the rep's, so that a phone holds one of them, whatever is published.
    """
    return wire.PlanState(
        id=published.plan.rep_id,
        rev=published.rev,
        made_at=published.plan.made_at,
        stale=now - published.plan.made_at > STALE_AFTER,
        working=published.working,
        unplanned=list(published.plan.unplanned),
        changes=list(changes),
    )
