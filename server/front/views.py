"""Pages and their files, health, what anybody may know, the demo's clock."""

from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, current_app, g, redirect, request, send_from_directory

from server import auth, clock, errors, jobs, wire
from server.accounts import store as accounts
from server.database import db
from server.demo import drawing as demo_map
from server.demo import files as demo_files
from server.front import openapi, packed, store

front = Blueprint("front", __name__)

#: The demo's morning: people look at their phone before the first visit.
MORNING_S = 7 * 3600 + 40 * 60
#: A plan older than this is shown as old.
PLAN_AGE = timedelta(hours=26)
YEAR_S = 365 * 86400

NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Rounds</title>
<h1>The pages are not built yet</h1>
<p>Run <code>make run</code> in the project's folder: it builds them and starts Rounds.
The interface for programs works: <a href="/api/openapi.json">/api/openapi.json</a>.</p></html>"""

#: What mimetypes of some systems do not know.
MIME = {
    ".webmanifest": "application/manifest+json",
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".pmtiles": "application/vnd.pmtiles",
    ".json": "application/json",
}


@front.get("/healthz")
def health():
    """Says whether this server can do its work: 503 when the database cannot be reached."""
    oldest, failed = store.load_oldest_plan(db()), store.count_failed(db())
    # The demo's clock may have been set back: a plan is never younger than new.
    age = max(auth.now() - oldest, timedelta(0)) if oldest else None
    return {
        "status": "warning" if failed or (age is not None and age > PLAN_AGE) else "ok",
        "database": "ok",
        "oldest_plan_h": round(age.total_seconds() / 3600, 1) if age is not None else None,
        "failed_requests": failed,
    }


@front.get("/api/about")
@wire.speaks(answer=wire.About)
def about():
    """Says what a page may know before anybody signs in."""
    return _about().model_dump(mode="json")


@front.post("/api/clock")
@wire.speaks(body=wire.ClockRequest, answer=wire.About)
@auth.requires()
def set_clock(scope: auth.Scope):
    """Sets the demo's clock to 07:40 of a date, or some days on, and asks for new plans."""
    company = auth.company()
    if not company.demo:
        raise errors.NotFound()
    ask = wire.ClockRequest.model_validate_json(request.get_data())
    to = ask.to or auth.today() + timedelta(days=ask.days or 0)
    instant = clock.local_instant(to, MORNING_S, company.zone)
    rounds = current_app.extensions["rounds"]
    rounds.clock.set_to(db(), instant)
    rounds.move_demo(db(), to)
    accounts.carry_out(db(), to, instant)
    # Ticks that were due on the way are not made up for: everybody is planned anew anyway.
    jobs.skip_ticks(current_app, db())
    return _about().model_dump(mode="json")


@front.get("/api/map")
@wire.speaks(answer=wire.PlainMap)
@auth.requires()
def plain_map(scope: auth.Scope):
    """Returns the shorelines and towns the plain map draws; only the demo knows any."""
    drawn = demo_map.plain_map() if auth.company().demo else wire.PlainMap(shoreline=[], labels=[])
    return drawn.model_dump(mode="json")


@front.get("/api/demo/sample.csv")
def sample():
    """Returns a stranger's spreadsheet to try the import on."""
    if not auth.company().demo:
        raise errors.NotFound()
    headers = {"Content-Disposition": 'attachment; filename="sample.csv"'}
    return Response(demo_files.sample_spreadsheet(), mimetype="text/csv", headers=headers)


@front.get("/api/openapi.json")
def describe():
    """Describes every address under /api/ in OpenAPI's words."""
    rules = current_app.url_map.iter_rules()
    views = current_app.view_functions
    routes = [(r.rule, r.methods or (), views[r.endpoint]) for r in rules]
    return openapi.page(routes, version("rounds"))


@front.get("/v/<uuid:visit_id>")
def show_visit(visit_id: UUID):
    """Leads from a calendar's event into the app, which then asks who is there."""
    return redirect(f"/#/visit/{visit_id}")


@front.get("/")
@front.get("/index.html")
def show_phone():
    return _page("index.html")


@front.get("/desk")
@front.get("/desk.html")
def show_desk():
    return _page("desk.html")


@front.get("/start")
@front.get("/start.html")
def show_start():
    if not auth.company().demo:
        raise errors.NotFound()
    return _page("start.html")


@front.get("/sw.js")
def service_worker():
    # Older phones ask for it at each start: a cached one would keep them on old code.
    return _file("sw.js", "no-cache")


@front.get("/assets/<path:name>")
def asset(name: str):
    # The name carries a digest of the content: what it names never changes.
    return _file(f"assets/{name}", f"public, max-age={YEAR_S}, immutable")


@front.get("/icons/<path:name>")
def icon(name: str):
    return _file(f"icons/{name}", "public, max-age=86400")


@front.get("/manifest.webmanifest")
def manifest():
    return _file("manifest.webmanifest", "no-cache")


@front.get("/favicon.ico")
@front.get("/robots.txt")
def small_file():
    return _file(request.path[1:], "public, max-age=86400")


def _page(name: str) -> Response:
    if not (auth.settings().pwa_folder / name).is_file():
        return Response(NOT_BUILT, 503, mimetype="text/html")
    g.framed_by_us = auth.company().demo
    return _file(name, "no-cache")


def _file(name: str, cache: str) -> Response:
    """Answers with a file of the build: right type, right age, packed, ranges and 304 included."""
    folder = auth.settings().pwa_folder.absolute()
    suffix = name[name.rfind(".") :]
    response = send_from_directory(folder, name, mimetype=MIME.get(suffix), conditional=True)
    response.headers["Cache-Control"] = cache
    return _packed(response, folder / name)


def _packed(response: Response, file: Path) -> Response:
    """Packs a whole file for who takes it so; a part and "not changed" stay as they are.

    The tag becomes weak: the plain and the packed bytes are the same file.
    """
    if not packed.is_worth_it(file):
        return response
    response.vary.add("Accept-Encoding")
    takes_it = response.status_code == 200 and request.accept_encodings["gzip"]
    content = packed.content(file) if takes_it else None
    if content is None:
        return response
    response.close()
    response.direct_passthrough = False
    response.set_data(content)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Accept-Ranges"] = "none"
    response.set_etag(response.get_etag()[0] or "", weak=True)
    return response


def _about() -> wire.About:
    company = auth.company()
    return wire.About(
        company=company.name,
        demo=company.demo,
        notice=company.notice,
        version=version("rounds"),
        now=auth.now(),
        today=auth.today(),
        zone=company.zone,
    )
