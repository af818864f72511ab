"""Rounds' server: ``create_app`` is the one place where things are wired together."""

import os
import time
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import structlog
from flask import Flask, Response, g, request
from flask.json.provider import DefaultJSONProvider
from pydantic import BaseModel
from werkzeug.middleware.proxy_fix import ProxyFix

from server import database, errors, jobs, settings
from server.accounts import tasks as accounts_tasks
from server.accounts import views as accounts_views
from server.accounts.book import views as book_views
from server.auth import guard
from server.auth import views as auth_views
from server.busy import tasks as busy_tasks
from server.busy import views as busy_views
from server.classes import tasks as classes_tasks
from server.classes import views as classes_views
from server.clock import Clock
from server.coverage import tasks as coverage_tasks
from server.coverage import views as coverage_views
from server.demo import setup as demo
from server.demo import tasks as demo_tasks
from server.feeds import store as feeds
from server.feeds import views as feeds_views
from server.front import views as front_views
from server.maps import views as maps_views
from server.people import views as people_views
from server.people.invitations import views as invitations_views
from server.planning import tasks as planning_tasks
from server.planning import views as planning_views
from server.planning.views import review as plan_review_views
from server.review import views as review_views
from server.review.digest import tasks as digest_tasks
from server.review.digest import views as digest_views
from server.review.erasing import views as erasing_views
from server.review.exceptions import views as exceptions_views
from server.review.goals import views as goals_views
from server.review.log import views as log_views
from server.review.monday import views as monday_views
from server.seasons import views as seasons_views
from server.settings import Settings
from server.visits import views as visits_views

_log = structlog.get_logger()

#: What answers, in the order of the flow; what works and what the clock asks for.
BLUEPRINTS = (
    auth_views.sign_in,
    people_views.people,
    invitations_views.invitations,
    accounts_views.accounts,
    book_views.book,
    busy_views.busy,
    planning_views.planning,
    plan_review_views.review,
    visits_views.visits,
    feeds_views.feeds,
    coverage_views.coverage,
    seasons_views.seasons,
    classes_views.classes,
    review_views.review,
    goals_views.goals,
    log_views.log,
    erasing_views.erasing,
    exceptions_views.exceptions,
    monday_views.monday,
    digest_views.digest,
    maps_views.maps,
    front_views.front,
)
TASKS = (
    *accounts_tasks.TASKS,
    *busy_tasks.TASKS,
    *planning_tasks.TASKS,
    *classes_tasks.TASKS,
    *demo_tasks.TASKS,
)
TICKS = (
    *accounts_tasks.TICKS,
    *busy_tasks.TICKS,
    *planning_tasks.TICKS,
    *classes_tasks.TICKS,
    *coverage_tasks.TICKS,
    *digest_tasks.TICKS,
)


@dataclass
class Rounds:
    """What one application is made of: ``app.extensions["rounds"]``."""

    settings: Settings
    clock: Clock
    database: Any = None
    tasks: dict[str, jobs.Task] = field(default_factory=dict)
    ticks: dict[str, jobs.Tick] = field(default_factory=dict)
    #: What else ends when a device is lost: called with (session, person_id, now).
    on_lost: list[Any] = field(default_factory=list)
    #: Makes the demo's history fit a new today: called with (session, today).
    move_demo: Any = None
    #: The engine of background work, once started.
    worker: Any = None
    scheduler: Any = None
    queue: Any = None
    #: Whether commits wake workers through the queue (PostgreSQL).
    wakes: bool = False
    #: Set once this process can compute without delay; None where nobody warms it.
    warm: Any = None


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Returns the application; no thread runs and no connection is open yet."""
    app = Flask(__name__, static_folder=None)
    rounds = Rounds(settings or _from_env(), clock or Clock())
    app.extensions["rounds"] = rounds
    app.json = _Json(app)
    if proxies := rounds.settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    database.init(app)
    rounds.database.after_commit.append(
        lambda info: jobs.wake(app, info["asked"]) if "asked" in info else None
    )
    errors.init(app)
    app.register_error_handler(
        database.OperationalError, lambda _: errors.answer(errors.Unavailable())
    )
    _around_requests(app)
    guard.init(app)
    auth_views.limiter.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    rounds.tasks = {task.name: task for task in TASKS}
    rounds.ticks = {tick.task: tick for tick in TICKS}
    rounds.on_lost.append(feeds.revoke_all)
    rounds.move_demo = demo.move
    return app


def _from_env() -> Settings:
    return settings.from_env(os.environ)


def _around_requests(app: Flask) -> None:
    """One transaction a request: begun when first needed, committed once when all went well."""

    @app.before_request
    def begin() -> None:
        g.started = time.monotonic()
        g.transaction = database.work(app, write=request.method not in ("GET", "HEAD", "OPTIONS"))
        g.work = g.transaction.__enter__()

    @app.after_request
    def end(response: Response) -> Response:
        if "work" in g:
            g.work.end(commit=response.status_code < 400)
        _log_request(response)
        return response

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        if "transaction" in g:
            g.pop("transaction").__exit__(None, None, None)


def _log_request(response: Response) -> None:
    """One line a request: no query, no body, no secret of a feed."""
    _log.info(
        "request",
        method=request.method,
        path=guard.logged_path(request.path),
        status=response.status_code,
        ms=round(1000 * (time.monotonic() - g.get("started", time.monotonic()))),
        person=g.get("person_id"),
    )


class _Json(DefaultJSONProvider):
    """Dates as ISO 8601 and messages of ``wire`` as they are, wherever they stand in an answer."""

    sort_keys = False
    ensure_ascii = False

    @staticmethod
    def default(value: Any) -> Any:
        if isinstance(value, BaseModel):
            return value.model_dump(mode="json", by_alias=True)
        if isinstance(value, date | datetime):
            return value.isoformat()
        return DefaultJSONProvider.default(value)
