"""An account's life: visits, reports, touches, classes, changes and words, the latest first."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from server import wire
from server.accounts import wording
from server.accounts.store import loading, planned
from server.auth import Scope
from server.models import (
    AuditEntry,
    ClassChange,
    Feedback,
    Report,
    Touch,
    Visit,
)
from server.people import store as people

MOST = 400
Entries = Iterator[wire.TimelineEntry]
OUTCOMES = {"made": "Visited", "phone": "Called", "missed": "Missed"}
#: What the log says of an account beside its changed fields.
ACTIONS = {"prospect_added": "Found on the road", "planned_change_withdrawn": "Withdrawn"}


def load_timeline(db: Session, scope: Scope, account_id: UUID, today: date) -> wire.TimelineOut:
    """Returns everything known of one account; another team's is unknown."""
    record = loading.load_account(db, scope, account_id, today)
    names = planned.people_names(db)
    zone = ZoneInfo(people.load_company(db).zone)
    entries = [
        *_visits(db, record.id, names, today, zone),
        *_reports(db, record.id, names),
        *_touches(db, record.id),
        *_classes(db, record.id, names),
        *_changes(db, record.id, names, zone),
        *_waiting(db, scope, record.id),
        *_words(db, record.id, names),
    ]
    entries.sort(key=_order, reverse=True)
    return wire.TimelineOut(items=entries[:MOST], older=max(0, len(entries) - MOST))


def _order(entry: wire.TimelineEntry) -> tuple[date, float, str]:
    return entry.on, entry.at.timestamp() if entry.at else 0.0, entry.id


def _entry(
    kind: str, key: object, on: date, what: str, who: str = "", text: str = "",
    at: datetime | None = None,
) -> wire.TimelineEntry:  # fmt: skip
    return wire.TimelineEntry(
        id=f"{kind} {key}",
        on=on,
        at=at,
        kind=kind,  # type: ignore[arg-type]
        what=what,
        who=who,
        text=text,
    )


def _visits(
    db: Session, account_id: UUID, names: Mapping[str, str], today: date, zone: ZoneInfo
) -> Entries:
    """Yields visits nobody reported: to come, cancelled, or gone by; a report tells the others."""
    reported = exists().where(Report.visit_id == Visit.id, Report.withdrawn_at.is_(None))
    for row in db.scalars(select(Visit).where(Visit.account_id == account_id, ~reported)):
        who = names.get(str(row.rep_id), "")
        if row.cancelled_at is not None:
            on = row.cancelled_at.astimezone(zone).date()
            text = f"It was planned for {_day(row.on)}."
            yield _entry("visit", row.id, on, "Visit cancelled", who, text, row.cancelled_at)
            continue
        call = "Call" if row.channel == "phone" else "Visit"
        what = f"{call} planned" if row.on >= today else f"{call} planned, nothing reported"
        moved = f"changed {_times(row.sequence)}" if row.sequence else ""
        yield _entry("visit", row.id, row.on, what, who, " · ".join(filter(None, (row.why, moved))))


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _reports(db: Session, account_id: UUID, names: Mapping[str, str]) -> Entries:
    """Yields reports that count; one that was amended is told by its amendment."""
    later = aliased(Report)
    amended = exists().where(
        later.visit_id == Report.visit_id,
        later.withdrawn_at.is_(None),
        or_(later.received_at > Report.received_at,
            (later.received_at == Report.received_at) & (later.id > Report.id)),
    )  # fmt: skip
    query = select(Report).where(
        Report.account_id == account_id, Report.withdrawn_at.is_(None),
        or_(Report.visit_id.is_(None), ~amended),
    )  # fmt: skip
    for row in db.scalars(query):
        what = OUTCOMES.get(row.outcome, row.outcome)
        what += f": {row.result.replace('_', ' ')}" if row.result else ""
        step = f"Next: {row.next_step}" if row.next_step else ""
        step += f" by {_day(row.next_step_on)}" if step and row.next_step_on else ""
        # A file tells the day alone.
        at = row.at_phone or row.received_at if row.source == "phone" else None
        text = " · ".join(part for part in (row.note, step, _doubt(row)) if part)
        yield _entry("report", row.id, row.on, what, names.get(str(row.rep_id), ""), text,
                     at)  # fmt: skip


def _day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"


def _doubt(row: Report) -> str:
    if row.class_answer == "change":
        return f"Says the class should be {row.class_wanted}"
    return "Unsure of the class" if row.class_answer == "unsure" else ""


def _touches(db: Session, account_id: UUID) -> Entries:
    for row in db.scalars(select(Touch).where(Touch.account_id == account_id)):
        yield _entry("touch", row.id, row.on, row.kind.capitalize(), row.by, row.text)


def _classes(db: Session, account_id: UUID, names: Mapping[str, str]) -> Entries:
    for row in db.scalars(select(ClassChange).where(ClassChange.account_id == account_id)):
        was = f"{row.from_class} → " if row.from_class else ""
        who = names.get(str(row.by), "") if row.by else ""
        yield _entry("class", row.id, row.valid_from, f"Class {was}{row.to_class}", who, row.why,
                     row.at)  # fmt: skip


def _changes(db: Session, account_id: UUID, names: Mapping[str, str], zone: ZoneInfo) -> Entries:
    """Yields what the log holds; of a change of many that waits, what waits is told elsewhere."""
    for row in db.scalars(select(AuditEntry).where(AuditEntry.about == str(account_id))):
        details = dict(row.details)
        if "planned" in details:
            details = {k: v for k, v in details.items() if k not in planned.FIELDS}
        details.pop("account_class", None)
        lines = wording.changed(details, names)
        if not lines and row.action not in ACTIONS:
            continue
        what = ACTIONS.get(row.action, "Taken back" if "undone" in details else "Changed")
        who = names.get(str(row.person_id), "") if row.person_id else "Rounds"
        yield _entry("change", row.id, row.at.astimezone(zone).date(), what, who,
                     "; ".join(lines), row.at)  # fmt: skip


def _waiting(db: Session, scope: Scope, account_id: UUID) -> Entries:
    for one in planned.load_planned(db, scope, [account_id]):
        what = f"Planned: {one.words}"
        yield _entry("planned", one.id, one.valid_from, what, one.by, one.why)


def _words(db: Session, account_id: UUID, names: Mapping[str, str]) -> Entries:
    query = select(Feedback).where(
        Feedback.account_id == account_id, Feedback.withdrawn_at.is_(None)
    )
    for row in db.scalars(query):
        text = f"{row.text} · Answer: {row.answer}" if row.answer else row.text
        yield _entry("word", row.id, row.on, "Word to the manager",
                     names.get(str(row.rep_id), ""), text, row.received_at)  # fmt: skip
