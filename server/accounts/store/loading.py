"""Reads accounts with all that belongs to them, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from routing import cadence as cadences
from routing.domain import AccountClass, MonthDay
from server import errors
from server.accounts import leads, opening_hours, records
from server.accounts.records import (
    AccountRecord,
    Contact,
    History,
    Rule,
    Sales,
    Switch,
    Touch,
    Window,
)
from server.auth import Role, Scope
from server.models import (
    Account,
    CadenceRule,
    ClassChange,
    Person,
    Report,
    SalesMonth,
    SeasonWindow,
    Segment,
    Visit,
)
from server.models import (
    Contact as ContactRow,
)
from server.models import (
    Touch as TouchRow,
)
from server.people import store as people

#: What a record keeps of its reports; the need is made from all of them.
HISTORY = 20
SALES_MONTHS = 36
#: Of colleagues' touches it keeps the latest of half a year.
TOUCHES, TOUCHES_BACK = 8, timedelta(days=183)


def load_accounts(
    db: Session,
    scope: Scope,
    today: date,
    *,
    account_ids: Collection[UUID] | None = None,
    rep_id: UUID | None = None,
    active_only: bool = True,
    detail: bool = False,
) -> tuple[AccountRecord, ...]:
    """Returns accounts as they stand on a day, by name; sales by month only in ``detail``."""
    chosen = _chosen(scope, account_ids, rep_id, active_only)
    rows = db.execute(_accounts(chosen)).all()
    ids = select(Account.id).where(*chosen)
    parts = _Parts(db, ids, today, detail)
    return tuple(_record(account, rep, segment, parts) for account, rep, segment in rows)


def load_account(db: Session, scope: Scope, account_id: UUID, today: date) -> AccountRecord:
    """Returns one account with its sales; another rep's is as unknown as one nobody has."""
    found = load_accounts(
        db, scope, today, account_ids=[account_id], active_only=False, detail=True
    )
    if not found:
        raise errors.NotFound()
    return found[0]


def in_sight(scope: Scope) -> list[ColumnElement[bool]]:
    """Returns the conditions that keep a query to the accounts somebody sees."""
    if scope.rep_ids is None:
        return []
    own = Account.rep_id.in_(scope.rep_ids)
    return [or_(own, Account.rep_id.is_(None)) if scope.role is Role.MANAGER else own]


def _chosen(
    scope: Scope, account_ids: Collection[UUID] | None, rep_id: UUID | None, active_only: bool
) -> list[ColumnElement[bool]]:
    chosen = in_sight(scope)
    if account_ids is not None:
        chosen.append(Account.id.in_(account_ids))
    if rep_id is not None:
        chosen.append(Account.rep_id == rep_id)
    if active_only:
        chosen.append(Account.active.is_(True))
    return chosen


def _accounts(chosen: Iterable[ColumnElement[bool]]) -> Select:
    return (
        select(Account, Person.name, Segment)
        .outerjoin(Person, Person.id == Account.rep_id)
        .outerjoin(Segment, Segment.name == Account.segment)
        .where(*chosen)
        .order_by(func.lower(Account.name), Account.number)
    )


class _Parts:
    """What belongs to the chosen accounts, read once each and kept by account."""

    def __init__(self, db: Session, ids: Select, today: date, detail: bool) -> None:
        self.today = today
        self.rules = load_rules(db)
        self.retry_d = int(people.load_setting(db, "retry_days"))
        self.first_touch_d = int(people.load_setting(db, "first_touch_days"))
        self.season = people.load_season(db)
        self.contacts = _contacts(db, ids)
        self.windows = load_windows(db, ids)
        self.history = _history(db, ids, today)
        self.touches = _touches(db, ids, today)
        self.switches = _switches(db, ids, today)
        self.next_visits = _next_visits(db, ids, today)
        self.totals = _totals(db, ids, today)
        self.sales = _sales(db, ids, today) if detail else {}


def load_rules(db: Session) -> dict[tuple[str, str], Rule]:
    """Returns the cadence table: the defaults, and over them what a manager edited."""
    settings = people.load_settings(db)
    usual, phone = float(settings["usual_tolerance"]), float(settings["phone_counts"])
    rules = records.default_rules()
    for row in db.scalars(select(CadenceRule)):
        rules[row.account_class, row.tier] = Rule(
            row.interval_d, row.tolerance_d, row.service_s, row.channel, row.value
        )
    return {key: rule._replace(usual=usual, phone=phone) for key, rule in rules.items()}


