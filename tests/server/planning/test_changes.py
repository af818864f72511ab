"""What is different between plans: kept beside a plan, merged over a day, told with its reason."""

from datetime import timedelta
from uuid import UUID

import pytest

from routing.plan.changes import Cause
from server import database, jobs, models
from server.auth import Scope
from server.people import store as people
from server.planning import changes, store
from server.planning.changes import Changed
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW, TODAY
from tests.server.planning import made

A, B = UUID(int=10), UUID(int=11)
SYSTEM = Scope.system()


def on(days):
    return None if days is None else TODAY + timedelta(days=days)


def changed(before, after, kind="moved", reason="busy", account=A):
    return Changed(kind, account, on(before), on(after), reason, {})


def added(after):
    return changed(None, after, "added", "now_due")


def dropped(before):
    return changed(before, None, "dropped", "closed")


def retimed(day, reason="shorter_driving"):
    return changed(day, day, "retimed", reason)


# --- merging --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "then", "together"),
    [
        (changed(1, 2), changed(2, 3, reason="pinned"), [changed(1, 3, reason="pinned")]),
        (changed(1, 2), changed(2, 1), []),
        (changed(1, 2), dropped(2), [dropped(1)]),
        (changed(1, 2), retimed(2), [changed(1, 2)]),
        (added(2), changed(2, 3), [changed(None, 3, "added")]),
        (added(2), dropped(2), []),
        (dropped(1), added(1), []),
        (dropped(1), added(4), [changed(1, 4, reason="now_due")]),
        (retimed(1), retimed(1, reason="busy"), [retimed(1, reason="busy")]),
        (retimed(1), changed(1, 2), [changed(1, 2)]),
        (changed(1, 2), changed(5, 6), [changed(1, 2), changed(5, 6)]),
        (changed(1, 2), changed(2, 3, account=B), [changed(1, 2), changed(2, 3, account=B)]),
    ],
)
def test_two_plans_in_a_row_are_told_as_one(first, then, together):
    assert list(changes.merged([[first], [then]])) == together


def test_visits_of_one_plan_are_never_taken_for_one():
    """The visit of Monday moved to Tuesday, that of Tuesday to Wednesday: two moves."""
    both = [changed(1, 2), changed(2, 3)]
    assert list(changes.merged([both])) == both


def test_what_is_kept_comes_back_as_it_was():
    found = (changed(1, 2), added(3), dropped(4))
    assert changes.read(changes.stored(found)) == found


def test_every_cause_has_a_sentence():
    for cause in Cause:
        assert changes.change_row(changed(1, 2, reason=cause.value), {}).sentence.endswith(".")


def test_a_phone_hears_of_two_weeks_but_not_of_todays_new_times():
    told = [changed(0, 1), changed(13, 20), changed(20, 13), retimed(1)]
    untold = [changed(14, 20), retimed(0), added(30)]
    assert list(changes.soon([*told, *untold], TODAY)) == told


def test_nervousness_is_the_share_of_two_weeks_that_moved_or_vanished():
    before = made.week(A, A, 0, 3, 7, 13, 20)
    found = [changed(3, 4), dropped(7), retimed(13), changed(20, 21), added(5)]
    assert changes.nervousness(found, before, TODAY) == 0.5
    assert changes.nervousness([], made.plan(A), TODAY) == 0


# --- beside a plan --------------------------------------------------------------------------------


@pytest.fixture
def accounts(app, cast):
    """Four accounts of Ann's in a row along the lake, to be visited weekly and due today."""
    weekly = {"tier": "A", "last_visit": TODAY - timedelta(days=9)}
    with database.write_transaction(app) as db:
        # Three weeks make the same point as twelve, sooner.
        people.save_setting(db, SYSTEM, "horizon_weeks", 3, NOW)
        return [
            factories.make_account(db, cast.ann, number=f"A{n}", lat=42.55 + n / 50, **weekly).id
            for n in range(4)
        ]


def planned(app, rep_id):
    with database.write_transaction(app) as db:
        jobs.request(db, "plan", rep_id)
    jobs.run_pending(app)


def loaded(app, load, *args, **kwargs):
    with database.read_transaction(app) as db:
        return load(db, SYSTEM, *args, **kwargs)


@ON_BOTH
def test_a_plan_keeps_what_it_changed_and_why(app, cast, accounts, bob):
    planned(app, cast.ann)
    url = f"/api/reps/{cast.ann}/plan/changes"
    first = bob.get(url).json
    assert (first["items"], first["nervousness"], first["state"]) == ([], None, "published")
    visit = next(one for one in loaded(app, store.load_visits) if one.on > on(4))
    pinned = visit.on + timedelta(days=1 if visit.on.weekday() < 4 else -1)
    with database.write_transaction(app) as db:
        fields = {"rep_id": cast.ann, "account_id": visit.account_id, "visit_id": visit.id}
        rev = database.take_rev(db)
        db.add(models.Wish(**fields, kind="pin", on=pinned, made_at=NOW, rev=rev))
    planned(app, cast.ann)
    answer = bob.get(url).json
    [moved] = [one for one in answer["items"] if one["account_id"] == str(visit.account_id)
               and one["before"] == visit.on.isoformat()]  # fmt: skip
    assert (moved["kind"], moved["reason"], moved["after"]) == (
        "moved",
        "pinned",
        pinned.isoformat(),
    )
    assert (moved["sentence"], moved["account"]) == (
        "A person holds it to this day.",
        "Anchor Grill",
    )
    assert bob.get(f"/api/plans/{answer['plan_id']}").json["summary"]["changes"] == len(
        answer["items"]
    )


