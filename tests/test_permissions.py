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
    "POST /api/invitation": PUBLIC,
    "POST /api/invitation/accept": PUBLIC,
    "GET /api/invitations": MANAGERS,
    "GET /api/kept-aside": MANAGERS,
    "DELETE /api/kept-aside/<kept>": MANAGED,
    "POST /api/kept-aside/<kept>/apply": MANAGED,
    "GET /api/map": SIGNED_IN,
    "GET /api/maps": SIGNED_IN,
    "GET /api/monday": MANAGERS,
    "GET /api/accounts": SIGNED_IN,
    "GET /api/accounts/<account>": HERS_ALL,
    "GET /api/accounts/<account>/days": HERS,
    "GET /api/accounts/<account>/plan": HERS,
    "GET /api/accounts/<account>/proposals": HERS,
    "GET /api/accounts/<account>/reports": MANAGED,
    "PATCH /api/accounts/<account>": HERS,
    "GET /api/accounts/<account>/timeline": MANAGED,
    "POST /api/accounts/bulk {<account>}": MANAGED,
    "GET /api/accounts/planned": MANAGERS,
    "DELETE /api/accounts/planned/<planned>": MANAGED,
    "POST /api/accounts/split": MANAGERS,
    "PUT /api/busy/<busy>/account": HERS,
    "POST /api/accounts/<account>/contacts/erase": MANAGED,
    "GET /api/audit": MANAGERS,
    "GET /api/cadence": SIGNED_IN,
    "PUT /api/cadence": MANAGERS,
    "POST /api/cadence/preview": MANAGERS,
    "GET /api/class-mix": MANAGERS,
    "GET /api/class-mix/list?rep=<ann>": MANAGED,
    "DELETE /api/calendars/<calendar>": HERS,
    "PATCH /api/calendars/<calendar>": HERS,
    "POST /api/calendars/<calendar>/read": HERS,
    "GET /api/coverage": MANAGERS,
    "GET /api/coverage/export": MANAGERS,
    "GET /api/coverage/heat": MANAGERS,
    "GET /api/coverage/list": MANAGERS,
    "GET /api/coverage/map": MANAGERS,
    "GET /api/coverage/overdue": MANAGERS,
    "GET /api/coverage/snapshots": MANAGERS,
    "GET /api/days?rep=<ann>": "11..3...",
    "DELETE /api/days-off/<day_off>": HERS,
    "GET /api/digest": MANAGERS,
    "GET /api/due": "11..3...",
    "GET /api/exceptions": MANAGERS,
    "PUT /api/exceptions/snooze {<ann>}": MANAGED,
    "GET /api/feedback": "11..3...",
    "POST /api/feedback/<word>/answer": MANAGED,
    "GET /api/feeds": "11..3...",
    "POST /api/feeds": "11..3...",
    "GET /api/feeds/team": MANAGERS,
    "DELETE /api/feeds/<feed>": OWN,
    "PATCH /api/feeds/<feed>": OWN,
    "POST /api/feeds/<feed>/rotate": OWN,
    "GET /api/field": MANAGERS,
    "GET /api/goals": MANAGERS,
    "POST /api/goals": MANAGERS,
    "POST /api/goals/check": MANAGERS,
    "PUT /api/goals/<goal>": MANAGED,
    "DELETE /api/goals/<goal>": MANAGED,
    "POST /api/goals/<goal>/close": MANAGED,
    "POST /api/goals/<goal>/restore": "11333444",
    "POST /api/imports": MANAGERS,
    "GET /api/imports": MANAGERS,
    "GET /api/imports/<run>/back": "11333.4.",
    "POST /api/imports/<run>/back": "11333.4.",
    "POST /api/people/<ann>/erase": "1133333.",
    "GET /api/photos/<photo>": HERS,
    "PUT /api/photos/<photo>": "11.43333",
    "POST /api/plans {ann}": HERS,
    "GET /api/plans?rep=<ann>": MANAGERS,
    "GET /api/plans/<plan>": HERS,
    "POST /api/plans/<plan>/publish": MANAGED,
    "POST /api/plans/<plan>/refuse": MANAGED,
    "GET /api/playbook": MANAGERS,
    "PUT /api/playbook/core": MANAGERS,
    "GET /api/policies": MANAGERS,
    "PUT /api/policies": MANAGERS,
    "GET /api/proposals": MANAGERS,
    "GET /api/proposals/decided": MANAGERS,
    "GET /api/proposals/judging": MANAGERS,
    "POST /api/proposals/judging": MANAGERS,
    "POST /api/proposals/accept {<proposal>}": MANAGED,
    "POST /api/proposals/refuse {<proposal>}": MANAGED,
    "POST /api/proposals/reopen {<proposal>}": MANAGED,
    "POST /api/proposals/<proposal>/challenge": "11.43333",
    "GET /api/reps": SIGNED_IN,
    "POST /api/reps": MANAGERS,
    "DELETE /api/reps/<ann>/invitation": MANAGED,
    "POST /api/reps/<ann>/invitation": MANAGED,
    "PATCH /api/reps/<ann>/person": MANAGED,
    "GET /api/reps/<ann>/busy": HERS,
    "GET /api/reps/<ann>/calendars": HERS,
    "POST /api/reps/<ann>/calendars": HERS,
    "GET /api/reps/<ann>/capacity": HERS,
    "GET /api/reps/<ann>/plan/changes": HERS,
    "GET /api/reps/<ann>/hours": HERS,
    "POST /api/reps/<ann>/hold": MANAGED,
    "DELETE /api/reps/<ann>/hold": MANAGED,
    "GET /api/reps/<ann>/review": MANAGED,
    "PUT /api/reps/<ann>/weights": MANAGED,
    "GET /api/reps/<ann>/wishes": HERS,
    "GET /api/reps/<ann>/year": HERS,
    "GET /api/reps/<ann>/year/accounts?week=2026-05-04": HERS,
    "GET /api/year": MANAGERS,
    "GET /api/reps/<ann>/regions": HERS,
    "PUT /api/reps/<ann>/regions": HERS,
    "GET /api/reps/<ann>/today": HERS,
    "GET /api/reps/<ann>/today/drop": HERS,
    "GET /api/reps/<ann>/today/nearby": HERS,
    "PATCH /api/reps/<ann>": HERS,
    "POST /api/reps/<ann>/days-off": HERS,
    "GET /api/requests": MANAGERS,
    "POST /api/requests/plan/<ann>/again": MANAGED,
    "GET /api/results": MANAGERS,
    "GET /api/results/list": MANAGERS,
    "GET /api/seasons": MANAGERS,
    "PUT /api/seasons": MANAGED,
    "GET /api/seasons/accounts?of=account&key=<account>": MANAGED,
    "POST /api/seasons/preview": MANAGED,
    "GET /api/seasons/ramp": MANAGERS,
    "GET /api/seasons/suggestions": MANAGERS,
    "PUT /api/seasons/suggestions": MANAGED,
    "GET /api/segments": SIGNED_IN,
    "PUT /api/segments/kiosk": MANAGERS,
    "GET /api/settings": MANAGERS,
    "PUT /api/settings": MANAGERS,
    "POST /api/sync": REPS,
    "GET /api/teams": MANAGERS,
    "GET /api/undo": MANAGERS,
    "POST /api/undo/<undo>": "11333.4.",
    "GET /api/unplanned?rep=<ann>": "11..3...",
    "GET /api/visits/<visit>": HERS_ALL,
    "POST /api/visits/<visit>/move": MANAGED,
    "POST /api/visits/<visit>/veto": MANAGED,
    "DELETE /api/wishes/<wish>": MANAGED,
    "GET /api/visits/<visit>/became": HERS_ALL,
}


