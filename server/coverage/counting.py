"""An account's period as one record: pure, from what the store loaded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from routing import cadence as cadences
from routing import coverage
from routing.domain import AccountClass, Cadence, DueState, Season, SeasonState, Tier
from server import errors
from server.accounts import store as accounts
from server.accounts.store import AccountRecord
from server.coverage import leave
from server.coverage.leave import Away
from server.coverage.season_edges import edges
from server.visits.store import ReportRecord

ONE_DAY = timedelta(days=1)
USUAL = timedelta(days=27)
#: The most anybody compares; reading further back would only cost.
LONGEST = timedelta(days=732)
#: How the reason of a visit begins that the customer called off: the phone's codes, told words.
CALLED_OFF = ("closed", "refused", "cancel", "customer cancel", "asked to come")


@dataclass(frozen=True, slots=True)
class Period:
    """Two dates, both included; nothing after today is judged."""

    first: date
    last: date

    @property
    def end(self) -> date:
        """The day after the last."""
        return self.last + ONE_DAY

    def before(self) -> "Period":
        """Returns the period of the same length that ends the day before this one."""
        return Period(self.first - (self.end - self.first), self.first - ONE_DAY)


def period(first: date | None, last: date | None, today: date) -> Period:
    """Returns the part of an asked period that has happened: four weeks unless said otherwise."""
    ends = min(last or today, today)
    begins = first or ends - USUAL
    if begins > ends:
        raise errors.Invalid("The period must begin before it ends, and not after today.")
    if ends - begins > LONGEST:
        raise errors.Invalid("The period may be two years long at most.")
    return Period(begins, ends)


@dataclass(frozen=True, slots=True)
class Kept:
    """Stops of an account in the morning copies, and what became of them."""

    frozen: int = 0
    done: int = 0
    excused: int = 0
    unexcused: int = 0


@dataclass(frozen=True, slots=True)
class Around:
    """What an account's record takes from elsewhere.

    ``typical_min`` are the minutes of a visit nobody told; None where nobody told any.
    """

    team_id: str
    away: Away
    kept: Kept = Kept()
    focal: bool | None = None
    typical_min: float | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """An account with its record of a period, where it stands at the end, and its reports."""

    account: AccountRecord
    record: coverage.Record
    due: cadences.Due
    reports: tuple[ReportRecord, ...]


def counted(
    row: AccountRecord, period: Period, reports: Sequence[ReportRecord], around: Around
) -> Counted:
    """Returns what an account adds to every metric.

    ``reports`` reach back before the period: they set the grid of due dates. A call counts as made
    where the cadence asks for calls.
    """
    account = accounts.planning_account(row, period.first, period.last, None)
    due = cadences.due(account, period.last)
    season = cadences.season_for(account.account_class, row.season)
    away = around.away.with_closures(leave.closures(account.hours))
    inside = tuple(r for r in reports if period.first <= r.on <= period.last)
    required = cadences.required_visits(row.cadence, season, period.first, period.end)
    not_asked = required * away.share(season, period.first, period.last)
    touches = _touches(row, reports)
    record = coverage.Record(
        account_id=str(row.id),
        rep_id=str(row.rep_id or ""),
        team_id=around.team_id,
        account_class=AccountClass(row.account_class),
        tier=Tier(row.tier),
        segment=row.segment,
        town=town(row),
        required=required - not_asked,
        away=not_asked,
        focal=around.focal,
        touches=sum(period.first <= touch.on <= period.last for touch in row.touches),
        off_season=_is_off_throughout(season, period),
        off_at_end=due.state is DueState.OFF_SEASON,
        **_made(row, inside, around.typical_min),
        **_lateness(row, season, touches, period, due, away),
        **_kept(around.kept),
        **_edges(row, season, touches, period),
    )
    return Counted(row, record, due, inside)


def town(row: AccountRecord) -> str | None:
    """Returns a town as people tell it from its namesakes; None where it is not known."""
    return ", ".join(filter(None, (row.city, row.state))) or None


def is_excused(report: ReportRecord) -> bool:
    """Says whether the customer called a visit off: a code of the phone, or a told line."""
    return report.outcome == "missed" and report.result.lower().startswith(CALLED_OFF)


def minutes(report: ReportRecord, row: AccountRecord | None, typical: float | None) -> float:
    """Returns how long a visit took: as told, else the median of those told, else as planned."""
    if report.minutes is not None:
        return float(report.minutes)
    if typical is not None:
        return typical
    return row.rule.service_s / 60 if row else 0.0


def _made(
    row: AccountRecord, inside: Sequence[ReportRecord], typical: float | None
) -> dict[str, Any]:
    weights = [accounts.weight(report.outcome, row.rule) for report in inside]
    visits = [report for report in inside if report.outcome == "made"]
    return {
        "made": sum(weight >= 1 for weight in weights),
        "phone": sum(0 < weight < 1 for weight in weights),
        "visits": len(visits),
        "answered": sum(bool(report.class_answer) for report in visits),
        "minutes": sum(minutes(report, row, typical) for report in visits),
    }


def _lateness(
    row: AccountRecord,
    season: Season,
    touches: Sequence[cadences.Touch],
    period: Period,
    due: cadences.Due,
    away: Away,
) -> dict[str, Any]:
    """Returns what was due and what is overdue; late on days off or closures alone is neither."""
    days = max(0, due.days)
    late = due.state is DueState.OVERDUE
    slack = _slack_d(row.cadence)
    since = period.last - timedelta(days=max(0, days - slack - 1))
    overdue = late and not away.excuses(since, period.last)
    kept = cadences.punctuality(row.cadence, season, touches, row.number, period.first, period.end)
    fallen_due = kept.due - (late and not overdue and kept.due > kept.on_time)
    forgiven = _forgiven(row, season, touches, period, away)
    return {
        "due": fallen_due,
        "on_time": min(fallen_due, kept.on_time + forgiven),
        "overdue": overdue,
        "overdue_days": days if overdue else 0,
        "overdue_value": due.priority if overdue else 0.0,
    }


def _slack_d(cadence: Cadence | None) -> int:
    return int(cadences.tolerance(cadence) * cadence.interval_d) if cadence else 0


def _forgiven(
    row: AccountRecord,
    season: Season,
    touches: Sequence[cadences.Touch],
    period: Period,
    away: Away,
) -> int:
    """Returns the visits made late for nothing but days off and closures."""
    if row.cadence is None or not away.off:
        return 0
    steps = cadences.replay(row.cadence, season, touches, row.number, period.last)[1:]
    limit = 1 + cadences.tolerance(row.cadence)
    late = [s for s in steps if s.on >= period.first and s.weight >= 1 and s.before > limit]
    return sum(
        away.excuses(s.on - timedelta(days=_late_d(row.cadence, s.before - limit)), s.on - ONE_DAY)
        for s in late
    )


def _late_d(cadence: Cadence, beyond: float) -> int:
    return max(1, int(beyond * cadence.interval_d))


def _kept(kept: Kept) -> dict[str, Any]:
    return {
        "frozen": kept.frozen,
        "adhered": kept.done,
        "excused": kept.excused,
        "unexcused": kept.unexcused,
    }


def _edges(
    row: AccountRecord, season: Season, touches: Sequence[cadences.Touch], period: Period
) -> dict[str, Any]:
    found = edges(row.cadence, season, touches, row.number, period.first, period.last)
    return {
        "openings": found.openings,
        "ramps": found.ramps,
        "closings": found.closings,
        "missed_seasons": found.missed,
    }


def _touches(row: AccountRecord, reports: Collection[ReportRecord]) -> list[cadences.Touch]:
    weighed = [(r.on, accounts.weight(r.outcome, row.rule)) for r in reports]
    return [cadences.Touch(on, weight) for on, weight in weighed if weight > 0]


def _is_off_throughout(season: Season, period: Period) -> bool:
    if not season.windows or season.off_rate:  # a soft one asks for visits, which count
        return False
    days = cadences.season_days(season, period.first, period.end)
    return all(day.state is SeasonState.OFF for day in days)
