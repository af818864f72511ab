"""Pictures by their SHA-256: which have arrived, which are still on a phone, who may see one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.auth import Scope
from server.models import Photo, Report, ReportPhoto


def save_photo(db: Session, person_id: UUID, sha256: str, size: int, now: datetime) -> None:
    """Notes that a picture has arrived; the same one again changes nothing."""
    if db.get(Photo, sha256) is None:
        db.add(Photo(sha256=sha256, person_id=person_id, size=size, received_at=now))
        db.flush()


def load_wanted_photos(db: Session, person_id: UUID) -> set[str]:
    """Returns the pictures a person's reports speak of that have not arrived."""
    arrived = exists().where(Photo.sha256 == ReportPhoto.sha256)
    query = (
        select(ReportPhoto.sha256)
        .join(Report, Report.id == ReportPhoto.report_id)
        .where(Report.rep_id == person_id, ~arrived)
    )
    return set(db.scalars(query))


def may_see_photo(db: Session, scope: Scope, sha256: str) -> bool:
    """Returns whether a report in somebody's sight speaks of an arrived picture."""
    query = (
        select(ReportPhoto.sha256)
        .join(Report, Report.id == ReportPhoto.report_id)
        .join(Photo, Photo.sha256 == ReportPhoto.sha256)
        .where(ReportPhoto.sha256 == sha256)
    )
    if scope.rep_ids is not None:
        query = query.where(Report.rep_id.in_(scope.rep_ids))
    return db.scalar(query.limit(1)) is not None
