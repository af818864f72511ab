"""What another cadence table would ask of each rep's week, before anybody saves it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from server import wire
from server.accounts import demand, records
from server.accounts.records import AccountRecord, Rule
from server.accounts.store import loading
from server.auth import Scope
from server.people import store as people
from server.people.store import RepRecord


def preview_cadence(
    db: Session, scope: Scope, table: Sequence[wire.CadenceRuleRow], today: date
) -> list[wire.BulkShare]:
    """Returns each rep's visits and hours a week, now and under the given cells.

    Over the next weeks of the same length, season by season; nothing is written.
    """
    rules = loading.load_rules(db)
    cells = {
        (row.account_class, row.tier): rules[row.account_class, row.tier]._replace(
            interval_d=row.interval_d, tolerance_d=row.tolerance_d, service_s=row.service_s,
            channel=row.channel, value=row.value,
        )
        for row in table
    }  # fmt: skip
    before = loading.load_accounts(db, scope, today)
    after = [_under(cells[key], a) for a in before
             if (key := (a.account_class, a.tier)) in cells]  # fmt: skip
    reps: dict[UUID | None, tuple[str, float]] = {
        rep.id: (rep.name, _hours(rep)) for rep in people.load_reps(db, scope) if rep.active
    }
    travel_s = 60 * people.load_setting(db, "travel_minutes")
    return demand.shares(before, after, reps, today, travel_s)[0]


def _under(rule: Rule, account: AccountRecord) -> AccountRecord:
    """Returns an account as another row of the table would have it; its own interval stays."""
    own = (account.interval_d, account.times_per_week, account.service_s)
    return replace(account, rule=rule, cadence=records.cadence_of(rule, *own))


def _hours(rep: RepRecord) -> float:
    """Returns the hours of a usual week."""
    return sum(span[1] - span[0] - rep.lunch_s for span in rep.week if span) / 3600
