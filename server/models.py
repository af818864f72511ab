"""Every table, in foreign-key order: columns and constraints, no behaviour.

Facts are stored once: "done", "overdue" and "covered" are computed. ``rev`` is the company-wide
revision of the last write that touched the row (``database.take_rev``); it is the phone's cursor,
the check against stale writes and the fence of jobs. Instants are aware UTC, dates local dates,
durations whole seconds. Each table has one feature that writes it, named in its docstring.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from server.database import Base, new_id, orm

# Flask-SQLAlchemy makes its model class while running; type checkers follow the one it is made of.
if TYPE_CHECKING:
    Model = Base
else:
    Model = orm.Model


def _id() -> Mapped[UUID]:
    return mapped_column(primary_key=True, default=new_id)


def _rev() -> Mapped[int]:
    return mapped_column(default=0, index=True)


# --- the company and its people (people/) -------------------------------------------------------


class Company(Model):
    """The one row of the installation: its revision, its epoch, its clock."""

    __tablename__ = "company"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    zone: Mapped[str]
    country: Mapped[str] = mapped_column(default="US")
    rev: Mapped[int] = mapped_column(default=0)
    #: Changes after a restore: phones then pull everything again.
    epoch: Mapped[UUID] = mapped_column(default=new_id)
    #: Seconds added to the real instant; None on a real installation, which never pretends.
    clock_offset_s: Mapped[int | None]
    demo: Mapped[bool] = mapped_column(default=False)
    notice: Mapped[str] = mapped_column(default="")


class Setting(Model):
    """A business setting a manager edits, by key; a missing row means the default."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]


class Team(Model):
    """Reps who are reviewed together."""

    __tablename__ = "team"
    id: Mapped[UUID] = _id()
    name: Mapped[str] = mapped_column(unique=True)


class Person(Model):
    """Someone who signs in: rep, manager, colleague or admin."""

    __tablename__ = "person"
    id: Mapped[UUID] = _id()
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    password_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    #: A code as "de"; empty speaks as the device does.
    language: Mapped[str] = mapped_column(default="")
    #: What named this person is gone; figures keep the row.
    erased_at: Mapped[datetime | None]
    rev: Mapped[int] = _rev()


class Invitation(Model):
    """A link by which somebody sets a first password, once. Only its secret's SHA-256 is kept."""

    __tablename__ = "invitation"
    id: Mapped[UUID] = _id()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RepSettings(Model):
    """Where and when a rep works. ``week`` is seven ``[start_s, end_s]`` or null, Monday first.

    ``ends`` is seven ``{start, end}`` or null: places where that weekday begins or ends instead of
    at base. ``nights`` is ``{places, a_week, least_s}``. A place is ``{label, lat, lon}``.
    """

    __tablename__ = "rep_settings"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    base_label: Mapped[str] = mapped_column(default="")
    base_lat: Mapped[float | None]
    base_lon: Mapped[float | None]
    zone: Mapped[str]
    country: Mapped[str] = mapped_column(default="US")
    subdivision: Mapped[str | None]
    week: Mapped[list[Any]]
    lunch_start_s: Mapped[int | None]
    lunch_end_s: Mapped[int | None]
    lunch_s: Mapped[int] = mapped_column(default=0)
    auto_publish: Mapped[bool] = mapped_column(default=True)
    ends: Mapped[list[Any] | None]
    nights: Mapped[dict[str, Any] | None]
    #: What this rep's plans weigh otherwise than the company's: factors by name; null for nothing.
    weights: Mapped[dict[str, Any] | None]
    rev: Mapped[int] = _rev()


class DayOff(Model):
    """Dates a rep does not work, both inclusive."""

    __tablename__ = "day_off"
    id: Mapped[UUID] = _id()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")


class SignIn(Model):
    """A session: one a device and entry. Only the SHA-256 of its secret is kept."""

    __tablename__ = "sign_in"
    id: Mapped[UUID] = _id()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    #: ``phone`` and ``desk`` are cookies, ``token`` is a bearer token for scripts.
    entry: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    #: A lost phone: its next contact is told to wipe.
    wipe: Mapped[bool] = mapped_column(default=False)