def _contacts(db: Session, ids: Select) -> Mapping[UUID, tuple[Contact, ...]]:
    query = (
        select(ContactRow.account_id, ContactRow.name, ContactRow.phone, ContactRow.email)
        .where(ContactRow.account_id.in_(ids))
        .order_by(ContactRow.id)
    )
    found: dict[UUID, tuple[Contact, ...]] = {}
    for account_id, *values in db.execute(query):
        found[account_id] = (*found.get(account_id, ()), Contact(*values))
    return found


def load_windows(db: Session, ids: Select | None = None) -> records.Windows:
    """Returns the season windows shared by many, and those of the chosen accounts, by whose."""
    mine = SeasonWindow.account_id.in_(ids) if ids is not None else false()
    query = select(SeasonWindow).where(or_(SeasonWindow.account_id.is_(None), mine))
    found: dict[tuple[str, str], list[Window]] = defaultdict(list)
    for row in db.scalars(query):
        start, end = MonthDay(row.start_month, row.start_day), MonthDay(row.end_month, row.end_day)
        keys = (row.account_id, row.town, row.segment, row.product_line, row.rep_id)
        of, key = next((of, key) for of, key in zip(records.SPECIFIC, keys, strict=True) if key)
        found[records.window_key(of, key)].append(Window(row.state, start, end, of))
    return {key: tuple(sorted(windows)) for key, windows in found.items()}


def _history(db: Session, ids: Select, today: date) -> Mapping[UUID, list[History]]:
    """Returns the reports that count, latest first: not taken back, not amended, not to come."""
    later = aliased(Report)
    amended = exists().where(
        later.visit_id == Report.visit_id,
        later.withdrawn_at.is_(None),
        or_(later.received_at > Report.received_at,
            and_(later.received_at == Report.received_at, later.id > Report.id)),
    )  # fmt: skip
    query = (
        select(Report.account_id, Report.on, Report.outcome, Report.result, Report.note,
               Person.name, Report.source, Report.next_step, Report.next_step_on)
        .join(Person, Person.id == Report.rep_id)
        .where(Report.account_id.in_(ids), Report.withdrawn_at.is_(None), Report.on <= today,
               or_(Report.visit_id.is_(None), ~amended))
        .order_by(Report.on.desc(), Report.received_at.desc(), Report.id.desc())
    )  # fmt: skip
    found: dict[UUID, list[History]] = defaultdict(list)
    for account_id, *values in db.execute(query):
        found[account_id].append(History(*values))  # type: ignore[arg-type]
    return found


def _touches(db: Session, ids: Select, today: date) -> Mapping[UUID, list[Touch]]:
    """Returns what colleagues did, latest first."""
    query = (
        select(TouchRow.account_id, TouchRow.on, TouchRow.kind, TouchRow.by, TouchRow.text)
        .where(TouchRow.account_id.in_(ids), TouchRow.on.between(today - TOUCHES_BACK, today))
        .order_by(TouchRow.on.desc(), TouchRow.id.desc())
    )
    found: dict[UUID, list[Touch]] = defaultdict(list)
    for account_id, *values in db.execute(query):
        found[account_id].append(Touch(*values))  # type: ignore[arg-type]
    return found


def _switches(db: Session, ids: Select, today: date) -> Mapping[UUID, list[Switch]]:
    """Returns when somebody changed the class of an account that already had one."""
    query = (
        select(ClassChange.account_id, ClassChange.valid_from, ClassChange.from_class)
        .where(ClassChange.account_id.in_(ids), ClassChange.from_class.is_not(None),
               ClassChange.from_class != ClassChange.to_class, ClassChange.valid_from <= today)
        .order_by(ClassChange.valid_from, ClassChange.at, ClassChange.id)
    )  # fmt: skip
    found: dict[UUID, list[Switch]] = defaultdict(list)
    for account_id, on, before in db.execute(query):
        if before in set(AccountClass):
            found[account_id].append(Switch(on, before))
    return found


def _next_visits(db: Session, ids: Select, today: date) -> Mapping[UUID, date]:
    """Returns the next published visit of each account that nobody has reported yet.

    Visits of a paused rep stand in the plan, but nobody makes them.
    """
    reported = exists().where(Report.visit_id == Visit.id, Report.withdrawn_at.is_(None))
    query = (
        select(Visit.account_id, func.min(Visit.on))
        .join(Person, Person.id == Visit.rep_id)
        .where(Visit.account_id.in_(ids), Visit.on >= today, Visit.cancelled_at.is_(None),
               ~reported, Person.active)
        .group_by(Visit.account_id)
    )  # fmt: skip
    return {account_id: on for account_id, on in db.execute(query)}


