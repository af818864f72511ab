"""Files to rows: dry run, apply, twice is once, faults with place and remedy, nothing half done."""

import time
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from server.accounts import columns, imports, store
from server.auth import Scope
from server.models import (
    Account,
    AuditEntry,
    ClassChange,
    Company,
    Contact,
    ImportRun,
    Report,
    Request,
    SalesMonth,
    SeasonWindow,
    Segment,
    Tombstone,
    Touch,
)
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW, TODAY

DATA = Path(__file__).parents[2] / "data"
GOOD = sorted((DATA / "good").iterdir(), key=lambda path: path.name)
TABLES = (
    Account,
    Contact,
    SeasonWindow,
    Segment,
    SalesMonth,
    Report,
    ClassChange,
    ImportRun,
    Touch,
)


@pytest.fixture
def cast(session):
    return factories.make_cast(session)


def load(
    session, text, kind="accounts", *, apply=True, scope=None, mapping=None, today=TODAY,
    leave_out=True,
):  # fmt: skip
    """Reads a file, its faulty lines left out unless the test says otherwise."""
    data = text if isinstance(text, bytes) else text.encode()
    return imports.read_and_apply(
        session, scope or Scope.system(), kind, f"{kind}.csv", data, mapping, today, apply,
        leave_out=leave_out,
    )  # fmt: skip


def account(session, number):
    return session.scalars(select(Account).where(Account.number == number)).one()


def sizes(session):
    rev = session.scalar(select(Company.rev))
    return rev, [session.scalar(select(func.count()).select_from(table)) for table in TABLES]


def counts(preview):
    return tuple(preview.counts[name] for name in ("added", "changed", "unchanged", "refused"))


# --- what a file does ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_every_dress_of_a_table_brings_the_same_accounts(session, cast, path):
    made = load(session, path.read_bytes())
    first, second = account(session, "100"), account(session, "101")
    assert made.problems == []
    assert (first.name, first.lat, first.lon, first.place_source) == (
        "Café Süd", 42.5917, -88.4334, "file",
    )  # fmt: skip
    assert (first.potential, first.last_visit) == (1234.5, date(2026, 4, 13))
    assert (second.potential, second.last_visit) == (800, date(2026, 4, 28))


def test_a_dry_run_writes_nothing(session, cast):
    before = sizes(session)
    made = load(session, "number,name\n1,One\n", apply=False)
    assert (made.applied, counts(made)) == (False, (1, 0, 0, 0))
    assert sizes(session) == before


def test_a_change_shows_the_old_and_the_new_value(session, cast):
    load(session, "number,name,minutes,season\n1,One,30,05-01..09-30\n")
    made = load(session, "number,name,minutes,season\n1,Uno,45,06-01..08-31\n", apply=False)
    assert counts(made) == (0, 1, 0, 0)
    assert made.rows[0].changes == {
        "Name": ("One", "Uno"),
        "Minutes on site": ("30", "45"),
        "Season": ("05-01..09-30", "06-01..08-31"),
    }


def test_an_empty_cell_keeps_what_is_known(session, cast):
    load(session, "number,name,rep,city,potential,phone\n1,One,Ann,Delavan,100,555\n")
    made = load(session, "number,name,rep,city,potential,phone\n1,One,,,,\n", apply=False)
    assert counts(made) == (0, 0, 1, 0)


@ON_BOTH
def test_everything_an_account_can_bring_arrives(session, cast):
    load(
        session,
        "number,name,rep,class,tier,segment,interval,minutes,hours,contact,phone,email,status,"
        "season start,season end,country,lat,lon\n"
        "1,One,ANN@example.com,invest,B,Fish & Chips,2/week,45,Mo-Fr 08:00-12:00,Eve,555,"
        "eve@example.com,I,05-01,09-30,US,42.5,-88.4\n",
    )
    row = account(session, "1")
    contact = session.scalars(select(Contact)).one()
    window = session.scalars(select(SeasonWindow)).one()
    assert (row.rep_id, row.account_class, row.tier, row.active) == (cast.ann, "invest", "B", False)
    assert (row.times_per_week, row.interval_d, row.service_s) == (2, None, 2700)
    assert (row.opening_hours, row.assumed) == ("Mo-Fr 08:00-12:00", [])
    assert (contact.name, contact.phone, contact.email) == ("Eve", "555", "eve@example.com")
    assert (window.state, window.start_month, window.end_day) == ("in", 5, 30)
    assert session.get(Segment, row.segment).label == "Fish & Chips"