class AuditEntry(Model):
    """Who did what to what, append-only."""

    __tablename__ = "audit_entry"
    id: Mapped[UUID] = _id()
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[UUID | None]
    action: Mapped[str]
    about: Mapped[str]
    details: Mapped[dict[str, Any]]


# --- accounts (accounts/) -----------------------------------------------------------------------


class Segment(Model):
    """A line of business, with the hours and seasons its accounts have unless told otherwise."""

    __tablename__ = "segment"
    name: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    opening_hours: Mapped[str] = mapped_column(default="")
    rev: Mapped[int] = _rev()


class CadenceRule(Model):
    """One cell of the cadence table. ``interval_d`` null asks for nothing."""

    __tablename__ = "cadence_rule"
    account_class: Mapped[str] = mapped_column(primary_key=True)
    tier: Mapped[str] = mapped_column(primary_key=True)
    interval_d: Mapped[float | None]
    tolerance_d: Mapped[float | None]
    service_s: Mapped[int]
    channel: Mapped[str] = mapped_column(default="visit")
    value: Mapped[float] = mapped_column(default=1.0)


class Account(Model):
    """A place a rep visits.

    ``place_source`` says how sure the coordinates are: ``file``, ``zip`` (approximate),
    ``geocoder``, ``phone``; null when there are none. ``assumed`` names the fields nobody gave.
    """

    __tablename__ = "account"
    id: Mapped[UUID] = _id()
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    rep_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    account_class: Mapped[str]
    tier: Mapped[str]
    segment: Mapped[str | None] = mapped_column(ForeignKey("segment.name"))
    product_line: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    potential: Mapped[float | None]
    address: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="")
    zip: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="US")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    place_source: Mapped[str | None]
    interval_d: Mapped[float | None]
    times_per_week: Mapped[int | None]
    service_s: Mapped[int | None]
    opening_hours: Mapped[str] = mapped_column(default="")
    #: What opening-hours-py said of the string it could not read; the segment's hours then count.
    opening_hours_problem: Mapped[str] = mapped_column(default="")
    #: The last visit as an imported file told it, where no report of it exists.
    last_visit: Mapped[date | None]
    #: What a file told of buying; they count until sales by month are known.
    told_sales_12m: Mapped[float | None]
    told_last_order: Mapped[date | None]
    assumed: Mapped[list[Any]] = mapped_column(default=list)
    known_since: Mapped[date]
    #: The day a rep found it on the road; none where a file brought it.
    found_on: Mapped[date | None]
    rev: Mapped[int] = _rev()


class Contact(Model):
    """A person at an account."""

    __tablename__ = "contact"
    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")


class SeasonWindow(Model):
    """A recurring stretch of the year with a state, of exactly one of: an account, a segment, a
    town (``city, state``), a rep's territory, a product line.
    """

    __tablename__ = "season_window"
    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    segment: Mapped[str | None] = mapped_column(ForeignKey("segment.name"), index=True)
    town: Mapped[str | None]
    rep_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    product_line: Mapped[str | None]
    state: Mapped[str]
    start_month: Mapped[int]
    start_day: Mapped[int]
    end_month: Mapped[int]
    end_day: Mapped[int]


class ClassChange(Model):
    """An account's classes over time, append-only."""

    __tablename__ = "class_change"
    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    from_class: Mapped[str | None]
    to_class: Mapped[str]
    valid_from: Mapped[date]
    by: Mapped[UUID | None]
    why: Mapped[str]
    at: Mapped[datetime]


class PlannedChange(Model):
    """A change of an account's rep or class that takes effect on a date; the night applies it."""

    __tablename__ = "planned_change"
    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    #: ``rep_id`` or ``account_class``.
    field: Mapped[str]
    value: Mapped[str | None]
    valid_from: Mapped[date]
    by: Mapped[UUID | None]
    why: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class SalesMonth(Model):
    """What an account bought in one month, in the company's currency."""

    __tablename__ = "sales_month"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[float]
    #: Null where the file told none.
    margin: Mapped[float | None]
    orders: Mapped[int] = mapped_column(default=0)


