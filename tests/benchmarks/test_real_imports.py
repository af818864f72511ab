"""Real files as they are, from the folder that ROUNDS_SHARED names: counts and seconds."""

import os
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.accounts import imports, opening_hours, store
from server.auth import Scope
from server.models import SalesMonth
from tests import factories

TODAY = date(2022, 11, 1)


#: Read on import: within a test the environment has none of our variables.
FOLDER = os.environ.get("ROUNDS_SHARED")


@pytest.fixture
def shared() -> Path:
    if not FOLDER:
        pytest.fail("ROUNDS_SHARED is not set: it names the folder with the real input (data/).")
    return Path(FOLDER) / "data"


def load(session, path: Path, kind: str, *, apply: bool = True):
    return imports.read_and_apply(
        session, Scope.system(), kind, path.name, path.read_bytes(), None, TODAY, apply
    )


def counts(made) -> tuple[int, ...]:
    return tuple(made.counts[name] for name in ("added", "changed", "unchanged", "refused"))


def test_the_states_files_come_in_as_they_are(session, shared):
    """115 and 404 accounts and their months; each file a second time changes nothing."""
    factories.make_company(session, zone="America/Chicago")
    for place, accounts, months in (("lakes", 115, 5633), ("central", 404, 14423)):
        for kind, name, lines in (
            ("accounts", f"accounts_{place}_iowa.csv", accounts),
            ("sales", f"sales_by_month_{place}_iowa.csv", months),
        ):
            path = shared / "iowa" / name
            started = time.monotonic()
            made = load(session, path, kind)
            print(f"{name}: {made.counts}, {time.monotonic() - started:.1f} s")
            assert (counts(made), made.problems_total) == ((lines, 0, 0, 0), 0)
            assert counts(load(session, path, kind, apply=False)) == (0, 0, lines, 0)
    records = store.load_accounts(session, Scope.system(), TODAY, active_only=False)
    sources = Counter(record.place_source for record in records)
    assert (len(records), sources) == (519, {"file": 485, "zip": 34})
    assert {record.account_class for record in records if record.active} <= {"core", "prospect"}
    assert all(record.assumed == ("account_class", "tier") for record in records)
    assert session.scalar(select(func.count()).select_from(SalesMonth)) == 5633 + 14423


def test_exports_of_other_programs_are_understood(session, shared):
    factories.make_company(session)
    expected = {
        "nhs_Pharmacy_notsign_cp1252.csv": 4,
        "odoo_o2m_customers_contacts.csv": 8,
        "odoo_res.partner.csv": 6,
        "salesforce_dataloader_accountData.csv": 423,
        "sf_dateWithTimeZone.csv": 2,
    }
    for name, accounts in expected.items():
        made = load(session, shared / "crm" / name, "accounts")
        assert (counts(made), name) == ((accounts, 0, 0, 0), name)
    made = load(session, shared / "crm" / "sf_csvtext_BOM_UTF16LE.csv", "accounts")
    assert made.headers == ["column1", "column2", "column3"]
    assert not made.applied


def test_real_opening_hours_are_read_or_flagged(session, shared):
    """98 % of what people write is read; the rest is kept and says what is wrong."""
    factories.make_company(session)
    for name in ("places_helsinki.csv", "places_monaco.csv"):
        made = load(session, shared / "hours" / name, "accounts")
        assert all(p.column in ("name", "opening_hours") for p in made.problems)
    records = store.load_accounts(session, Scope.system(), TODAY)
    texts = [record.opening_hours for record in records if record.opening_hours]
    read = [text for text in texts if not opening_hours.problem_of(text)]
    assert len(read) / len(texts) > 0.97
    flagged = [record for record in records if record.opening_hours_problem]
    assert len(flagged) == len(texts) - len(read) > 0
