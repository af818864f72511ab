"""The wiring: transactions around requests, pages, what Rounds says of itself, the log."""

import json

import pytest
from sqlalchemy import select

from server import create_app, errors, jobs, log, models, wire
from server.database import db, read_transaction, write_transaction
from server.settings import Settings
from tests import factories
from tests.conftest import ON_BOTH


@pytest.fixture
def pages(settings):
    """A built app, as small as one can be."""
    folder = settings.pwa_folder
    for name in ("index.html", "desk.html", "start.html", "sw.js", "manifest.webmanifest",
                 "assets/main-abc123.js", "assets/style-abc123.css", "icons/192.png"):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"this is {name}")
    return folder


@pytest.fixture
def demo(app, cast):
    with write_transaction(app) as session:
        session.get(models.Company, 1).demo = True
    return cast


@ON_BOTH
def test_about_tells_a_stranger_the_company_and_the_date(client, cast):
    about = wire.About.model_validate(client.get("/api/about").json)
    assert (about.company, about.today.isoformat(), about.demo) == ("Lake Ice", "2026-05-05", False)


@ON_BOTH
def test_health_looks_at_the_database_and_at_failures(app, client, cast):
    assert client.get("/healthz").json["status"] == "ok"
    with write_transaction(app) as session:
        jobs.request(session, "plan", "x")
        session.get(models.Request, ("plan", "x")).failed_at = factories.NOW
    assert client.get("/healthz").json["failed_requests"] == 1
    assert client.get("/healthz").json["status"] == "warning"


def test_health_says_when_a_plan_grows_old(app, client, cast, clock):
    with write_transaction(app) as session:
        plan = factories.make_plan(session, cast.ann)
        session.add(models.PublishedPlan(rep_id=cast.ann, plan_id=plan.id))
    assert client.get("/healthz").json["oldest_plan_h"] == 0
    clock.instant = clock.instant.replace(day=7)
    assert client.get("/healthz").json["status"] == "warning"


@ON_BOTH
def test_a_request_commits_when_all_went_well_and_not_otherwise(app, client, cast):
    def write(status):
        factories.make_team(db(), f"made by {status}")
        if status == 409:
            raise errors.Conflict
        return "", status

    app.view_functions["front.set_clock"] = lambda: write(201)
    assert client.post("/api/clock").status_code == 201
    app.view_functions["front.set_clock"] = lambda: write(409)
    assert client.post("/api/clock").status_code == 409
    with read_transaction(app) as session:
        made = session.scalars(select(models.Team.name).where(models.Team.name.like("made%"))).all()
    assert made == ["made by 201"]


def test_a_page_that_reads_cannot_write(app, client, cast):
    app.testing = False
    app.view_functions["front.about"] = lambda: factories.make_team(db()).name
    assert client.get("/api/about").status_code >= 500


def test_messages_and_dates_are_answered_as_they_stand(app, client, cast):
    problem = wire.FileProblem(line=1, column="x", text="y")
    app.view_functions["front.about"] = lambda: {"items": [problem], "on": factories.TODAY}
    assert client.get("/api/about").json == {"items": [problem.model_dump()], "on": "2026-05-05"}


@ON_BOTH
def test_the_demos_clock_is_set_and_its_history_follows(app, ann, demo):
    """No tick that was due on the way is made up for."""
    rounds, moved = app.extensions["rounds"], []
    rounds.move_demo = lambda session, today: moved.append(today.isoformat())
    answer = ann.post("/api/clock", json={"to": "2026-04-01"})
    assert (answer.json["today"], answer.json["now"]) == ("2026-04-01", "2026-04-01T12:40:00Z")
    assert ann.post("/api/clock", json={"days": 7}).json["today"] == "2026-04-08"
    assert moved == ["2026-04-01", "2026-04-08"]
    assert jobs.check_ticks(app) == []
    assert ann.get("/api/session").status_code == 200, "a sign-in lives by the real clock"


def test_a_real_company_has_no_clock_to_set(app, admin):
    assert admin.post("/api/clock", json={"days": 1}).status_code == 404
    with read_transaction(app) as session:
        assert session.get(models.Company, 1).clock_offset_s is None