def test_an_applied_file_takes_one_revision_and_asks_for_the_plans_it_concerns(session, cast):
    rev = session.scalar(select(Company.rev))
    load(session, "number,name,rep\n1,One,Ann\n2,Two,Ann\n3,Three,\n")
    assert session.scalar(select(Company.rev)) == rev + 1
    assert {row.rev for row in session.scalars(select(Account))} == {rev + 1}
    assert session.get(Request, ("plan", str(cast.ann)))
    assert not session.get(Request, ("plan", str(cast.cleo)))
    assert session.scalars(select(AuditEntry.action)).all() == ["import"]


def test_an_account_that_changes_reps_leaves_the_old_phone(session, cast):
    load(session, "number,name,rep\n1,One,Ann\n")
    load(session, "number,name,rep\n1,One,Cleo\n")
    grave = session.scalars(select(Tombstone)).one()
    assert (grave.person_id, grave.row_id) == (cast.ann, str(account(session, "1").id))


def test_a_stated_class_is_noted_and_an_assumed_one_is_not(session, cast):
    load(session, "number,name,class\n1,One,core\n2,Two,\n")
    load(session, "number,name,class\n1,One,divest\n2,Two,\n")
    noted = session.execute(select(ClassChange.from_class, ClassChange.to_class)).all()
    assert [tuple(row) for row in noted] == [(None, "core"), ("core", "divest")]


def test_without_a_number_column_name_and_address_tell_accounts_apart(session, cast):
    text = "name,street,zip\nOne,1 Main St,53147\nOne,2 Main St,53147\n"
    assert counts(load(session, text)) == (2, 0, 0, 0)
    assert counts(load(session, text, apply=False)) == (0, 0, 2, 0)


def test_a_place_a_rep_corrected_is_not_taken_back_by_a_file(session, cast):
    load(session, "number,name,lat,lon\n1,One,42.5,-88.4\n")
    row = account(session, "1")
    row.lat, row.place_source = 42.6, "phone"
    session.flush()
    assert counts(load(session, "number,name,lat,lon\n1,One,42.5,-88.4\n")) == (0, 0, 1, 0)
    assert account(session, "1").lat == 42.6


def test_an_account_without_coordinates_lies_at_its_zip_or_needs_a_location(session, cast):
    made = load(session, "number,name,zip\n1,One,53147\n2,Two,\n")
    assert account(session, "1").place_source == "zip"
    assert (account(session, "2").lat, account(session, "2").place_source) == (None, None)
    assert (made.counts["placed_by_zip"], made.counts["needs_location"]) == (1, 1)


def test_the_point_of_a_zip_moves_with_the_zip(session, cast):
    load(session, "number,name,zip\n1,One,53147\n")
    before = account(session, "1").lat
    load(session, "number,name,zip\n1,One,60601\n")
    session.expire_all()
    assert account(session, "1").lat != before


def test_unreadable_hours_are_kept_and_said_and_the_line_counts(session, cast):
    made = load(session, "number,name,hours\n1,One,Mo-Fr 7:00-21\n")
    row = account(session, "1")
    assert row.opening_hours == "Mo-Fr 7:00-21"
    assert "minutes too" in row.opening_hours_problem
    assert (made.problems[0].line, made.problems[0].column) == (2, "hours")


# --- the state's layout, and what is assumed -----------------------------------------------------

NOVEMBER = date(2022, 11, 1)


def iowa(session, kind, **options):
    text = (DATA / f"iowa_layout_{kind}.csv").read_bytes()
    return load(session, text, kind, today=NOVEMBER, **options)


