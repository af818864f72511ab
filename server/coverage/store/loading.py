"""Reads what coverage is counted from: accounts, reports, the copies of each morning."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from statistics import median
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from routing.coverage import FieldDay
from server.accounts import store as accounts
from server.accounts.store import AccountRecord
from server.auth import Scope
from server.coverage import counting, field_days, leave
from server.coverage.counting import Around, Counted, Kept, Period
from server.people import store as people
from server.planning import store as planning
from server.visits import store as visits
from server.visits.store import ReportRecord

#: History before a period decides where its first due windows lie.
GRID_D = 400


class Loaded(NamedTuple):
    """A period's accounts, and the days its reps were in the field."""

    rows: tuple[Counted, ...]
    days: tuple[FieldDay, ...]


def load_counted(
    db: Session, scope: Scope, period: Period, account_ids: Collection[UUID] | None = None
) -> tuple[Counted, ...]:
    """Returns every active account in scope, as it stood at the end of the period."""
    return load_period(db, scope, period, account_ids).rows


def load_period(
    db: Session, scope: Scope, period: Period, account_ids: Collection[UUID] | None = None
) -> Loaded:
    """Returns every active account in scope, and the days in the field of its reps."""
    rows = accounts.load_accounts(db, scope, period.last, account_ids=account_ids)
    reps = {rep.id: rep for rep in people.load_reps(db, scope)}
    told = visits.load_reports(db, scope, period.first - timedelta(days=GRID_D), period.last)
    inside = [report for report in told if report.on >= period.first]
    typical = _typical_minutes(inside)
    around = _around(db, scope, period, rows, reps, inside, typical)
    reports = _by_account(told)
    found = tuple(
        counting.counted(row, period, reports.get(row.id, []), around[row.id]) for row in rows
    )
    places = field_days.Places(reps, {row.id: row for row in rows})
    return Loaded(found, field_days.field_days(inside, places, typical))


def load_labels(db: Session, scope: Scope) -> Mapping[str, str]:
    """Returns names of the groups that are known by an id: reps and teams."""
    reps = people.load_reps(db, scope)
    return {str(rep.id): rep.name for rep in reps} | {
        str(rep.team_id): rep.team for rep in reps if rep.team_id and rep.team
    }


def load_plans(db: Session, scope: Scope) -> tuple[frozenset[UUID], Mapping[UUID, str]]:
    """Returns who follows a published plan, and why it left accounts out."""
    published = planning.load_plans(db, scope)
    followed = frozenset(plan.rep_id for plan in published if plan.state == "published")
    left_out = planning.load_unplanned(db, scope)
    return followed, {one.account_id: one.reason for one in left_out}


def _around(
    db: Session,
    scope: Scope,
    period: Period,
    rows: Sequence[AccountRecord],
    reps: Mapping[UUID, people.RepRecord],
    inside: Sequence[ReportRecord],
    typical: float | None,
) -> Mapping[UUID, Around]:
    kept = _kept(db, scope, period, inside)
    away = leave.all_away(reps.values(), period.first, period.last)
    focal = _focal(rows)
    teams: dict[UUID | None, str] = {rep.id: str(rep.team_id or "") for rep in reps.values()}
    return {
        row.id: Around(
            team_id=teams.get(row.rep_id, ""),
            away=away.get(row.rep_id) or away[None],
            kept=kept.get(row.id, Kept()),
            focal=focal.get(row.id),
            typical_min=typical,
        )
        for row in rows
    }


def _by_account(told: Sequence[ReportRecord]) -> Mapping[UUID, list[ReportRecord]]:
    found: dict[UUID, list[ReportRecord]] = defaultdict(list)
    for report in told:
        found[report.account_id].append(report)
    return found


def _typical_minutes(reports: Sequence[ReportRecord]) -> float | None:
    told = [r.minutes for r in reports if r.outcome == "made" and r.minutes is not None]
    return float(median(told)) if told else None


def _focal(rows: Sequence[AccountRecord]) -> Mapping[UUID, bool]:
    """Returns which accounts hold the first half of the potential in sight, the largest first."""
    known = [(row.potential, row.id) for row in rows if row.potential is not None]
    half, before = sum(potential for potential, _ in known) / 2, 0.0
    found = {}
    for potential, account_id in sorted(known, key=lambda one: (-one[0], str(one[1]))):
        found[account_id] = before < half
        before += potential
    return found


def _kept(
    db: Session, scope: Scope, period: Period, inside: Sequence[ReportRecord]
) -> Mapping[UUID, Kept]:
    missed = {(r.rep_id, r.account_id, r.on): r for r in inside if r.outcome == "missed"}
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    for stop in visits.load_adherence(db, scope, period.first, period.last, inside):
        counts[stop.account_id]["frozen"] += 1
        report = missed.get((stop.rep_id, stop.account_id, stop.on))
        if stop.done:
            counts[stop.account_id]["done"] += 1
        elif report is not None:
            name = "excused" if counting.is_excused(report) else "unexcused"
            counts[stop.account_id][name] += 1
    return {account_id: Kept(**count) for account_id, count in counts.items()}
