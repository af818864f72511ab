"""An import goes back whole, what it brought and what it replaced; never over a person's change."""

import io
import json

import pytest
from sqlalchemy import delete, select

from server import database, jobs
from server.accounts import store
from server.models import Account, AuditEntry, ClassChange, Contact, SeasonWindow, Undo
from tests.conftest import ON_BOTH

FIRST = (
    "number,name,rep,class,tier,hours,contact,season,last visit,potential\n"
    "1,One,Ann,core,A,Mo-Fr 08:00-12:00,Eve,05-01..09-30,2026-04-01,100\n"
)
SECOND = (
    "number,name,rep,class,tier,hours,contact,season,last visit,potential\n"
    "1,Uno,Ann,invest,B,Mo-Fr 7:00-21,Ida,06-01..08-31,2026-04-20,900\n"
    "2,Two,,,,,,,,\n"
)


def send(desk, text, name="accounts.csv", mapping=None):
    form = {"file": (io.BytesIO(text.encode()), name), "kind": "accounts", "apply": "1",
            "leave_out": "1", "mapping": json.dumps(mapping or {})}  # fmt: skip
    answer = desk.post("/api/imports", data=form, content_type="multipart/form-data").json
    assert answer["applied"], answer["problems"]
    return f"/api/imports/{answer['run_id']}/back"


def numbers(desk):
    return {row["number"]: row for row in desk.get("/api/accounts?inactive=1").json["items"]}


def kept(app):
    """Returns all a file may write of its accounts, contacts and seasons."""
    with database.read_transaction(app) as db:
        columns = [c for c in Account.__table__.columns if c.name != "rev"]
        contact = (Contact.name, Contact.phone, Contact.email)
        season = (SeasonWindow.start_month, SeasonWindow.end_month, SeasonWindow.account_id)
        return [db.execute(select(*what)).all() for what in (columns, contact, season)]


@ON_BOTH
def test_what_a_file_replaced_comes_back_to_the_last_field(app, bob):
    send(bob, FIRST)
    before = kept(app)
    back = send(bob, SECOND)
    shown = bob.get(back).json
    assert (shown["restored"], shown["removed"], shown["moved_on"]) == (1, 1, 0)
    assert shown["rows"][0]["changes"]["Name"] == ["Uno", "One"]
    assert shown["rows"][0]["changes"]["Last visit"] == ["2026-04-20", "2026-04-01"]
    assert kept(app) != before
    assert bob.post(back).json["done"]
    assert kept(app) == before


def test_looking_changes_nothing(app, bob):
    back = send(bob, FIRST)
    before = kept(app)
    bob.get(back)
    assert kept(app) == before


def test_the_class_goes_back_as_one_more_step_of_its_history(app, bob):
    send(bob, FIRST)
    bob.post(send(bob, SECOND, "new.csv"))
    with database.read_transaction(app) as db:
        steps = db.execute(select(ClassChange.to_class, ClassChange.why)).all()
    assert [tuple(step) for step in steps][-1] == ("core", "taken back: new.csv")


def test_an_account_nothing_points_to_is_removed_and_one_in_a_plan_is_paused(app, cast, bob):
    back = send(bob, FIRST + "2,Two,,,,,,,,\n")
    jobs.run_pending(app)
    told = bob.post(back).json
    assert (told["paused"], told["removed"]) == (1, 1)
    assert {number: row["active"] for number, row in numbers(bob).items()} == {"1": False}


def test_a_file_that_brings_a_paused_account_again_wakes_it(app, bob):
    back = send(bob, FIRST)
    jobs.run_pending(app)
    bob.post(back)
    send(bob, FIRST)
    assert numbers(bob)["1"]["active"]


def test_an_account_somebody_paused_by_hand_stays_asleep(bob):
    send(bob, FIRST)
    row = numbers(bob)["1"]
    bob.patch(f"/api/accounts/{row['id']}", json={"rev": row["rev"], "active": False})
    send(bob, SECOND)
    assert not numbers(bob)["1"]["active"]


