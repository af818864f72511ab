"""POST /api/sync against the real application: what is kept, refused, linked and sent down."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from server import database, models
from server.auth import Scope
from server.planning import store as planning
from server.visits import exchange, store
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW, TODAY
from tests.server.planning import made
from tests.server.visits import phone
from tests.server.visits.phone import of_type, posted, report, results, synced

SYSTEM = Scope.system()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def places(app, cast):
    """Ann's account with a published visit today, and Cleo's with one tomorrow."""
    with database.write_transaction(app) as db:
        ann, cleo = (factories.make_account(db, one).id for one in (cast.ann, cast.cleo))
        made.published(db, cast.ann, made.week(cast.ann, ann, 0, 14))
        made.published(db, cast.cleo, made.week(cast.cleo, cleo, 1))
    return Places(app, ann, cleo)


class Places:
    """The accounts of the story, and a look into the database."""

    def __init__(self, app, ann, cleo):
        self.app, self.ann, self.cleo = app, ann, cleo

    def visits(self, account_id):
        with database.read_transaction(self.app) as db:
            found = planning.load_visits(db, SYSTEM, account_id=account_id, include_cancelled=True)
        return [visit.id for visit in found]

    def rows(self, table):
        with database.read_transaction(self.app) as db:
            return db.scalars(select(table).order_by(table.id)).all()

    def reports(self, **which):
        with database.read_transaction(self.app) as db:
            last = TODAY + timedelta(days=9)
            return store.load_reports(db, SYSTEM, TODAY - timedelta(days=9), last, **which)

    def rev(self):
        with database.read_transaction(self.app) as db:
            return database.current_rev(db)

    def change(self, table, row_id, **fields):
        with database.write_transaction(self.app) as db:
            row = db.get(table, row_id)
            rev = database.take_rev(db)
            for name, value in fields.items():
                setattr(row, name, value)
            row.rev = rev


# --- sending --------------------------------------------------------------------------------------


@ON_BOTH
def test_a_report_is_kept_with_its_visit_and_asks_for_a_new_plan(ann, cast, places):
    visit = places.visits(places.ann)[0]
    said = report(places.ann, visit, note="Two pallets", minutes=25)
    assert results(synced(ann, said)) == [("accepted", None)]
    [kept] = places.reports()
    assert (str(kept.id), kept.visit_id, kept.note, kept.minutes) == (
        said["id"],
        visit,
        "Two pallets",
        25,
    )
    with database.read_transaction(places.app) as db:
        wanted = db.get(models.Request, ("plan", str(cast.ann)))
        assert wanted.done_rev < wanted.asked_rev == kept.rev


@ON_BOTH
def test_the_same_report_sent_twice_has_one_effect_and_one_answer(ann, places):
    said = report(places.ann)
    synced(ann, said)
    rev = places.rev()
    assert results(synced(ann, said)) == [("duplicate", None)]
    assert (len(places.reports()), places.rev()) == (1, rev)


def test_another_report_under_the_same_id_is_refused(ann, places):
    said = report(places.ann)
    synced(ann, said)
    other = report(places.ann, outcome="missed", item_id=said["id"])
    assert results(synced(ann, other)) == [("refused", "id_reuse")]
    assert [one.outcome for one in places.reports()] == ["made"]


@ON_BOTH
def test_a_poisoned_item_does_not_block_those_after_it(ann, places):
    odd = [
        report(places.ann) | {"kind": "teleport"},
        report(places.ann, outcome="vanished"),
        report(places.ann, note="a\0b"),
        {"id": "no id"},
    ]
    answer = synced(ann, *odd, report(places.ann))
    assert results(answer) == [("refused", "invalid")] * 3 + [("accepted", None)]
    assert all(one["text"] for one in answer["results"] if one["status"] == "refused")
    assert results(synced(ann, odd[0])) == [("duplicate", "invalid")]


@ON_BOTH
def test_what_the_database_refuses_is_undone_but_not_the_revision(ann, places, monkeypatch):
    """Else rows would carry a number that the next writer takes again, and phones miss it."""

    def twice(db, person_id, item, said, now):
        store.save_pin(db, person_id, item, said, now)
        raise IntegrityError("", {}, Exception())

    monkeypatch.setitem(exchange.APPLY, "pin", twice)
    answer = synced(ann, phone.item("pin", places.ann, on=TODAY), report(places.ann))
    assert results(answer) == [("refused", "invalid"), ("accepted", None)]
    assert places.rows(models.Wish) == []
    assert places.reports()[0].rev == places.rev() == answer["cursor"]


@ON_BOTH
@pytest.mark.parametrize("told", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_phone_s_wrong_clock_is_never_a_refusal(ann, places, told):
    said = report(places.ann, on=told[:10]) | {"at_phone": told}
    assert results(synced(ann, said)) == [("accepted", None)]


def test_what_is_no_message_at_all_is_refused_as_a_whole(ann, places):
    response = ann.post("/api/sync", data=b"[]", content_type="application/json")
    assert (response.status_code, response.json["code"]) == (422, "invalid")


@ON_BOTH
@pytest.mark.parametrize("fate", ["moved", "cancelled", "handed over", "deleted"])
def test_a_report_is_kept_whatever_became_of_its_visit(ann, cast, places, fate):
    """Linked while the visit stands, else an extra one."""
    visit = places.visits(places.ann)[0]
    if fate == "moved":
        places.change(models.Visit, visit, on=TOMORROW)
    if fate in ("cancelled", "handed over"):
        places.change(models.Visit, visit, cancelled_at=NOW)
    if fate == "handed over":
        places.change(models.Account, places.ann, rep_id=cast.cleo)
    visit = UUID(int=99) if fate == "deleted" else visit
    assert results(synced(ann, report(places.ann, visit))) == [("accepted", None)]
    [kept] = places.reports()
    assert kept.visit_id == (visit if fate == "moved" else None)


def test_a_report_on_an_account_handed_over_concerns_both_reps_plans(ann, cast, places):
    places.change(models.Account, places.ann, rep_id=cast.cleo)
    synced(ann, report(places.ann))
    keys = {row.key for row in _requests(places)}
    assert keys == {str(cast.ann), str(cast.cleo)}


def _requests(places):
    with database.read_transaction(places.app) as db:
        return db.scalars(select(models.Request)).all()


def test_of_two_reports_of_one_visit_the_later_received_leads(app, cast, ann, places, clock):
    visit = places.visits(places.ann)[0]
    first, second = report(places.ann, visit), report(places.ann, visit, outcome="missed")
    answer = synced(ann, second)
    clock.instant += timedelta(minutes=1)
    other_phone = factories.caller(app, cast.ann)
    synced(other_phone, first)
    assert [one.outcome for one in places.reports()] == ["made"]
    told = synced(ann, cursor=answer["cursor"], epoch=answer["epoch"])
    amended = {row["id"]: row["amended"] for row in of_type(told, "report")}
    assert amended == {second["id"]: True, first["id"]: False}


@ON_BOTH
def test_a_withdrawn_report_counts_no_more_and_the_one_before_leads(ann, places, clock):
    visit = places.visits(places.ann)[0]
    first, second = report(places.ann, visit), report(places.ann, visit, outcome="missed")
    synced(ann, first)
    clock.instant += timedelta(minutes=1)
    synced(ann, second)
    back = phone.item("withdraw", places.ann, of=second["id"])
    assert results(synced(ann, back)) == [("accepted", None)]
    assert [one.outcome for one in places.reports()] == ["made"]
    assert len(places.reports(leading_only=False)) == 2


def test_a_withdrawn_wish_stays_and_says_so(ann, places):
    pin = phone.item("pin", places.ann, on=TOMORROW)
    answer = synced(ann, pin, phone.item("withdraw", places.ann, of=pin["id"]))
    assert [row["withdrawn"] for row in of_type(answer, "wish")] == [True]


def test_a_visit_already_made_cannot_be_dropped(ann, places):
    visit = places.visits(places.ann)[0]
    synced(ann, report(places.ann, visit))
    drop = phone.item("drop", places.ann, visit_id=visit, on=TODAY)
    assert results(synced(ann, drop)) == [("refused", "already_made")]
    assert places.rows(models.Wish) == []


def test_a_visit_missed_can_be_dropped(ann, places):
    visit = places.visits(places.ann)[0]
    drop = phone.item("drop", places.ann, visit_id=visit, on=TODAY)
    answer = synced(ann, report(places.ann, visit, outcome="missed"), drop)
    assert results(answer) == [("accepted", None)] * 2


def test_a_pin_that_ends_before_it_begins_is_refused(ann, places):
    pin = phone.item("pin", places.ann, on=TODAY, start_s=36000, end_s=36000)
    assert results(synced(ann, pin)) == [("refused", "invalid")]


@ON_BOTH
def test_a_wish_waits_and_the_next_plan_answers_it(ann, cast, places):
    pin = phone.item("pin", places.ann, on=TOMORROW, start_s=34000)
    answer = synced(ann, pin)
    assert [row["answer"] for row in of_type(answer, "wish")] == ["waiting"]
    with database.write_transaction(places.app) as db:
        made.published(db, cast.ann, made.week(cast.ann, places.ann, 1))
    told = synced(ann, cursor=answer["cursor"], epoch=answer["epoch"])
    [row] = of_type(told, "wish")
    assert (row["answer"], row["answer_code"], row["answer_on"]) == ("kept", "planned", None)
    assert row["answer_text"] == "It is planned for that day."


# --- Cleo -----------------------------------------------------------------------------------------


def cleo_tries(places, ann_s_report):
    visit = places.visits(places.ann)[0]
    return {
        "report": report(places.ann),
        "report her visit": report(places.ann, visit),
        "pin": phone.item("pin", places.ann, on=TODAY),
        "drop": phone.item("drop", places.ann, visit_id=visit, on=TODAY),
        "pin her visit at mine": phone.item("pin", places.cleo, visit_id=visit, on=TODAY),
        "withdraw": phone.item("withdraw", places.cleo, of=ann_s_report["id"]),
    }


@pytest.mark.parametrize(
    "attempt", ["report", "report her visit", "pin", "drop", "pin her visit at mine", "withdraw"]
)
def test_cleo_can_do_nothing_at_ann_s_account(ann, cleo, places, attempt):
    """And hears what she would hear of an account that does not exist."""
    hers = report(places.ann)
    synced(ann, hers)
    answer = synced(cleo, cleo_tries(places, hers)[attempt], report(UUID(int=5)))
    tried, unknown = answer["results"]
    assert (tried["status"], tried["code"]) == ("refused", "not_found")
    assert tried | {"id": ""} == unknown | {"id": ""}
    assert [str(one.id) for one in places.reports()] == [hers["id"]]


def test_cleo_cannot_take_an_id_ann_has_used(ann, cleo, places):
    hers = report(places.ann)
    synced(ann, hers)
    mine = report(places.cleo, item_id=hers["id"])
    assert results(synced(cleo, mine)) == [("refused", "id_reuse")]


def test_a_report_at_cleo_s_own_account_is_not_linked_to_ann_s_visit(cleo, places):
    synced(cleo, report(places.cleo, places.visits(places.ann)[0]))
    assert [one.visit_id for one in places.reports()] == [None]


def test_cleo_pulls_nothing_of_ann_s(cleo, places):
    answer = synced(cleo)
    assert str(places.ann) not in str(answer)
    assert [row["account_id"] for row in of_type(answer, "visit")] == [str(places.cleo)]


# --- who may --------------------------------------------------------------------------------------


def test_a_lost_session_is_told_to_sign_in_and_nothing_is_applied(app, cast, places, clock):
    client = factories.caller(app, cast.ann)
    clock.instant += timedelta(days=200)
    response = posted(client, report(places.ann))
    assert (response.status_code, response.json["code"]) == (401, "signed_out")
    assert places.reports() == ()


def test_a_manager_has_no_phone(bob, places):
    assert posted(bob).status_code == 403


# --- pulling --------------------------------------------------------------------------------------


@ON_BOTH
def test_the_first_pull_brings_everything_of_the_person(ann, places):
    answer = synced(ann)
    kinds = [row["type"] for row in answer["changes"]]
    assert kinds == ["me", "account", "day", "day", "visit", "visit", "plan"]
    assert (answer["deleted"], answer["more"], answer["today"]) == ([], False, "2026-05-05")


@ON_BOTH
def test_a_pull_that_sends_nothing_takes_no_revision(ann, places):
    rev = places.rev()
    first = synced(ann)
    second = synced(ann, cursor=first["cursor"], epoch=first["epoch"])
    assert places.rev() == rev == first["cursor"] == second["cursor"]
    assert [row["type"] for row in second["changes"]] == ["plan"]


def test_a_report_comes_back_with_the_account_it_changed(ann, places):
    first = synced(ann)
    answer = synced(ann, report(places.ann), cursor=first["cursor"], epoch=first["epoch"])
    assert [row["type"] for row in answer["changes"]] == ["account", "report", "plan"]
    assert answer["cursor"] == places.rev() > first["cursor"]


def test_another_epoch_pulls_everything_again(ann, places):
    first = synced(ann)
    again = synced(ann, cursor=first["cursor"], epoch=str(UUID(int=3)))
    assert again["changes"] == first["changes"]


def test_a_cancelled_visit_and_an_empty_day_leave_the_phone(ann, cast, places):
    first = synced(ann)
    with database.write_transaction(places.app) as db:
        made.published(db, cast.ann, made.week(cast.ann, places.ann, 14))
    answer = synced(ann, cursor=first["cursor"], epoch=first["epoch"])
    assert {(row["on"], row["cancelled"]) for row in of_type(answer, "visit")} == {
        ("2026-05-19", False),
        ("2026-05-19", True),
    }
    assert answer["deleted"] == [{"type": "day", "id": "2026-05-05"}]


def test_a_tombstone_of_what_came_back_deletes_nothing(ann, cast, places):
    first = synced(ann)
    with database.write_transaction(places.app) as db:
        rev = database.take_rev(db)
        fields = {"person_id": cast.ann, "at": NOW, "rev": rev}
        for row_id in (places.ann, places.cleo):
            db.add(models.Tombstone(type="account", row_id=str(row_id), **fields))
    answer = synced(ann, cursor=first["cursor"], epoch=first["epoch"])
    assert answer["deleted"] == [{"type": "account", "id": str(places.cleo)}]


def test_more_than_a_page_is_told_and_comes_in_pieces(ann, places, monkeypatch):
    whole = synced(ann)
    monkeypatch.setattr("server.visits.sync.page.__defaults__", (1,))
    handset = phone.Phone(ann)
    first = handset.send()
    assert first["more"]
    assert first["cursor"] < whole["cursor"]
    handset.sync()
    assert handset.shown() == {(row["type"], row["id"]): row for row in whole["changes"]}


# --- for coverage ---------------------------------------------------------------------------------


@ON_BOTH
def test_adherence_counts_the_morning_s_stops_made_that_day(ann, cast, places):
    with database.write_transaction(places.app) as db:
        planning.freeze_morning(db, cast.ann, TODAY)
        planning.freeze_morning(db, cast.cleo, TOMORROW)
    synced(ann, report(places.ann, places.visits(places.ann)[0]))
    with database.read_transaction(places.app) as db:
        stops = store.load_adherence(db, SYSTEM, TODAY, TOMORROW)
    assert {stop.account_id: stop.done for stop in stops} == {places.ann: True, places.cleo: False}