class Touch(Model):
    """A contact that is no visit, by a colleague: a ticket, a call, a mail, an event."""

    __tablename__ = "touch"
    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    on: Mapped[date]
    #: ``ticket``, ``phone``, ``email``, ``event``, ``campaign``.
    kind: Mapped[str]
    by: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    __table_args__ = (Index("ix_touch_account_id_on", "account_id", "on"),)


class ImportRun(Model):
    """A file that was read: its mapping is remembered by the set of its headers."""

    __tablename__ = "import_run"
    id: Mapped[UUID] = _id()
    at: Mapped[datetime]
    by: Mapped[UUID | None]
    kind: Mapped[str]
    file_name: Mapped[str]
    headers_hash: Mapped[str] = mapped_column(index=True)
    mapping: Mapped[dict[str, Any]]
    counts: Mapped[dict[str, Any]]


class Undo(Model):
    """What a change for many accounts at once replaced, so that it can be taken back."""

    __tablename__ = "undo"
    id: Mapped[UUID] = _id()
    at: Mapped[datetime]
    by: Mapped[UUID]
    label: Mapped[str]
    before: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]


class GeocodedPlace(Model):
    """A geocoder's answer, kept so that nobody is asked the same twice."""

    __tablename__ = "geocoded_place"
    query: Mapped[str] = mapped_column(primary_key=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    at: Mapped[datetime]


# --- busy times (busy/) ---------------------------------------------------------------------------


class OtherCalendar(Model):
    """A calendar that fills a rep's days. ``sealed`` is its address, encrypted, shown to nobody.

    ``read_at`` is the age of what is kept, ``problem`` the code of why the last try failed; empty
    when it did not.
    """

    __tablename__ = "other_calendar"
    id: Mapped[UUID] = _id()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    sealed: Mapped[str]
    #: Whether a whole-day event is a day off; else it fills nothing.
    all_day_off: Mapped[bool] = mapped_column(default=True)
    #: Whether the rep lets titles be kept.
    titles: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="")
    #: What could not be read: ``{code, title, begins}``.
    unread: Mapped[list[Any]] = mapped_column(default=list)