def test_the_layout_of_the_states_open_data_needs_no_mapping(session, cast):
    made = iowa(session, "accounts")
    assert counts(made) == (4, 0, 0, 0)
    assert made.mapping["account_id"] == "number"
    assert "sales_total" not in made.mapping
    dock, inn = account(session, "9003"), account(session, "9002")
    assert (dock.name, dock.account_class) == ('"THE DOCK" / CLEAR LAKE', "prospect")
    assert (inn.active, inn.place_source, inn.tier) == (False, "zip", "C")
    assert account(session, "9001").tier == "A"
    assert account(session, "9001").assumed == ["account_class", "tier"]


@ON_BOTH
def test_sales_that_come_later_mend_what_was_assumed(session, cast):
    """The dock bought nothing by the file of accounts, but something by the sales since."""
    iowa(session, "accounts")
    made = iowa(session, "sales")
    session.expire_all()
    assert made.counts["others_reassessed"] >= 1
    assert account(session, "9003").account_class == "core"
    assert "account_class" in account(session, "9003").assumed


def test_a_stated_class_or_tier_is_never_reassessed(session, cast):
    load(session, "number,name,class,tier\n9001,One,prospect,C\n", today=NOVEMBER)
    load(session, "account,month,value\n9001,2022-10,5000\n", "sales", today=NOVEMBER)
    session.expire_all()
    row = account(session, "9001")
    assert (row.account_class, row.tier, row.assumed) == ("prospect", "C", [])


def test_who_states_what_was_assumed_sees_it_change(session, cast):
    load(session, "number,name\n1,One\n")
    made = load(session, "number,name,class\n1,One,prospect\n", apply=False)
    assert made.rows[0].changes == {"Assumed": ("class, tier", "tier")}


# --- twice is once -------------------------------------------------------------------------------

NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=12)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.integers(1, 40).map(str),
            "name": NAMES,
            "rep": st.sampled_from(["", "Ann", "cleo@example.com", "Nobody"]),
            "class": st.sampled_from(["", "core", "lead", "golden"]),
            "tier": st.sampled_from(["", "A", "c"]),
            "potential": st.sampled_from(["", "0", "12.5", "1000", "-1"]),
            "zip": st.sampled_from(["", "53147", "99999", "60601"]),
            "lat": st.sampled_from(["", "42.5", "91"]),
            "lon": st.sampled_from(["", "-88.4"]),
            "hours": st.sampled_from(["", "24/7", "Mo-Fr 7:00-21"]),
            "season": st.sampled_from(["", "05-01..09-30", "12-01..02-28; 06-01..07-01"]),
            "interval": st.sampled_from(["", "14", "2/week", "0"]),
            "last visit": st.sampled_from(["", "2026-04-01", "2027-01-01"]),
            "sales 12m": st.sampled_from(["", "0", "99.99"]),
            "phone": st.sampled_from(["", "555"]),
        }
    ),
    max_size=25,
)


def as_csv(rows):
    columns = list(rows[0]) if rows else ["number", "name"]
    lines = [",".join(columns), *(",".join(row[c] for c in columns) for row in rows)]
    return "\n".join(lines) + "\n"


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(first=ROWS, second=ROWS)
def test_importing_twice_equals_once(session, first, second):
    """Whatever was imported before, and whatever faults a file has."""
    if session.scalar(select(func.count()).select_from(Company)) == 0:
        factories.make_cast(session)
    with session.begin_nested() as savepoint:
        load(session, as_csv(first))
        text = as_csv(second)
        once = load(session, text)
        before = sizes(session)
        again = load(session, text, apply=False)
        assert again.counts["added"] == again.counts["changed"] == 0
        assert again.counts.get("others_reassessed", 0) == 0
        assert again.counts["refused"] == once.counts["refused"]
        assert again.problems == once.problems
        load(session, text)
        assert sizes(session)[0] == before[0]
        savepoint.rollback()
    session.expire_all()


# --- faults --------------------------------------------------------------------------------------


