"""Taking an import back: what it would change, and why it may be refused."""

from typing import Literal
from uuid import UUID

from server.wire.base import Out


class ImportBackRow(Out):
    """One account and what taking the import back does to it, or why it stands in the way.

    Of a file of visits, sales or touches ``what`` names the visit, the month or the touch.
    """

    account_id: UUID
    number: str
    name: str
    what: str = ""
    #: What becomes of it: removed, paused or restored; moved_on is refused.
    action: str
    #: Field to its value now and then; of one that moved on, what somebody changed since.
    changes: dict[str, tuple[str, str]]


class ImportBack(Out):
    """What taking an import back would do (``done`` false) or has done; rows are samples.

    ``removed`` accounts go altogether, ``paused`` ones stay inactive because plans or visits point
    to them, ``restored`` ones get back what the file replaced. Any that ``moved_on`` refuses all.
    Of another ``kind`` of file the counts are of visits, months or touches.
    """

    file_name: str
    kind: Literal["accounts", "visits", "sales", "touches"] = "accounts"
    done: bool
    removed: int
    paused: int
    restored: int
    moved_on: int
    rows: list[ImportBackRow]
