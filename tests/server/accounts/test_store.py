"""Accounts whole: cadence, season and need; who sees which; how many queries it takes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from routing.domain import ALWAYS_OPEN
from server import errors
from server.accounts import store
from server.auth import Role, Scope
from server.models import (
    CadenceRule,
    ClassChange,
    Contact,
    Request,
    SalesMonth,
    SeasonWindow,
    Setting,
    Undo,
)
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW, TODAY


@pytest.fixture
def cast(session):
    return factories.make_cast(session)


def days_ago(days):
    return TODAY - timedelta(days=days)


def load(session, scope=None, today=TODAY, **options):
    return store.load_accounts(session, scope or Scope.system(), today, **options)


def only(session, **options):
    return load(session, **options)[0]


def bob(cast):
    return Scope(cast.bob, Role.MANAGER, frozenset({cast.ann}), cast.north)


# --- who sees what -------------------------------------------------------------------------------


def test_a_rep_sees_the_own_accounts_a_manager_also_those_nobody_has(session, cast):
    hers = factories.make_account(session, cast.ann, name="Hers")
    free = factories.make_account(session, None, name="Free")
    factories.make_account(session, cast.cleo, name="Other")
    assert [a.id for a in load(session, Scope.rep(cast.ann))] == [hers.id]
    assert [a.id for a in load(session, bob(cast))] == [free.id, hers.id]
    assert len(load(session)) == 3


def test_another_reps_account_is_as_unknown_as_none(session, cast):
    hers = factories.make_account(session, cast.ann)
    with pytest.raises(errors.NotFound):
        store.load_account(session, Scope.rep(cast.cleo), hers.id, TODAY)


def test_inactive_accounts_are_kept_but_not_planned(session, cast):
    factories.make_account(session, cast.ann, active=False)
    assert load(session) == ()
    assert len(load(session, active_only=False)) == 1


# --- cadence -------------------------------------------------------------------------------------


def test_class_and_tier_give_the_interval_and_an_override_beats_them(session, cast):
    factories.make_account(session, cast.ann, name="1")
    factories.make_account(session, cast.ann, name="2", interval_d=10)
    factories.make_account(session, cast.ann, name="3", times_per_week=2)
    factories.make_account(session, cast.ann, name="4", account_class="divest", tier="C")
    found = [a.cadence and a.cadence.interval_d for a in load(session)]
    assert found == [14, 10, 3.5, None]


def test_a_cell_a_manager_edited_counts_before_the_default(session, cast):
    session.add(
        CadenceRule(account_class="core", tier="B", interval_d=20, tolerance_d=4, service_s=600)
    )
    factories.make_account(session, cast.ann)
    cadence = only(session).cadence
    assert (cadence.interval_d, cadence.tolerance, cadence.service_s) == (20, 0.2, 600)


@pytest.mark.parametrize(
    ("outcome", "account_class", "need"),
    [
        ("made", "core", 0.5),  # 7 of 14 days since the visit
        ("phone", "core", 0.5 + 0.5),  # a call is half a visit here
        ("missed", "core", 0.5 + 1),  # nothing: as if nobody had come
        ("phone", "opportunistic", 7 / 84),  # and a whole one where calls are asked for
    ],
)
def test_a_report_counts_by_its_channel(session, cast, outcome, account_class, need):
    tier = "C" if account_class == "opportunistic" else "B"
    row = factories.make_account(session, cast.ann, account_class=account_class, tier=tier)
    interval = 84 if account_class == "opportunistic" else 14
    factories.make_report(session, row, cast.ann, on=days_ago(7 + interval))
    factories.make_report(session, row, cast.ann, on=days_ago(7), outcome=outcome)
    assert only(session).need.value == pytest.approx(need)


def settle(session, **values):
    for key, value in values.items():
        session.add(Setting(key=key, value={"value": value}, changed_at=NOW))
    session.flush()


def test_a_call_counts_for_as_much_of_a_visit_as_the_manager_says(session, cast):
    settle(session, phone_counts=0.25)
    row = factories.make_account(session, cast.ann)
    factories.make_report(session, row, cast.ann, on=days_ago(21))
    factories.make_report(session, row, cast.ann, on=days_ago(7), outcome="phone")
    assert only(session).need.value == pytest.approx(0.5 + 0.75)


@pytest.mark.parametrize(("usual", "tolerance"), [(0.4, 0.4), (0.0, 0.01), (1.0, 0.95)])
def test_a_row_without_days_has_the_usual_tolerance_above_nothing_and_below_all(
    session, cast, usual, tolerance
):
    settle(session, usual_tolerance=usual)
    session.add(CadenceRule(account_class="core", tier="B", interval_d=20, service_s=600))
    factories.make_account(session, cast.ann)
    assert only(session).cadence.tolerance == tolerance


@ON_BOTH
def test_reports_to_come_taken_back_or_amended_do_not_count(session, cast):
    row = factories.make_account(session, cast.ann)
    plan = factories.make_plan(session, cast.ann)
    visit = factories.make_visit(session, row, plan, on=days_ago(1))
    made = {"visit_id": visit.id, "on": days_ago(1)}
    factories.make_report(session, row, cast.ann, **made)
    factories.make_report(
        session, row, cast.ann, **made, outcome="missed", received_at=NOW + timedelta(hours=1)
    )
    factories.make_report(session, row, cast.ann, on=days_ago(2), withdrawn_at=NOW)
    factories.make_report(session, row, cast.ann, on=TODAY + timedelta(days=1))
    record = only(session)
    assert [h.outcome for h in record.history] == ["missed"]
    assert record.last_visit is None


def test_missed_visits_put_the_next_attempt_off_by_working_days(session, cast):
    row = factories.make_account(session, cast.ann)
    factories.make_report(session, row, cast.ann, on=days_ago(30))
    factories.make_report(session, row, cast.ann, on=days_ago(8), outcome="missed")
    factories.make_report(session, row, cast.ann, on=date(2026, 5, 1), outcome="missed")
    record = only(session)
    assert (record.attempts, record.not_before) == (2, date(2026, 5, 5))  # Friday, then Tuesday


def test_a_visit_made_forgets_the_missed_ones(session, cast):
    row = factories.make_account(session, cast.ann)
    factories.make_report(session, row, cast.ann, on=days_ago(8), outcome="missed")
    factories.make_report(session, row, cast.ann, on=days_ago(2))
    record = only(session)
    assert (record.attempts, record.not_before) == (0, None)


def test_a_change_of_class_keeps_the_need_it_found(session, cast):
    """84 days to 7: by the new interval alone it would be far overdue."""
    row = factories.make_account(session, cast.ann, account_class="core", tier="A")
    factories.make_report(session, row, cast.ann, on=days_ago(42))
    session.add(
        ClassChange(account_id=row.id, from_class="opportunistic", to_class="core",
                    valid_from=TODAY, why="", at=NOW)
    )  # fmt: skip
    assert only(session).need.value == pytest.approx(0.5)


# --- season, hours, sales ------------------------------------------------------------------------


def window(**fields):
    whole = {"state": "in", "start_month": 6, "start_day": 1, "end_month": 8, "end_day": 31}
    return SeasonWindow(**whole | fields)


def test_an_accounts_own_windows_replace_its_segments(session, cast):
    factories.make_segment(session, "kiosk")
    session.add(window(segment="kiosk"))
    factories.make_account(session, cast.ann, name="1", segment="kiosk")
    own = factories.make_account(session, cast.ann, name="2", segment="kiosk")
    session.add(window(account_id=own.id, start_month=5, end_month=9, end_day=30))
    rows = store.account_rows(load(session), TODAY)
    assert [row.season.state for row in rows] == ["ramp", "in"]
    assert [row.windows[0].of for row in rows] == ["segment", "account"]
    assert rows[0].season.opens == date(2026, 6, 1)
    assert rows[1].season.until == date(2026, 9, 30)


def test_hours_come_from_the_segment_where_the_own_are_empty_or_unreadable(session, cast):
    factories.make_segment(session, "bar", opening_hours="Mo-Su 16:00-20:00")
    factories.make_account(session, cast.ann, name="1", segment="bar")
    factories.make_account(session, cast.ann, name="2", segment="bar", opening_hours="ask Joe")
    factories.make_account(session, cast.ann, name="3")
    hours = [store.planning_account(a, TODAY, TODAY, None).hours for a in load(session)]
    assert hours[0] == hours[1] != ALWAYS_OPEN
    assert hours[2] == ALWAYS_OPEN


@ON_BOTH
def test_sales_of_twelve_months_are_the_complete_ones_before_this(session, cast):
    row = factories.make_account(session, cast.ann)
    months = {(2026, 5): 1000, (2026, 4): 10, (2025, 5): 5, (2025, 4): 3, (2024, 4): 500}
    for (year, month), value in months.items():
        session.add(SalesMonth(account_id=row.id, month=date(year, month, 1), value=value))
    record = only(session)
    assert (record.sales_12m, record.sales_12m_before) == (15, 3)
    assert record.sales == ()
    assert len(store.load_account(session, Scope.system(), row.id, TODAY).sales) == 5


def test_what_a_file_told_of_sales_stands_in_until_months_are_known(session, cast):
    factories.make_account(session, cast.ann, told_sales_12m=99.5)
    assert only(session).sales_12m == 99.5


@ON_BOTH
def test_the_next_visit_is_the_first_open_one_nobody_reported(session, cast):
    row = factories.make_account(session, cast.ann)
    plan = factories.make_plan(session, cast.ann)
    done = factories.make_visit(session, row, plan, on=TODAY)
    factories.make_report(session, row, cast.ann, visit_id=done.id)
    factories.make_visit(session, row, plan, on=TODAY + timedelta(days=1), cancelled_at=NOW)
    factories.make_visit(session, row, plan, on=TODAY + timedelta(days=9))
    assert only(session).next_visit == TODAY + timedelta(days=9)


def test_loading_many_takes_as_many_queries_as_loading_one(session, cast):
    count = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *args: count.append(args[2]))

    def queries():
        session.flush()
        count.clear()
        load(session, Scope.rep(cast.ann))
        return len(count)

    row = factories.make_account(session, cast.ann)
    first = queries()
    for _ in range(30):
        row = factories.make_account(session, cast.ann)
        factories.make_report(session, row, cast.ann)
        session.add(Contact(account_id=row.id, name="Eve"))
    assert queries() == first < 15


# --- changing ------------------------------------------------------------------------------------


def change(session, scope, row, **fields):
    store.change_account(
        session, scope, row.id, fields, rev=row.rev, today=TODAY, now=NOW, why="met the owner"
    )


def test_a_class_change_is_noted_and_no_longer_assumed(session, cast):
    row = factories.make_account(session, cast.ann, assumed=["account_class", "tier"])
    change(session, bob(cast), row, account_class="invest")
    noted = session.scalars(select(ClassChange)).one()
    assert (noted.from_class, noted.to_class, noted.why) == ("core", "invest", "met the owner")
    assert (noted.by, noted.valid_from, row.assumed) == (cast.bob, TODAY, ["tier"])
    assert session.get(Request, ("plan", str(cast.ann)))


def test_an_interval_and_visits_a_week_replace_each_other(session, cast):
    row = factories.make_account(session, cast.ann)
    change(session, bob(cast), row, interval_d=10.0, service_s=600)
    change(session, bob(cast), row, times_per_week=2)
    assert (row.interval_d, row.times_per_week, row.service_s) == (None, 2, 600)
    change(session, bob(cast), row, clear_override=True)
    assert (row.interval_d, row.times_per_week, row.service_s) == (None, None, None)


def test_what_cannot_be_kept_is_told_all_at_once(session, cast):
    row = factories.make_account(session, cast.ann, lat=None, lon=None)
    with pytest.raises(errors.Invalid) as refused:
        change(session, bob(cast), row, lat=42.0, rep_id=cast.cleo,
               windows=[{"state": "in", "start": "02-31", "end": "09-30"}])  # fmt: skip
    assert [p["column"] for p in refused.value.problems] == ["lat", "windows", "rep_id"]


@ON_BOTH
def test_a_segments_season_concerns_all_its_accounts(session, cast):
    factories.make_segment(session, "kiosk")
    row = factories.make_account(session, cast.ann, segment="kiosk")
    other = factories.make_account(session, cast.cleo)
    windows = [{"state": "in", "start": "06-01", "end": "08-31"}]
    store.change_segment(session, bob(cast), "kiosk", {"windows": windows}, NOW)
    session.refresh(row)
    assert (row.rev, other.rev) == (2, 0)
    assert session.get(Request, ("plan", str(cast.ann)))
    assert not session.get(Request, ("plan", str(cast.cleo)))
    assert store.load_segments(session, TODAY)[0].state == "ramp"


def test_a_changed_cell_of_the_cadence_table_concerns_its_accounts(session, cast):
    row = factories.make_account(session, cast.ann)
    table = store.load_cadence(session)
    cell = next(c for c in table if (c.account_class, c.tier) == ("core", "B"))
    store.save_cadence(session, bob(cast), [cell], NOW)
    assert not session.get(Request, ("plan", str(cast.ann)))
    edited = cell.model_copy(update={"interval_d": 21.0})
    store.save_cadence(session, bob(cast), [edited], NOW)
    session.refresh(row)
    assert only(session).cadence.interval_d == 21
    assert session.get(Request, ("plan", str(cast.ann)))
    assert len(store.load_cadence(session)) == 15


# --- sharing out ---------------------------------------------------------------------------------


def split(session, cast, apply):
    scope = Scope(cast.admin, Role.ADMIN, None)
    reps = [cast.ann, cast.cleo]
    return store.split_accounts(session, scope, reps, TODAY, NOW, apply=apply)


def spread(session, count=12):
    return [
        factories.make_account(session, None, name=f"{n:02}", lat=42.0 + n / 50, lon=-88.4)
        for n in range(count)
    ]


def test_a_split_is_shown_first_and_then_done_as_shown(session, cast):
    rows = spread(session)
    shown = split(session, cast, apply=False)
    assert all(row.rep_id is None for row in rows)
    done = split(session, cast, apply=True)
    session.expire_all()
    assert done.accounts == shown.accounts
    assert {row.id: row.rep_id for row in rows} == {a.account_id: a.rep_id for a in shown.accounts}
    assert [share.accounts_after for share in shown.reps] == [6, 6]


def test_what_reps_have_already_stays_and_counts(session, cast):
    spread(session)
    kept = [factories.make_account(session, cast.ann) for _ in range(6)]
    ann, cleo = split(session, cast, apply=True).reps
    session.expire_all()
    assert {row.rep_id for row in kept} == {cast.ann}
    assert (ann.accounts_before, cleo.accounts_before) == (6, 0)
    assert cleo.accounts_after > ann.accounts_after - ann.accounts_before


@ON_BOTH
def test_undoing_a_split_frees_the_accounts_once(session, cast):
    rows = spread(session)
    scope = Scope(cast.admin, Role.ADMIN, None)
    undo_id = split(session, cast, apply=True).undo_id
    store.undo(session, scope, undo_id, TODAY, NOW)
    session.expire_all()
    assert {row.rep_id for row in rows} == {None}
    with pytest.raises(errors.Conflict):
        store.undo(session, scope, undo_id, TODAY, NOW)


def test_undo_is_refused_when_somebody_moved_one_of_the_accounts_since(session, cast):
    rows = spread(session)
    undo_id = split(session, cast, apply=True).undo_id
    session.expire_all()
    rows[0].rep_id = cast.ann if rows[0].rep_id == cast.cleo else cast.cleo
    session.flush()
    with pytest.raises(errors.Conflict, match="1 of these accounts"):
        store.undo(session, Scope(cast.admin, Role.ADMIN, None), undo_id, TODAY, NOW)
    assert session.scalars(select(Undo.undone_at)).one() is None
    assert rows[1].rep_id is not None