def test_each_fault_is_told_with_its_line_its_column_and_a_remedy(session, cast):
    made = load(session, (DATA / "faulty_values.csv").read_bytes())
    told = {(p.line, p.column): p.text for p in made.problems}
    expected = {
        (3, "lat"): "not between -90 and 90",
        (4, "interval"): "1 to 730 days",
        (5, "season"): "02-31 is no day of any year",
        (6, "rep"): "There are: Ann, Cleo",
        (7, "class"): "core, invest, opportunistic, divest, prospect",
        (8, "tier"): "A, B, C",
        (9, "number"): "Line 2 already has the account 100",
        (10, "last visit"): "lies in the future",
        (11, "name"): "The name is missing",
        (12, "lon"): "one of them is empty",
        (13, "hours"): "minutes too",
        (14, "potential"): "not a number",
        (15, "lat"): "0, 0 lies in the ocean",
        (16, "minutes"): "not between 1 minute and 8 hours",
    }
    assert told.keys() == expected.keys()
    assert {place: text for place, text in expected.items() if text not in told[place]} == {}
    assert counts(made) == (2, 0, 0, 13)
    assert [row.action for row in made.rows[:13]] == ["refuse"] * 13


@pytest.mark.parametrize("path", sorted((DATA / "broken").iterdir()), ids=lambda p: p.name)
@pytest.mark.parametrize("kind", columns.KINDS)
def test_a_file_that_cannot_be_used_changes_nothing_and_says_why(session, cast, path, kind):
    before = sizes(session)
    made = load(session, path.read_bytes(), kind)
    assert not made.applied
    assert made.problems_total == len(made.problems) > 0
    assert all(len(problem.text) > 20 for problem in made.problems)
    assert sizes(session) == before


def test_a_missing_column_names_headers_that_would_do(session, cast):
    made = load(session, "number,town\n1,Delavan\n")
    assert "customername" in made.problems[0].text
    assert not made.applied


def test_a_file_of_only_faulty_lines_applies_nothing(session, cast):
    before = sizes(session)
    assert not load(session, "number,name,lat,lon\n1,One,91,0\n").applied
    assert sizes(session) == before


def test_ten_thousand_lines_with_every_tenth_broken_take_seconds(session, cast):
    rows = [
        f"{n},Account {n},{'91' if n % 10 == 0 else 42 + n / 1e5},-88.{n:05},Ann,{n % 900 + 1},"
        f"Mo-Fr {n % 9 + 1:02}:00-18:00"
        for n in range(10_000)
    ]
    text = "number,name,lat,lon,rep,potential,hours\n" + "\n".join(rows)
    started = time.monotonic()
    made = load(session, text)
    seconds = time.monotonic() - started
    assert counts(made) == (9000, 0, 0, 1000)
    assert (made.problems_total, len(made.problems), len(made.rows)) == (1000, 500, 200)
    assert {row.action for row in made.rows} == {"refuse"}
    assert seconds < 20  # 3 s alone on a laptop; the machine of the tests is shared


def test_ambiguous_dates_are_a_choice_and_the_choice_is_remembered(session, cast):
    text = "number,name,last visit\n1,One,03/04/2026\n"
    asked = load(session, text)
    assert (counts(asked), asked.applied) == ((0, 0, 0, 1), False)
    assert asked.choices[0].name == "date_order"
    chosen = load(session, text, mapping={**asked.mapping, "date_order": "day-first"})
    assert account(session, "1").last_visit == date(2026, 4, 3)
    again = load(session, text, apply=False, mapping=chosen.mapping)
    assert counts(again) == counts(load(session, text, apply=False)) == (0, 0, 1, 0)


def test_a_mapping_by_hand_is_remembered_by_the_set_of_headers(session, cast):
    assert not load(session, "Nr,Wer\n1,One\n").applied
    load(session, "Nr,Wer\n1,One\n", mapping={"Nr": "number", "Wer": "name"})
    made = load(session, "WER,NR\nTwo,2\n", apply=False)
    assert (counts(made), made.mapping) == ((1, 0, 0, 0), {"WER": "name", "NR": "number"})


def test_a_mapping_and_the_faults_of_a_line_stand_in_the_order_of_the_columns(session, cast):
    text = "number,name,potential,interval\n1,One,-1,0\n"
    mapping = {"potential": "potential", "interval": "interval", "name": "name", "number": "number"}
    for chosen in (mapping, dict(reversed(mapping.items()))):
        made = load(session, text, mapping=chosen, apply=False)
        assert list(made.mapping) == ["number", "name", "potential", "interval"]
        assert [problem.column for problem in made.problems] == ["potential", "interval"]


