"""The year, hours by day, holding, weighing, moving and vetoing, over HTTP."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from routing.domain import DueVisit, Reason, Unplanned
from server import database, models
from server.auth import Scope
from server.planning import store, tasks, wishes
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW, TODAY
from tests.server.planning import made
from tests.server.visits import phone

NOBODY = UUID(int=404)
SYSTEM = Scope.system()
MEMORIAL_DAY = date(2026, 5, 25)
THURSDAY, SATURDAY = TODAY + timedelta(days=2), TODAY + timedelta(days=4)


@pytest.fixture
def account(app, cast):
    with database.write_transaction(app) as db:
        factories.make_segment(db, "kiosk", label="Kiosks")
        return factories.make_account(db, cast.ann, segment="kiosk").id


@pytest.fixture
def visit(app, cast, account):
    """A published visit of Ann's, tomorrow at ten."""
    with database.write_transaction(app) as db:
        made.published(db, cast.ann, made.week(cast.ann, account, 1))
        [row] = store.load_visits(db, SYSTEM)
        return row.id


def audited(app, action):
    with database.read_transaction(app) as db:
        rows = db.query(models.AuditEntry).filter_by(action=action)
        return [(one.person_id, one.details) for one in rows]


# --- the year ------------------------------------------------------------------------------------


def test_a_year_has_52_weeks_of_required_minutes_and_hours_there(bob, cast, account):
    """Core B asks for a visit of 30 minutes in two weeks, 18 on the way; five days of 8.5 hours."""
    found = bob.get(f"/api/reps/{cast.ann}/year").json
    assert (len(found["weeks"]), found["way_min"], found["way_from"]) == (52, 18, "setting")
    week = found["weeks"][0]
    assert (week["first"], week["week"], week["available_min"]) == ("2026-05-04", 19, 5 * 510)
    assert week["all_min"] == week["required_min"]["core"] == pytest.approx(0.5 * 48)
    assert (week["flag"], found["collisions"]) == ("slack", [])


def test_a_week_s_accounts_add_up_to_its_minutes(app, bob, cast, account):
    with database.write_transaction(app) as db:
        for number in range(60):
            factories.make_account(db, cast.ann, account_class="prospect", number=f"P{number}")
    week = bob.get(f"/api/reps/{cast.ann}/year").json["weeks"][0]
    url = f"/api/reps/{cast.ann}/year/accounts?week={week['first']}"
    listed = bob.get(url).json
    assert listed["total_min"] == pytest.approx(week["all_min"])
    assert sum(one["minutes"] for one in listed["items"]) == pytest.approx(week["all_min"])
    for name, minutes in week["required_min"].items():
        of_class = bob.get(f"{url}&account_class={name}").json
        assert of_class["total_min"] == pytest.approx(minutes)


def test_a_holiday_takes_its_hours_and_is_named(bob, cast, account):
    weeks = bob.get(f"/api/reps/{cast.ann}/year").json["weeks"]
    [memorial] = [one for one in weeks if one["first"] == "2026-05-25"]
    assert (memorial["available_min"], memorial["short"]) == (4 * 510, ["Memorial Day"])


def test_two_segments_in_season_together_are_named(app, bob, cast):
    with database.write_transaction(app) as db:
        for name, (start, end) in {"Bait shops": (6, 7), "Resorts": (7, 8)}.items():
            factories.make_segment(db, name, label=name)
            db.add(models.SeasonWindow(segment=name, state="in", start_month=start, start_day=1,
                                       end_month=end, end_day=28))  # fmt: skip
            for number in range(24):
                factories.make_account(db, cast.ann, segment=name, tier="A", account_class="core",
                                       number=f"{name}{number}")  # fmt: skip
    [one] = bob.get(f"/api/reps/{cast.ann}/year").json["collisions"]
    assert (one["kind"], one["causes"]) == ("season", ["Bait shops", "Resorts"])
    assert "in season together" in one["sentence"]
    assert one["first"] >= "2026-06-01"
    assert one["last"] <= "2026-08-02"


@ON_BOTH
def test_thirty_legs_driven_replace_the_assumed_minutes(app, bob, cast):
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.ann)
        plan = factories.make_plan(db, cast.ann)
        for number in range(30):
            on = TODAY - timedelta(days=number + 1)
            row = factories.make_visit(db, account, plan, on=on, travel_s=720)
            factories.make_report(db, account, cast.ann, visit_id=row.id, on=on)
    found = bob.get(f"/api/reps/{cast.ann}/year").json
    assert (found["way_min"], found["way_from"], found["legs"]) == (12, "legs", 30)


