"""Every address times everybody: who may, who may not, who must not learn that it exists."""

import hashlib
import json
from datetime import timedelta
from uuid import UUID

import pytest

from routing import domain
from server import database, models
from server.planning import rows
from server.visits import photos
from tests import factories
from tests.factories import NOW, TODAY
from tests.server.visits import phone

WHO = ("nobody", "revoked", "ann", "cleo", "service", "bob", "dan", "admin")
PICTURE = b"\xff\xd8\xff"
PHOTO = hashlib.sha256(PICTURE).hexdigest()
NOBODY_ID = "00000000-0000-7000-8000-000000000000"

#: Outcomes in the order of WHO: . answered (a body may still be refused), 1 sign in first,
#: 3 not your role, 4 not there (for you).
PUBLIC, SIGNED_IN = "........", "11......"
REPS, MANAGERS = "11..3333", "11333..."
#: Things of Ann's: for her, her manager and the admin.
HERS, HERS_ALL = "11.43.4.", "11.4..4."
MANAGED = "11333.4."
#: A feed is its owner's alone.
OWN = "11.43444"
#: Nothing the demo has exists in a real company, not even the question who asks.
DEMO_ONLY = "44444444"

MATRIX = {
    "GET /api/about": PUBLIC,
    "GET /api/openapi.json": PUBLIC,
    "POST /api/session": PUBLIC,
    "POST /api/demo/session": DEMO_ONLY,
    "GET /api/demo/sample.csv": DEMO_ONLY,
    "GET /api/session": SIGNED_IN,
    "DELETE /api/session": SIGNED_IN,
    "GET /api/sessions": SIGNED_IN,
    "DELETE /api/sessions/<sign_in>": "11.44.4.",
    "POST /api/clock": "11444444",
    "GET /api/kept-aside": MANAGERS,
    "DELETE /api/kept-aside/<kept>": MANAGED,
    "POST /api/kept-aside/<kept>/apply": MANAGED,
    "GET /api/map": SIGNED_IN,
    "GET /api/maps": SIGNED_IN,
    "GET /api/accounts": SIGNED_IN,
    "GET /api/accounts/<account>": HERS_ALL,
    "GET /api/accounts/<account>/days": HERS,
    "GET /api/accounts/<account>/plan": HERS,
    "GET /api/accounts/<account>/reports": MANAGED,
    "PATCH /api/accounts/<account>": HERS,
    "POST /api/accounts/split": MANAGERS,
    "PUT /api/busy/<busy>/account": HERS,
    "GET /api/cadence": SIGNED_IN,
    "PUT /api/cadence": MANAGERS,
    "DELETE /api/calendars/<calendar>": HERS,
    "PATCH /api/calendars/<calendar>": HERS,
    "POST /api/calendars/<calendar>/read": HERS,
    "GET /api/coverage": MANAGERS,
    "GET /api/coverage/list": MANAGERS,
    "GET /api/days?rep=<ann>": "11..3...",
    "DELETE /api/days-off/<day_off>": HERS,
    "GET /api/due": "11..3...",
    "GET /api/feedback": "11..3...",
    "POST /api/feedback/<word>/answer": MANAGED,
    "GET /api/feeds": "11..3...",
    "POST /api/feeds": "11..3...",
    "GET /api/feeds/team": MANAGERS,
    "DELETE /api/feeds/<feed>": OWN,
    "PATCH /api/feeds/<feed>": OWN,
    "POST /api/feeds/<feed>/rotate": OWN,
    "GET /api/field": MANAGERS,
    "POST /api/imports": MANAGERS,
    "GET /api/imports": MANAGERS,
    "GET /api/photos/<photo>": HERS,
    "PUT /api/photos/<photo>": "11.43333",
    "POST /api/plans {ann}": HERS,
    "GET /api/plans?rep=<ann>": MANAGERS,
    "GET /api/plans/<plan>": HERS,
    "POST /api/plans/<plan>/publish": MANAGED,
    "POST /api/plans/<plan>/refuse": MANAGED,
    "GET /api/policies": MANAGERS,
    "PUT /api/policies": MANAGERS,
    "GET /api/reps": SIGNED_IN,
    "GET /api/reps/<ann>/busy": HERS,
    "GET /api/reps/<ann>/calendars": HERS,
    "POST /api/reps/<ann>/calendars": HERS,
    "GET /api/reps/<ann>/capacity": HERS,
    "GET /api/reps/<ann>/plan/changes": HERS,
    "GET /api/reps/<ann>/regions": HERS,
    "PUT /api/reps/<ann>/regions": HERS,
    "GET /api/reps/<ann>/today": HERS,
    "GET /api/reps/<ann>/today/drop": HERS,
    "GET /api/reps/<ann>/today/nearby": HERS,
    "PATCH /api/reps/<ann>": HERS,
    "POST /api/reps/<ann>/days-off": HERS,
    "GET /api/requests": MANAGERS,
    "POST /api/requests/plan/<ann>/again": MANAGED,
    "GET /api/segments": SIGNED_IN,
    "PUT /api/segments/kiosk": MANAGERS,
    "GET /api/settings": MANAGERS,
    "PUT /api/settings": MANAGERS,
    "POST /api/sync": REPS,
    "POST /api/undo/<undo>": "11333.4.",
    "GET /api/unplanned?rep=<ann>": "11..3...",
    "GET /api/visits/<visit>": HERS_ALL,
    "GET /api/visits/<visit>/became": HERS_ALL,
}