def test_a_manager_names_only_the_own_reps_and_touches_no_other_teams_account(session, cast):
    bob = Scope(cast.bob, "manager", frozenset({cast.ann}), cast.north)
    load(session, "number,name,rep\n1,Hers,Cleo\n")
    made = load(session, "number,name,rep\n1,Mine,Ann\n2,New,Cleo\n3,Free,\n", scope=bob)
    assert counts(made) == (1, 0, 0, 2)
    told = [problem.text for problem in made.problems]
    assert "another team" in told[0]
    assert "There are: Ann." in told[1]
    assert account(session, "1").name == "Hers"


# --- past visits ---------------------------------------------------------------------------------

VISITS = "account,date,outcome,note,minutes\n1,2026-04-01,visit,fine,30\nOne,2026-04-08,phone,,\n"


def test_past_visits_become_reports_of_the_accounts_rep(session, cast):
    load(session, "number,name,rep\n1,One,Ann\n")
    assert counts(load(session, VISITS, "visits")) == (2, 0, 0, 0)
    made = session.scalars(select(Report).order_by(Report.on)).all()
    assert [(r.outcome, r.rep_id, r.source) for r in made] == [
        ("made", cast.ann, "import"),
        ("phone", cast.ann, "import"),
    ]
    assert (made[0].note, made[0].minutes) == ("fine", 30)


@ON_BOTH
def test_past_visits_twice_are_once_and_may_change_their_note(session, cast):
    load(session, "number,name,rep\n1,One,Ann\n")
    load(session, VISITS, "visits")
    assert counts(load(session, VISITS, "visits")) == (0, 0, 2, 0)
    assert counts(load(session, VISITS.replace("fine", "closed"), "visits")) == (0, 1, 1, 0)
    assert session.scalar(select(func.count()).select_from(Report)) == 2


def test_what_a_phone_reported_is_not_changed_by_a_file(session, cast):
    load(session, "number,name,rep\n1,One,Ann\n")
    factories.make_report(session, account(session, "1"), cast.ann, on=date(2026, 4, 1))
    assert counts(load(session, VISITS, "visits")) == (1, 0, 1, 0)


def test_faults_of_past_visits(session, cast):
    load(session, "number,name\n1,One\n")
    made = load(
        session,
        "account,date,rep\n2,2026-04-01,Ann\n1,2026-05-06,Ann\n1,2026-04-01,\n1,,Ann\n"
        "1,2026-04-02,Ann\n1,2026-04-02,Ann\n",
        "visits",
    )
    told = {(p.line, p.column): p.text for p in made.problems}
    assert "Import the accounts first" in told[2, "account"]
    assert "lies in the future" in told[3, "date"]
    assert "does not say who was there" in told[4, "account"]
    assert "Date is missing" in told[5, "date"]
    assert "Line 6 already tells this visit" in told[7, "date"]
    assert counts(made) == (1, 0, 0, 5)


# --- sales ---------------------------------------------------------------------------------------


def test_orders_with_dates_add_up_to_their_month(session, cast):
    load(session, "number,name\n1,One\n")
    load(session, "account,date,amount\n1,2026-03-02,10\n1,2026-03-30,5.5\n", "sales")
    row = session.scalars(select(SalesMonth)).one()
    assert (row.month, row.value, row.orders) == (date(2026, 3, 1), 15.5, 2)


@ON_BOTH
def test_sales_twice_are_once_and_a_new_figure_replaces_the_old(session, cast):
    load(session, "number,name\n1,One\n")
    text = "account,month,value\n1,2026-03,10\n1,2026-04,20\n"
    load(session, text, "sales")
    assert counts(load(session, text, "sales")) == (0, 0, 2, 0)
    made = load(session, text.replace(",20\n", ",25\n"), "sales")
    assert counts(made) == (0, 1, 1, 0)
    assert made.rows[0].changes == {"Value": ("20", "25")}
    values = session.scalars(select(SalesMonth.value).order_by(SalesMonth.month)).all()
    assert values == [10, 25]


