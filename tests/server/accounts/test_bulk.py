"""Changes of many accounts: the effect first, all or nothing, from a date, and the way back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server import errors, wire
from server.accounts import demand, store
from server.accounts.store import effects, undoing
from server.auth import Role, Scope
from server.models import (
    AuditEntry,
    ClassChange,
    PlannedChange,
    Request,
    SeasonWindow,
    Tombstone,
    Undo,
)
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW, TODAY

LATER = TODAY + timedelta(days=30)


@pytest.fixture
def cast(session):
    return factories.make_cast(session)


@pytest.fixture
def admin(cast):
    return Scope(cast.admin, Role.ADMIN, None)


@pytest.fixture
def accounts(session, cast):
    """Three core accounts of tier B: two of Ann, one of Cleo."""
    reps = {"One": cast.ann, "Two": cast.ann, "Three": cast.cleo}
    return [factories.make_account(session, rep, name=name) for name, rep in reps.items()]


def ask(accounts, apply=True, **changes):
    chosen = [wire.BulkAccount(id=a.id, rev=a.rev) for a in accounts]
    return wire.BulkChange(accounts=chosen, apply=apply, **changes)


def change(session, scope, accounts, apply=True, **changes):
    return store.change_many(session, scope, ask(accounts, apply, **changes), TODAY, NOW)


def count(session, model):
    return len(session.scalars(select(model)).all())


def load(session, account):
    return store.load_account(session, Scope.system(), account.id, TODAY)


# --- the effect ----------------------------------------------------------------------------------


@ON_BOTH
def test_a_preview_writes_nothing(session, admin, accounts):
    made = change(session, admin, accounts, apply=False, tier="A", account_class="divest")
    session.expire_all()
    assert (made.changed, made.applied, made.undo_id) == (3, False, None)
    assert {a.tier for a in accounts} == {"B"}
    assert count(session, ClassChange) == count(session, AuditEntry) == count(session, Request) == 0


def test_the_effect_is_twelve_weeks_of_required_visits_a_week(session, cast, admin, accounts):
    """Core B asks every 14 days, 30 minutes each; 18 more on the way."""
    made = change(session, admin, accounts[:1], apply=False, interval_d=7)
    share = made.reps[0]
    assert (share.rep, share.accounts_before, share.accounts_after) == ("Ann", 2, 2)
    rule = load(session, accounts[0]).rule
    usual = 7 / rule.interval_d
    minutes = rule.service_s / 60 + 18
    assert share.visits_before == pytest.approx(2 * usual)
    assert share.visits_after == pytest.approx(usual + 1)
    assert share.hours_after == pytest.approx((usual + 1) * minutes / 60)


def test_the_parts_of_the_accounts_make_the_difference_of_the_reps(session, cast, admin, accounts):
    made = change(session, admin, accounts, apply=False, tier="A", rep_id=cast.cleo)
    by_rep = sum(r.hours_after - r.hours_before for r in made.reps)
    by_account = sum(a.hours_after - a.hours_before for a in made.accounts)
    assert by_rep == pytest.approx(by_account)
    assert {r.rep: (r.accounts_before, r.accounts_after) for r in made.reps} == {
        "Ann": (2, 0), "Cleo": (1, 3),
    }  # fmt: skip


def test_what_is_as_asked_already_does_not_change(session, admin, accounts):
    accounts[0].tier = "A"
    made = change(session, admin, accounts, apply=False, tier="A")
    assert (made.changed, made.unchanged) == (2, 1)
    assert made.accounts[0].changes == {"Tier": ("B", "A")}


def test_an_inactive_account_asks_for_nothing(session, admin, accounts):
    made = change(session, admin, accounts[:2], apply=False, active=False)
    assert (made.reps[0].visits_after, made.reps[0].accounts_after) == (0, 0)


# --- all or nothing ------------------------------------------------------------------------------


@ON_BOTH
def test_what_was_shown_is_done_and_told(session, cast, admin, accounts):
    shown = change(session, admin, accounts, apply=False, account_class="invest", why="growing")
    done = change(session, admin, accounts, account_class="invest", why="growing")
    session.expire_all()
    assert done.reps == shown.reps
    assert {a.account_class for a in accounts} == {"invest"}
    assert [c.why for c in session.scalars(select(ClassChange))] == ["growing"] * 3
    assert {r.key for r in session.scalars(select(Request))} == {str(cast.ann), str(cast.cleo)}


CHANGES = [
    {"account_class": "divest", "tier": "A"},
    {"interval_d": 9.0},
    {"times_per_week": 2},
    {"clear_override": True},
    {"active": False},
    {"windows": [{"state": "in", "start": "06-01", "end": "08-31"}]},
    {"windows": []},
    {"rep_id": None},
]


@pytest.fixture
def particular(session, accounts):
    """The same with an override, assumed fields and windows, under those of a territory."""
    april = {"start_month": 4, "start_day": 1, "end_month": 9, "end_day": 30}
    for account in accounts:
        account.times_per_week, account.assumed = 3, ["tier", "segment"]
        session.add(SeasonWindow(account_id=account.id, state="in", **april))
    session.add(SeasonWindow(rep_id=accounts[0].rep_id, state="peak", **april))
    session.flush()
    return accounts


@pytest.mark.parametrize("fields", CHANGES)
def test_what_is_worked_out_is_what_is_written(session, admin, particular, fields):
    was = undoing.snapshots(session, particular, True)
    will = {account_id: effects.after(one, fields) for account_id, one in was.items()}
    assert change(session, admin, particular, **fields).changed == len(particular)
    assert undoing.snapshots(session, particular, True) == will


@pytest.mark.parametrize("fields", CHANGES)
def test_the_visits_shown_are_those_the_changed_accounts_ask_for(
    session, admin, particular, fields
):
    made = change(session, admin, particular, **fields)
    ids = [account.id for account in particular]
    now = store.load_accounts(session, admin, TODAY, account_ids=ids, active_only=False)
    asked = {one.id: demand.demand(one, TODAY, 0.0).visits for one in now}
    assert {one.account_id: one.visits_after for one in made.accounts} == asked


def test_one_account_that_moved_on_stops_all(session, admin, accounts):
    sent = ask(accounts, tier="A")
    accounts[1].rev += 1
    with pytest.raises(errors.Conflict, match="1 of 3") as refused:
        store.change_many(session, admin, sent, TODAY, NOW)
    assert refused.value.problems[0]["column"] == "Two"
    assert {a.tier for a in accounts} == {"B"}


def test_a_preview_names_who_moved_on_and_counts_the_others(session, admin, accounts):
    sent = ask(accounts, apply=False, tier="A")
    accounts[1].rev += 1
    made = store.change_many(session, admin, sent, TODAY, NOW)
    assert [(r.name, made.changed) for r in made.refused] == [("Two", 2)]


def test_every_fault_of_a_change_is_said_at_once(session, admin, accounts):
    windows = [wire.SeasonWindowIn(state="in", start="02-31", end="03-01")]
    with pytest.raises(errors.Invalid) as refused:
        change(session, admin, accounts, interval_d=7, times_per_week=2, windows=windows, tier=None)
    assert {p["column"] for p in refused.value.problems} == {"interval_d", "windows", "tier"}


def test_a_change_of_nothing_is_refused(session, admin, accounts):
    with pytest.raises(errors.Invalid, match="Say what"):
        change(session, admin, accounts)


def test_another_teams_account_or_rep_is_unknown(session, cast, accounts):
    bob = Scope(cast.bob, Role.MANAGER, frozenset({cast.ann}), cast.north)
    with pytest.raises(errors.NotFound):
        change(session, bob, accounts, tier="A")
    with pytest.raises(errors.NotFound):
        change(session, bob, accounts[:2], rep_id=cast.cleo)


def test_accounts_are_not_given_to_a_paused_rep(session, cast, admin, accounts):
    session.get(factories.models.Person, cast.cleo).active = False
    with pytest.raises(errors.Invalid, match="Cleo is paused"):
        change(session, admin, accounts[:2], rep_id=cast.cleo)


def test_a_moved_account_leaves_the_old_reps_phone(session, cast, admin, accounts):
    change(session, admin, accounts, rep_id=cast.cleo)
    graves = session.scalars(select(Tombstone)).all()
    assert {(g.person_id, g.row_id) for g in graves} == {
        (cast.ann, str(accounts[0].id)), (cast.ann, str(accounts[1].id)),
    }  # fmt: skip


def test_back_to_the_table_clears_interval_and_time(session, admin, accounts):
    accounts[0].interval_d, accounts[0].service_s = 3, 60
    change(session, admin, accounts[:1], clear_override=True)
    assert not load(session, accounts[0]).overridden


# --- taking back ---------------------------------------------------------------------------------


@ON_BOTH
def test_undo_restores_every_field_the_change_replaced(session, cast, admin, accounts):
    window = {"state": "in", "start": "05-01", "end": "09-30"}
    store.change_account(session, admin, accounts[0].id, {"windows": [window]}, rev=0,
                         today=TODAY, now=NOW)  # fmt: skip
    before = [(load(session, a).windows, a.tier, a.account_class, a.rep_id) for a in accounts]
    done = change(session, admin, accounts, windows=[], tier="C", account_class="divest",
                  rep_id=cast.cleo, interval_d=30)  # fmt: skip
    assert count(session, SeasonWindow) == 0
    store.undo(session, admin, done.undo_id, TODAY, NOW)
    session.expire_all()
    now = [(load(session, a).windows, a.tier, a.account_class, a.rep_id) for a in accounts]
    assert now == before
    assert {a.interval_d for a in accounts} == {None}


def test_taking_a_class_back_adds_to_the_history(session, admin, accounts):
    done = change(session, admin, accounts[:1], account_class="divest")
    store.undo(session, admin, done.undo_id, TODAY, NOW)
    steps = [(c.from_class, c.to_class) for c in session.scalars(select(ClassChange))]
    assert steps == [("core", "divest"), ("divest", "core")]


def test_undo_is_refused_when_a_replaced_field_was_changed_since(session, admin, accounts):
    done = change(session, admin, accounts, tier="A")
    accounts[2].tier = "C"
    with pytest.raises(errors.Conflict, match="1 of these accounts"):
        store.undo(session, admin, done.undo_id, TODAY, NOW)
    assert [a.tier for a in accounts] == ["A", "A", "C"]
    assert store.load_undos(session, admin, NOW)[0].touched == 1


def test_the_list_of_what_can_be_taken_back_is_ones_own(session, cast, admin, accounts):
    bob = Scope(cast.bob, Role.MANAGER, frozenset({cast.ann}), cast.north)
    change(session, bob, accounts[:2], tier="A")
    dan = Scope(cast.dan, Role.MANAGER, frozenset({cast.cleo}), cast.south)
    assert store.load_undos(session, dan, NOW) == []
    assert [u.label for u in store.load_undos(session, bob, NOW)] == ["2 accounts: tier A"]
    assert len(store.load_undos(session, admin, NOW)) == 1
    assert store.load_undos(session, admin, NOW + timedelta(days=61)) == []


# --- from a date ---------------------------------------------------------------------------------


def test_rep_and_class_wait_for_their_date_and_the_rest_is_at_once(session, cast, admin, accounts):
    change(session, admin, accounts[:1], rep_id=cast.cleo, tier="A", valid_from=LATER)
    assert (accounts[0].rep_id, accounts[0].tier) == (cast.ann, "A")
    waiting = store.load_planned(session, admin)
    assert [(w.words, w.valid_from) for w in waiting] == [("to Cleo", LATER)]


@pytest.mark.parametrize("days", [0, -3])
def test_today_or_earlier_is_at_once(session, cast, admin, accounts, days):
    since = TODAY + timedelta(days=days)
    change(session, admin, accounts[:1], rep_id=cast.cleo, valid_from=since)
    assert (accounts[0].rep_id, count(session, PlannedChange)) == (cast.cleo, 0)


@ON_BOTH
def test_the_night_makes_changes_whose_date_has_come(session, cast, admin, accounts):
    change(session, admin, accounts[:1], rep_id=cast.cleo, account_class="invest", why="merger",
           valid_from=LATER)  # fmt: skip
    assert store.carry_out(session, LATER - timedelta(days=1), NOW) == 0
    assert store.carry_out(session, LATER + timedelta(days=2), NOW) == 2
    assert (accounts[0].rep_id, accounts[0].account_class) == (cast.cleo, "invest")
    step = session.scalars(select(ClassChange)).one()
    assert (step.valid_from, step.why, step.by) == (LATER, "merger", cast.admin)
    assert {r.key for r in session.scalars(select(Request))} == {str(cast.ann), str(cast.cleo)}
    assert session.scalars(select(Tombstone.person_id)).one() == cast.ann
    assert store.carry_out(session, LATER + timedelta(days=3), NOW) == 0


def test_a_withdrawn_change_never_happens(session, cast, admin, accounts):
    change(session, admin, accounts[:1], rep_id=cast.cleo, valid_from=LATER)
    dan = Scope(cast.dan, Role.MANAGER, frozenset({cast.cleo}), cast.south)
    planned_id = store.load_planned(session, admin)[0].id
    with pytest.raises(errors.NotFound):
        store.withdraw(session, dan, planned_id, NOW)
    store.withdraw(session, admin, planned_id, NOW)
    assert store.carry_out(session, LATER, NOW) == 0


def test_what_waits_already_is_refused_with_its_date(session, cast, admin, accounts):
    change(session, admin, accounts[:1], rep_id=cast.cleo, valid_from=LATER)
    made = change(session, admin, accounts[:2], apply=False, rep_id=cast.cleo)
    assert [(r.name, str(LATER) in r.why, made.changed) for r in made.refused] == [("One", True, 1)]


def test_undo_withdraws_what_waits(session, cast, admin, accounts):
    done = change(session, admin, accounts, rep_id=cast.cleo, valid_from=LATER)
    store.undo(session, admin, done.undo_id, TODAY, NOW)
    assert store.load_planned(session, admin) == []


def test_what_took_effect_meanwhile_is_not_taken_back(session, cast, admin, accounts):
    done = change(session, admin, accounts[:1], rep_id=cast.cleo, valid_from=LATER)
    store.carry_out(session, LATER, NOW)
    with pytest.raises(errors.Conflict):
        store.undo(session, admin, done.undo_id, LATER, NOW)
    assert session.scalars(select(Undo.undone_at)).one() is None


# --- the timeline --------------------------------------------------------------------------------


def test_a_timeline_tells_all_of_an_account_the_latest_first(session, cast, admin):
    account = factories.make_account(session, cast.ann, name="Harbor")
    plan = factories.make_plan(session, cast.ann)
    factories.make_report(session, account, cast.ann, note="Wants a tasting")
    factories.make_visit(session, account, plan, on=TODAY + timedelta(days=9))
    change(session, admin, [account], account_class="invest", why="big deal", tier="A")
    change(session, admin, [account], rep_id=cast.cleo, valid_from=LATER)
    told = store.load_timeline(session, admin, account.id, TODAY).items
    assert [e.kind for e in told[:2]] == ["planned", "visit"]
    assert {e.kind: e.what for e in told} == {
        "planned": "Planned: to Cleo",
        "visit": "Visit planned",
        "report": "Visited",
        "class": "Class core → invest",
        "change": "Changed",
    }
    assert {e.text for e in told} >= {"Wants a tasting", "big deal", "Tier: B → A"}
    assert [e.on for e in told] == sorted((e.on for e in told), reverse=True)


def test_a_cancelled_visit_is_told_on_the_day_it_was_cancelled(session, cast, admin):
    account = factories.make_account(session, cast.ann)
    factories.make_visit(session, account, factories.make_plan(session, cast.ann),
                         on=TODAY + timedelta(days=9), cancelled_at=NOW)  # fmt: skip
    (told,) = store.load_timeline(session, admin, account.id, TODAY).items
    assert (told.what, told.on) == ("Visit cancelled", TODAY)