@pytest.mark.parametrize(
    ("path", "name"),
    [("/", "index.html"), ("/index.html", "index.html"), ("/desk", "desk.html"),
     ("/desk.html", "desk.html"), ("/manifest.webmanifest", "manifest.webmanifest")],
)  # fmt: skip
def test_pages_come_without_a_redirect_and_are_asked_for_each_time(client, cast, pages, path, name):
    """A redirected page in the phone's cache would break opening it offline."""
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (200, f"this is {name}")
    assert answer.headers["Cache-Control"] == "no-cache"


def test_hashed_files_are_kept_for_ever_and_the_worker_never(client, cast, pages):
    asset = client.get("/assets/main-abc123.js")
    assert asset.mimetype == "text/javascript"
    assert "immutable" in asset.headers["Cache-Control"]
    worker = client.get("/sw.js")
    assert (worker.mimetype, worker.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    manifest = client.get("/manifest.webmanifest")
    assert manifest.mimetype == "application/manifest+json"


def test_a_file_unchanged_is_not_sent_again(client, cast, pages):
    etag = client.get("/sw.js").headers["ETag"]
    assert client.get("/sw.js", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "path",
    ["/assets/../rounds.sqlite", "/assets/..%2f..%2frounds.sqlite", "/assets/none.js"],
)
def test_only_files_of_the_build_are_served(client, cast, pages, path):
    assert client.get(path).status_code == 404


def test_files_open_no_transaction(app, client, cast, pages, monkeypatch):
    monkeypatch.delattr(app.extensions["rounds"].database.__class__, "session")
    assert client.get("/assets/main-abc123.js").status_code == 200


def test_without_a_build_the_page_says_what_to_run(client, cast):
    answer = client.get("/")
    assert answer.status_code == 503
    assert "make run" in answer.text


def test_start_is_for_the_demo_and_may_frame_us_only_there(app, client, cast, pages):
    assert client.get("/start").status_code == 404
    assert "frame-ancestors 'none'" in client.get("/").headers["Content-Security-Policy"]
    with write_transaction(app) as session:
        session.get(models.Company, 1).demo = True
    assert client.get("/start").text == "this is start.html"
    assert "frame-ancestors 'self'" in client.get("/").headers["Content-Security-Policy"]


def test_a_visits_link_leads_into_the_app(client, cast):
    visit_id = "019e0000-0000-7000-8000-000000000000"
    answer = client.get(f"/v/{visit_id}")
    assert answer.headers["Location"] == f"/#/visit/{visit_id}"


def test_the_interface_describes_itself(app, client, cast):
    """Every address under /api/ is there, and every reference leads to a message."""
    page = client.get("/api/openapi.json").json
    ours = {r.rule for r in app.url_map.iter_rules() if r.rule.startswith("/api/")}
    assert len(page["paths"]) == len(ours)
    assert page["paths"]["/api/session"]["post"]["requestBody"]
    assert "/api/sessions/{sign_in_id}" in page["paths"]
    schemas = page["components"]["schemas"]
    references = {
        part.split('"')[0] for part in json.dumps(page).split("#/components/schemas/")[1:]
    }
    assert references <= set(schemas)


def test_the_log_has_a_line_a_request_without_secrets(client, cast, capsys):
    log.set_up("json", "info")
    client.get("/feeds/0123456789abcdef.ics?token=hush")
    client.post("/api/session", json={"email": "ann@example.com", "password": "hush"})
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if "{" in line]
    assert [line["path"] for line in lines] == ["/feeds/…", "/api/session"]
    assert {"method", "status", "ms"} <= lines[0].keys()
    assert "hush" not in json.dumps(lines)
    assert "0123456789" not in json.dumps(lines)


def test_a_field_nobody_listed_stays_out_of_the_log():
    kept = log.allowed(None, "info", {"event": "x", "token": "hush", "status": 200})
    assert kept == {"event": "x", "status": 200}


@pytest.mark.parametrize("proxies", [0, 1])
def test_only_a_trusted_proxy_may_say_https(app, cast, settings, proxies):
    behind = create_app(Settings(**vars(settings) | {"trusted_proxies": proxies}))
    answer = behind.test_client().get("/api/about", headers={"X-Forwarded-Proto": "https"})
    assert ("Strict-Transport-Security" in answer.headers) == bool(proxies)
    behind.extensions["rounds"].database.dispose()