def test_a_margin_is_read_where_told_and_kept_where_a_later_file_tells_none(session, cast):
    load(session, "number,name\n1,One\n")
    load(session, "account,month,value,margin\n1,2026-03,10,4\n1,2026-04,20,\n", "sales")
    load(session, "account,month,value\n1,2026-03,12\n", "sales")
    rows = session.scalars(select(SalesMonth).order_by(SalesMonth.month)).all()
    assert [(row.value, row.margin) for row in rows] == [(12, 4), (20, None)]


def test_a_month_of_orders_has_a_margin_only_where_each_order_has_one(session, cast):
    load(session, "number,name\n1,One\n")
    text = "account,date,amount,margin\n1,2026-03-02,10,4\n1,2026-03-30,5,\n1,2026-04-01,9,3\n"
    load(session, text, "sales")
    rows = session.scalars(select(SalesMonth).order_by(SalesMonth.month)).all()
    assert [row.margin for row in rows] == [None, 3]


def test_faults_of_sales(session, cast):
    load(session, "number,name\n1,One\n")
    made = load(
        session,
        "account,month,value\n2,2026-03,10\n1,2026-06,10\n1,2026-03,x\n1,2026-02,1\n1,2026-02,2\n",
        "sales",
    )
    told = {(p.line, p.column): p.text for p in made.problems}
    assert sorted(told) == [(2, "account"), (3, "month"), (4, "value"), (6, "month")]
    assert "Line 5 already has 2026-02" in told[6, "month"]


# --- colleagues' touches --------------------------------------------------------------------------

TOUCHES = (
    "account,date,kind,by,text\n1,2026-05-04,Ticket,Finn,Freezer too warm\n"
    "One,2026-04-20,Trade fair,,Met at the booth\n"
)


@pytest.fixture
def one(session, cast):
    """An account of Ann's."""
    load(session, "number,name,rep\n1,One,Ann\n")
    return account(session, "1")


def all_touches(session):
    rows = session.scalars(select(Touch).order_by(Touch.on)).all()
    return [(row.account_id, row.kind, row.by, row.text) for row in rows]


def test_touches_become_part_of_the_account(session, cast, one):
    assert counts(load(session, TOUCHES, "touches")) == (2, 0, 0, 0)
    record = store.load_account(session, Scope.rep(cast.ann), one.id, TODAY)
    assert [(t.on, t.kind, t.by, t.text) for t in record.touches] == [
        (date(2026, 5, 4), "ticket", "Finn", "Freezer too warm"),
        (date(2026, 4, 20), "event", "", "Met at the booth"),
    ]


def test_touches_of_another_program_in_german_need_no_mapping(session, one):
    text = (
        "Kundennummer;Datum;Kontaktart;Bearbeiter;Betreff\n"
        "1;04.05.2026;Reklamation;Finn;Truhe defekt\n1;03.05.2026;E-Mail;Maya;Angebot\n"
        "1;02.05.2026;Anruf;Maya;\n1;01.05.2026;Veranstaltung;;\n1;30.04.2026;Mailing;;\n"
    )
    assert counts(load(session, text, "touches")) == (5, 0, 0, 0)
    kinds = [kind for _, kind, _, _ in all_touches(session)]
    assert kinds == ["campaign", "event", "phone", "email", "ticket"]


@ON_BOTH
def test_touches_twice_are_once_and_only_their_colleague_may_change(session, one):
    load(session, TOUCHES, "touches")
    before = sizes(session)[0]
    assert counts(load(session, TOUCHES, "touches")) == (0, 0, 2, 0)
    assert sizes(session)[0] == before
    made = load(session, TOUCHES.replace("Finn", "Maya"), "touches")
    assert (counts(made), made.rows[0].changes) == ((0, 1, 1, 0), {"Colleague": ("Finn", "Maya")})
    assert counts(load(session, TOUCHES.replace("Finn", ""), "touches")) == (0, 0, 2, 0)
    assert [by for _, _, by, _ in all_touches(session)] == ["", "Maya"]


def test_another_text_is_another_touch(session, one):
    load(session, TOUCHES, "touches")
    assert counts(load(session, TOUCHES.replace("warm", "loud"), "touches")) == (1, 0, 1, 0)