class BusyTime(Model):
    """A stretch of time another calendar fills, or an appointment with the account it names.

    ``choices`` are the accounts it may mean, while nobody has said which.
    """

    __tablename__ = "busy_time"
    id: Mapped[UUID] = _id()
    calendar_id: Mapped[UUID] = mapped_column(ForeignKey("other_calendar.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: A digest of the event's UID: all its repetitions have it.
    series: Mapped[str]
    start: Mapped[datetime]
    end: Mapped[datetime]
    all_day: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(default="")
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    choices: Mapped[list[Any]] = mapped_column(default=list)
    __table_args__ = (Index("ix_busy_time_person_id_start", "person_id", "start"),)


class BusyAnswer(Model):
    """What a rep said which account an event means; null for none. Survives every reading."""

    __tablename__ = "busy_answer"
    calendar_id: Mapped[UUID] = mapped_column(ForeignKey("other_calendar.id"), primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


# --- plans and visits (planning/) ---------------------------------------------------------------


class Region(Model):
    """Accounts of a rep better visited on some weekdays, or in some weeks of a cycle.

    Empty lists allow all. A wish with a price, never a limit.
    """

    __tablename__ = "region"
    id: Mapped[UUID] = _id()
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    weekdays: Mapped[list[Any]]
    weeks: Mapped[list[Any]]
    cycle_weeks: Mapped[int] = mapped_column(default=1)


class RegionAccount(Model):
    """An account in a region."""

    __tablename__ = "region_account"
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)


class Plan(Model):
    """One rep's plan: immutable once written; ``published_at`` is the only thing that moves.

    ``body`` is the plan as :mod:`routing.json_format` writes it. ``places`` says where its days
    begin or end if not at base, by date ``{start, end}``: the body's numbers mean its problem's.
    ``changes`` are the differences from the plan ``compared_with``, with their reasons; both are
    null where there was none before.
    """

    __tablename__ = "plan"
    id: Mapped[UUID] = _id()
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    today: Mapped[date]
    last_day: Mapped[date]
    #: The company's revision the problem was read at.
    based_on_rev: Mapped[int]
    body: Mapped[dict[str, Any]]
    #: hours, visits, unplanned by reason, seconds: what a list of plans shows.
    summary: Mapped[dict[str, Any]]
    places: Mapped[dict[str, Any] | None]
    compared_with: Mapped[UUID | None]
    changes: Mapped[list[Any] | None]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    published_by: Mapped[UUID | None]
    refused_at: Mapped[datetime | None]


class PublishedPlan(Model):
    """The pointer publishing moves: which plan a rep follows now."""

    __tablename__ = "published_plan"
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    rev: Mapped[int] = _rev()


class Visit(Model):
    """A planned visit, born when first published; its id lives through every later plan.

    Whether it was made is said by reports, not here. ``sequence`` grows with each change of time,
    place, rep or status: calendars need it. Clock times are seconds of the rep's local day; null
    for a phone visit.
    """

    __tablename__ = "visit"
    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    on: Mapped[date]
    position: Mapped[int] = mapped_column(default=0)
    channel: Mapped[str] = mapped_column(default="visit")
    arrival_s: Mapped[int | None]
    start_s: Mapped[int | None]
    departure_s: Mapped[int | None]
    #: Minutes on site, or of the call, which has no clock times to tell them.
    service_s: Mapped[int] = mapped_column(default=0)
    travel_s: Mapped[int] = mapped_column(default=0)
    travel_m: Mapped[int] = mapped_column(default=0)
    earliest: Mapped[date | None]
    target: Mapped[date | None]
    latest: Mapped[date | None]
    ramp: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str] = mapped_column(default="")
    #: The code and the figures behind ``why``; null in rows of older plans.
    reason: Mapped[str | None]
    figures: Mapped[dict[str, Any] | None]
    held: Mapped[str | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)
    rev: Mapped[int] = _rev()
    __table_args__ = (Index("ix_visit_rep_id_on", "rep_id", "on"),)


class Day(Model):
    """The frame of a published day: leaving, lunch, being back.

    A null ``start`` or ``end`` is the base. No order of its visits drives less than ``bound_s``.
    """

    __tablename__ = "day"
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    leave_s: Mapped[int]
    home_s: Mapped[int]
    lunch_start_s: Mapped[int | None]
    lunch_s: Mapped[int] = mapped_column(default=0)
    travel_s: Mapped[int]
    travel_m: Mapped[int]
    proven: Mapped[bool] = mapped_column(default=False)
    bound_s: Mapped[int] = mapped_column(default=0)
    start: Mapped[dict[str, Any] | None]
    end: Mapped[dict[str, Any] | None]
    rev: Mapped[int] = _rev()


class FrozenStop(Model):
    """The copy of a day taken at 05:00 local: adherence counts against it, whatever comes later."""

    __tablename__ = "frozen_stop"
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    visit_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)


# --- what the phone tells (visits/) --------------------------------------------------------------


class Fact(Model):
    """The log of everything a phone sent: one row an id, with what was answered.

    Kept so that the same id sent twice has one effect and one answer.
    """

    __tablename__ = "fact"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    about: Mapped[str | None]
    args: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    at_phone: Mapped[datetime | None]
    zone: Mapped[str] = mapped_column(default="")
    client_id: Mapped[UUID | None]
    received_at: Mapped[datetime]
    status: Mapped[str]
    code: Mapped[str | None]
    text: Mapped[str | None]


