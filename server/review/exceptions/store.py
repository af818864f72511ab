"""Loads what a manager's week is told from, and keeps what was set aside."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing import coverage
from routing.classification import mix
from routing.domain import AccountClass
from server import clock, errors, wire
from server.accounts.store import AccountRecord
from server.auth import Scope
from server.classes import store as classes
from server.classes.store.loads import Book
from server.coverage import store as board
from server.coverage.store import Loaded, Period
from server.models import SetAside
from server.people import store as people
from server.people.store import RepRecord
from server.planning import store as planning
from server.review.exceptions import accounts
from server.review.exceptions.facts import (
    Draft,
    Facts,
    Items,
    Limits,
    Opening,
    Pace,
    Proposed,
    RepFacts,
    Suggested,
)
from server.review.exceptions.rules import KINDS, NOBODY
from server.review.goals import rules as goal_rules
from server.review.goals import store as goals
from server.seasons import store as seasons
from server.visits import store as visits

FOUR_WEEKS, FORTNIGHT = timedelta(days=27), timedelta(days=14)
#: Keys that speak of all a manager sees.
EVERYBODY = ("all", NOBODY)


class Moment(NamedTuple):
    """Now and the company's date; ``shift`` is how far the company's clock is from the real one."""

    now: datetime
    today: date
    shift: timedelta = timedelta(0)


class Earlier(NamedTuple):
    """The figures of four weeks before: of all in sight, and by rep."""

    total: Mapping[str, coverage.Figure]
    reps: Mapping[str, Mapping[str, coverage.Figure]]


class Snoozed(NamedTuple):
    """Until when and why an exception was set aside, and how bad it was then."""

    until: date | None
    why: str
    size: float | None


# --- facts ---------------------------------------------------------------------------------------


def load_facts(db: Session, scope: Scope, at: Moment, before: bool = True) -> Facts:
    """Returns what everybody in sight did and shall do; ``before`` adds the four weeks before."""
    today = at.today
    period = Period(today - FOUR_WEEKS, today)
    loaded = board.load_period(db, scope, period)
    earlier = _before(db, scope, period.before()) if before else Earlier({}, {})
    book = classes.load_book(db, scope, today)
    total = _review(loaded)[coverage.ALL]
    records, limits = [row.account for row in loaded.rows], _limits(db)
    alerts = limits.alerts
    return Facts(
        today=today,
        limits=limits,
        reps=_reps(db, scope, at, loaded, earlier, book),
        total=total,
        before=earlier.total,
        required=accounts.counted(loaded, total["attainment"], accounts.made_words(loaded)),
        overdue=accounts.counted(loaded, total["overdue_value"], accounts.late_words(loaded)),
        neglected=accounts.neglected(records, today, alerts.neglected),
        leads=accounts.late_leads(records, today),
        ramps=accounts.missed_ramps(loaded),
        at_risk=_at_risk(book, today),
        words=_words(db, scope, at.now - timedelta(days=alerts.answer_d)),
        kept=_kept(db, scope, at.now),
        drafts=_drafts(db, scope),
        proposals=_proposals(db, scope, book, today),
        suggestions=_suggestions(db, scope, today),
        goals=_goals(db, scope, today),
        openings=openings(records, today, timedelta(days=alerts.opening_d)),
    )


def _review(
    loaded: Loaded, by: coverage.By | None = None
) -> Mapping[str, Mapping[str, coverage.Figure]]:
    return coverage.review([row.record for row in loaded.rows], by, loaded.days)


def _before(db: Session, scope: Scope, period: Period) -> Earlier:
    """Returns the figures of the period before: what that night kept, else counted now."""
    kept = load_kept_figures(db, scope, period.last, "all", "")
    reps = [str(rep.id) for rep in people.load_reps(db, scope) if rep.active]
    if kept:
        return Earlier(kept, {key: load_kept_figures(db, scope, period.last, "rep", key) or {}
                              for key in reps})  # fmt: skip
    loaded = board.load_period(db, scope, period)
    return Earlier(_review(loaded)[coverage.ALL], _review(loaded, "rep_id"))


def load_kept_figures(
    db: Session, scope: Scope, on: date, by: str, key: str
) -> Mapping[str, coverage.Figure] | None:
    """Returns a group's figures as the night of a date kept them; None where it kept none."""
    found = board.load_snapshots(db, scope, by, key, on, on)
    if not found:
        return None
    return {
        name: coverage.Figure(told[0], told[1], told[2]) for name, told in found[0].figures.items()
    }


