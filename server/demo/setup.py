"""Puts the demo company into an empty database, and lets its history follow its clock.

Accounts, sales, past visits and touches come in through the product's own import; what the import
does not know (people, segments, the morning copies of past days) is written here and in ``story``.
Everything in it is simulated and marked so.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server import clock, database, jobs
from server.auth import passwords
from server.demo import files, people, story
from server.demo.company import DemoCompany, demo_company
from server.demo.story import SIMULATED
from server.models import (
    Company,
    Day,
    DayOff,
    FrozenStop,
    Person,
    Report,
    RepSettings,
    Request,
    SeasonWindow,
    Segment,
    Snapshot,
    Team,
    Tick,
    Visit,
    Wish,
)
from server.planning import store as planning

PASSWORD = "rounds-demo"
MORNING_S = 7 * 3600 + 40 * 60
#: The task that counts what the nights before the demo would have kept.
PAST_NIGHTS = "demo past nights"
#: The task that copies the day of every rep after the clock was moved.
MORNING = "demo morning"

#: Who a stranger may be, and what is worth a look.
GUIDE = (
    ("Ann Keller", "ann@demo.example", "rep: her phone at /, today's route, report, week"),
    (
        "Bob Sawyer",
        "bob@demo.example",
        "Ann's manager: his board at /desk, coverage, plans, import",
    ),
    ("Cleo Marsh", "cleo@demo.example", "rep of another team: sees nothing of Ann's"),
    ("Ada Admin", "admin@demo.example", "admin: everything at /desk"),
)


def set_up(
    app: Any,
    today: date | None = None,
    progress: Callable[[str], None] = lambda text: None,
    solvers: int = 0,
) -> None:
    """Makes the demo company, its history up to ``today`` and its first plans.

    ``today`` is the latest working morning unless given; one that is no working day becomes the
    working day before it. Does nothing where a company with accounts already lives.
    """
    rounds = app.extensions["rounds"]
    asked = clock.local_instant(today, MORNING_S, people.ZONE) if today else rounds.clock.real()
    morning = people.latest_working_morning(asked)
    progress("making the demo company")
    company = demo_company(morning.date())
    with database.write_transaction(app) as db:
        _save_company(db, company)
        rounds.clock.set_to(db, morning)
        now = rounds.clock.now(db)
        _save_people(db, company)
        _save_segments(db, company)
        progress("importing accounts, sales, past visits and touches")
        story.bring_in(db, "accounts", files.accounts_csv(company), morning.date())
        _save_history(db, company, morning.date())
        _save_days_off(db, company)
        _ask_for_plans(db)
    progress("planning twelve weeks for three reps")
    jobs.run_pending(app, solvers=solvers)
    with database.write_transaction(app) as db:
        open_day(db, now)
        jobs.request(db, PAST_NIGHTS, "demo")


def move(db: Session, today: date) -> None:
    """Lets the demo's history end yesterday, as seen from a new ``today``.

    What people told Rounds themselves stays as far as it lies in the past; the simulated rest is
    made anew, or a clock moved by months would find every account overdue. Phones pull everything
    again, because much of what they hold never happened.
    """
    company = demo_company(today)
    db.execute(delete(Wish))
    db.execute(delete(Report).where((Report.source == SIMULATED) | (Report.on > today)))
    story.forget_touches(db, today)
    reported = select(Report.visit_id).where(Report.visit_id.is_not(None))
    db.execute(delete(Visit).where(Visit.on < today, Visit.id.not_in(reported)))
    db.execute(delete(Snapshot).where(Snapshot.on >= today))
    for table in (FrozenStop, Day, DayOff, Tick):
        db.execute(delete(table))
    _save_history(db, company, today)
    _save_days_off(db, company)
    db.execute(update(Company).values(epoch=database.new_id()))
    _ask_for_plans(db)
    jobs.request(db, MORNING, "demo")
    jobs.request(db, PAST_NIGHTS, "demo")


def open_day(db: Session, now: datetime) -> None:
    """Copies today's published day of every rep, as 05:00 would have, and gives it its story."""
    today = clock.local_date(now, people.ZONE)
    for rep_id in _reps(db).values():
        planning.freeze_morning(db, rep_id, today)
    story.tell_of_today(db, today)


def is_planning(db: Session) -> bool:
    """Says whether a plan is asked for that has neither been made nor failed."""
    waiting = Request.done_rev < Request.asked_rev
    query = select(Request.key).where(Request.task == "plan", waiting, Request.failed_at.is_(None))
    return db.scalars(query).first() is not None


def _save_company(db: Session, company: DemoCompany) -> None:
    row = db.scalars(select(Company)).first() or Company(name="", zone="")
    row.name, row.zone, row.country = company.name, company.zone, company.country
    row.demo, row.notice = True, company.notice
    db.add(row)
    db.flush()


def _save_people(db: Session, company: DemoCompany) -> None:
    teams = {name: Team(name=name) for name in company.teams}
    db.add_all(teams.values())
    db.flush()
    hashed = passwords.hashed(PASSWORD)
    for row in company.people:
        team = teams.get(row["team"])
        person = Person(
            email=row["email"], name=row["name"], role=row["role"], password_hash=hashed,
            team_id=team.id if team else None, rev=database.take_rev(db),
        )  # fmt: skip
        db.add(person)
        db.flush()
        if row["role"] == "rep":
            fields = RepSettings.__table__.columns.keys() & row.keys()
            db.add(RepSettings(person_id=person.id, **{name: row[name] for name in fields}))
    db.flush()


def _save_days_off(db: Session, company: DemoCompany) -> None:
    reps = _reps(db)
    for row in company.people:
        for off in row.get("days_off", ()):
            first, last = map(date.fromisoformat, (off["first"], off["last"]))
            db.add(DayOff(person_id=reps[row["email"]], first=first, last=last,
                          reason=off["reason"]))  # fmt: skip
    db.flush()


def _save_segments(db: Session, company: DemoCompany) -> None:
    for row in company.segments:
        db.add(Segment(name=row["name"], label=row["label"], opening_hours=row["opening_hours"]))
        db.flush()
        for window in row["seasons"]:
            start, end = (tuple(map(int, window[k].split("-"))) for k in ("start", "end"))
            db.add(SeasonWindow(segment=row["name"], state=window["state"], start_month=start[0],
                                start_day=start[1], end_month=end[0], end_day=end[1]))  # fmt: skip
    db.flush()


def _save_history(db: Session, company: DemoCompany, today: date) -> None:
    """Sales first: they say which unclassed accounts have bought."""
    story.bring_in(db, "sales", files.sales_csv(company), today)
    story.bring_in(db, "visits", files.visits_csv(company), today)
    db.execute(update(Report).where(Report.source == "import").values(source=SIMULATED))
    story.save_told(db, company)
    story.bring_in(db, "touches", files.touches_csv(company.touches), today)
    _save_morning_copies(db)


def _save_morning_copies(db: Session) -> None:
    """Each simulated visit was in the copy of its morning, missed ones as well; calls were not."""
    past = select(Report).where(Report.source == SIMULATED, Report.outcome != "phone")
    for report in db.scalars(past):
        db.add(FrozenStop(rep_id=report.rep_id, on=report.on, visit_id=report.id,
                          account_id=report.account_id))  # fmt: skip
    db.flush()


def _ask_for_plans(db: Session) -> None:
    for rep_id in _reps(db).values():
        jobs.request(db, "plan", rep_id)


def _reps(db: Session) -> dict[str, UUID]:
    rows: Iterable[Person] = db.scalars(select(Person).where(Person.role == "rep"))
    return {person.email: person.id for person in rows}
