"""A week as it was kept on its Sunday, or as it can be counted now."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.coverage import Figure
from server.accounts import store as accounts
from server.auth import Scope
from server.coverage import store as board
from server.models import Snapshot
from server.people import store as people
from server.planning import store as planning
from server.review.digest.rules import Decision, RepWeek, Week
from server.review.exceptions import rules
from server.review.exceptions import store as exceptions
from server.review.exceptions.facts import Facts
from server.review.exceptions.store import Moment
from server.review.log import store as log
from server.review.log import wording
from server.visits import store as visits

SIX, SEVEN = timedelta(days=6), timedelta(days=7)
#: The group of snapshots that keeps a week: by rep, nobody's under an empty key.
BY = "week"
PREFIX = "exception."
#: What can be told of a past Sunday from what is dated; the others are known on their day alone.
DATED = frozenset({"neglected", "ramp", "late", "care", "answers", "plan", "time"})
#: Entries of the log that are decisions; the others are housekeeping.
DECISIONS = frozenset({
    "class_accepted", "class_refused", "class_decision_taken_back", "plan_refused", "plans_held",
    "plans_released", "plans_weighed", "season_changed", "season_set_aside", "setting_changed",
    "policies_changed", "cadence_changed", "goal_made", "goal_changed", "goal_closed",
    "accounts_split", "undone", "feedback_answered", "exception_snoozed", "playbook_changed",
    "kept_aside_applied", "kept_aside_discarded", "planned_change_withdrawn",
})  # fmt: skip


def load_week(db: Session, scope: Scope, last: date) -> Week:
    """Returns the week that ends on a Sunday: as it was kept then, else counted now."""
    rows = _rows(db, scope, last)
    total = exceptions.load_kept_figures(db, scope, last, "all", "")
    if not rows or total is None:
        return _counted(db, scope, last)
    reps = {
        key: RepWeek(
            _plain(row, lambda name: not name.startswith(PREFIX)),
            {name.removeprefix(PREFIX): value for name, value in
             _plain(row, lambda name: name.startswith(PREFIX)).items()},
            exceptions.load_kept_figures(db, scope, last, "rep", str(key)) or {} if key else {},
        )
        for key, row in rows.items()
    }  # fmt: skip
    return Week(last - SIX, last, True, reps, total)


def _plain(row: Snapshot, wanted: Callable[[str], bool]) -> dict[str, float]:
    return {name: told[0] for name, told in row.figures.items() if wanted(name)}


def _rows(db: Session, scope: Scope, on: date) -> Mapping[UUID | None, Snapshot]:
    """Returns the kept rows somebody sees; nobody's accounts wait for any manager."""
    query = select(Snapshot).where(Snapshot.on == on, Snapshot.by == BY)
    found = {UUID(row.key) if row.key else None: row for row in db.scalars(query)}
    return {key: row for key, row in found.items() if scope.sees(key)}


def _counted(db: Session, scope: Scope, last: date) -> Week:
    noon = datetime.combine(last, time(12), ZoneInfo(people.load_company(db).zone))
    facts = exceptions.load_facts(db, scope, Moment(noon, last), before=False)
    kinds = {key: {k: v for k, v in found.items() if k in DATED}
             for key, found in _exceptions(facts).items()}  # fmt: skip
    counts = load_counts(db, scope, last)
    figures: dict[UUID | None, Mapping[str, Figure]] = {r.id: r.figures for r in facts.reps}
    reps = {
        key: RepWeek(counts.get(key, {}), kinds.get(key, {}), figures.get(key, {}))
        for key in [*figures, *(key for key in kinds if key not in figures)]
    }
    return Week(last - SIX, last, False, reps, facts.total)


def _exceptions(facts: Facts) -> Mapping[UUID | None, dict[str, float]]:
    """Returns what crossed a threshold, by whose it is; what waits for a yes is no exception."""
    found: dict[UUID | None, dict[str, float]] = defaultdict(dict)
    for one in rules.exceptions(facts):
        if not one.waiting and one.kind != "goal":
            found[one.rep_id][one.kind] = round(one.size, 2)
    return found