def _limits(db: Session) -> Limits:
    limit = float(people.load_setting(db, "overload_share"))
    return Limits(limit, people.load_goods(db), people.load_policies(db), people.load_alerts(db))


def _reps(
    db: Session, scope: Scope, at: Moment, loaded: Loaded, earlier: Earlier, book: Book
) -> tuple[RepFacts, ...]:
    years = {one.rep_id: one.year() for one in planning.load_years(db, scope, at.today)}
    now = _review(loaded, "rep_id")
    none = coverage.review([])[coverage.ALL]
    syncs, limits = people.load_last_syncs(db), people.load_mix_limits(db)
    unreported = _unreported(db, scope, at.today, book.reps)
    found = []
    for rep in book.reps:
        mine, key = book.mix(rep.id), str(rep.id)
        seen = syncs[rep.id] + at.shift if rep.id in syncs else None
        found.append(RepFacts(
            rep.id, rep.name, years[rep.id], now.get(key, none), earlier.reps.get(key, none),
            mix.flags(mine, classes.capacity_min(rep), limits), mine.all_accounts,
            mine.accounts[AccountClass.PROSPECT],
            tuple(one for one in unreported if one.rep_id == rep.id), seen,
            None if seen is None else _silent_days(rep, seen, at.today),
        ))  # fmt: skip
    return tuple(found)


def _silent_days(rep: RepRecord, seen: datetime, today: date) -> int:
    """Returns the whole working days between the last word of a phone and today."""
    day = timedelta(days=1)
    first = clock.local_date(seen, rep.zone) + day
    return len(people.working_days(rep, first, today - day)[0]) if first < today else 0


def _unreported(db: Session, scope: Scope, today: date, reps: Iterable[RepRecord]) -> Items:
    """Returns the planned visits of past days that nobody told anything about."""
    names = {rep.id: rep.name for rep in reps}
    open_ = planning.load_visits(
        db, scope, first=today - FORTNIGHT, last=today - timedelta(days=1), open_only=True
    )
    return tuple(
        wire.MondayItem(
            account_id=one.account_id, name=one.account, rep_id=one.rep_id,
            rep=names.get(one.rep_id, ""), on=one.on, note="planned, nothing reported",
        )
        for one in open_
    )  # fmt: skip


def _at_risk(book: Book, today: date) -> Items:
    risks = classes.at_risk(book, today)
    return tuple(
        accounts.item(one, "; ".join(risks[one.id]), one.last_visit)
        for one in book.records
        if one.id in risks
    )


def _words(db: Session, scope: Scope, before: datetime) -> Items:
    """Returns the words of before that nobody has answered yet."""
    return tuple(
        wire.MondayItem(
            account_id=one.account_id, name=one.account or one.topic, rep_id=one.rep_id,
            rep=one.rep, on=one.on, note=one.text,
        )
        for one in visits.load_feedback(db, scope, "open")
        if one.received_at < before
    )  # fmt: skip


def _kept(db: Session, scope: Scope, now: datetime) -> Items:
    return tuple(
        wire.MondayItem(
            name=one.account or str(one.item.get("kind", "")), rep_id=one.person_id,
            rep=one.rep, on=one.kept_at.date(), note=f"sent from {one.device or 'a phone'}",
        )
        for one in visits.load_kept_aside(db, scope)
    )  # fmt: skip


def _drafts(db: Session, scope: Scope) -> tuple[Draft, ...]:
    """Returns the latest plan of each rep, where nobody has decided about it yet."""
    latest: dict[UUID, planning.PlanRecord] = {}
    for plan in planning.load_plans(db, scope):
        latest.setdefault(plan.rep_id, plan)
    return tuple(
        Draft(one.rep_id, one.rep, one.made_at, one.summary.get("changes") or 0)
        for one in latest.values()
        if one.state == "draft"
    )