def test_reps_needed_are_counted_by_the_weeks_and_hours_a_manager_says(bob, cast, account):
    usual = bob.get(f"/api/reps/{cast.ann}/year").json["reps_needed"]
    bob.put("/api/settings", json={"values": {"year_weeks": 23, "week_hours": 20.0}})
    assert bob.get(f"/api/reps/{cast.ann}/year").json["reps_needed"] == pytest.approx(4 * usual)


def test_everybody_s_year_comes_with_its_balance(app, bob, admin_client, cast, account):
    with database.write_transaction(app) as db:
        for number in range(3):
            factories.make_account(db, cast.cleo, number=f"C{number}")
    mine = bob.get("/api/year").json
    assert [one["rep"] for one in mine["items"]] == ["Ann"]
    assert (mine["balance"]["cv"], mine["overload"], mine["slack"]) == (0, 1.1, 0.8)
    both = admin_client.get("/api/year").json["balance"]
    assert both["max_min"] == pytest.approx(3)
    assert set(both["outside"]) == {str(cast.ann), str(cast.cleo)}


@pytest.fixture
def admin_client(app, cast):
    return factories.caller(app, cast.admin, "desk")


# --- hours of each day ---------------------------------------------------------------------------


def test_thirteen_weeks_say_what_each_day_takes_and_what_is_there(bob, cast, visit):
    weeks = bob.get(f"/api/reps/{cast.ann}/hours").json["weeks"]
    assert len(weeks) == 13
    tuesday, wednesday = weeks[0]["days"][1:3]
    assert (tuesday["needed_s"], tuesday["there_s"]) == (0, 510 * 60)
    assert (wednesday["stops"], wednesday["service_s"], wednesday["travel_s"]) == (1, 1800, 1200)
    assert weeks[0]["needed_s"] == sum(day["needed_s"] for day in weeks[0]["days"]) == 3000
    assert (weeks[0]["planned"], weeks[1]["planned"]) == (True, False)
    year = bob.get(f"/api/reps/{cast.ann}/year").json["weeks"]
    assert [one["required_s"] for one in weeks] == [round(60 * w["all_min"]) for w in year[:13]]


def test_a_day_off_says_why_nobody_works(app, bob, cast, visit):
    with database.write_transaction(app) as db:
        db.add(models.DayOff(person_id=cast.ann, first=THURSDAY, last=THURSDAY, reason="Dentist"))
    days = bob.get(f"/api/reps/{cast.ann}/hours").json["weeks"][0]["days"]
    assert [(one["there_s"], one["why"]) for one in days[3:6]] == [
        (0, "Dentist"), (510 * 60, ""), (0, "no working day"),
    ]  # fmt: skip


# --- publishing ----------------------------------------------------------------------------------


def test_held_plans_wait_and_say_who_held_them_and_why(app, bob, cast, visit):
    url = f"/api/reps/{cast.ann}"
    assert bob.get(f"{url}/review").json["publishing"] == "itself"
    held = bob.post(f"{url}/hold", json={"why": "Trade fair"}).json
    assert (held["publishing"], held["held"]["by"], held["held"]["why"]) == (
        "held", "Bob", "Trade fair",
    )  # fmt: skip
    with database.read_transaction(app) as db:
        assert not store.publishes_itself(db, cast.ann)
    assert audited(app, "plans_held") == [(cast.bob, {"why": "Trade fair"})]
    assert bob.post(f"{url}/hold", json={"why": "Again"}).status_code == 409


def test_released_plans_publish_themselves_again(app, bob, cast, visit):
    url = f"/api/reps/{cast.ann}/hold"
    assert bob.delete(url).status_code == 409
    bob.post(url, json={"why": "Trade fair"})
    released = bob.delete(url).json
    assert (released["publishing"], released["held"]) == ("itself", None)
    assert audited(app, "plans_released") == [(cast.bob, {})]


def test_plans_are_not_held_without_a_reason(bob, cast):
    assert bob.post(f"/api/reps/{cast.ann}/hold", json={}).status_code == 422


def test_a_draft_is_refused_with_a_reason_that_stays_to_be_read(app, bob, cast, account, visit):
    with database.write_transaction(app) as db:
        later, rev = NOW + timedelta(hours=1), database.current_rev(db)
        week = made.week(cast.ann, account, 2)
        draft = store.save_draft(db, cast.ann, week, rev, 1.0, later)
    assert bob.post(f"/api/plans/{draft}/refuse", json={"why": "Too far"}).status_code == 200
    refused = bob.get(f"/api/reps/{cast.ann}/review").json["refused"]
    assert (refused["by"], refused["why"]) == ("Bob", "Too far")


# --- weights -------------------------------------------------------------------------------------


