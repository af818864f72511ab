"""Accounts as messages: what the phone keeps and the desk lists."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from routing import cadence
from routing.domain import Season, SeasonState
from server import wire
from server.accounts import leads, opening_hours
from server.accounts.records import AccountRecord, Window, planning_account

#: How many reports a list shows of each account.
HISTORY = 5


def account_rows(
    records: Iterable[AccountRecord],
    today: date,
    unplanned: Mapping[UUID, wire.UnplannedOut] | None = None,
) -> list[wire.AccountRow]:
    """Returns the rows of accounts on one day, in the order given."""
    return [account_row(record, today, (unplanned or {}).get(record.id)) for record in records]


def account_row(
    record: AccountRecord, today: date, unplanned: wire.UnplannedOut | None = None
) -> wire.AccountRow:
    """Returns one account with its due date, its season and its hours of the coming week."""
    return wire.AccountRow(
        id=record.id,
        rev=record.rev,
        number=record.number,
        name=record.name,
        rep_id=record.rep_id,
        rep=record.rep,
        account_class=record.account_class,  # type: ignore[arg-type]
        tier=record.tier,  # type: ignore[arg-type]
        segment=record.segment,
        segment_label=record.segment_label,
        active=record.active,
        address=record.address,
        city=record.city,
        state=record.state,
        zip=record.zip,
        lat=record.lat,
        lon=record.lon,
        place_source=record.place_source,
        contacts=[wire.ContactOut(**contact._asdict()) for contact in record.contacts],
        opening_hours=record.opening_hours,
        opening_hours_problem=record.opening_hours_problem,
        hours_week=_week(record, today),
        cadence=_cadence(record),
        season=season_out(record.season, today),
        due=due_out(record, today),
        last_visit=record.last_visit,
        next_visit=record.next_visit,
        potential=record.potential,
        sales_12m=round(record.sales_12m, 2),
        sales_12m_before=round(record.sales_12m_before, 2),
        assumed=list(record.assumed),
        history=[wire.HistoryOut(**h._asdict()) for h in record.history[:HISTORY]],
        touches=[wire.TouchOut(**touch._asdict()) for touch in record.touches],
        sales=[
            wire.SalesOut(month=f"{s.month:%Y-%m}", value=round(s.value, 2), orders=s.orders)
            for s in record.sales
        ],
        windows=[window_out(window) for window in record.windows],
        unplanned=unplanned,
    )


def _week(record: AccountRecord, today: date) -> list[list[wire.Span]]:
    """Returns the hours of the week that today lies in, Monday first."""
    monday = today - timedelta(days=today.weekday())
    hours = opening_hours.opening_hours(record.hours, monday, monday + timedelta(days=6))
    days = (hours.on(monday + timedelta(days=n)) for n in range(7))
    return [[(window.start_s, window.end_s) for window in day] for day in days]


def _cadence(record: AccountRecord) -> wire.CadenceOut:
    asked = record.cadence
    return wire.CadenceOut(
        interval_d=asked.interval_d if asked else None,
        tolerance=cadence.tolerance(asked) if asked else record.rule.tolerance,
        service_s=asked.service_s if asked else record.service_s or record.rule.service_s,
        channel=record.rule.channel,  # type: ignore[arg-type]
        overridden=record.overridden,
    )


def season_out(season: Season, today: date) -> wire.SeasonOut:
    """Returns the state of today, its last day, and when the next season opens."""
    if not season.windows:
        return wire.SeasonOut(state="in", until=None, opens=None)
    state = cadence.season_state(season, today)
    day = today
    while (day - today).days < 366 and cadence.season_state(season, day) is state:
        day += timedelta(days=1)
    until = day - timedelta(days=1) if (day - today).days < 366 else None
    asleep = state in (SeasonState.OFF, SeasonState.RAMP)
    opens = cadence.next_opening(season, today) if asleep else None
    return wire.SeasonOut(state=state.value, until=until, opens=opens)


def due_out(record: AccountRecord, today: date) -> wire.DueOut:
    """Returns where the account stands today, and why in one line."""
    due = cadence.due(planning_account(record, today, today, None), today)
    reason, why, figures = due.reason.value, due.why, due.figures
    if record.first_touch_by and due.reason is cadence.DueReason.CADENCE:
        reason, why, figures = leads.reason(record.found_on, record.first_touch_by, today)
    return wire.DueOut(
        state=due.state.value,
        days=due.days,
        priority=round(due.priority, 4),
        earliest=due.visit.earliest if due.visit else None,
        target=due.visit.target if due.visit else None,
        latest=due.visit.latest if due.visit else None,
        why=why,
        reason=reason,  # type: ignore[arg-type]
        figures=dict(figures),
    )


def window_out(window: Window) -> wire.SeasonWindowOut:
    return wire.SeasonWindowOut(
        state=window.state,  # type: ignore[arg-type]
        start=f"{window.start.month:02}-{window.start.day:02}",
        end=f"{window.end.month:02}-{window.end.day:02}",
        of=window.of,  # type: ignore[arg-type]
    )
