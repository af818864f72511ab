"""Signing in: who gets in, how it ends, what a foreign page or a stranger cannot do."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server import auth, models
from server.auth import passwords, sessions
from server.auth.views import limiter
from server.database import read_transaction, write_transaction
from tests import factories
from tests.conftest import ON_BOTH

PASSWORD = "ice in winter"


@pytest.fixture
def known(app, cast):
    """Ann with a password."""
    with write_transaction(app) as db:
        db.get(models.Person, cast.ann).password_hash = passwords.hashed(PASSWORD)
    limiter.reset()
    return cast


def sign_in(client, password=PASSWORD, email="ann@example.com", **changes):
    return client.post("/api/session", json={"email": email, "password": password} | changes)


@ON_BOTH
def test_a_password_opens_a_session_that_signing_out_ends(app, client, known):
    answer = sign_in(client)
    assert (answer.status_code, answer.json["name"], answer.json["team"]) == (200, "Ann", "North")
    assert client.get("/api/session").json["id"] == str(known.ann)
    copied = client.get_cookie("rounds-phone").value
    assert client.delete("/api/session").status_code == 204
    client.set_cookie("rounds-phone", copied)
    assert client.get("/api/session").status_code == 401


def test_an_email_is_the_same_in_capitals(client, known):
    assert sign_in(client, email=" Ann@Example.COM ").status_code == 200


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, known):
    wrong, unknown = sign_in(client, "wrong"), sign_in(client, email="nobody@example.com")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.data == unknown.data


def test_an_unknown_name_costs_a_hash_too(monkeypatch, client, known):
    """Else the time of the answer would tell which names exist."""
    checked = []
    verify = passwords._hasher.verify
    monkeypatch.setattr(
        passwords,
        "_hasher",
        type(
            "H",
            (),
            {
                "verify": staticmethod(lambda *a: checked.append(a) or verify(*a)),
                "hash": passwords._hasher.hash,
            },
        ),
    )
    sign_in(client, email="nobody@example.com")
    assert len(checked) == 1


def test_passwords_are_argon2id_with_64_mib():
    assert passwords.hashed("x").startswith("$argon2id$v=19$m=65536,")


def test_somebody_who_left_cannot_sign_in_or_go_on(app, client, known):
    sign_in(client)
    with write_transaction(app) as db:
        db.get(models.Person, known.ann).active = False
    assert client.get("/api/session").status_code == 401
    assert sign_in(client).status_code == 401


def test_guessing_is_slowed_down_for_the_account_but_signing_in_is_not_counted(client, known):
    for _ in range(12):
        assert sign_in(client).status_code == 200
    codes = [sign_in(client, "wrong").status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]
    blocked = sign_in(client)
    assert (blocked.status_code, blocked.json["code"]) == (429, "too_many")
    assert "Retry-After" in blocked.headers


def test_guessing_many_names_is_slowed_down_for_the_address(client, known):
    codes = [sign_in(client, "wrong", email=f"{n}@example.com").status_code for n in range(31)]
    assert codes[-1] == 429


@pytest.mark.parametrize("https", [False, True])
def test_the_cookie_is_bound_to_the_host_and_out_of_scripts_reach(app, known, https):
    client = factories.stranger(app)
    client.environ_base["HTTP_ORIGIN"] = "https://localhost" if https else "http://localhost"
    url = "https://localhost" if https else "http://localhost"
    answer = client.post(
        "/api/session", json={"email": "ann@example.com", "password": PASSWORD}, base_url=url
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-phone=" if https else "rounds-phone=")
    assert ("Secure" in cookie) == https
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie


def test_only_the_hash_of_a_session_is_kept(app, client, known):
    sign_in(client)
    secret = client.get_cookie("rounds-phone").value
    assert len(secret) >= 43
    with read_transaction(app) as db:
        row = db.scalars(select(models.SignIn)).one()
    assert row.secret_hash == sessions.secret_hash(secret) != secret


def test_a_session_ends_by_itself(ann, clock):
    clock.instant += timedelta(days=89)
    assert ann.get("/api/session").status_code == 200
    clock.instant += timedelta(days=2)
    assert ann.get("/api/session").status_code == 401


def test_a_phone_and_a_desk_are_open_in_one_browser(app, cast):
    """Each entry names its own session in a header."""
    browser = factories.caller(app, cast.ann, "phone")
    desk = factories.caller(app, cast.bob, "desk").get_cookie("rounds-desk").value
    browser.set_cookie("rounds-desk", desk)
    names = [
        browser.get("/api/session", headers={"X-Rounds-Entry": entry}).json["name"]
        for entry in ("phone", "desk")
    ]
    assert names == ["Ann", "Bob"]


def test_a_token_is_for_scripts_and_needs_no_origin(app, client, known):
    answer = sign_in(client, entry="token")
    assert "Set-Cookie" not in answer.headers
    script = app.test_client()
    script.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {answer.json['token']}"
    assert script.get("/api/session").json["name"] == "Ann"
    assert script.delete("/api/session").status_code == 204
    assert script.get("/api/session").status_code == 401


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://localhost.evil"])
def test_another_sites_page_cannot_write_with_our_cookie(ann, origin):
    answer = ann.delete("/api/session", headers={"Origin": origin})
    assert answer.status_code == 403
    assert ann.get("/api/session").status_code == 200


def test_another_sites_page_cannot_sign_somebody_in(client, known):
    assert sign_in(client).status_code == 200
    client.environ_base["HTTP_ORIGIN"] = "https://evil.example"
    assert sign_in(client).status_code == 403


def test_a_write_says_which_entry_it_is_for(ann):
    del ann.environ_base["HTTP_X_ROUNDS_ENTRY"]
    assert ann.delete("/api/session").status_code == 403
    assert ann.get("/api/session").status_code == 200


def test_a_form_cannot_be_sent_where_json_is_expected(client):
    answer = client.post("/api/session", data={"email": "a", "password": "b"})
    assert answer.status_code == 422
    assert "application/json" in answer.json["detail"]


def test_a_body_over_256_kb_is_refused_unread(client):
    answer = client.post("/api/session", json={"email": "a" * 300_000, "password": ""})
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_unknown_fields_are_refused_by_name(client):
    answer = client.post("/api/session", json={"email": "a", "password": "b", "admin": True})
    assert answer.status_code == 422
    assert answer.json["problems"][0]["column"] == "admin"


def test_devices_are_listed_and_revoked(app, ann, cast):
    other = factories.caller(app, cast.ann)
    rows = ann.get("/api/sessions").json["items"]
    assert sorted(row["current"] for row in rows) == [False, True]
    other_id = next(row["id"] for row in rows if not row["current"])
    assert ann.delete(f"/api/sessions/{other_id}").status_code == 204
    assert other.get("/api/session").json.get("wipe") is None
    assert len(ann.get("/api/sessions").json["items"]) == 1


@ON_BOTH
def test_a_lost_phone_is_told_to_wipe_at_its_next_contact(app, ann, bob, cast):
    """Its manager says so: the session and whatever else the phone could read end in one act."""
    ended = []
    app.extensions["rounds"].on_lost.append(lambda db, person_id, now: ended.append(person_id))
    row = bob.get(f"/api/sessions?person={cast.ann}").json["items"][0]
    assert bob.delete(f"/api/sessions/{row['id']}?lost=1").status_code == 204
    answer = ann.get("/api/session")
    assert (answer.status_code, answer.json["wipe"]) == (401, True)
    assert ended[-1] == cast.ann


def test_cleo_and_dan_cannot_touch_anns_devices(ann, cleo, dan, cast):
    row = ann.get("/api/sessions").json["items"][0]
    for stranger in (cleo, dan):
        denied = stranger.delete(f"/api/sessions/{row['id']}")
        unknown = stranger.delete(f"/api/sessions/{cast.north}")
        assert (denied.status_code, denied.data) == (404, unknown.data)
        assert stranger.get(f"/api/sessions?person={cast.ann}").status_code == 404


def test_last_seen_is_written_seldom_and_never_by_reading(app, ann, cast, clock):
    def seen():
        with read_transaction(app) as db:
            return db.scalars(select(models.SignIn.last_seen_at)).all()

    start = seen()
    clock.instant += timedelta(minutes=6)
    ann.get("/api/session")
    assert seen() == start
    ann.delete("/api/sessions/00000000-0000-0000-0000-000000000000")
    assert seen() == start, "a refused request writes nothing"
    other = factories.caller(app, cast.ann)
    other_id = next(r["id"] for r in ann.get("/api/sessions").json["items"] if not r["current"])
    ann.delete(f"/api/sessions/{other_id}")
    assert clock.instant in seen()
    assert other.get("/api/session").status_code == 401


def test_the_demo_signs_in_without_a_password_a_real_company_does_not(app, client, cast):
    ask = {"email": "ann@example.com", "entry": "phone"}
    assert client.post("/api/demo/session", json=ask).status_code == 404
    with write_transaction(app) as db:
        db.get(models.Company, 1).demo = True
    assert client.post("/api/demo/session", json=ask).json["demo"] is True
    assert client.get("/api/session").json["name"] == "Ann"


def test_headers_keep_foreign_pages_and_scripts_out(client, cast):
    headers = client.get("/api/about").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy, "no inline script: default-src rules"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("ann", {"ann"}),
        ("bob", {"ann", None}),
        ("cleo", {"cleo"}),
        ("dan", {"cleo", None}),
        ("admin", {"ann", "cleo", None}),
    ],
)
def test_whose_accounts_each_may_see(app, cast, who, sees):
    with read_transaction(app) as db:
        scope = auth.scope_of(db, db.get(models.Person, getattr(cast, who)))
    reps = {"ann": cast.ann, "cleo": cast.cleo, None: None}
    assert {name for name, rep_id in reps.items() if scope.sees(rep_id)} == sees


def test_roles_guard_a_view(app, ann, bob, admin):
    @auth.requires(auth.Role.MANAGER)
    def only_managers(scope):
        return {"role": scope.role}

    app.view_functions["front.about"] = only_managers
    assert [who.get("/api/about").status_code for who in (ann, bob, admin)] == [403, 200, 200]
