"""`rounds import` and `rounds plan`."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from flask import Flask
from rich.console import Console
from rich.table import Table

from server import database, jobs, wire
from server.accounts import columns, imports
from server.accounts import store as accounts
from server.auth import Scope, users
from server.cli import common
from server.people import store as people
from server.planning import store as planning

SHOWN = 20


@click.command("import")
@click.argument("kind", type=click.Choice(list(columns.KINDS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@common.where
@common.dated
@click.option("--dry-run", is_flag=True, help="Only show what would happen.")
@click.option(
    "--leave-out-refused", "leave_out", is_flag=True, help="Take the rest of a file with faults."
)
@click.option(
    "--mapping", multiple=True, metavar="COLUMN=FIELD", help="Which field a column holds; repeat."
)
@click.option(
    "--rep", "reps", multiple=True, metavar="EMAIL",
    help="Afterwards share the accounts without a rep among these; repeat.",
)  # fmt: skip
def import_file(
    kind: str, file: Path, data_folder: Path | None, database_url: str | None, today: date | None,
    dry_run: bool, leave_out: bool, mapping: tuple[str, ...], reps: tuple[str, ...],
) -> None:  # fmt: skip
    """Read accounts, past visits, sales or touches from a CSV or XLSX FILE: all or nothing."""
    app = common.application(data_folder, database_url, today)
    clock = app.extensions["rounds"].clock
    with database.write_transaction(app) as db:
        on = clock.today(db, people.load_company(db).zone)
        made = imports.read_and_apply(
            db, Scope.system(), kind, file.name, file.read_bytes(), mapped(mapping), on,
            not dry_run, leave_out=leave_out,
        )  # fmt: skip
        show_preview(made)
        if not dry_run and not made.applied:
            raise click.ClickException(_why_not(made))
        if reps and not dry_run:
            share(db, [users.load_user(db, email).id for email in reps], clock.now(db), on)


def _why_not(made: wire.ImportPreview) -> str:
    """Returns what a person can do about a file that was not imported."""
    refused = made.counts.get("refused", 0)
    if refused and refused < sum(made.counts[name] for name in ("added", "changed", "refused")):
        return f"Nothing was imported. Mend the {refused} lines, or give --leave-out-refused."
    return "Nothing was imported. Mend the file and try again."


def share(db: Any, rep_ids: list[UUID], now: datetime, on: date) -> None:
    """Gives each account without a rep to one of these, by balanced work, and says who has what."""
    made = accounts.split_accounts(db, Scope.system(), rep_ids, on, now, apply=True)
    for one in made.reps:
        hours = f"{one.minutes_before / 60:.0f} to {one.minutes_after / 60:.0f}"
        numbers = f"{one.accounts_before} to {one.accounts_after}"
        click.echo(f"  {one.rep}: from {numbers} accounts, from {hours} hours a week (estimate)")


def mapped(pairs: tuple[str, ...]) -> dict[str, str] | None:
    """Returns which field each column holds, as the command line named them."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise click.BadParameter(f"{wrong[0]!r} is not COLUMN=FIELD", param_hint="--mapping")
    return dict(tuple(pair.rsplit("=", 1)) for pair in pairs) or None  # type: ignore[misc]


def show_preview(made: wire.ImportPreview) -> None:
    """Prints what a file did or would do, and its faults with line and column."""
    done = "imported" if made.applied else "not applied"
    counts = ", ".join(f"{count} {action}" for action, count in made.counts.items() if count)
    click.echo(f"{made.file_name} ({made.kind}), {done}: {counts or 'nothing'}")
    if made.mapping:
        click.echo("  " + ", ".join(f"{header} = {to}" for header, to in made.mapping.items()))
    for one in made.choices:
        options = " or ".join(one.options)
        click.echo(f"  {one.label}: {one.chosen or 'guessed'} (--mapping {one.name}={options})")
    for problem in made.problems[:SHOWN]:
        line = f"line {problem.line}" if problem.line else "the file"
        where = f"{line}, {problem.column}" if problem.column else line
        click.echo(f"  {where}: {problem.text}")
    if made.problems_total > SHOWN:
        click.echo(f"  … and {made.problems_total - SHOWN} more")


@click.command()
@common.where
@common.dated
@click.option("--rep", "email", help="Only this rep (e-mail).")
@click.option("--weeks", type=click.IntRange(1, 26), help="How far to plan, from now on.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option("--solvers", default=2, show_default=True, help="Reps planned at once.")
def plan(
    data_folder: Path | None, database_url: str | None, today: date | None, email: str | None,
    weeks: int | None, as_json: bool, solvers: int,
) -> None:  # fmt: skip
    """Plan every rep (or one), publish where that needs nobody's yes, and say what came out."""
    app = common.application(data_folder, database_url, today)
    now = app.extensions["rounds"].clock.now
    with database.write_transaction(app) as db:
        if weeks:
            people.save_setting(db, Scope.system(), "horizon_weeks", weeks, now(db))
        rep_ids = chosen_reps(db, email)
        for rep_id in rep_ids:
            jobs.request(db, "plan", rep_id)
    if not rep_ids:
        raise click.ClickException("There is no rep. Add one: rounds user add EMAIL --role rep")
    jobs.run_pending(app, solvers=min(solvers, len(rep_ids)))
    rows = outcome(app, rep_ids)
    click.echo(json.dumps(rows, indent=2)) if as_json else Console().print(as_table(rows))
    if any(row["error"] for row in rows):
        raise SystemExit(1)


def chosen_reps(db: Any, email: str | None) -> list[UUID]:
    """Returns the active reps, or the one with that e-mail."""
    if email:
        return [users.load_user(db, email).id]
    return [rep.id for rep in people.load_reps(db, Scope.system()) if rep.active]


def outcome(app: Flask, rep_ids: list[UUID]) -> list[dict[str, Any]]:
    """Returns what was planned for each rep, or what went wrong."""
    clock = app.extensions["rounds"].clock
    with database.read_transaction(app) as db:
        on = clock.today(db, people.load_company(db).zone)
        return [_outcome(db, rep_id, on) for rep_id in rep_ids]


def _outcome(db: Any, rep_id: UUID, on: date) -> dict[str, Any]:
    scope = Scope.system()
    latest = next(iter(planning.load_plans(db, scope, rep_id)), None)
    summary = latest.summary if latest else {}
    unplanned = dict(summary.get("unplanned", {}))
    planned = summary.get("visits", 0) + summary.get("calls", 0)
    request = next(iter(jobs.load_requests(db, "plan", [rep_id])), None)
    return {
        "rep": people.load_rep(db, scope, rep_id).name,
        "accounts": len(accounts.load_accounts(db, scope, on, rep_id=rep_id)),
        "required": planned + sum(unplanned.values()),
        "planned": planned,
        "unplanned": unplanned,
        "travel_h": round(summary.get("travel_s", 0) / 3600, 1),
        "seconds": summary.get("seconds", 0),
        "state": latest.state if latest else "none",
        "error": request.error if request else "",
    }


def as_table(rows: list[dict[str, Any]]) -> Table:
    """Returns the table of what was planned."""
    table = Table("Rep", "Accounts", "Required", "Planned", "Unplanned", "Travel h", "Seconds")
    for row in rows:
        reasons = ", ".join(f"{n} {reason}" for reason, n in row["unplanned"].items()) or "none"
        table.add_row(
            row["rep"], str(row["accounts"]), str(row["required"]), str(row["planned"]),
            row["error"] or reasons, str(row["travel_h"]), str(row["seconds"]),
        )  # fmt: skip
    return table