def _proposals(db: Session, scope: Scope, book: Book, today: date) -> tuple[Proposed, ...]:
    records = {one.id: one for one in book.records}
    return tuple(
        Proposed(
            accounts.item(
                records[one.account_id],
                f"{one.from_class} to {one.to_class}: {'; '.join(one.reasons[:1])}",
                one.made_on,
            ),
            classes.hours_more(book, one.account_id, one.to_class, today),
        )
        for one in classes.load_open(db, scope)
    )


def _suggestions(db: Session, scope: Scope, today: date) -> tuple[Suggested, ...]:
    found = seasons.load_open_suggestions(db, scope, today)
    return tuple(Suggested(one.of, one.label, one.accounts) for one in found)


def _goals(db: Session, scope: Scope, today: date) -> tuple[Pace, ...]:
    meter, found = goals.Meter(db, today), []
    for goal in goals.load_goals(db, scope):
        if goal.closed_at is not None or not goal.first <= today <= goal.last:
            continue
        whose = goals.scope_of(db, scope, goal)
        value = meter.value(whose, goal.metric, goal.by, goal.key, goal.first, goal.last)
        made = goal_rules.progress(goal, value, today, meter.near)
        if made.state == "behind" and value is not None and made.expected is not None:
            unit = goal_rules.measures()[goal.metric].unit
            found.append(Pace(goal.id, goal.name, value, made.expected, goal.target, unit))
    return tuple(found)


def openings(records: Iterable[AccountRecord], today: date, soon: timedelta) -> tuple[Opening, ...]:
    """Returns the places whose ramp begins so soon, the next first, of a day the largest.

    Most accounts share a season: the radar looks at one of each.
    """
    alike: dict[object, list[AccountRecord]] = {}
    for one in records:
        if one.windows and one.cadence is not None:
            alike.setdefault((one.season, one.account_class == "divest"), []).append(one)
    like = {same[0].id: same for same in alike.values()}
    counts: Counter[tuple[date, str]] = Counter()
    for group in seasons.radar([same[0] for same in alike.values()], {}, {}, today).coming:
        for account in group.accounts:
            if today <= account.ramp_from <= today + soon:
                counts.update((account.ramp_from, one.city) for one in like[account.account_id])
    ordered = sorted(counts.items(), key=lambda one: (one[0][0], -one[1], one[0][1]))
    return tuple(Opening(town, count, on) for (on, town), count in ordered)


# --- set aside -----------------------------------------------------------------------------------


def load_snoozed(db: Session, scope: Scope, today: date) -> Mapping[str, Snoozed]:
    """Returns what this manager does not want to be told now, by key: each sets aside alone."""
    prefix = _aside_key(scope, "")
    rows = db.scalars(select(SetAside).where(SetAside.key.startswith(prefix, autoescape=True)))
    return {
        row.key.removeprefix(prefix): Snoozed(row.until, row.why, row.size)
        for row in rows
        if row.until is None or row.until > today
    }


def save_snooze(db: Session, scope: Scope, ask: wire.SnoozeRequest, at: Moment) -> None:
    """Sets an exception aside until a date, with a reason; without a date it is back."""
    _must_see(db, scope, ask.key)
    name = _aside_key(scope, ask.key)
    if row := db.get(SetAside, name):
        db.delete(row)
        db.flush()
    if ask.until is not None:
        db.add(SetAside(key=name, until=ask.until, why=ask.why.strip(), size=ask.size,
                        by=scope.person_id, at=at.now))  # fmt: skip
    db.flush()
    details = {"until": ask.until.isoformat() if ask.until else None, "why": ask.why.strip()}
    action = "exception_snoozed" if ask.until else "exception_brought_back"
    people.audit(db, at.now, scope, action, ask.key, details)


def _must_see(db: Session, scope: Scope, key: str) -> None:
    """Refuses what is about people out of sight as if it did not exist."""
    kind, _, subject = key.partition(":")
    if kind not in KINDS:
        raise errors.NotFound()
    if subject in EVERYBODY:
        return
    try:
        found = UUID(subject)
    except ValueError:
        raise errors.NotFound() from None
    if kind == "goal":
        goals.load_goal(db, scope, found)
    else:
        people.load_rep(db, scope, found)


def _aside_key(scope: Scope, key: str) -> str:
    return f"exception:{scope.person_id}:{key}"
