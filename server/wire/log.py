"""The audit log, and erasing."""

from datetime import date, datetime
from uuid import UUID

from server.wire.base import In, Out, ShortText


class AuditQuery(In):
    """Which entries are wanted; ``before`` is the id of the last one already shown."""

    person: UUID | None = None
    action: ShortText | None = None
    about: ShortText | None = None
    first: date | None = None
    last: date | None = None
    before: UUID | None = None


class AuditRow(Out):
    """``text`` follows the name: “Bob” “changed the cadence table”."""

    id: UUID
    at: datetime
    who: str
    action: str
    about: str
    account: bool
    text: str


class Named(Out):
    id: UUID
    name: str


class AuditPage(Out):
    """A page, newest first, with what can be looked for."""

    items: list[AuditRow]
    more: bool
    people: list[Named]
    actions: list[str]


class EraseRequest(In):
    """The name, typed by hand: nothing that is erased comes back."""

    name: ShortText