def test_faults_of_touches_are_all_told_at_once(session, one):
    made = load(
        session,
        "account,date,kind,text\n2,2026-05-04,fax,x\n1,2026-05-06,phone,x\n,2026-05-04,phone,x\n"
        "1,,phone,x\n1,2026-05-04,,x\n1,2026-05-04,mail,x\n1,2026-05-04,E-Mail,x\n",
        "touches",
    )
    told = {(p.line, p.column): p.text for p in made.problems}
    expected = {
        (2, "account"): "Import the accounts first",
        (2, "kind"): "“fax” is no kind of touch. Write one of: ticket, phone, email, event, camp",
        (3, "date"): "lies in the future",
        (4, "account"): "is missing",
        (5, "date"): "Date is missing",
        (6, "kind"): "Kind is missing",
        (8, "date"): "Line 7 already tells this touch",
    }
    assert told.keys() == expected.keys()
    assert {place: text for place, text in expected.items() if text not in told[place]} == {}
    assert counts(made) == (1, 0, 0, 6)


def test_phones_pull_a_touched_account_and_no_plan_is_asked_for(session, one):
    session.execute(delete(Request))
    one.rev = 0
    session.flush()
    load(session, TOUCHES, "touches")
    session.expire_all()
    assert one.rev == session.scalar(select(Company.rev)) > 0
    assert session.scalars(select(Request)).all() == []


def test_another_team_cannot_tell_of_an_account_it_does_not_see(session, cast, one):
    """Neither Cleo nor her manager Dan: to them Ann's account is as unknown as none."""
    dan = Scope(cast.dan, "manager", frozenset({cast.cleo}), cast.south)
    for scope in (Scope.rep(cast.cleo), dan):
        made = load(session, TOUCHES, "touches", scope=scope)
        assert (counts(made), made.applied) == ((0, 0, 0, 2), False)
        assert "There is no account “1”" in made.problems[0].text
    assert all_touches(session) == []


# --- the run ------------------------------------------------------------------------------------


def test_the_last_visit_of_a_file_counts_toward_the_need(session, cast):
    last = TODAY - timedelta(days=7)
    load(session, f"number,name,rep,class,tier,last visit\n1,One,Ann,core,B,{last}\n")
    record = store.load_accounts(session, Scope.rep(cast.ann), TODAY)[0]
    assert (record.last_visit, record.need.value) == (last, pytest.approx(0.5))


def test_an_import_leaves_other_peoples_scope_alone(session, cast):
    """A rep id that does not exist in sight is no name."""
    nobody = Scope(uuid4(), "manager", frozenset(), None)
    made = load(session, "number,name,rep\n1,One,Ann\n", scope=nobody)
    assert "There are: none yet" in made.problems[0].text


def test_the_instant_of_a_run_is_what_the_caller_says(session, cast):
    imports.read_and_apply(
        session, Scope.system(), "accounts", "x.csv", b"number,name\n1,One\n", None, TODAY, True,
        cast.admin, NOW,
    )  # fmt: skip
    run = session.scalars(select(ImportRun)).one()
    assert (run.at, run.by, run.file_name) == (NOW, cast.admin, "x.csv")


@pytest.mark.parametrize("kind", columns.KINDS)
def test_a_file_with_a_fault_writes_nothing_unless_somebody_leaves_the_line_out(
    session, cast, kind
):
    load(session, "number,name,rep\n1,One,ann@example.com\n")
    text = {
        "accounts": "number,name\n2,Two\n3,\n",
        "visits": "number,date,rep\n1,2026-05-01,ann@example.com\n9,2026-05-01,ann@example.com\n",
        "sales": "number,month,sales\n1,2026-04,10\n9,2026-04,10\n",
        "touches": "number,date,kind\n1,2026-05-01,mail\n1,2026-05-01,fax\n",
    }[kind]
    before = sizes(session)
    refused = load(session, text, kind, leave_out=False)
    assert (refused.applied, refused.counts["refused"]) == (False, 1)
    assert sizes(session) == before
    assert load(session, text, kind, leave_out=True).applied
    assert sizes(session) != before