def test_other_weights_are_kept_ask_for_a_plan_and_go_back_to_the_usual(app, bob, cast, visit):
    url = f"/api/reps/{cast.ann}/weights"
    found = bob.put(url, json={"driving": 2}).json
    assert (found["usual"], found["weights"]["driving"], found["weights"]["value"]) == (False, 2, 1)
    with database.read_transaction(app) as db:
        assert db.get(models.Request, ("plan", str(cast.ann))) is not None
        assert store.load_wanted(db, SYSTEM, cast.ann, NOW).weights.driving == 2
    assert bob.put(url, json={}).json["usual"]
    assert [details["driving"] for _, details in audited(app, "plans_weighed")] == [2, 1]


@pytest.mark.parametrize("body", [{"driving": 0.2}, {"value": 5}, {"speed": 1}])
def test_weights_are_bounded_and_named(bob, cast, body):
    assert bob.put(f"/api/reps/{cast.ann}/weights", json=body).status_code == 422


def test_a_plan_says_what_it_weighed(app, bob, cast, account):
    bob.put(f"/api/reps/{cast.ann}/weights", json={"punctual": 4})
    with database.write_transaction(app) as db:
        task = tasks.Plan()
        plan = task.compute(task.load(db, str(cast.ann), NOW), lambda _: None)
        task.save(db, str(cast.ann), plan, NOW)
    [shown] = bob.get(f"/api/plans?rep={cast.ann}").json["items"]
    assert shown["summary"]["weights"]["punctual"] == 4


# --- moving and vetoing --------------------------------------------------------------------------


@ON_BOTH
def test_a_moved_visit_is_held_to_its_new_date_by_the_next_plan(app, bob, cast):
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.ann).id
        made.published(db, cast.ann, made.week(cast.ann, account, 1))
        [visit] = store.load_visits(db, SYSTEM)
    answer = bob.post(f"/api/visits/{visit.id}/move", json={"on": str(THURSDAY), "why": "Fair"})
    assert (answer.status_code, answer.json["by"], answer.json["answer"]) == (201, "Bob", "waiting")
    with database.read_transaction(app) as db:
        [held] = store.load_problem(db, SYSTEM, cast.ann, NOW).held
        assert (held.on, held.kind, held.visit_id) == (THURSDAY, "pin", str(visit.id))
        assert db.get(models.Request, ("plan", str(cast.ann))) is not None
    [(who, details)] = audited(app, "visit_moved")
    assert (who, details["from"], details["on"]) == (cast.bob, "2026-05-06", "2026-05-07")


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (SATURDAY, "day_off"),
        (TODAY - timedelta(days=1), "day_over"),
        (date(2026, 5, 25), "day_off"),
    ],
)
def test_a_visit_is_not_moved_to_a_day_that_cannot_have_it(bob, visit, on, code):
    answer = bob.post(f"/api/visits/{visit}/move", json={"on": str(on)})
    assert answer.status_code == 422
    assert wishes.TEXTS[code] in answer.text


def test_a_visit_is_not_moved_onto_another_of_the_same_account(app, bob, cast, account):
    with database.write_transaction(app) as db:
        made.published(db, cast.ann, made.week(cast.ann, account, 1, 2))
        first, _ = store.load_visits(db, SYSTEM)
    answer = bob.post(f"/api/visits/{first.id}/move", json={"on": str(THURSDAY)})
    assert answer.status_code == 409


def test_a_reported_visit_is_neither_moved_nor_vetoed(app, bob, cast, visit):
    with database.write_transaction(app) as db:
        account = db.get(models.Account, db.get(models.Visit, visit).account_id)
        factories.make_report(db, account, cast.ann, visit_id=visit)
    assert bob.post(f"/api/visits/{visit}/move", json={"on": str(THURSDAY)}).status_code == 409
    assert bob.post(f"/api/visits/{visit}/veto", json={"why": "Closed"}).status_code == 409


def test_a_vetoed_date_is_kept_free_and_says_why(app, bob, cast, account, visit):
    assert bob.post(f"/api/visits/{visit}/veto", json={"why": ""}).status_code == 422
    wish = bob.post(f"/api/visits/{visit}/veto", json={"why": "They moved out"}).json
    assert (wish["kind"], wish["on"], wish["why"]) == ("drop", "2026-05-06", "They moved out")
    with database.read_transaction(app) as db:
        [avoided] = store.load_problem(db, SYSTEM, cast.ann, NOW).avoided
        assert (avoided.account_id, str(avoided.on)) == (str(account), wish["on"])
    assert audited(app, "visit_vetoed")[0][1]["why"] == "They moved out"


