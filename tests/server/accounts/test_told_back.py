"""A file of visits, sales or touches goes back whole, but never over what came after it."""

import io

import pytest
from sqlalchemy import select

from server import database, models
from server.accounts import imports
from server.auth import Scope
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import TODAY

VISITS = "account,date,outcome,note,minutes\n1,2026-04-01,made,Old,30\n"
MORE_VISITS = "account,date,outcome,note,minutes\n1,2026-04-01,made,New,45\n1,2026-04-20,made,,\n"
SALES = "account,month,value,orders\n1,2026-01,100,2\n"
MORE_SALES = "account,month,value,orders\n1,2026-01,80.5,1\n1,2026-02,40,1\n"
TOUCHES = "account,date,kind,by,text\n1,2026-04-01,ticket,Ida,Broken\n"
MORE_TOUCHES = "account,date,kind,by,text\n1,2026-04-01,ticket,Olaf,Broken\n1,2026-04-02,phone,,\n"
FILES = [
    ("visits", VISITS, MORE_VISITS), ("sales", SALES, MORE_SALES),
    ("touches", TOUCHES, MORE_TOUCHES),
]  # fmt: skip
of_each_kind = pytest.mark.parametrize(("kind", "first", "second"), FILES, ids=lambda one: one[:6])


@pytest.fixture(autouse=True)
def account(app, cast):
    with database.write_transaction(app) as db:
        return factories.make_account(db, cast.ann, number="1", name="Anchor").id


def send(desk, kind, text):
    form = {"file": (io.BytesIO(text.encode()), f"{kind}.csv"), "kind": kind, "apply": "1"}
    answer = desk.post("/api/imports", data=form, content_type="multipart/form-data").json
    assert answer["applied"], answer["problems"]
    return f"/api/imports/{answer['run_id']}/back"


def told(app):
    """Returns what all files told that counts: visits not withdrawn, sales, touches."""
    report, touch = models.Report, models.Touch
    visits = select(report.on, report.note, report.minutes).where(report.withdrawn_at.is_(None))
    sales = models.SalesMonth
    with database.read_transaction(app) as db:
        return [
            sorted(map(tuple, db.execute(query)), key=str)
            for query in (
                visits,
                select(sales.month, sales.value, sales.orders),
                select(touch.on, touch.kind, touch.by, touch.text),
            )
        ]


@ON_BOTH
@of_each_kind
def test_what_a_file_brought_goes_and_what_it_changed_returns(app, bob, kind, first, second):
    send(bob, kind, first)
    before = told(app)
    back = send(bob, kind, second)
    assert told(app) != before
    shown = bob.get(back).json
    assert (shown["kind"], shown["removed"], shown["restored"]) == (kind, 1, 1)
    assert bob.post(back).json["done"]
    assert told(app) == before


@of_each_kind
def test_looking_changes_nothing(app, bob, kind, first, second):
    back = send(bob, kind, first)
    before = told(app)
    bob.get(back)
    assert told(app) == before


@of_each_kind
def test_a_later_file_stands_in_the_way_until_it_is_taken_back(app, bob, kind, first, second):
    empty = told(app)
    back = send(bob, kind, first)
    later = send(bob, kind, second)
    assert bob.get(back).json["moved_on"] == 1
    refused = bob.post(back)
    assert refused.status_code == 409
    assert "Anchor, 2026-0" in refused.json["detail"]
    bob.post(later)
    assert bob.post(back).status_code == 200
    assert told(app) == empty


@ON_BOTH
@of_each_kind
def test_a_file_taken_back_can_be_imported_again(app, bob, kind, first, second):
    back = send(bob, kind, first)
    once = told(app)
    bob.post(back)
    send(bob, kind, first)
    assert told(app) == once


@of_each_kind
def test_only_who_imported_a_file_may_take_it_back(bob, dan, ann, kind, first, second):
    back = send(bob, kind, first)
    assert dan.get(back).status_code == 404
    assert dan.post(back).status_code == 404
    assert ann.post(back).status_code == 403


@of_each_kind
def test_a_file_is_taken_back_once_and_the_list_says_so(bob, kind, first, second):
    back = send(bob, kind, first)
    assert bob.get("/api/imports").json["items"][0]["can_go_back"]
    bob.post(back)
    (run,) = bob.get("/api/imports").json["items"]
    assert (run["can_go_back"], bool(run["undone_at"])) == (False, True)
    assert bob.post(back).status_code == 409


def test_the_preview_names_the_month_with_its_values_now_and_then(bob):
    send(bob, "sales", SALES)
    rows = bob.get(send(bob, "sales", MORE_SALES)).json["rows"]
    assert [(row["what"], row["action"]) for row in rows] == [
        ("2026-01", "restored"), ("2026-02", "removed")
    ]  # fmt: skip
    assert rows[0]["changes"] == {"Value": ["80.5", "100"], "Orders": ["1", "2"]}


def test_phones_pull_the_account_and_its_rep_gets_a_plan(app, bob, cast, account):
    back = send(bob, "visits", VISITS)
    with database.read_transaction(app) as db:
        then = db.get(models.Request, ("plan", str(cast.ann))).asked_rev
    bob.post(back)
    with database.read_transaction(app) as db:
        assert db.get(models.Request, ("plan", str(cast.ann))).asked_rev > then
        assert db.get(models.Account, account).rev > then


def test_who_took_a_file_back_stands_in_the_log(bob):
    bob.post(send(bob, "touches", TOUCHES))
    assert bob.get("/api/audit").json["items"][0]["text"] == "took back the import of touches.csv"


def test_an_erased_colleague_does_not_come_back_with_a_file(app, bob, admin):
    with database.write_transaction(app) as db:
        olaf = factories.make_person(db, "Ida", "colleague").id
    send(bob, "touches", TOUCHES)
    back = send(bob, "touches", MORE_TOUCHES)
    erased = admin.post(f"/api/people/{olaf}/erase", json={"name": "Ida"})
    assert erased.status_code == 200, erased.json
    bob.post(back)
    assert told(app)[2][0][2] == "A former colleague"


@of_each_kind
def test_what_a_command_imported_an_admin_takes_back_and_no_manager(
    app, bob, admin, kind, first, second
):
    empty = told(app)
    with database.write_transaction(app) as db:
        made = imports.read_and_apply(
            db, Scope.system(), kind, "file.csv", first.encode(), None, TODAY, True
        )
    back = f"/api/imports/{made.run_id}/back"
    assert bob.post(back).status_code == 404
    assert admin.post(back).status_code == 200
    assert told(app) == empty