@pytest.mark.parametrize("change", [
    {"tier": "C"}, {"lat": 42.5, "lon": -88.4}, {"active": False}, {"product_line": "Ice"},
])  # fmt: skip
def test_what_somebody_changed_since_stands_in_the_way_and_is_named(app, bob, change):
    back = send(bob, FIRST + "2,Two,,,,,,,,\n")
    row = numbers(bob)["1"]
    bob.patch(f"/api/accounts/{row['id']}", json={"rev": row["rev"], **change})
    assert bob.get(back).json["moved_on"] == 1
    refused = bob.post(back)
    assert refused.status_code == 409
    assert "Somebody changed 1 of these accounts since: One (" in refused.json["detail"]
    assert len(numbers(bob)) == 2


def test_what_the_program_assumes_by_itself_is_nobodys_change(app, bob):
    """A better account later makes the first one's assumed tier fall."""
    back = send(bob, "number,name,potential\n1,One,100\n")
    more = "".join(f"{n},More {n},{n * 1000}\n" for n in range(2, 9))
    send(bob, "number,name,potential\n" + more)
    assert bob.get(back).json["moved_on"] == 0
    assert bob.post(back).json["removed"] == 1


def test_what_was_shared_out_since_goes_back_first(bob, cast):
    back = send(bob, "number,name,zip\n1,One,53147\n")
    ask = {"rep_ids": [str(cast.ann)], "apply": True}
    undo = bob.post("/api/accounts/split", json=ask).json["undo_id"]
    assert "One (rep)" in bob.post(back).json["detail"]
    bob.post(f"/api/undo/{undo}")
    assert bob.post(back).json["removed"] == 1


def test_an_import_goes_back_once_and_its_rep_gets_a_new_plan(app, cast, bob):
    back = send(bob, FIRST)
    jobs.run_pending(app)
    assert bob.post(back).status_code == 200
    assert bob.post(back).json["detail"] == "This import was taken back already."
    waiting = [one for one in bob.get("/api/requests").json["items"] if one["state"] == "waiting"]
    assert [one["about"] for one in waiting] == ["Ann"]
    with database.read_transaction(app) as db:
        assert db.scalars(select(AuditEntry.action)).all()[-1] == "import_taken_back"


def test_the_list_says_which_imports_can_go_back(bob):
    back = send(bob, FIRST)
    send(bob, FIRST)
    assert [run["can_go_back"] for run in bob.get("/api/imports").json["items"]] == [False, True]
    bob.post(back)
    runs = bob.get("/api/imports").json["items"]
    assert [bool(run["undone_at"]) for run in runs] == [False, True]


def test_an_import_goes_back_from_its_own_list_and_from_no_other(bob):
    run = send(bob, FIRST).split("/")[3]
    assert bob.get("/api/undo").json["items"] == []
    assert bob.post(f"/api/undo/{run}").status_code == 404


def test_columns_read_wrongly_are_not_remembered_once_the_file_is_taken_back(bob):
    wrong = {"number": "number", "name": "city", "town": "name"}
    back = send(bob, "number,name,town\n1,One,Delavan\n", mapping=wrong)
    assert numbers(bob)["1"]["name"] == "Delavan"
    bob.post(back)
    send(bob, "number,name,town\n1,One,Delavan\n")
    assert numbers(bob)["1"]["name"] == "One"


def test_a_contact_that_was_erased_is_in_no_restore_point_and_hinders_none(app, bob):
    first, second = send(bob, FIRST), send(bob, SECOND)
    with database.write_transaction(app) as db:
        account_id = db.scalars(select(Account.id).where(Account.number == "1")).one()
        store.forget_contacts(db, account_id)
        db.execute(delete(Contact).where(Contact.account_id == account_id))
        kept_points = json.dumps([row.before for row in db.scalars(select(Undo))])
    assert not [name for name in ("Eve", "Ida") if name in kept_points]
    assert [bob.post(back).status_code for back in (second, first)] == [200, 200]


def test_another_manager_knows_of_no_import_to_take_back(bob, dan):
    back = send(bob, FIRST)
    assert (dan.get(back).status_code, dan.post(back).status_code) == (404, 404)
    assert dan.get("/api/imports").json["items"] == []


def test_thousands_of_accounts_go_back_in_one_go(app, bob, admin):
    rows = "".join(f"{n},Account {n},53147\n" for n in range(3000))
    assert admin.post(send(bob, "number,name,zip\n" + rows)).json["removed"] == 3000
    with database.read_transaction(app) as db:
        assert db.scalars(select(Account.id)).all() == []
        assert db.scalars(select(Undo.undone_at)).one() is not None
