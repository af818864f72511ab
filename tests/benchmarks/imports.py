"""Real files as they are: what comes in, how fast, and that a second time changes nothing."""

import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from server import database
from server.accounts import imports, opening_hours, store
from server.auth import Scope
from server.clock import FixedClock, local_instant
from tests import factories
from tests.benchmarks.installation import empty_app
from tests.benchmarks.result import Result

TODAY, MORNING_S = date(2022, 11, 1), 28_000
COLUMNS = ("File", "Lines in", "Refused", "Problems", "Seconds", "Second time changes")

IOWA = (
    ("accounts", "accounts_lakes_iowa.csv", 115),
    ("sales", "sales_by_month_lakes_iowa.csv", 5633),
    ("accounts", "accounts_central_iowa.csv", 404),
    ("sales", "sales_by_month_central_iowa.csv", 14423),
)
#: Exports of other programs; the last one names no field at all, so nothing may come in.
CRM = {
    "nhs_Pharmacy_notsign_cp1252.csv": 4,
    "odoo_o2m_customers_contacts.csv": 8,
    "odoo_res.partner.csv": 6,
    "salesforce_dataloader_accountData.csv": 423,
    "sf_dateWithTimeZone.csv": 2,
    "sf_csvtext_BOM_UTF16LE.csv": 0,
}
HOURS = ("places_helsinki.csv", "places_monaco.csv")
#: Of what people wrote as opening hours, this share is read; the rest is kept and flagged.
READ_SHARE = 0.97


def run(shared: Path) -> Result:
    """Three companies: the state's own files, other programs' exports, real opening hours."""
    rows: list[tuple] = []
    broken: list[str] = []
    for of in (_iowa, _crm, _hours):
        clock = FixedClock(local_instant(TODAY, MORNING_S, factories.ZONE))
        with empty_app(clock) as app, database.write_transaction(app) as db:
            factories.make_company(db)
            of(db, shared / "data", rows, broken)
    return Result(COLUMNS, rows, broken)


def _load(db: Any, path: Path, kind: str, *, apply: bool = True):
    """Reads a file; people's faulty lines are left out, as whoever presses the button agrees."""
    data = path.read_bytes()
    return imports.read_and_apply(
        db, Scope.system(), kind, path.name, data, None, TODAY, apply, leave_out=True
    )


def _measured(db: Any, path: Path, kind: str) -> tuple:
    """Returns the row of one file: imported, then looked at once more."""
    began = time.monotonic()
    made = _load(db, path, kind)
    seconds = time.monotonic() - began
    again = _load(db, path, kind, apply=False).counts
    changes = again["added"] + again["changed"]
    counts = made.counts
    return (path.name, counts["added"], counts["refused"], made.problems_total, seconds, changes)


def _iowa(db: Any, data: Path, rows: list[tuple], broken: list[str]) -> None:
    for kind, name, lines in IOWA:
        rows.append(_measured(db, data / "iowa" / name, kind))
        if (rows[-1][1:4], rows[-1][5]) != ((lines, 0, 0), 0):
            broken.append(f"{name}: {lines} lines, no problem, no change the second time")
    records = store.load_accounts(db, Scope.system(), TODAY, active_only=False)
    sources = Counter(record.place_source for record in records)
    if sources != {"file": 485, "zip": 34}:
        broken.append(f"Iowa: 485 accounts placed by the file, 34 by ZIP, not {dict(sources)}")
    if {r.account_class for r in records if r.active} - {"core", "prospect"}:
        broken.append("Iowa: without a class, core if it bought in the last 12 months")


def _crm(db: Any, data: Path, rows: list[tuple], broken: list[str]) -> None:
    for name, accounts in CRM.items():
        rows.append(_measured(db, data / "crm" / name, "accounts"))
        if rows[-1][1:3] != (accounts, 0):
            broken.append(f"{name}: {accounts} accounts, none refused")


def _hours(db: Any, data: Path, rows: list[tuple], broken: list[str]) -> None:
    rows += [_measured(db, data / "hours" / name, "accounts") for name in HOURS]
    records = store.load_accounts(db, Scope.system(), TODAY)
    texts = [record.opening_hours for record in records if record.opening_hours]
    flagged = sum(bool(record.opening_hours_problem) for record in records)
    read = sum(not opening_hours.problem_of(text) for text in texts)
    rows.append((f"opening hours read: {read} of {len(texts)}", read, 0, flagged, 0.0, 0))
    if read < READ_SHARE * len(texts) or flagged != len(texts) - read:
        broken.append(f"opening hours: {READ_SHARE:.0%} read, each other one flagged")