class KeptAside(Model):
    """What a lost phone still sent: never applied by itself, it waits for the rep's manager.

    ``item`` is the phone's own JSON as text: whatever was typed, both databases can keep it.
    """

    __tablename__ = "kept_aside"
    id: Mapped[UUID] = _id()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    sign_in_id: Mapped[UUID] = mapped_column(ForeignKey("sign_in.id"), index=True)
    item_id: Mapped[UUID]
    item: Mapped[str]
    kept_at: Mapped[datetime]
    __table_args__ = (
        Index("ix_kept_aside_person_id_item_id", "person_id", "item_id", unique=True),
    )


class Report(Model):
    """What happened at an account: made, by phone, or missed.

    ``visit_id`` is the planned visit, null for an extra one and for imported history. Of two
    reports of one visit the later received leads; the other is an amendment.
    """

    __tablename__ = "report"
    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id"), index=True)
    on: Mapped[date] = mapped_column(index=True)
    outcome: Mapped[str]
    #: Of a visit made: order, interest, no_interest, service ... ; of a missed one the reason.
    result: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int | None]
    #: What was promised, and by when.
    next_step: Mapped[str] = mapped_column(default="")
    next_step_on: Mapped[date | None]
    #: Whether the class is still right: ``keep``, ``change`` (to ``class_wanted``), ``unsure``.
    class_answer: Mapped[str] = mapped_column(default="")
    class_wanted: Mapped[str | None]
    #: What happened there that a class may follow from: merger, big_deal ...
    events: Mapped[list[Any]] = mapped_column(default=list)
    order_value: Mapped[float | None]
    at_phone: Mapped[datetime | None]
    received_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(default="phone")
    withdrawn_at: Mapped[datetime | None]
    rev: Mapped[int] = _rev()


class ReportPhoto(Model):
    """A picture a report speaks of; the picture itself may come later."""

    __tablename__ = "report_photo"
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class Photo(Model):
    """A picture that has arrived; its bytes lie in the data folder under its SHA-256."""

    __tablename__ = "photo"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    size: Mapped[int]
    received_at: Mapped[datetime]


class CheckIn(Model):
    """A rep said "I am here", once, by a tap; a place that was not known is null."""

    __tablename__ = "check_in"
    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id"))
    on: Mapped[date]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    accuracy_m: Mapped[int | None]
    at_phone: Mapped[datetime | None]
    received_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Feedback(Model):
    """A word of a rep to the manager: about an account, a route, the plan or a day."""

    __tablename__ = "feedback"
    id: Mapped[UUID] = _id()
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    on: Mapped[date]
    topic: Mapped[str]
    text: Mapped[str]
    at_phone: Mapped[datetime | None]
    received_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    rev: Mapped[int] = _rev()


class Wish(Model):
    """What a rep asks of the next plan; the next plan answers it."""

    __tablename__ = "wish"
    id: Mapped[UUID] = _id()
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id"))
    #: ``drop`` (skip this date), ``pin`` (hold to this date, maybe a time), ``avoid``.
    kind: Mapped[str]
    on: Mapped[date]
    start_s: Mapped[int | None]
    end_s: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    #: The manager who asked for it; null for the rep.
    by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    rev: Mapped[int] = _rev()


class Tombstone(Model):
    """A row that left a person's scope: their phone deletes it. Kept 90 days."""

    __tablename__ = "tombstone"
    id: Mapped[UUID] = _id()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    type: Mapped[str]
    row_id: Mapped[str]
    at: Mapped[datetime]
    rev: Mapped[int]
    __table_args__ = (Index("ix_tombstone_person_id_rev", "person_id", "rev"),)


# --- calendars (feeds/) ---------------------------------------------------------------------------


class Feed(Model):
    """A calendar address. The secret in its path is kept as SHA-256 only."""

    __tablename__ = "feed"
    id: Mapped[UUID] = _id()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    #: ``rep`` (my visits), ``team`` (those of all reps in sight) or ``account`` (of one account).
    kind: Mapped[str] = mapped_column(default="rep")
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    secret_hash: Mapped[str] = mapped_column(unique=True)
    #: ``full``, ``address`` or ``busy``.
    detail: Mapped[str] = mapped_column(default="full")
    alarm_minutes: Mapped[int | None]
    language: Mapped[str] = mapped_column(default="en")
    days_ahead: Mapped[int] = mapped_column(default=180)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_fetched_at: Mapped[datetime | None]
    last_client: Mapped[str] = mapped_column(default="")
    #: What the last answer was told by, and since when: the real instant HTTP speaks of.
    etag: Mapped[str] = mapped_column(default="")
    etag_at: Mapped[datetime | None]


