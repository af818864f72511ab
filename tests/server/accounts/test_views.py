"""Accounts over HTTP: what Ann, Bob and Cleo get."""

import io
from uuid import uuid4

import pytest
from sqlalchemy import select

from server import database
from server.accounts import file_format
from server.models import Account, Person, Tombstone
from tests import factories


@pytest.fixture
def anchor(app, cast):
    """Ann's account."""
    with database.write_transaction(app) as db:
        return factories.make_account(db, cast.ann, rev=1).id


def upload(client, text, apply="0", kind="accounts", **form):
    data = {"kind": kind, "apply": apply, "file": (io.BytesIO(text.encode()), "a.csv"), **form}
    return client.post("/api/imports", data=data, content_type="multipart/form-data")


def rows(app, *columns):
    with database.read_transaction(app) as db:
        return db.execute(select(*columns)).all()


def test_ann_sees_her_accounts_and_cleo_none(ann, cleo, bob, anchor):
    assert [a["id"] for a in ann.get("/api/accounts").json["items"]] == [str(anchor)]
    assert cleo.get("/api/accounts").json == {"items": [], "total": 0}
    assert bob.get("/api/accounts?q=anchor geneva").json["total"] == 1
    assert bob.get("/api/accounts?q=anchor paris").json["total"] == 0


@pytest.mark.parametrize("method", ["get", "patch"])
def test_cleo_gets_for_anns_account_what_she_gets_for_none(cleo, anchor, method):
    def answer(account_id):
        call = getattr(cleo, method)
        body = {} if method == "get" else {"json": {"rev": 1, "opening_hours": "24/7"}}
        return call(f"/api/accounts/{account_id}", **body)

    hers, none = answer(anchor), answer(uuid4())
    assert (hers.status_code, hers.data) == (404, none.data)


def test_who_is_signed_out_gets_nothing(client, anchor):
    assert client.get(f"/api/accounts/{anchor}").status_code == 401


def test_a_rep_mends_hours_place_and_contacts(ann, anchor):
    change = {"rev": 1, "opening_hours": "Mo-Fr 7:00-21", "lat": 42.6, "lon": -88.5,
              "contacts": [{"name": "Eve", "phone": "555"}]}  # fmt: skip
    row = ann.patch(f"/api/accounts/{anchor}", json=change).json
    assert (row["lat"], row["place_source"]) == (42.6, "phone")
    assert "minutes too" in row["opening_hours_problem"]
    assert row["contacts"] == [{"name": "Eve", "phone": "555", "email": ""}]


def test_a_rep_may_not_change_the_class(ann, anchor):
    answer = ann.patch(f"/api/accounts/{anchor}", json={"rev": 1, "account_class": "invest"})
    assert answer.status_code == 403


def test_a_change_of_what_moved_on_meanwhile_is_refused(bob, anchor):
    assert bob.patch(f"/api/accounts/{anchor}", json={"rev": 1, "tier": "A"}).status_code == 200
    assert bob.patch(f"/api/accounts/{anchor}", json={"rev": 1, "tier": "C"}).status_code == 409
    assert bob.get(f"/api/accounts/{anchor}").json["tier"] == "A"


def test_an_account_given_to_another_rep_leaves_the_old_phone(app, admin, ann, cast, anchor):
    admin.patch(f"/api/accounts/{anchor}", json={"rev": 1, "rep_id": str(cast.cleo)})
    assert ann.get(f"/api/accounts/{anchor}").status_code == 404
    grave = rows(app, Tombstone.person_id, Tombstone.row_id)
    assert [tuple(row) for row in grave] == [(cast.ann, str(anchor))]


def test_a_manager_cannot_give_an_account_to_another_team(bob, cast, anchor):
    change = {"rev": 1, "rep_id": str(cast.cleo)}
    assert bob.patch(f"/api/accounts/{anchor}", json=change).status_code == 422


def test_a_paused_rep_gets_no_account_and_keeps_the_old_ones(app, admin, cast, anchor):
    with database.write_transaction(app) as db:
        for rep_id in (cast.ann, cast.cleo):
            db.get(Person, rep_id).active = False
    address = f"/api/accounts/{anchor}"
    refused = admin.patch(address, json={"rev": 1, "rep_id": str(cast.cleo)})
    assert refused.json["problems"][0]["text"] == "Cleo is paused: nobody would visit them."
    kept = admin.patch(address, json={"rev": 1, "rep_id": str(cast.ann), "tier": "A"})
    assert (kept.status_code, kept.json["tier"]) == (200, "A")


def test_visits_of_a_paused_rep_are_nobodys_next_visit(app, bob, cast, anchor):
    with database.write_transaction(app) as db:
        account = db.get(Account, anchor)
        factories.make_visit(db, account, factories.make_plan(db, cast.ann))
    assert bob.get(f"/api/accounts/{anchor}").json["next_visit"] == str(factories.TODAY)
    with database.write_transaction(app) as db:
        db.get(Person, cast.ann).active = False
    assert bob.get(f"/api/accounts/{anchor}").json["next_visit"] is None


