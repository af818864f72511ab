"""What a tap costs in the server: a day for an account, today's rest, what to drop, who is near.

A rep of 240 accounts with twelve weeks published, twelve stops a day; asked over HTTP and answered
with travel times already there, as always but for the first tap after a start.
"""

import random
import statistics
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

import routing
from routing import day_route, domain
from server import database
from server.auth import Scope
from server.clock import FixedClock
from server.planning import store
from tests import factories
from tests.benchmarks.installation import empty_app
from tests.benchmarks.result import Result
from tests.factories import NOW, TODAY

COLUMNS = ("Tap", "CPU ms median", "CPU ms worst", "Wall ms median", "Asked")
ACCOUNTS, TOWNS, STOPS, ASKED = 240, 12, 12, 40
#: CPU seconds after which a tap that is slow is asked no more.
ENOUGH_S = 20
#: The published days need a good order, not a proof.
QUICK = day_route.DayRouteParams(labels=0, solutions=1, failures=1)
CLASSES = ("core", "invest", "prospect")
#: A person waits for it with the phone in the hand.
MOST_MS = 300

Row = tuple[str, float, float, float, int]


def run(shared: Path | None = None) -> Result:
    """Asks each tap many times, about other accounts and from other places."""
    routing.warm()
    with empty_app(FixedClock(NOW + timedelta(hours=1))) as app:
        app.testing, app.test_client_class = True, factories.Browser
        rep_id, account_ids = _company(app)
        client = factories.caller(app, rep_id)
        dice = random.Random(1)
        today = f"/api/reps/{rep_id}/today"
        last = TODAY + timedelta(weeks=8)
        taps = {
            "find a day in 8 weeks": [
                f"/api/accounts/{one}/days?from={TODAY}&to={last}"
                for one in dice.sample(account_ids, ASKED)
            ],
            "the rest of a day of 12 stops": [f"{today}?{_here(dice)}" for _ in range(ASKED)],
            "what to drop of 12 stops": [
                f"{today}/drop?until={dice.randrange(13, 17) * 3600}" for _ in range(ASKED)
            ],
            "who is near": [f"{today}/nearby?{_here(dice)}" for _ in range(ASKED)],
        }
        rows = [_measured(client, name, urls) for name, urls in taps.items()]
    broken = [f"{row[0]} takes at most {MOST_MS} ms" for row in rows if row[1] > MOST_MS]
    return Result(COLUMNS, rows, broken)


def _measured(client: FlaskClient, name: str, urls: Sequence[str]) -> Row:
    """Returns the row of a tap; the first answer fills what is kept, and does not count."""
    cpu: list[float] = []
    wall: list[float] = []
    client.get(urls[0])
    for url in urls:
        began, began_cpu = time.monotonic(), time.process_time()
        answer = client.get(url)
        cpu.append(1000 * (time.process_time() - began_cpu))
        wall.append(1000 * (time.monotonic() - began))
        assert answer.status_code == 200, answer.text
        if sum(cpu) > 1000 * ENOUGH_S:
            break
    return name, statistics.median(cpu), max(cpu), statistics.median(wall), len(cpu)


def _here(dice: random.Random) -> str:
    return f"lat={42.58 + dice.uniform(-0.2, 0.2):.5f}&lon={-88.43 + dice.uniform(-0.2, 0.2):.5f}"


def _company(app: Flask) -> tuple[UUID, list[UUID]]:
    """Returns a rep whose days are published: each a town's accounts, twelve of them."""
    dice = random.Random(7)
    with database.write_transaction(app) as db:
        cast = factories.make_cast(db)
        towns = [(42.58 + dice.uniform(-0.3, 0.3), -88.43 + dice.uniform(-0.3, 0.3))
                 for _ in range(TOWNS)]  # fmt: skip
        ids = [
            factories.make_account(
                db, cast.ann, number=f"A{n}", name=f"{n % TOWNS} {n}", tier="ABC"[n % 3], 
                account_class=dice.choice(CLASSES),
                lat=towns[n % TOWNS][0] + dice.gauss(0, 0.02),
                lon=towns[n % TOWNS][1] + dice.gauss(0, 0.02),
                last_visit=TODAY - timedelta(days=dice.randrange(1, 30)),
            ).id
            for n in range(ACCOUNTS)
        ]  # fmt: skip
    with database.read_transaction(app) as db:
        problem = store.load_wanted(db, Scope.system(), cast.ann, NOW).problem
    made = _plan(problem)
    with database.write_transaction(app) as db:
        rev = database.current_rev(db)
        plan_id = store.save_draft(db, cast.ann, made, rev, 1.0, NOW)
        store.publish(db, Scope.system(), plan_id, NOW)
    return cast.ann, ids


def _plan(problem: domain.Problem) -> domain.Plan:
    """Returns a plan that goes to one town a day, in the best order, round and round."""
    by_town: dict[int, list[domain.Account]] = {}
    for account in problem.accounts:
        by_town.setdefault(int(account.name.split()[0]), []).append(account)
    days = tuple(
        _day(problem, day, _turn(by_town[number % TOWNS], number // TOWNS))
        for number, day in enumerate(problem.rep.working_days)
    )
    return domain.Plan(problem.rep.id, problem.today, problem.last_day, days, ())


def _turn(accounts: Sequence[domain.Account], turn: int) -> list[domain.Account]:
    """Returns twelve of a town's accounts, each time the next ones."""
    return [accounts[(turn * STOPS + n) % len(accounts)] for n in range(STOPS)]


def _day(
    problem: domain.Problem, day: domain.WorkingDay, accounts: Sequence[domain.Account]
) -> domain.DayRoute:
    stops = tuple(
        day_route.DayStop(a.id, a.location or 0, 900, a.hours.on(day.on)) for a in accounts
    )
    asked = day_route.DayProblem(day, 0, stops, problem.travel_s, problem.travel_m)
    found = day_route.day_route(asked, QUICK)
    return domain.DayRoute(
        day.on,
        found.leave_s,
        found.home_s,
        tuple(
            domain.Stop(
                one.account_id, None, one.arrival_s, one.start_s, one.departure_s, one.travel_s,
                one.travel_m,
            )
            for one in found.visits
        ),
        (),
        found.lunch_start_s,
        found.travel_s,
        found.travel_m,
        found.proven,
    )  # fmt: skip
