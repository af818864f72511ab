"""Inviting reps: links that set a password once; pausing; who may."""

from datetime import timedelta

import pytest

from server import database
from server.models import AuditEntry, Invitation, Person, Request, SignIn
from tests import factories

PASSWORD = "a long password"
EVE = {"name": "Eve", "email": " Eve@Example.com "}


def invite(manager, **changes):
    return manager.post("/api/reps", json=EVE | changes)


def secret_of(link):
    return link.partition("secret=")[2]


def accept(browser, secret, password=PASSWORD, entry="phone"):
    said = {"secret": secret, "password": password, "entry": entry}
    return browser.post("/api/invitation/accept", json=said)


def read(app, query):
    with database.read_transaction(app) as db:
        return query(db)


def test_a_manager_invites_into_the_own_team_and_the_link_is_shown_once(app, bob, dan, cast):
    made = invite(bob).json
    assert (made["rep"]["email"], made["rep"]["team"]) == ("eve@example.com", "North")
    link = made["invitation"]["link"]
    assert "/desk#/invitation?secret=" in link
    assert [w["link"] for w in bob.get("/api/invitations").json["items"] if w["id"]] == [None]
    assert "Eve" not in dan.get("/api/invitations").text
    kept = read(app, lambda db: db.query(Invitation.secret_hash).scalar())
    assert secret_of(link) not in kept


def test_who_is_invited_sets_a_password_and_is_signed_in(app, bob, client):
    secret = secret_of(invite(bob).json["invitation"]["link"])
    shown = client.post("/api/invitation", json={"secret": secret}).json
    assert (shown["name"], shown["role"]) == ("Eve", "rep")
    assert accept(client, secret).json["name"] == "Eve"
    assert client.get("/api/session").json["email"] == "eve@example.com"
    said = {"email": "eve@example.com", "password": PASSWORD, "entry": "token"}
    assert factories.stranger(app).post("/api/session", json=said).status_code == 200


def test_a_link_works_once_and_says_so(bob, client):
    secret = secret_of(invite(bob).json["invitation"]["link"])
    accept(client, secret)
    again = accept(client, secret)
    assert again.status_code == 422
    assert "used already" in again.json["detail"]


def test_a_link_is_too_old_after_a_week(app, bob, client):
    secret = secret_of(invite(bob).json["invitation"]["link"])
    with database.write_transaction(app) as db:
        row = db.query(Invitation).one()
        row.created_at -= timedelta(days=7, seconds=1)
        row.expires_at -= timedelta(days=7, seconds=1)
    assert "too old" in accept(client, secret).json["detail"]


def test_a_renewed_link_kills_the_one_before_and_a_revoked_one_is_dead(bob, client):
    made = invite(bob).json
    address = f"/api/reps/{made['rep']['id']}/invitation"
    renewed = secret_of(bob.post(address).json["link"])
    assert "taken back" in accept(client, secret_of(made["invitation"]["link"])).json["detail"]
    assert bob.delete(address).status_code == 204
    assert "taken back" in accept(client, renewed).json["detail"]
    assert "not known" in accept(client, "nonsense").json["detail"]


def test_a_short_password_leaves_the_link_good(bob, client):
    secret = secret_of(invite(bob).json["invitation"]["link"])
    assert "10 characters" in accept(client, secret, "short").json["detail"]
    assert accept(client, secret).status_code == 200


def test_a_renewed_link_of_somebody_with_a_password_signs_other_devices_out(bob, ann, cast, client):
    link = bob.post(f"/api/reps/{cast.ann}/invitation").json["link"]
    assert ann.get("/api/session").status_code == 200
    accept(client, secret_of(link))
    assert ann.get("/api/session").status_code == 401


def test_base_and_hours_come_with_the_invitation(bob):
    week = [[28800, 43200]] * 3 + [None] * 4
    rep = invite(bob, settings={"base_label": "Elkhorn", "base_lat": 42.67, "base_lon": -88.54,
                                "week": week}).json["rep"]  # fmt: skip
    assert (rep["base_label"], rep["week"]) == ("Elkhorn", week)


def test_wrong_hours_invite_nobody(app, bob):
    assert invite(bob, settings={"zone": "Mars/Olympus"}).status_code == 422
    assert read(app, lambda db: db.query(Person).filter_by(name="Eve").count()) == 0


@pytest.mark.parametrize("email", ["ann@example.com", "nobody", "@b.c"])
def test_a_mail_that_is_taken_or_none_is_refused(bob, email):
    assert invite(bob, email=email).json["problems"][0]["column"] == "email"


def test_only_an_admin_chooses_the_team(bob, admin, cast):
    assert invite(bob, team_id=str(cast.south)).json["problems"][0]["column"] == "team_id"
    assert invite(admin, team_id=str(cast.south)).json["rep"]["team"] == "South"
    assert [t["name"] for t in bob.get("/api/teams").json["items"]] == ["North"]
    assert len(admin.get("/api/teams").json["items"]) == 2


def test_a_paused_rep_is_signed_out_and_keeps_the_accounts(app, bob, ann, cast):
    with database.write_transaction(app) as db:
        factories.make_account(db, cast.ann)
    rep = bob.patch(f"/api/reps/{cast.ann}/person", json={"active": False}).json
    assert (rep["active"], rep["accounts"]) == (False, 1)
    assert ann.get("/api/session").status_code == 401
    assert bob.post(f"/api/reps/{cast.ann}/invitation").status_code == 409


def test_a_rep_who_works_again_gets_a_plan(app, bob, cast):
    address = f"/api/reps/{cast.ann}/person"
    bob.patch(address, json={"active": False})
    assert read(app, lambda db: db.query(Request).count()) == 0
    bob.patch(address, json={"active": True})
    assert read(app, lambda db: db.query(Request.task, Request.key).all()) == [
        ("plan", str(cast.ann))
    ]


def test_name_and_mail_change_and_the_log_says_who_did(app, bob, cast):
    rep = bob.patch(f"/api/reps/{cast.ann}/person", json={"name": "Anna", "email": "A@b.c"}).json
    assert (rep["name"], rep["email"]) == ("Anna", "a@b.c")
    entry = read(app, lambda db: db.query(AuditEntry.action, AuditEntry.person_id).one())
    assert entry == ("person_changed", cast.bob)


def test_another_teams_manager_finds_nobody_here(app, dan, cast):
    for ask in (
        dan.patch(f"/api/reps/{cast.ann}/person", json={"name": "X"}),
        dan.post(f"/api/reps/{cast.ann}/invitation"),
        dan.delete(f"/api/reps/{cast.ann}/invitation"),
    ):
        assert ask.status_code == 404
    assert read(app, lambda db: db.query(SignIn).count()) == 1