class ToldVisit(Model):
    """What calendars were last told of a visit: the number they compare, and since when.

    ``appointment`` is a digest of time, place and status: where it differs, ``sequence`` grows.
    ``content`` is one of everything that is told: where it differs, ``changed_at`` moves.
    """

    __tablename__ = "told_visit"
    visit_id: Mapped[UUID] = mapped_column(
        ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True
    )
    appointment: Mapped[str]
    content: Mapped[str]
    sequence: Mapped[int]
    changed_at: Mapped[datetime]


# --- the review (coverage/, classes/, review/) ----------------------------------------------------


class Snapshot(Model):
    """A night's figures of one group, never changed afterwards: metric to value and its parts.

    ``by`` is ``all``, ``team`` or ``rep``, ``key`` the group's id; empty for all. On Sundays
    ``week`` keeps what the digest tells of each rep, under an empty key what is nobody's.
    """

    __tablename__ = "snapshot"
    on: Mapped[date] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    figures: Mapped[dict[str, Any]]
    taken_at: Mapped[datetime]


class ClassEvaluation(Model):
    """What the rules held of an account on a day, where it is another class than its own.

    A proposal needs two of them, some weeks apart.
    """

    __tablename__ = "class_evaluation"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    to_class: Mapped[str]


class ClassProposal(Model):
    """A class change somebody or the rules propose, with its reasons, and what became of it."""

    __tablename__ = "class_proposal"
    id: Mapped[UUID] = _id()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    from_class: Mapped[str]
    to_class: Mapped[str]
    #: Sentences, the weightiest first.
    reasons: Mapped[list[Any]]
    #: Who proposes; null for the rules.
    by: Mapped[UUID | None]
    made_on: Mapped[date]
    made_at: Mapped[datetime]
    challenge: Mapped[str] = mapped_column(default="")
    challenged_by: Mapped[UUID | None]
    challenged_at: Mapped[datetime | None]
    #: ``accepted`` or ``refused``; empty while open.
    decision: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date | None]


class Goal(Model):
    """A metric, what it shall be, whose, from when to when; progress is the metric itself."""

    __tablename__ = "goal"
    id: Mapped[UUID] = _id()
    name: Mapped[str]
    metric: Mapped[str]
    target: Mapped[float]
    #: ``all``, or a dimension of the board with the group's ``key``.
    by: Mapped[str] = mapped_column(default="all")
    key: Mapped[str] = mapped_column(default="")
    first: Mapped[date]
    last: Mapped[date]
    baseline: Mapped[float | None]
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class SetAside(Model):
    """What a manager does not want to be told again, until a date or for good (null)."""

    __tablename__ = "set_aside"
    key: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[date | None]
    why: Mapped[str] = mapped_column(default="")
    #: How bad it was then: what has become clearly worse is told all the same.
    size: Mapped[float | None]
    by: Mapped[UUID | None]
    at: Mapped[datetime]


# --- background work (jobs.py) --------------------------------------------------------------------


class Request(Model):
    """Work that is wanted: level-triggered, asked at a revision, done at a revision.

    ``done_rev < asked_rev`` means it is to do. A claim lives until ``claimed_until``: a worker
    that died loses it, and the sweep finds the request again.
    """

    __tablename__ = "request"
    task: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    asked_rev: Mapped[int]
    done_rev: Mapped[int] = mapped_column(default=-1)
    asked_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    progress: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None]


class Tick(Model):
    """A moment the clock asked for something: the unique row decides which node's tick counts."""

    __tablename__ = "tick"
    task: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
