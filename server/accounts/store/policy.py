"""What holds for many accounts at once: segments with their hours and seasons, the cadence table.

A change marks every account it concerns and asks for the plans of their reps.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from routing import cadence
from routing.domain import MonthDay, Season
from server import database, errors, wire
from server.accounts import opening_hours, records, rows
from server.accounts.store import changes, loading, marking
from server.auth import Scope
from server.models import Account, CadenceRule, SeasonWindow, Segment
from server.people import store as people


def load_segments(db: Session, today: date) -> list[wire.SegmentOut]:
    """Returns every line of business with its windows and how many active accounts it has."""
    counts = {
        name: count
        for name, count in db.execute(
            select(Account.segment, func.count()).where(Account.active).group_by(Account.segment)
        )
    }
    windows: dict[str, list[records.Window]] = {}
    for row in db.scalars(select(SeasonWindow).where(SeasonWindow.segment.is_not(None))):
        start, end = MonthDay(row.start_month, row.start_day), MonthDay(row.end_month, row.end_day)
        windows.setdefault(row.segment or "", []).append(
            records.Window(row.state, start, end, "segment")
        )
    like = people.load_season(db)
    return [
        _segment_out(segment, tuple(sorted(windows.get(segment.name, ()))), like, counts, today)
        for segment in db.scalars(select(Segment).order_by(func.lower(Segment.label)))
    ]


def _segment_out(
    segment: Segment,
    windows: tuple[records.Window, ...],
    like: Season,
    counts: Mapping[str | None, int],
    today: date,
) -> wire.SegmentOut:
    return wire.SegmentOut(
        name=segment.name,
        label=segment.label,
        opening_hours=segment.opening_hours,
        windows=[rows.window_out(window) for window in windows],
        state=cadence.season_state(records.season_of(windows, like), today).value,
        accounts=counts.get(segment.name, 0),
    )


def change_segment(
    db: Session, scope: Scope, name: str, fields: Mapping[str, Any], now: datetime
) -> None:
    """Writes a segment's hours or windows; all its accounts follow, except where they differ."""
    segment = db.get(Segment, name)
    if segment is None:
        raise errors.NotFound()
    faults = [("windows", f) for w in fields.get("windows") or () for f in changes.window_faults(w)]
    hours = fields.get("opening_hours")
    if hours and opening_hours.problem_of(hours):
        faults.append(("opening_hours", opening_hours.problem_of(hours)))
    if faults:
        problems = [{"line": 0, "column": field, "text": text} for field, text in faults]
        raise errors.Invalid("This segment cannot be kept.", problems)
    if hours is not None:
        segment.opening_hours = hours.strip()
    if fields.get("windows") is not None:
        changes.replace_windows(db, fields["windows"], segment=name)
    segment.rev = database.take_rev(db)
    _follow(db, Account.segment == name)
    people.audit(db, now, scope, "segment_changed", name, dict(fields))


def load_cadence(db: Session) -> list[wire.CadenceRuleRow]:
    """Returns the cadence table row by row, in the order of classes and tiers."""
    return [
        wire.CadenceRuleRow(
            account_class=account_class,  # type: ignore[arg-type]
            tier=tier,  # type: ignore[arg-type]
            interval_d=rule.interval_d,
            tolerance_d=rule.tolerance_d,
            service_s=rule.service_s,
            channel=rule.channel,  # type: ignore[arg-type]
            value=rule.value,
        )
        for (account_class, tier), rule in loading.load_rules(db).items()
    ]


def save_cadence(
    db: Session, scope: Scope, table: Sequence[wire.CadenceRuleRow], now: datetime
) -> None:
    """Writes the cells that are given. Need already accumulated stays; only its pace changes."""
    before = {(r.account_class, r.tier): r for r in load_cadence(db)}
    changed = [row for row in table if before[row.account_class, row.tier] != row]
    for row in changed:
        cell = db.get(CadenceRule, (row.account_class, row.tier)) or CadenceRule()
        for name, value in row.model_dump().items():
            setattr(cell, name, value)
        db.add(cell)
        _follow(db, (Account.account_class == row.account_class) & (Account.tier == row.tier))
    details = {"cells": [f"{row.account_class} {row.tier}" for row in changed]}
    people.audit(db, now, scope, "cadence_changed", "cadence", details)


def _follow(db: Session, which: ColumnElement[bool]) -> None:
    """Marks the accounts a policy holds for, and asks for the plans of their reps."""
    rev = database.take_rev(db)
    found = db.execute(select(Account.id, Account.rep_id).where(which, Account.active)).all()
    marking.touch(db, [account_id for account_id, _ in found], rev)
    marking.ask_for_plans(db, {rep_id for _, rep_id in found})
