"""Erasing takes out what names a person, and no figure moves."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from server import database, models
from server.database import orm
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW, TODAY

NAME = "Zenobia Quillfeather"
MAIL = "zenobia@quillfeather.example"


@pytest.fixture
def zenobia(app, cast):
    """A rep who left, with one of everything that names her; Ann has the accounts now."""
    with database.write_transaction(app) as db:
        rep = factories.make_rep(db, NAME, email=MAIL, team_id=cast.north, password_hash="x")
        account = factories.make_account(db, cast.ann, name="Miller's")
        report = factories.make_report(db, account, rep.id, note="Wants ice", minutes=20)
        factories.make_feed(db, rep.id, "s3cret")
        row = db.get(models.RepSettings, rep.id)
        row.base_label = f"{NAME}'s home"
        day_off = models.DayOff(person_id=rep.id, first=TODAY, last=TODAY, reason="Knee")
        touch = models.Touch(account_id=account.id, on=TODAY, kind="phone", by=NAME)
        here = models.CheckIn(account_id=account.id, rep_id=rep.id, on=TODAY, lat=42.1, lon=-88.2,
                              received_at=NOW)  # fmt: skip
        told = {"name": NAME, "email": MAIL}
        entry = models.AuditEntry(at=NOW, person_id=cast.bob, action="rep_invited",
                                  about=str(rep.id), details=told)  # fmt: skip
        invited = models.Invitation(person_id=rep.id, secret_hash="h", by=cast.bob, created_at=NOW,
                                    expires_at=NOW + timedelta(days=7))  # fmt: skip
        calendar = models.OtherCalendar(person_id=rep.id, name=f"{NAME} at home", sealed="",
                                        created_at=NOW, unread=[])  # fmt: skip
        db.add_all([day_off, touch, here, entry, invited, calendar])
        assert report.id
        return rep.id


def erase(client, person_id, name=NAME):
    return client.post(f"/api/people/{person_id}/erase", json={"name": name})


def everything(app) -> str:
    """Returns every row of every table as one text."""
    with database.read_transaction(app) as db:
        tables = [table.name for table in orm.Model.metadata.sorted_tables]
        rows = [row for name in tables for row in db.execute(text(f'SELECT * FROM "{name}"'))]
        return json.dumps([list(map(str, row)) for row in rows])


@ON_BOTH
def test_no_row_names_her_afterwards(app, cast, zenobia):
    admin = factories.caller(app, cast.admin, "desk")
    assert NAME in everything(app)
    assert erase(admin, zenobia).json["name"] == "A former rep"
    left = everything(app)
    for word in ("Zenobia", "Quillfeather", "Knee", "s3cret"):
        assert word not in left


def test_the_numbers_of_the_board_and_the_results_do_not_move(admin, zenobia):
    pages = ["/api/coverage?by=account_class", "/api/results", "/api/coverage?by=tier"]
    before = [admin.get(page).json for page in pages]
    erase(admin, zenobia)
    for page, then in zip(pages, before, strict=True):
        now = admin.get(page).json
        assert (now["total"], now["groups"]) == (then["total"], then["groups"])


def test_what_was_done_stays_under_a_former_rep(app, admin, zenobia):
    erase(admin, zenobia)
    with database.read_transaction(app) as db:
        report = db.query(models.Report).filter_by(rep_id=zenobia).one()
        assert (report.note, report.minutes) == ("Wants ice", 20)
        assert db.get(models.Person, zenobia).name == "A former rep"


def test_the_log_says_that_somebody_was_erased_but_not_whom(admin, zenobia):
    erase(admin, zenobia)
    texts = [one["text"] for one in admin.get("/api/audit").json["items"]]
    assert "erased a person's name, address and sign-ins" in texts
    assert "invited A former rep" in texts


def test_she_is_signed_out_for_good(app, admin, zenobia):
    phone = factories.caller(app, zenobia)
    assert phone.get("/api/session").status_code == 200
    erase(admin, zenobia)
    assert phone.get("/api/session").status_code == 401


def test_the_name_must_be_typed(admin, zenobia):
    answer = erase(admin, zenobia, "Zenobia")
    assert answer.status_code == 422
    assert NAME in answer.text


def test_who_still_has_accounts_hands_them_over_first(app, admin, zenobia):
    with database.write_transaction(app) as db:
        factories.make_account(db, zenobia)
    answer = erase(admin, zenobia)
    assert answer.status_code == 422
    assert "still has 1 account" in answer.text


def test_nobody_is_erased_twice_and_no_admin_erases_themselves(admin, cast, zenobia):
    erase(admin, zenobia)
    assert erase(admin, zenobia, "A former rep").status_code == 404
    assert erase(admin, cast.admin, "Ada").status_code == 422


def test_managers_erase_nobody(bob, dan, zenobia):
    assert erase(bob, zenobia).status_code == erase(dan, zenobia).status_code == 403


@pytest.fixture
def contact(app, cast):
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.ann)
        db.add(models.Contact(account_id=account.id, name="Olga Petrow", phone="1", email="o@x.y"))
        db.add(models.Contact(account_id=account.id, name="Ned"))
        return account.id


def test_a_contact_is_erased_and_the_others_stay(app, bob, contact):
    path = f"/api/accounts/{contact}/contacts/erase"
    assert bob.post(path, json={"name": "olga petrow "}).status_code == 204
    contacts = bob.get(f"/api/accounts/{contact}").json["contacts"]
    assert [one["name"] for one in contacts] == ["Ned"]
    assert "Olga" not in everything(app)


def test_another_teams_manager_cannot_even_find_the_account(dan, contact):
    path = f"/api/accounts/{contact}/contacts/erase"
    assert dan.post(path, json={"name": "Ned"}).status_code == 404
