"""Two regions of Iowa, from file to plan by the command line, judged by the referee."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from flask import Flask

from routing import check, json_format
from routing.domain import Problem
from server import create_app, database, models
from server.auth import Scope
from server.cli import common
from server.people import store as people
from server.planning import store as planning
from server.settings import Settings
from tests.benchmarks.installation import add_rep, rounds
from tests.benchmarks.result import Result

#: The sales end there.
TODAY = date(2022, 11, 1)
COLUMNS = (
    "Region", "Rep", "Accounts", "Required", "Planned", "Unplanned", "Travel h", "Seconds",
    "Violations",
)  # fmt: skip


class Region(NamedTuple):
    """A region's files, its accounts, and where its reps start: ZIP codes."""

    name: str
    active: int
    bases: Sequence[str]


REGIONS = (
    Region("lakes", 105, ("51360", "50401")),
    Region("central", 375, ("50309", "50010", "50265", "50021")),
)


def run(shared: Path) -> Result:
    """Accounts, sales, twelve weeks: two reps at the lakes, four in the middle of the state."""
    rows: list[tuple] = []
    broken: list[str] = []
    for region in REGIONS:
        with tempfile.TemporaryDirectory() as folder:
            found = planned(region, shared / "data" / "iowa", Path(folder))
        rows += found
        broken += _broken(region, found)
    return Result(COLUMNS, rows, broken)


def planned(region: Region, data: Path, folder: Path) -> list[tuple]:
    """Returns the row of each rep: imported, shared out, planned and judged."""
    emails = [f"rep{n}@example.com" for n in range(1, len(region.bases) + 1)]
    for email, base in zip(emails, region.bases, strict=True):
        add_rep(folder, email, base)
    sales = data / f"sales_by_month_{region.name}_iowa.csv"
    places = data / f"accounts_{region.name}_iowa.csv"
    reps = [word for email in emails for word in ("--rep", email)]
    rounds(folder, TODAY, "import", "accounts", str(places))
    rounds(folder, TODAY, "import", "sales", str(sales))
    # Once more, because only now the sales say how much work each account is.
    rounds(folder, TODAY, "import", "accounts", str(places), *reps)
    with opened(folder) as app:
        problems = load_problems(app)
    outcome = json.loads(rounds(folder, TODAY, "plan", "--json"))
    with opened(folder) as app:
        faults = count_violations(app, problems)
    return [
        (region.name, one["rep"], one["accounts"], one["required"], one["planned"],
         _reasons(one), one["travel_h"], one["seconds"], faults[one["rep"]])
        for one in outcome
    ]  # fmt: skip


@contextmanager
def opened(folder: Path) -> Iterator[Flask]:
    app = create_app(Settings(data_folder=folder))
    common.fix_today(app, TODAY)
    yield app
    app.extensions["rounds"].database.dispose()


def load_problems(app: Flask) -> dict[UUID, Problem]:
    """Returns what each rep's plan will be made from."""
    with database.read_transaction(app) as db:
        now = app.extensions["rounds"].clock.now(db)
        reps = people.load_reps(db, Scope.system())
        return {r.id: planning.load_problem(db, Scope.system(), r.id, now) for r in reps}


def count_violations(app: Flask, problems: dict[UUID, Problem]) -> dict[str, int]:
    """Returns how many rules each rep's stored plan breaks."""
    with database.read_transaction(app) as db:
        scope, found = Scope.system(), {}
        for rep_id, problem in problems.items():
            plan_id = planning.load_plans(db, scope, rep_id)[0].id
            row = db.get_one(models.Plan, plan_id)
            made = json_format.read_plan(json.dumps(row.body))
            name = people.load_rep(db, scope, rep_id).name
            found[name] = len(check.violations(problem, made))
        return found


def _reasons(one: dict) -> str:
    return one["error"] or ", ".join(f"{n} {why}" for why, n in one["unplanned"].items()) or "none"


def _broken(region: Region, rows: list[tuple]) -> list[str]:
    broken = [f"{region.name}, {row[1]}: no violation" for row in rows if row[-1]]
    broken += [f"{region.name}, {row[1]}: a plan" for row in rows if not row[4]]
    if sum(row[2] for row in rows) != region.active:
        broken.append(f"{region.name}: each of {region.active} active accounts has a rep")
    return broken
