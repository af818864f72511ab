"""The audit log: who did what to what, appended only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from server.auth import Scope
from server.models import AuditEntry


def audit(
    db: Session, now: datetime, scope: Scope, action: str, about: object, details: Mapping[str, Any]
) -> None:
    """Appends who did what to what."""
    db.add(AuditEntry(at=now, person_id=scope.person_id, action=action, about=str(about),
                      details=dict(details)))  # fmt: skip
    db.flush()
