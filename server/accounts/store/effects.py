"""What a change of many accounts would do to every rep's week, worked out without writing.

The fields change as ``changes.write_fields`` would write them; a test holds the two against each
other. So a preview needs no lock: nobody waits while it counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import wire
from server.accounts import demand, records, wording
from server.accounts.records import AccountRecord, Rule, Window, Windows
from server.accounts.store import changes, loading, planned, undoing
from server.accounts.store.undoing import Snapshot
from server.auth import Scope
from server.models import Account
from server.people import store as people
from server.people.store import RepRecord

Fields = Mapping[str, Any]
#: What was and what is of a field, by field.
Diff = dict[str, list[Any]]
OWN = ("interval_d", "times_per_week", "service_s")


class Ask(NamedTuple):
    """A change as it was asked for, with what holds for all its accounts."""

    fields: Fields
    later: Fields
    valid_from: date | None
    why: str
    today: date
    now: datetime

    @property
    def at_once(self) -> Fields:
        return {name: value for name, value in self.fields.items() if name not in self.later}

    @property
    def first(self) -> date:
        """The day the effect is measured from."""
        return self.valid_from or self.today


def effect(
    db: Session, scope: Scope, ask: Ask, accounts: Sequence[Account], label: str
) -> wire.BulkPreview:
    """Returns each rep's week before and after, and what changes of every account."""
    ids = [account.id for account in accounts]
    was = undoing.snapshots(db, accounts, "windows" in ask.fields)
    will = {account_id: after(snapshot, ask.fields) for account_id, snapshot in was.items()}
    diffs = {account_id: differences(was[account_id], will[account_id]) for account_id in ids}
    now = loading.load_accounts(db, scope, ask.today, account_ids=ids, active_only=False)
    then = _changed(db, now, will)
    reps = _reps(db, scope)
    involved = {one.rep_id for one in (*now, *then)}
    before = [a for rep_id in involved for a in _carried(db, scope, ask.today, rep_id)]
    known = {one.id for one in before}
    before += [one for one in now if one.id not in known]
    travel_s = 60 * people.load_setting(db, "travel_minutes")
    named = {rep_id: reps[rep_id] for rep_id in reps if rep_id in involved}
    shares, parts = demand.shares(before, then, named, ask.first, travel_s)
    names = planned.people_names(db)
    changed = [one for one in then if diffs[one.id]]
    return wire.BulkPreview(
        applied=False,
        label=label,
        changed=len(changed),
        unchanged=len(ids) - len(changed),
        refused=[],
        first=ask.first,
        weeks=demand.WEEKS,
        valid_from=ask.valid_from,
        reps=shares,
        accounts=[_row(one, diffs[one.id], parts[one.id], names) for one in changed],
        undo_id=None,
    )


# --- what would be written ------------------------------------------------------------------------


def after(was: Snapshot, fields: Fields) -> Snapshot:
    """Returns what an account's fields become, as ``changes.write_fields`` writes them."""
    made = dict(was)
    if fields.get("clear_override"):
        made |= dict.fromkeys(OWN)
    made |= {name: undoing.plain(fields[name]) for name in undoing.COLUMNS if name in fields}
    if fields.get("interval_d"):
        made["times_per_week"] = None
    if fields.get("times_per_week"):
        made["interval_d"] = None
    made["assumed"] = [field for field in was["assumed"] if field not in fields]
    if "windows" in fields:
        made["windows"] = sorted(_dated(window) for window in fields["windows"])
    return made


def _dated(window: Mapping[str, Any]) -> list[str]:
    start, end = (changes.month_day(window[name]) for name in ("start", "end"))
    return [window["state"], *(f"{day.month:02}-{day.day:02}" for day in (start, end))]


def differences(was: Snapshot, will: Snapshot) -> Diff:
    """Returns the old and the new value of what differs."""
    return {name: [was[name], value] for name, value in will.items() if was[name] != value}


def _changed(
    db: Session, now: Sequence[AccountRecord], will: Mapping[UUID, Snapshot]
) -> tuple[AccountRecord, ...]:
    """Returns the accounts as they would be: whose they are, their cadence and their season."""
    rules = loading.load_rules(db)
    windows = loading.load_windows(db, select(Account.id).where(Account.id.in_(list(will))))
    return tuple(_as(one, will[one.id], rules, windows) for one in now)


def _as(
    record: AccountRecord,
    will: Snapshot,
    rules: Mapping[tuple[str, str], Rule],
    windows: Windows,
) -> AccountRecord:
    rule = rules[will["account_class"], will["tier"]]
    made = replace(
        record,
        rep_id=UUID(will["rep_id"]) if will["rep_id"] else None,
        account_class=will["account_class"],
        tier=will["tier"],
        active=will["active"],
        rule=rule,
        cadence=records.cadence_of(rule, *(will[name] for name in OWN)),
    )
    if "windows" in will:
        windows = {**windows, ("account", str(record.id)): tuple(map(_window, will["windows"]))}
    held = records.windows_in_force(made, windows)
    return replace(made, windows=held, season=records.season_of(held, record.season))


def _window(told: Sequence[str]) -> Window:
    state, start, end = told
    return Window(state, changes.month_day(start), changes.month_day(end))


# --- beside what there is -------------------------------------------------------------------------


def _carried(
    db: Session, scope: Scope, today: date, rep_id: UUID | None
) -> tuple[AccountRecord, ...]:
    """Returns a rep's active accounts; of those nobody has only the chosen ones are looked at."""
    return loading.load_accounts(db, scope, today, rep_id=rep_id) if rep_id else ()


def _reps(db: Session, scope: Scope) -> dict[UUID | None, tuple[str, float]]:
    """Returns names and hours of a week, nobody's last."""
    reps = people.load_reps(db, scope)
    return {rep.id: (rep.name, _hours(rep)) for rep in reps} | {None: ("nobody", 0.0)}


def _hours(rep: RepRecord) -> float:
    spans = [span[1] - span[0] - rep.lunch_s for span in rep.week if span]
    return max(0.0, sum(spans) / 3600) if rep.active else 0.0


def _row(
    account: AccountRecord,
    diff: Diff,
    part: tuple[demand.Demand, demand.Demand],
    names: Mapping[str, str],
) -> wire.BulkEffect:
    was, will = part
    said = {
        wording.FIELDS[field]: (wording.shown(field, old, names), wording.shown(field, new, names))
        for field, (old, new) in diff.items()
        if field in wording.FIELDS
    }
    return wire.BulkEffect(
        account_id=account.id,
        name=account.name,
        city=account.city,
        changes=said,
        visits_before=was.visits,
        visits_after=will.visits,
        hours_before=was.hours,
        hours_after=will.hours,
    )
