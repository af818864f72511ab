"""Answers that a screen asks for again and again: counted anew only after something was written.

An answer's version is made of who asks, for what, on which date, and of the last write of each
kind: one that took a revision, one that was audited, one of the night's, one of a background task.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, make_response, request
from sqlalchemy import func, select

from server import auth, models
from server.auth import Scope
from server.database import db


def unless_unchanged(view: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a view that only reads answer 304 to who holds the same answer already.

    It belongs below ``@requires``: who may not ask learns nothing, not even that nothing changed.
    """

    @wraps(view)
    def answered(scope: Scope, *args: Any, **kwargs: Any) -> Any:
        version = _version(scope)
        if request.if_none_match.contains_weak(version):
            return _marked(Response(status=304), version)
        return _marked(make_response(view(scope, *args, **kwargs)), version)

    return answered


def _marked(answer: Response, version: str) -> Response:
    answer.set_etag(version, weak=True)
    return answer


def _version(scope: Scope) -> str:
    seen = None if scope.rep_ids is None else sorted(map(str, scope.rep_ids))
    parts = (scope.person_id, scope.role, scope.team_id, seen, request.full_path, auth.today())
    return hashlib.sha256(repr((parts, _last_writes())).encode()).hexdigest()[:32]


def _last_writes() -> tuple[Any, ...]:
    """Returns numbers of which one at least differs after any write."""
    company, audit, tick, task = models.Company, models.AuditEntry, models.Tick, models.Request
    query = select(
        company.rev,
        company.epoch,
        select(audit.id).order_by(audit.id.desc()).limit(1).scalar_subquery(),
        select(func.count()).select_from(tick).scalar_subquery(),
        select(func.max(tick.at)).scalar_subquery(),
        select(func.sum(task.done_rev)).scalar_subquery(),
    )
    return tuple(db().execute(query).one())
