"""Accounts as columns: the list a phone gets first, before the details of each."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from routing import cadence
from server import wire
from server.accounts.records import AccountRecord, planning_account


def account_columns(
    records: Collection[AccountRecord],
    today: date,
    unplanned: Mapping[UUID, wire.UnplannedOut],
) -> wire.AccountColumns:
    """Returns the list's fields of accounts on one day, in the order given."""
    rows = [_fields(record, today, unplanned.get(record.id)) for record in records]
    names = wire.AccountColumns.model_fields
    return wire.AccountColumns(**{name: [row[name] for row in rows] for name in names})


def _fields(
    record: AccountRecord, today: date, left_out: wire.UnplannedOut | None
) -> dict[str, Any]:
    due = cadence.due(planning_account(record, today, today, None), today)
    asked = record.cadence
    return {
        "id": record.id,
        "rev": record.rev,
        "number": record.number,
        "name": record.name,
        "account_class": record.account_class,
        "tier": record.tier,
        "segment_label": record.segment_label,
        "active": record.active,
        "city": record.city,
        "lat": _to_a_metre(record.lat),
        "lon": _to_a_metre(record.lon),
        "channel": record.rule.channel,
        "service_s": asked.service_s if asked else record.service_s or record.rule.service_s,
        "season": _season(record, today),
        "due_state": due.state.value,
        "due_days": due.days,
        "due_priority": round(due.priority, 4),
        "due_target": due.visit.target if due.visit else None,
        "due_latest": due.visit.latest if due.visit else None,
        "last_visit": record.last_visit,
        "next_visit": record.next_visit,
        "unplanned": left_out.reason if left_out else None,
    }


def _to_a_metre(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 5)


def _season(record: AccountRecord, today: date) -> str:
    """Returns the state of today; without windows it is always the season."""
    return cadence.season_state(record.season, today).value if record.season.windows else "in"
