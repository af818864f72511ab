"""Who comes into season, what was done before, and who bought before anybody came: pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from routing import cadence
from routing.cadence import seasons as calendar
from routing.domain import AccountClass, Season, SeasonState
from server import wire
from server.accounts import store as accounts
from server.accounts.store import AccountRecord

ONE_DAY = timedelta(days=1)
#: Twelve weeks, ahead and back.
REACH = timedelta(days=84)
#: The ramp where nobody set another.
USUAL = Season()
SERVED = (SeasonState.IN, SeasonState.PEAK)

Sales = Mapping[UUID, Sequence[tuple[date, float, int]]]


class Ramp(NamedTuple):
    """The days before an opening, and the visits they ask for."""

    opens: date
    first: date
    wanted: int


def radar(
    records: Iterable[AccountRecord],
    planned: Mapping[UUID, Sequence[date]],
    sales: Sales,
    today: date,
    like: Season = USUAL,
) -> wire.RampOut:
    """Returns the openings of twelve weeks ahead and back, by town and segment.

    ``like`` has the ramp before every opening.
    """
    coming, opened = [], []
    for record in records:
        season = cadence.season_for(AccountClass(record.account_class), record.season)
        if record.cadence is None or not season.windows or not season.ramp_visits:
            continue
        if ramp := _ramp(season, cadence.next_opening(season, today), today):
            coming.append((record, _account(record, ramp, planned.get(record.id, ()), today)))
        if ramp := _ramp(season, _last_opening(season, today), today):
            done = _account(record, ramp, (), today)
            opened.append((record, _with_order(done, sales.get(record.id, ()))))
    return wire.RampOut(
        today=today,
        days=like.ramp_d,
        touches=like.ramp_visits,
        coming=_groups(coming),
        opened=_groups(opened),
    )


def _ramp(season: Season, opening: date | None, today: date) -> Ramp | None:
    """Returns the ramp of an opening within reach; None where nothing leads up to it."""
    if opening is None or abs(opening - today) > REACH:
        return None
    before = calendar.season_day(season, opening - ONE_DAY)
    if before.state is not SeasonState.RAMP:
        return None
    return Ramp(opening, opening - timedelta(days=before.ramp_d), before.ramp_visits)


def _last_opening(season: Season, today: date) -> date | None:
    day = today
    while today - day <= REACH:
        is_open = cadence.season_state(season, day) in SERVED
        if is_open and cadence.season_state(season, day - ONE_DAY) not in SERVED:
            return day
        day -= ONE_DAY
    return None


def _account(
    record: AccountRecord, ramp: Ramp, planned: Iterable[date], today: date
) -> wire.RampAccountOut:
    touches = sorted(
        report.on
        for report in record.history
        if ramp.first <= report.on < ramp.opens
        and accounts.weight(report.outcome, record.rule) >= 1
    )
    ahead = [on for on in planned if max(ramp.first, today) <= on < ramp.opens]
    return wire.RampAccountOut(
        account_id=record.id,
        name=record.name,
        town=accounts.town_of(record.city, record.state),
        rep=record.rep or "",
        opens=ramp.opens,
        ramp_from=ramp.first,
        wanted=ramp.wanted,
        done=len(touches),
        planned=ahead,
        missing=max(0, ramp.wanted - len(touches) - len(ahead)),
        first_touch=touches[0] if touches else None,
        outcome=_outcome(ramp, len(touches), today),  # type: ignore[arg-type]
    )


def _outcome(ramp: Ramp, done: int, today: date) -> str:
    if done >= ramp.wanted:
        return "complete"
    if today >= ramp.opens:
        return "missed"
    return "ramp" if today >= ramp.first else "ahead"


def _with_order(
    account: wire.RampAccountOut, sales: Sequence[tuple[date, float, int]]
) -> wire.RampAccountOut:
    """Returns the account with its first order from the month of the ramp's first day on.

    Sales are known by month: an order of the month of the first touch is neither before nor after.
    """
    begins = account.ramp_from.replace(day=1)
    order = next((month for month, value, _ in sales if month >= begins and value > 0), None)
    touch = account.first_touch
    told: dict[str, Any] = {"first_order": order, "order": _against(order, touch)}
    if order and touch:
        told["lag_months"] = 12 * (order.year - touch.year) + order.month - touch.month
    return account.model_copy(update=told)


def _against(order: date | None, touch: date | None) -> str:
    if order is None:
        return "none_yet"
    if touch is None:
        return "no_touch"
    month = touch.replace(day=1)
    return "same_month" if order == month else "before" if order < month else "after"


def _groups(
    found: Iterable[tuple[AccountRecord, wire.RampAccountOut]],
) -> list[wire.RampGroupOut]:
    groups: dict[tuple[date, str, str], list[wire.RampAccountOut]] = defaultdict(list)
    for record, row in found:
        groups[row.opens, row.town, record.segment_label].append(row)
    return [
        wire.RampGroupOut(
            town=town, segment=segment, opens=opens,
            ramp_from=min(row.ramp_from for row in rows),
            wanted=sum(row.wanted for row in rows), done=sum(row.done for row in rows),
            planned=sum(len(row.planned) for row in rows),
            missing=sum(row.missing for row in rows),
            accounts=rows,
        )
        for (opens, town, segment), rows in sorted(groups.items(), key=lambda item: item[0])
    ]  # fmt: skip