#: What a request needs to be more than a refused form.
BODIES = {
    "PATCH /api/accounts/<account>": {"rev": 0},
    "PATCH /api/calendars/<calendar>": {},
    "POST /api/reps/<ann>/calendars": {"url": "https://calendar.example.org/c.ics"},
    "PUT /api/busy/<busy>/account": {"account_id": None},
    "POST /api/feedback/<word>/answer": {"text": "Do it."},
    "POST /api/reps/<ann>/days-off": {"first": "2026-08-03", "last": "2026-08-04"},
    "POST /api/plans": {"rep_id": "<ann>"},
    "PUT /api/reps/<ann>/regions": {"items": []},
}


def make_hers(app, cast) -> dict[str, str]:
    """Makes one of everything for Ann; returns the ids."""
    photos.keep(app.extensions["rounds"].settings.data_folder, PHOTO, PICTURE)
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.ann)
        body = rows.plan_body(domain.Plan(str(cast.ann), TODAY, TODAY, (), ()))
        plan = factories.make_plan(db, cast.ann, published_at=None, body=body)
        followed = factories.make_plan(db, cast.ann, made_at=NOW - timedelta(days=1), body=body)
        db.merge(models.PublishedPlan(rep_id=cast.ann, plan_id=followed.id))
        visit = factories.make_visit(db, account, plan, on=TODAY + timedelta(days=1))
        off = factories.save(db, models.DayOff(person_id=cast.ann, first=TODAY, last=TODAY))
        undo = models.Undo(at=NOW, by=cast.bob, label="Split", before={"rep_id": {}})
        report = factories.make_report(db, account, cast.ann)
        db.add(models.ReportPhoto(report_id=report.id, sha256=PHOTO))
        db.merge(models.Photo(sha256=PHOTO, person_id=cast.ann, size=3, received_at=NOW))
        db.merge(models.Request(task="plan", key=str(cast.ann), asked_rev=1, asked_at=NOW))
        sign_in = db.query(models.SignIn.id).filter_by(person_id=cast.ann).first()[0]
        word = models.Feedback(rep_id=cast.ann, on=TODAY, topic="day", text="Rain",
                               received_at=NOW)  # fmt: skip
        item = phone.report(account.id)
        kept = models.KeptAside(person_id=cast.ann, sign_in_id=sign_in, item_id=UUID(item["id"]),
                                item=json.dumps(item), kept_at=NOW)  # fmt: skip
        calendar = factories.save(db, models.OtherCalendar(person_id=cast.ann, name="Work",
                                  sealed="", created_at=NOW, unread=[]))  # fmt: skip
        busy = models.BusyTime(calendar_id=calendar.id, person_id=cast.ann, series="s", start=NOW,
                               end=NOW + timedelta(hours=1), choices=[])  # fmt: skip
        return {
            "<calendar>": str(calendar.id),
            "<busy>": str(factories.save(db, busy).id),
            "<account>": str(account.id),
            "<word>": str(factories.save(db, word).id),
            "<kept>": str(factories.save(db, kept).id),
            "<plan>": str(plan.id),
            "<visit>": str(visit.id),
            "<day_off>": str(off.id),
            "<feed>": str(factories.make_feed(db, cast.ann, str(account.id)).id),
            "<undo>": str(factories.save(db, undo).id),
            "<sign_in>": str(sign_in),
            "<ann>": str(cast.ann),
            "<photo>": PHOTO,
        }