def test_a_small_change_moves_little_of_what_is_published(app, cast, accounts):
    """One more account joins; the others stay where people already expect them."""
    planned(app, cast.ann)
    before = {one.id: one.on for one in loaded(app, store.load_visits)}
    with database.write_transaction(app) as db:
        factories.make_account(db, cast.ann, number="A9", lat=42.57, lon=-88.40)
    planned(app, cast.ann)
    after = {one.id: one.on for one in loaded(app, store.load_visits)}
    assert len(after) > len(before)
    soon = [one for one in before if before[one] < min(before.values()) + timedelta(days=14)]
    assert len(soon) > 5
    moved = [one for one in soon if after.get(one) != before[one]]
    assert len(moved) <= len(soon) // 10


@pytest.fixture
def world(app, cast):
    """Ann's published plan of one account, visited in three and ten days."""
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.ann)
        made.published(db, cast.ann, made.week(cast.ann, account.id, 3, 10))
        return account.id


def draft(db, rep_id, plan, **beside):
    return store.save_draft(
        db, rep_id, plan, database.current_rev(db), 1.0, NOW, beside=store.Beside(**beside)
    )


def test_a_draft_is_compared_with_the_published_plan(app, cast, world, bob):
    moved = made.week(cast.ann, world, 4, 10)
    with database.write_transaction(app) as db:
        followed = store.load_plans(db, SYSTEM)[0].id
        found = (changed(3, 4, reason="day_off", account=world),)
        plan_id = draft(db, cast.ann, moved, compared_with=followed, changes=found)
    answer = bob.get(f"/api/reps/{cast.ann}/plan/changes").json
    assert (answer["plan_id"], answer["state"]) == (str(plan_id), "draft")
    assert [one["reason"] for one in answer["items"]] == ["day_off"]
    assert answer["nervousness"] == 0.5


def test_a_draft_older_than_what_was_published_meanwhile_is_compared_anew(app, cast, world, bob):
    with database.write_transaction(app) as db:
        old = store.load_plans(db, SYSTEM)[0].id
        made.published(db, cast.ann, made.week(cast.ann, world, 2, 10))
        draft(db, cast.ann, made.week(cast.ann, world, 4, 10), compared_with=old)
    [one] = bob.get(f"/api/reps/{cast.ann}/plan/changes").json["items"]
    assert (one["before"], one["after"]) == (on(2).isoformat(), on(4).isoformat())


def republished(app, rep_id, account_id, days, found, at):
    with database.write_transaction(app) as db:
        before = db.get(models.PublishedPlan, rep_id).plan_id
        plan = made.week(rep_id, account_id, *days)
        plan_id = draft(db, rep_id, plan, compared_with=before, changes=found)
        store.publish(db, SYSTEM, plan_id, at)


def test_since_a_date_the_changes_of_all_plans_count_and_reach_the_phone(
    app, cast, world, ann, clock
):
    yesterday = NOW - timedelta(days=1)
    first, then = changed(10, 11, account=world), changed(3, 4, account=world)
    last = changed(4, 5, reason="pinned", account=world)
    republished(app, cast.ann, world, (3, 11), (first,), yesterday)
    republished(app, cast.ann, world, (4, 11), (then,), NOW)
    republished(app, cast.ann, world, (5, 11), (last,), NOW)
    answer = ann.get(f"/api/reps/{cast.ann}/plan/changes?since={TODAY}").json
    [told] = answer["items"]
    assert (told["before"], told["after"], told["reason"]) == (
        on(3).isoformat(),
        on(5).isoformat(),
        "pinned",
    )
    assert (answer["nervousness"], answer["since"]) == (0.5, TODAY.isoformat())
    ask = {"client_id": str(A), "schema": 1, "cursor": 0, "epoch": None, "send": []}
    rows = ann.post("/api/sync", json=ask).json["changes"]
    [state] = [row for row in rows if row["type"] == "plan"]
    assert state["changes"] == [told]


def test_before_the_first_plan_there_is_nothing_to_compare(bob, cast):
    assert bob.get(f"/api/reps/{cast.ann}/plan/changes").status_code == 404


@pytest.mark.parametrize("who", ["cleo", "dan"])
def test_the_other_team_learns_nothing_of_anns_changes(request, world, cast, who):
    client = request.getfixturevalue(who)
    hers, none = (client.get(f"/api/reps/{one}/plan/changes") for one in (cast.ann, A))
    assert (hers.status_code, hers.data) == (404, none.data)
