"""An account's period as one record: pure, from what the store loaded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from routing import cadence as cadences
from routing import coverage
from routing.domain import AccountClass, DueState, Season, SeasonState, Tier
from server import errors
from server.accounts import store as accounts
from server.accounts.store import AccountRecord
from server.visits.store import ReportRecord

ONE_DAY = timedelta(days=1)
USUAL = timedelta(days=27)
#: The most anybody compares; reading further back would only cost.
LONGEST = timedelta(days=732)


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
class Counted:
    """An account with its record of a period, where it stands at the end, and its reports."""

    account: AccountRecord
    record: coverage.Record
    due: cadences.Due
    reports: tuple[ReportRecord, ...]


def counted(
    row: AccountRecord,
    period: Period,
    team_id: str,
    reports: Sequence[ReportRecord],
    frozen: int,
    adhered: int,
) -> Counted:
    """Returns what an account adds to every metric.

    ``reports`` reach back before the period: they set the grid of due dates. A call counts as made
    where the cadence asks for calls.
    """
    account = accounts.planning_account(row, period.last, period.last, None)
    due = cadences.due(account, period.last)
    season = cadences.season_for(account.account_class, row.season)
    inside = tuple(r for r in reports if period.first <= r.on <= period.last)
    weights = [accounts.weight(report.outcome, row.rule.channel) for report in inside]
    kept = _punctuality(row, season, reports, period)
    overdue = due.state is DueState.OVERDUE
    record = coverage.Record(
        account_id=str(row.id),
        rep_id=str(row.rep_id or ""),
        team_id=team_id,
        account_class=AccountClass(row.account_class),
        tier=Tier(row.tier),
        segment=row.segment,
        required=cadences.required_visits(row.cadence, season, period.first, period.end),
        made=sum(weight >= 1 for weight in weights),
        phone=sum(0 < weight < 1 for weight in weights),
        on_time=kept.on_time,
        due=kept.due,
        overdue=overdue,
        overdue_days=max(0, due.days) if overdue else 0,
        overdue_value=due.priority if overdue else 0.0,
        frozen=frozen,
        adhered=adhered,
        off_season=_is_off_throughout(season, period),
        off_at_end=due.state is DueState.OFF_SEASON,
    )
    return Counted(row, record, due, inside)


def _punctuality(
    row: AccountRecord, season: Season, reports: Collection[ReportRecord], period: Period
) -> cadences.Punctuality:
    weighed = [(r.on, accounts.weight(r.outcome, row.rule.channel)) for r in reports]
    touches = [cadences.Touch(on, weight) for on, weight in weighed if weight > 0]
    return cadences.punctuality(row.cadence, season, touches, row.number, period.first, period.end)


def _is_off_throughout(season: Season, period: Period) -> bool:
    if not season.windows:
        return False
    days = map(date.fromordinal, range(period.first.toordinal(), period.end.toordinal()))
    return all(cadences.season_state(season, day) is SeasonState.OFF for day in days)