def sales_months(today: date) -> tuple[date, date, date]:
    """Returns the months that bound two years: 24 and 12 months back, and the running month.

    The last 12 months are the complete ones before the month of today.
    """
    this = today.replace(day=1)
    return this.replace(year=this.year - 2), this.replace(year=this.year - 1), this


def _totals(db: Session, ids: Select, today: date) -> Mapping[UUID, tuple[float, float]]:
    before, year, this = sales_months(today)
    recent = func.sum(case((SalesMonth.month >= year, SalesMonth.value), else_=0.0))
    earlier = func.sum(case((SalesMonth.month < year, SalesMonth.value), else_=0.0))
    query = (
        select(SalesMonth.account_id, recent, earlier)
        .where(SalesMonth.account_id.in_(ids), SalesMonth.month >= before, SalesMonth.month < this)
        .group_by(SalesMonth.account_id)
    )
    return {key: (float(now), float(then)) for key, now, then in db.execute(query)}


def _sales(db: Session, ids: Select, today: date) -> Mapping[UUID, tuple[Sales, ...]]:
    query = (
        select(SalesMonth.account_id, SalesMonth.month, SalesMonth.value, SalesMonth.orders)
        .where(SalesMonth.account_id.in_(ids), SalesMonth.month <= today)
        .order_by(SalesMonth.month)
    )
    found: dict[UUID, list[Sales]] = defaultdict(list)
    for account_id, *values in db.execute(query):
        found[account_id].append(Sales(*values))  # type: ignore[arg-type]
    return {key: tuple(sales[-SALES_MONTHS:]) for key, sales in found.items()}


def _record(
    account: Account, rep: str | None, segment: Segment | None, parts: _Parts
) -> AccountRecord:
    """Returns the record of one row: its cadence and season, and the need its history left."""
    rule = parts.rules[account.account_class, account.tier]
    own = (account.interval_d, account.times_per_week, account.service_s)
    cadence = records.cadence_of(rule, *own)
    windows = records.windows_in_force(account, parts.windows)
    season = records.season_of(windows, parts.season)
    history = parts.history.get(account.id, ())
    made = records.touches(history, rule, account.last_visit)
    last_visit = records.last_counted(made, parts.today)
    attempts, not_before = records.missed_since(history, last_visit, parts.retry_d)
    before = _earlier(parts, account, own)
    known = cadences.season_for(AccountClass(account.account_class), season)
    found = min(account.found_on, parts.today) if account.found_on else None
    stands = records.standing(cadence, known, made, account.number, parts.today, before, found)
    touched = bool(made) or account.id in parts.touches
    by = leads.first_touch_by(account.account_class, found, touched, parts.first_touch_d)
    told = account.told_sales_12m or 0.0
    sales_12m, sales_before = parts.totals.get(account.id, (told, 0.0))
    return AccountRecord(
        **_columns(account),
        rep=rep,
        segment_label=segment.label if segment else "",
        hours=opening_hours.in_force(
            account.opening_hours, segment.opening_hours if segment else ""
        ),
        assumed=tuple(account.assumed or ()),
        rule=rule,
        first_touch_by=by,
        cadence=leads.waiting(cadence, found, by),
        season=season,
        windows=windows,
        need=stands.need,
        behind=stands.behind,
        last_visit=last_visit,
        attempts=attempts,
        not_before=not_before,
        next_visit=parts.next_visits.get(account.id),
        contacts=parts.contacts.get(account.id, ()),
        history=tuple(history[:HISTORY]),
        touches=tuple(parts.touches.get(account.id, ())[:TOUCHES]),
        sales=parts.sales.get(account.id, ()),
        sales_12m=sales_12m,
        sales_12m_before=sales_before,
    )


def _earlier(
    parts: _Parts, account: Account, own: tuple[float | None, int | None, int | None]
) -> tuple[tuple[date, Any], ...]:
    switches: Sequence[Switch] = parts.switches.get(account.id, ())
    return tuple(
        (switch.on, records.cadence_of(parts.rules[switch.before, account.tier], *own))
        for switch in switches
    )


_PLAIN = (
    "id", "rev", "number", "name", "rep_id", "account_class", "tier", "segment", "active",
    "address", "city", "state", "zip", "country", "lat", "lon", "place_source", "interval_d",
    "times_per_week", "service_s", "opening_hours", "opening_hours_problem", "potential",
    "known_since", "found_on", "product_line",
)  # fmt: skip


def _columns(account: Account) -> dict[str, Any]:
    return {name: getattr(account, name) for name in _PLAIN}