@pytest.fixture
def company(app, cast):
    with database.write_transaction(app) as db:
        factories.make_person(db, "Service", "colleague")
        factories.make_segment(db, "kiosk")


def browser(app, cast, who: str):
    """Somebody's browser; for ``revoked`` Ann's, after her session was ended."""
    if who == "nobody":
        return factories.stranger(app)
    with database.read_transaction(app) as db:
        service = db.query(models.Person.id).filter_by(email="service@example.com").scalar()
    people = {name: getattr(cast, name) for name in ("ann", "cleo", "bob", "dan", "admin")}
    person = (people | {"service": service, "revoked": cast.ann})[who]
    client = factories.caller(app, person, "desk" if who in {"bob", "dan", "admin"} else "phone")
    if who == "revoked":
        with database.write_transaction(app) as db:
            db.query(models.SignIn).filter_by(person_id=cast.ann).update({"revoked_at": NOW})
    return client


def ask(client, route: str, ids: dict[str, str]):
    """Sends a request; names in angle brackets stand for ids."""
    body = json.dumps(BODIES.get(route.partition(" {")[0], {}))
    path = route.partition(" {")[0].partition(" ")[2]
    for name, value in ids.items():
        path, body = path.replace(name, value), body.replace(name, value)
    method = route.partition(" ")[0]
    if path == "/api/imports" and method == "POST":
        return client.post(path, data={}, content_type="multipart/form-data")
    kind = "image/jpeg" if path.startswith("/api/photos/") else "application/json"
    content = {} if method == "GET" else {"data": body, "content_type": kind}
    return client.open(path, method=method, **content)


def outcome(status: int) -> str:
    return {401: "1", 403: "3", 404: "4"}.get(status, ".")


@pytest.mark.parametrize("route", MATRIX)
def test_everybody_gets_what_the_matrix_says(app, cast, company, route):
    got = {}
    for who in WHO:
        client = browser(app, cast, who)
        factories.caller(app, cast.ann)
        answer = ask(client, route, make_hers(app, cast))
        assert answer.status_code < 500, (who, answer.text)
        # A wrong password is no missing session.
        got[who] = "." if route == "POST /api/session" else outcome(answer.status_code)
    assert got == dict(zip(WHO, MATRIX[route], strict=True))


@pytest.mark.parametrize("route", [route for route in MATRIX if "<" in route])
def test_what_is_not_yours_looks_like_what_does_not_exist(app, cast, company, route):
    factories.caller(app, cast.ann)
    hers = make_hers(app, cast)
    unknown = dict.fromkeys(hers, NOBODY_ID)
    for who in ("cleo", "dan"):
        client = browser(app, cast, who)
        theirs, none = ask(client, route, hers), ask(client, route, unknown)
        assert (theirs.status_code, theirs.data) == (none.status_code, none.data), who


def test_no_address_is_missing_from_the_matrix(app):
    known = {line.split("?")[0].split(" {")[0] for line in MATRIX}
    shapes = {tuple("*" if p.startswith("<") else p for p in line.split("/")) for line in known}
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api"):
            continue  # pages; a feed's own tests stand beside it
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            parts = f"{method} {rule.rule}".split("/")
            fits = any(
                len(shape) == len(parts)
                and all(p.startswith("<") or p == s for p, s in zip(parts, shape, strict=True))
                for shape in shapes
            )
            assert fits, f"{method} {rule.rule} is not in the matrix"
