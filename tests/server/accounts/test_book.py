"""The book over the wire: changes of many, changes to come, taking back."""

from datetime import datetime, timedelta

from server import database
from server.models import Account, PlannedChange
from tests import factories
from tests.factories import TODAY


def make_account(app, rep_id):
    with database.write_transaction(app) as db:
        return factories.make_account(db, rep_id).id


def bulk(account_id, **changes):
    return {"accounts": [{"id": str(account_id), "rev": 0}], "apply": True} | changes


def test_the_book_is_changed_and_taken_back_over_the_wire(app, bob, dan, cast):
    account_id = make_account(app, cast.ann)
    sent = bulk(account_id, tier="A")
    assert dan.post("/api/accounts/bulk", json=sent).status_code == 404
    done = bob.post("/api/accounts/bulk", json=sent).json
    assert bob.post("/api/accounts/bulk", json=sent).status_code == 409
    assert dan.get("/api/undo").json["items"] == []
    assert [row["id"] for row in bob.get("/api/undo").json["items"]] == [done["undo_id"]]
    assert bob.post(f"/api/undo/{done['undo_id']}").json["label"] == "1 account: tier A"
    with database.read_transaction(app) as db:
        assert db.get(Account, account_id).tier == "B"


def test_a_preview_is_only_read_and_leaves_the_revision_alone(app, bob, dan, cast):
    sent = bulk(make_account(app, cast.ann), account_class="divest", windows=[], apply=False)
    with database.read_transaction(app) as db:
        before = database.current_rev(db)
    shown = bob.post("/api/accounts/bulk", json=sent).json
    assert (shown["applied"], shown["changed"], shown["accounts"][0]["visits_after"] > 0) == (
        False, 1, True,
    )  # fmt: skip
    assert dan.post("/api/accounts/bulk", json=sent).status_code == 404
    with database.read_transaction(app) as db:
        assert database.current_rev(db) == before


def test_a_change_to_come_is_seen_and_withdrawn_by_its_own_manager_alone(app, bob, dan, cast):
    account_id = make_account(app, cast.ann)
    later = (TODAY + timedelta(days=9)).isoformat()
    sent = bulk(account_id, account_class="invest", valid_from=later)
    assert bob.post("/api/accounts/bulk", json=sent).status_code == 200
    (waiting,) = bob.get(f"/api/accounts/planned?account={account_id}").json["items"]
    assert waiting["words"] == "class invest"
    address = f"/api/accounts/planned/{waiting['id']}"
    assert dan.get("/api/accounts/planned").json["items"] == []
    assert dan.delete(address).status_code == 404
    assert bob.delete(address).status_code == 204
    assert bob.get("/api/accounts/planned").json["items"] == []


def test_the_tick_of_the_night_makes_what_has_come(app, bob, cast, clock):
    account_id = make_account(app, cast.ann)
    later = (TODAY + timedelta(days=9)).isoformat()
    bob.post("/api/accounts/bulk", json=bulk(account_id, account_class="invest", valid_from=later))
    night = datetime.fromisoformat(f"{later}T07:00:00+00:00")
    with database.write_transaction(app) as db:
        app.extensions["rounds"].ticks["planned changes"].ask(db, night)
        assert db.get(Account, account_id).account_class == "invest"
        assert db.query(PlannedChange.done_at).scalar() == night


def test_a_timeline_is_the_managers(app, bob, dan, ann, cast):
    address = f"/api/accounts/{make_account(app, cast.ann)}/timeline"
    assert bob.get(address).json == {"items": [], "older": 0}
    assert (dan.get(address).status_code, ann.get(address).status_code) == (404, 403)