#: What a request needs to be more than a refused form.
BODIES = {
    "PUT /api/exceptions/snooze": {"key": "ramp:<ann>", "until": "2026-05-20", "why": "Ill"},
    "POST /api/goals/<goal>/close": {"closed": True},
    "POST /api/accounts/<account>/contacts/erase": {"name": "Nobody"},
    "POST /api/people/<ann>/erase": {"name": "Nobody"},
    "PATCH /api/accounts/<account>": {"rev": 0},
    "POST /api/accounts/bulk": {"accounts": [{"id": "<account>", "rev": 0}], "tier": "A"},
    "PATCH /api/calendars/<calendar>": {},
    "POST /api/reps/<ann>/calendars": {"url": "https://calendar.example.org/c.ics"},
    "PUT /api/busy/<busy>/account": {"account_id": None},
    "POST /api/feedback/<word>/answer": {"text": "Do it."},
    "POST /api/reps/<ann>/days-off": {"first": "2026-08-03", "last": "2026-08-04"},
    "POST /api/plans": {"rep_id": "<ann>"},
    "PUT /api/playbook/core": {"page": None},
    "POST /api/proposals/accept": {"ids": ["<proposal>"], "valid_from": "2026-05-05"},
    "POST /api/proposals/refuse": {"ids": ["<proposal>"], "why": "No."},
    "POST /api/proposals/reopen": {"ids": ["<proposal>"]},
    "POST /api/proposals/<proposal>/challenge": {"text": "No."},
    "POST /api/reps/<ann>/hold": {"why": "Trade fair"},
    "POST /api/visits/<visit>/move": {"on": "2026-05-07"},
    "POST /api/visits/<visit>/veto": {"why": "Closed"},
    "PUT /api/reps/<ann>/regions": {"items": []},
    "PUT /api/seasons": {"of": "territory", "key": "<ann>", "windows": []},
    "POST /api/seasons/preview": {"of": "territory", "key": "<ann>", "windows": []},
    "PUT /api/seasons/suggestions": {"of": "territory", "key": "<ann>", "standing": "later"},
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
        planned = models.PlannedChange(account_id=account.id, field="rep_id", by=cast.bob, at=NOW,
                                       valid_from=TODAY + timedelta(days=9))  # fmt: skip
        undo = models.Undo(at=NOW, by=cast.bob, label="Split", before={"rep_id": {}})
        proposal = models.ClassProposal(account_id=account.id, from_class="core", to_class="invest",
                                        reasons=[], made_on=TODAY, made_at=NOW)  # fmt: skip
        run = models.ImportRun(at=NOW, by=cast.bob, kind="accounts", file_name="a.csv",
                               headers_hash="", mapping={}, counts={})  # fmt: skip
        report = factories.make_report(db, account, cast.ann)
        db.add(models.ReportPhoto(report_id=report.id, sha256=PHOTO))
        db.merge(models.Photo(sha256=PHOTO, person_id=cast.ann, size=3, received_at=NOW))
        db.merge(models.Request(task="plan", key=str(cast.ann), asked_rev=1, asked_at=NOW))
        sign_in = db.query(models.SignIn.id).filter_by(person_id=cast.ann).first()[0]
        word = models.Feedback(rep_id=cast.ann, on=TODAY, topic="day", text="Rain",
                               received_at=NOW)  # fmt: skip
        wish = models.Wish(rep_id=cast.ann, account_id=account.id, kind="drop", on=TODAY,
                           by=cast.bob, made_at=NOW)  # fmt: skip
        item = phone.report(account.id)
        kept = models.KeptAside(person_id=cast.ann, sign_in_id=sign_in, item_id=UUID(item["id"]),
                                item=json.dumps(item), kept_at=NOW)  # fmt: skip
        calendar = factories.save(db, models.OtherCalendar(person_id=cast.ann, name="Work",
                                  sealed="", created_at=NOW, unread=[]))  # fmt: skip
        busy = models.BusyTime(calendar_id=calendar.id, person_id=cast.ann, series="s", start=NOW,
                               end=NOW + timedelta(hours=1), choices=[])  # fmt: skip
        goal = models.Goal(name="Reach", metric="reach", target=0.9, by="rep", key=str(cast.ann),
                           first=TODAY, last=TODAY + timedelta(days=30), made_by=cast.bob,
                           made_at=NOW)  # fmt: skip
        return {
            "<calendar>": str(calendar.id),
            "<busy>": str(factories.save(db, busy).id),
            "<account>": str(account.id),
            "<goal>": str(factories.save(db, goal).id),
            "<wish>": str(factories.save(db, wish).id),
            "<word>": str(factories.save(db, word).id),
            "<kept>": str(factories.save(db, kept).id),
            "<plan>": str(plan.id),
            "<proposal>": str(factories.save(db, proposal).id),
            "<visit>": str(visit.id),
            "<day_off>": str(off.id),
            "<feed>": str(factories.make_feed(db, cast.ann, str(account.id)).id),
            "<planned>": str(factories.save(db, planned).id),
            "<undo>": str(factories.save(db, undo).id),
            "<run>": str(factories.save(db, run).id),
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
    got, hers = {}, {}
    for who in WHO:
        client = browser(app, cast, who)
        factories.caller(app, cast.ann)
        if not hers or not route.startswith("GET "):  # who may have used them up
            hers = make_hers(app, cast)
        answer = ask(client, route, hers)
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