def test_a_product_line_is_written_shown_and_cleared(ann, bob, anchor):
    address = f"/api/accounts/{anchor}"
    named = bob.patch(address, json={"rev": 1, "product_line": " Ice "}).json
    assert named["product_line"] == bob.get(address).json["product_line"] == "Ice"
    assert ann.patch(address, json={"rev": named["rev"], "product_line": "Beer"}).status_code == 403
    cleared = bob.patch(address, json={"rev": named["rev"], "product_line": ""}).json
    assert cleared["product_line"] is None


def test_an_explicit_null_takes_the_rep_away(bob, anchor):
    assert bob.patch(f"/api/accounts/{anchor}", json={"rev": 1, "rep_id": None}).json["rep"] is None
    assert bob.get("/api/accounts?unassigned=1").json["total"] == 1


def test_the_due_list_is_sorted_by_priority(app, ann, cast):
    with database.write_transaction(app) as db:
        for days, name in ((10, "early"), (40, "late"), (14, "due")):
            row = factories.make_account(db, cast.ann, name=name)
            day = factories.TODAY - factories.timedelta(days=days)
            factories.make_report(db, row, cast.ann, on=day)
    items = ann.get("/api/due").json["items"]
    assert [item["name"] for item in items] == ["late", "due"]
    assert all(item["due"]["why"] for item in items)


def test_a_file_is_shown_then_applied(app, bob):
    shown = upload(bob, "number,name,rep\n1,One,Ann\n2,Two,Cleo\n")
    assert (shown.status_code, shown.json["applied"], rows(app, Account.number)) == (200, False, [])
    assert shown.json["counts"]["refused"] == 1
    done = upload(bob, "number,name,rep\n1,One,Ann\n", "1")
    assert done.json["applied"]
    assert [tuple(row) for row in rows(app, Account.number)] == [("1",)]
    assert bob.get("/api/imports").json["items"][0]["by"] == "Bob"


def test_a_mapping_comes_as_json_and_nonsense_is_refused(bob):
    good = upload(bob, "Nr,Wer\n1,One\n", mapping='{"Nr": "number", "Wer": "name"}')
    assert good.json["counts"]["added"] == 1
    assert upload(bob, "Nr,Wer\n1,One\n", mapping="[1").status_code == 422
    assert upload(bob, "number,name\n1,One\n", kind="shoes").status_code == 422


def test_only_managers_import(ann):
    assert upload(ann, "number,name\n1,One\n").status_code == 403


def test_dan_does_not_see_bobs_files(bob, dan, admin):
    upload(bob, "number,name\n1,One\n", "1")
    assert dan.get("/api/imports").json["items"] == []
    assert len(admin.get("/api/imports").json["items"]) == 1


def test_accounts_nobody_has_are_split_and_taken_back(app, bob, cast):
    upload(bob, "number,name,lat,lon\n1,One,42.5,-88.4\n2,Two,42.6,-88.4\n", "1")
    ask = {"rep_ids": [str(cast.ann)]}
    shown = bob.post("/api/accounts/split", json=ask).json
    assert (shown["reps"][0]["accounts_after"], shown["undo_id"]) == (2, None)
    done = bob.post("/api/accounts/split", json=ask | {"apply": True}).json
    assert {row.rep_id for row in rows(app, Account.rep_id)} == {cast.ann}
    label = bob.post(f"/api/undo/{done['undo_id']}").json["label"]
    assert label == "2 accounts split among 1 reps"
    assert {row.rep_id for row in rows(app, Account.rep_id)} == {None}


def test_another_teams_rep_or_undo_is_unknown(bob, dan, cast):
    upload(bob, "number,name,lat,lon\n1,One,42.5,-88.4\n", "1")
    assert bob.post("/api/accounts/split", json={"rep_ids": [str(cast.cleo)]}).status_code == 404
    ask = {"rep_ids": [str(cast.ann)], "apply": True}
    done = bob.post("/api/accounts/split", json=ask).json
    assert dan.post(f"/api/undo/{done['undo_id']}").status_code == 404


def test_segments_and_cadence_are_read_by_all_and_changed_by_managers(app, ann, bob):
    with database.write_transaction(app) as db:
        factories.make_segment(db, "kiosk")
    change = {"windows": [{"state": "in", "start": "06-01", "end": "08-31"}]}
    assert ann.put("/api/segments/kiosk", json=change).status_code == 403
    assert bob.put("/api/segments/kiosk", json=change).json["state"] == "ramp"
    assert bob.put("/api/segments/none", json=change).status_code == 404
    change["windows"][0]["start"] = "02-31"
    assert bob.put("/api/segments/kiosk", json=change).status_code == 422
    table = ann.get("/api/cadence").json["items"]
    cell = table[0] | {"interval_d": 10}
    assert bob.put("/api/cadence", json={"items": [cell]}).json["items"][0]["interval_d"] == 10
    assert ann.put("/api/cadence", json={"items": [cell]}).status_code == 403


def test_a_look_at_a_file_and_its_reading_hold_up_no_writer(app, bob, monkeypatch):
    read = file_format.read_table

    def slow(*args):
        with database.write_transaction(app) as db:  # a phone's report comes in meanwhile
            database.take_rev(db)
        return read(*args)

    monkeypatch.setattr(file_format, "read_table", slow)
    assert upload(bob, "number,name\n1,One\n", apply="1").json["applied"]
