"""The days reps were in the field, from their reports. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from routing import coverage, travel
from routing.domain import Location
from server.accounts.store import AccountRecord
from server.coverage.counting import minutes
from server.people.store import RepRecord
from server.visits.store import ReportRecord

#: A weekday with at most this share of the longest one's hours is a short day.
SHORT = 0.6
HALF = 0.5


class Places(NamedTuple):
    """Where reps start and accounts lie, as far as that is known."""

    reps: Mapping[UUID, RepRecord]
    accounts: Mapping[UUID, AccountRecord]


def field_days(
    reports: Iterable[ReportRecord], places: Places, typical: float | None
) -> tuple[coverage.FieldDay, ...]:
    """Returns each date on which a rep was at an account's door, in vain or not."""
    told: dict[tuple[UUID, date], list[ReportRecord]] = defaultdict(list)
    for report in reports:
        if report.outcome != "phone" and report.rep_id in places.reps:
            told[report.rep_id, report.on].append(report)
    return tuple(
        _day(places.reps[rep_id], on, told[rep_id, on], places, typical)
        for rep_id, on in sorted(told, key=lambda one: (one[1], str(one[0])))
    )


def _day(
    rep: RepRecord,
    on: date,
    reports: Sequence[ReportRecord],
    places: Places,
    typical: float | None,
) -> coverage.FieldDay:
    visits = [report for report in reports if report.outcome == "made"]
    known = places.accounts
    return coverage.FieldDay(
        rep_id=str(rep.id),
        team_id=str(rep.team_id or ""),
        on=on,
        visits=len(visits),
        share=day_share(rep, on),
        travel_min=round(_travel_s(rep, reports, known) / 60, 1),
        on_site_min=sum(minutes(one, known.get(one.account_id), typical) for one in visits),
        imputed=sum(one.minutes is None for one in visits),
    )


def day_share(rep: RepRecord, on: date) -> float:
    """Returns how much of a day a weekday is: half where its hours are few, else a whole one."""
    hours = [span[1] - span[0] if span else 0 for span in rep.week]
    own = hours[on.weekday()]
    return HALF if 0 < own <= SHORT * max(hours) else 1.0


def _travel_s(
    rep: RepRecord, reports: Sequence[ReportRecord], known: Mapping[UUID, AccountRecord]
) -> int:
    """Returns the way from base along the day's stops and back, always to the nearest next.

    Nobody tells where they drove: this is an estimate by the great circle, said to be one.
    """
    ids = {report.account_id for report in reports}
    stops = [place for one in sorted(ids) if one in known and (place := _place(known[one]))]
    base = _base(rep)
    if not stops or base is None:
        return 0
    seconds = travel.great_circle([base, *stops]).duration_s
    here, left, total = 0, set(range(1, len(stops) + 1)), 0
    while left:
        following = min(left, key=lambda stop: (seconds[here][stop], stop))
        total += seconds[here][following]
        left.remove(following)
        here = following
    return total + seconds[here][0]


def _place(account: AccountRecord) -> Location | None:
    if account.lat is None or account.lon is None:
        return None
    return Location(account.lat, account.lon)


def _base(rep: RepRecord) -> Location | None:
    if rep.base_lat is None or rep.base_lon is None:
        return None
    return Location(rep.base_lat, rep.base_lon)