def test_what_a_manager_asked_is_taken_back_and_asks_for_a_plan(app, bob, cast, visit):
    wish = bob.post(f"/api/visits/{visit}/move", json={"on": str(THURSDAY)}).json
    assert [one["id"] for one in bob.get(f"/api/reps/{cast.ann}/wishes").json["items"]] == [
        wish["id"]
    ]
    assert bob.delete(f"/api/wishes/{wish['id']}").status_code == 204
    assert bob.get(f"/api/reps/{cast.ann}/wishes").json["items"] == []
    with database.read_transaction(app) as db:
        assert not [held for held in store.load_problem(db, SYSTEM, cast.ann, NOW).held
                    if held.kind == "pin"]  # fmt: skip
    assert len(audited(app, "wish_taken_back")) == 1


def test_the_rep_s_phone_is_told_who_asked(app, ann, bob, cast, visit):
    bob.post(f"/api/visits/{visit}/veto", json={"why": "Closed for a week"})
    with database.read_transaction(app) as db:
        [(wish, _)] = store.load_answered_wishes(db, SYSTEM, cast.ann, TODAY)
    [shown] = phone.of_type(phone.synced(ann), "wish")
    assert (shown["by"], shown["id"]) == ("Bob", str(wish.id))


def test_what_a_manager_asked_stands_until_the_manager_takes_it_back(ann, bob, account, visit):
    asked = bob.post(f"/api/visits/{visit}/move", json={"on": str(THURSDAY), "why": "Fair"}).json
    skip = phone.item("drop", account, visit_id=visit, on=THURSDAY)
    away = phone.item("pin", account, visit_id=visit, on=TODAY + timedelta(days=3))
    undo = phone.item("withdraw", account, of=asked["id"])
    answer = phone.synced(ann, skip, away, undo)
    assert phone.results(answer) == [("refused", "manager_asked")] * 3
    assert "Your manager asked for this: a visit on 2026-05-07 (Bob: Fair)." in str(answer)
    assert bob.delete(f"/api/wishes/{asked['id']}").status_code == 204
    again = phone.item("drop", account, visit_id=visit, on=THURSDAY)
    assert phone.results(phone.synced(ann, again)) == [("accepted", None)]


def test_a_visit_displaced_names_the_account_that_stands_there(app, bob, cast, account):
    with database.write_transaction(app) as db:
        other = factories.make_account(db, cast.ann, name="Bay Inn", number="B1").id
        due = DueVisit(str(account), 1, TODAY, TODAY, TODAY)
        left = Unplanned(due, Reason.DISPLACED, {"by": str(other)})
        made.published(db, cast.ann, replace(made.plan(cast.ann), unplanned=(left,)))
    [shown] = bob.get("/api/unplanned").json["items"]
    assert "displaced by Bay Inn" in shown["sentence"]


def test_a_rep_s_own_wish_is_not_the_manager_s_to_take_back(app, bob, cast, account):
    with database.write_transaction(app) as db:
        row = models.Wish(rep_id=cast.ann, account_id=account, kind="pin", on=THURSDAY,
                          made_at=NOW)  # fmt: skip
        wish = factories.save(db, row).id
    [shown] = bob.get(f"/api/reps/{cast.ann}/wishes").json["items"]
    assert shown["by"] == ""
    assert bob.delete(f"/api/wishes/{wish}").status_code == 409


OF_ANN = [
    ("get", "/api/reps/{ann}/year", None),
    ("get", "/api/reps/{ann}/year/accounts?week=2026-05-04", None),
    ("get", "/api/reps/{ann}/hours", None),
    ("get", "/api/reps/{ann}/review", None),
    ("get", "/api/reps/{ann}/wishes", None),
    ("post", "/api/reps/{ann}/hold", {"why": "Fair"}),
    ("delete", "/api/reps/{ann}/hold", None),
    ("put", "/api/reps/{ann}/weights", {}),
    ("post", "/api/visits/{visit}/move", {"on": str(THURSDAY)}),
    ("post", "/api/visits/{visit}/veto", {"why": "Closed"}),
    ("delete", "/api/wishes/{wish}", None),
]


@pytest.mark.parametrize(("method", "path", "body"), OF_ANN)
def test_another_team_s_manager_learns_nothing(bob, dan, cast, visit, method, path, body):
    wish = bob.post(f"/api/visits/{visit}/veto", json={"why": "Closed"}).json["id"]
    hers, unknown = (
        getattr(dan, method)(path.format(**ids), **({"json": body} if body is not None else {}))
        for ids in (
            {"ann": cast.ann, "visit": visit, "wish": wish},
            dict.fromkeys(("ann", "visit", "wish"), NOBODY),
        )
    )
    assert hers.status_code == unknown.status_code == 404
    assert hers.data == unknown.data
