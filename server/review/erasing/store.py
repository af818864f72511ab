"""Takes out what names a person. It writes tables of many rooms: here one sees all of it at once.

Rows that figures are made of stay: reports, visits, changes of class, the person's own row.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from server import database, errors, jobs
from server.accounts import store as accounts
from server.auth import Role, Scope
from server.models import (
    Account,
    AuditEntry,
    BusyAnswer,
    BusyTime,
    CheckIn,
    Contact,
    Day,
    DayOff,
    Fact,
    Feed,
    Invitation,
    KeptAside,
    OtherCalendar,
    Person,
    RepSettings,
    SignIn,
    Touch,
)
from server.people import store as people

FORMER = {
    Role.REP: "A former rep",
    Role.MANAGER: "A former manager",
    Role.COLLEAGUE: "A former colleague",
    Role.ADMIN: "A former admin",
}
#: Nobody gets mail there (RFC 2606).
NOWHERE = "erased.invalid"
#: Details of the log that name somebody.
NAMING = ("name", "email")


def erase_person(db: Session, scope: Scope, person_id: UUID, typed: str, now: datetime) -> str:
    """Erases a person whose name was typed as confirmation; returns what they are called now."""
    person = db.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise errors.NotFound()
    _may(db, scope, person, typed)
    name = person.name
    _forget_work(db, person_id, name)
    _forget_sign_ins(db, person_id, now)
    _forget_person(db, person, now)
    _forget_in_log(db, person_id)
    jobs.cancel(db, "plan", person_id)
    people.audit(db, now, scope, "person_erased", person_id, {})
    return person.name


def _may(db: Session, scope: Scope, person: Person, typed: str) -> None:
    if person.id == scope.person_id:
        raise errors.Invalid("You cannot erase yourself; another admin can.")
    if typed.strip() != person.name.strip():
        text = f"Type the name exactly as it stands, {person.name}, to erase this person."
        raise errors.Invalid(text, [{"line": 0, "column": "name", "text": text}])
    carried = select(func.count()).where(Account.rep_id == person.id, Account.active)
    if held := db.scalar(carried):
        what = "1 account" if held == 1 else f"{held} accounts"
        raise errors.Invalid(f"{person.name} still has {what}. Give them to other reps first.")


def _forget_person(db: Session, person: Person, now: datetime) -> None:
    person.name = FORMER[Role(person.role)]
    person.email = f"{person.id.hex}@{NOWHERE}"
    person.password_hash, person.language, person.active = None, "", False
    person.erased_at, person.rev = now, database.take_rev(db)
    # The base's point stays, without a word: travel of past days is measured from it.
    home = {"base_label": "", "ends": None, "nights": None}
    db.execute(update(RepSettings).where(RepSettings.person_id == person.id).values(**home))
    db.execute(update(DayOff).where(DayOff.person_id == person.id).values(reason=""))
    db.flush()


def _forget_sign_ins(db: Session, person_id: UUID, now: datetime) -> None:
    """Ends and removes every way in: sessions, links, calendar addresses."""
    mine = select(SignIn.id).where(SignIn.person_id == person_id)
    db.execute(delete(KeptAside).where(KeptAside.sign_in_id.in_(mine)))
    db.execute(delete(SignIn).where(SignIn.person_id == person_id))
    db.execute(delete(Invitation).where(Invitation.person_id == person_id))
    gone = {"revoked_at": func.coalesce(Feed.revoked_at, now), "last_client": ""}
    db.execute(update(Feed).where(Feed.person_id == person_id).values(**gone))
    calendars = select(OtherCalendar.id).where(OtherCalendar.person_id == person_id)
    for table in (BusyAnswer, BusyTime):
        db.execute(delete(table).where(table.calendar_id.in_(calendars)))
    db.execute(delete(OtherCalendar).where(OtherCalendar.person_id == person_id))


def _forget_work(db: Session, person_id: UUID, name: str) -> None:
    """Takes places and names out of what was done; what was done stays."""
    nowhere = {"lat": None, "lon": None, "accuracy_m": None}
    db.execute(update(CheckIn).where(CheckIn.rep_id == person_id).values(**nowhere))
    db.execute(update(Fact).where(Fact.person_id == person_id).values(args={}, zone=""))
    db.execute(update(Day).where(Day.rep_id == person_id).values(start=None, end=None))
    db.execute(update(Touch).where(Touch.by == name).values(by=FORMER[Role.COLLEAGUE]))
    accounts.forget_colleague(db, name, FORMER[Role.COLLEAGUE])


def _forget_in_log(db: Session, person_id: UUID) -> None:
    """Blanks the person's name where the log noted it: the one way an entry ever changes."""
    for entry in db.scalars(select(AuditEntry).where(AuditEntry.about == str(person_id))):
        if any(key in entry.details for key in NAMING):
            entry.details = {k: "" if k in NAMING else v for k, v in entry.details.items()}
    db.flush()


def erase_contact(db: Session, scope: Scope, account_id: UUID, typed: str, now: datetime) -> None:
    """Erases the contacts of that name at an account in sight; the log keeps that, not whom."""
    query = select(Account.id).where(Account.id == account_id, *accounts.in_sight(scope))
    if db.scalar(query) is None:
        raise errors.NotFound()
    wanted = typed.strip().casefold()
    mine = db.scalars(select(Contact).where(Contact.account_id == account_id)).all()
    found = [contact for contact in mine if contact.name.strip().casefold() == wanted]
    if not found or not wanted:
        raise errors.Invalid("No contact at this account has that name.")
    db.execute(delete(Contact).where(Contact.id.in_([contact.id for contact in found])))
    accounts.forget_contacts(db, account_id)
    accounts.touch(db, [account_id], database.take_rev(db))
    people.audit(db, now, scope, "contact_erased", account_id, {"contacts": len(found)})
