"""What the front door asks of everybody's rows; it writes none."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server import models


def load_oldest_plan(db: Session) -> datetime | None:
    """Returns when the oldest of the plans that are followed now was made."""
    followed = select(models.PublishedPlan.plan_id)
    return db.scalar(select(func.min(models.Plan.made_at)).where(models.Plan.id.in_(followed)))


def count_failed(db: Session) -> int:
    """Returns how many requests have failed for good."""
    failed = models.Request.failed_at.is_not(None)
    return db.scalar(select(func.count()).select_from(models.Request).where(failed)) or 0