def load_counts(db: Session, scope: Scope, last: date) -> Mapping[UUID | None, dict[str, float]]:
    """Returns what each rep reported in the week up to a date, and what is planned in the next."""
    found: dict[UUID | None, Counter[str]] = defaultdict(Counter)
    names = {"made": "visits", "phone": "calls", "missed": "missed"}
    for report in visits.load_reports(db, scope, last - SIX, last):
        found[report.rep_id][names[report.outcome]] += 1
    for visit in planning.load_visits(db, scope, first=last + timedelta(days=1), last=last + SEVEN):
        found[visit.rep_id]["planned"] += 1
    return {key: dict(counts) for key, counts in found.items()}


def save_week(db: Session, on: date, now: datetime) -> int:
    """Keeps the week up to a date, unless it is kept; returns how many rows were written."""
    scope = Scope.system()
    facts = exceptions.load_facts(db, scope, Moment(now, on), before=False)
    counts, kinds = load_counts(db, scope, on), _exceptions(facts)
    groups: dict[tuple[str, str], Mapping[str, Figure]] = {}
    for key in [*(rep.id for rep in facts.reps), None]:
        told = counts.get(key, {}) | {PREFIX + k: v for k, v in kinds.get(key, {}).items()}
        groups[BY, str(key or "")] = {name: Figure(v, None, None) for name, v in told.items()}
    return board.save_snapshots(db, on, groups, now)


# --- what was decided, what comes -----------------------------------------------------------------


def load_decisions(db: Session, scope: Scope, first: date, last: date) -> list[Decision]:
    """Returns what was decided between two dates by whom one sees, the earliest first."""
    zone = ZoneInfo(people.load_company(db).zone)
    begin, end = (datetime.combine(on, time(), zone) for on in (first, last + timedelta(days=1)))
    seen = log.load_seen(db, scope)
    found: list[Decision] = []
    asked, more = log.Asked(first=begin, last=end), True
    while more:
        page, more = log.load_page(db, seen, asked)
        found += [_decision(one, seen.names) for one in page if one.action in DECISIONS]
        if page:
            asked = log.Asked(first=begin, last=end, before=page[-1].id)
    return found[::-1]


def _decision(entry: log.Entry, names: Mapping[str, str]) -> Decision:
    named = {entry.about: entry.about.replace("_", " ")} | dict(names)
    text = wording.sentence(entry.action, entry.about, entry.details, named)
    return Decision(entry.at, entry.who, text)


def load_names(db: Session, scope: Scope) -> Mapping[UUID, str]:
    """Returns the reps in sight who work here, by name."""
    return {rep.id: rep.name for rep in people.load_reps(db, scope) if rep.active}


def load_coming(db: Session, scope: Scope, first: date) -> list[str]:
    """Returns what a week brings: days off, ramps that begin, changes that take effect."""
    last = first + SIX
    return [*_away(db, scope, first, last), *_ramps(db, scope, first, last),
            *_changes(db, scope, first, last)]  # fmt: skip


def _away(db: Session, scope: Scope, first: date, last: date) -> Iterable[str]:
    for rep in people.load_reps(db, scope):
        off = people.working_days(rep, first, last)[1] if rep.active else {}
        days = [on for on in sorted(off) if rep.week[on.weekday()]]
        if days:
            why = ", ".join(dict.fromkeys(off[on] for on in days))
            yield f"{rep.name} is away on {_days(days)} ({why})"


def _days(days: list[date]) -> str:
    return ", ".join(f"{on:%A}" for on in days)


def _ramps(db: Session, scope: Scope, first: date, last: date) -> Iterable[str]:
    records = accounts.load_accounts(db, scope, first)
    for one in exceptions.openings(records, first, last - first):
        if one.ramp_from <= last:
            count = f"{one.accounts} account{'s' if one.accounts > 1 else ''}"
            yield f"The ramp for {one.town or 'no town'} begins on {one.ramp_from:%A} ({count})"


def _changes(db: Session, scope: Scope, first: date, last: date) -> Iterable[str]:
    for one in accounts.load_planned(db, scope):
        if first <= one.valid_from <= last:
            yield f"{one.account}: {one.words} from {one.valid_from:%A}"
