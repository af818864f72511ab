"""Reads what coverage is counted from: accounts, reports, the copies of each morning."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts import store as accounts
from server.auth import Scope
from server.coverage import counting
from server.coverage.counting import Counted, Period
from server.people import store as people
from server.visits import store as visits
from server.visits.store import ReportRecord

#: History before a period decides where its first due windows lie.
GRID_D = 400


def load_counted(
    db: Session, scope: Scope, period: Period, account_ids: Collection[UUID] | None = None
) -> tuple[Counted, ...]:
    """Returns every active account in scope, as it stood at the end of the period."""
    rows = accounts.load_accounts(db, scope, period.last, account_ids=account_ids)
    reports = _reports(db, scope, period)
    kept = _adherence(db, scope, period)
    teams = {rep.id: str(rep.team_id or "") for rep in people.load_reps(db, scope)}
    return tuple(
        counting.counted(
            row, period, teams.get(row.rep_id, "") if row.rep_id else "",
            reports.get(row.id, []), *kept.get(row.id, (0, 0)),
        )
        for row in rows
    )  # fmt: skip


def load_labels(db: Session, scope: Scope) -> Mapping[str, str]:
    """Returns names of the groups that are known by an id: reps and teams."""
    reps = people.load_reps(db, scope)
    return {str(rep.id): rep.name for rep in reps} | {
        str(rep.team_id): rep.team for rep in reps if rep.team_id and rep.team
    }


def _reports(db: Session, scope: Scope, period: Period) -> Mapping[UUID, list[ReportRecord]]:
    found: dict[UUID, list[ReportRecord]] = defaultdict(list)
    since = period.first - timedelta(days=GRID_D)
    for report in visits.load_reports(db, scope, since, period.last):
        found[report.account_id].append(report)
    return found


def _adherence(db: Session, scope: Scope, period: Period) -> Mapping[UUID, tuple[int, int]]:
    found: dict[UUID, tuple[int, int]] = {}
    for stop in visits.load_adherence(db, scope, period.first, period.last):
        frozen, done = found.get(stop.account_id, (0, 0))
        found[stop.account_id] = (frozen + 1, done + stop.done)
    return found
