"""The week in a page."""

from datetime import date, timedelta

from flask import Blueprint, request

from server import auth, errors, wire
from server.auth import Role, Scope, requires
from server.database import db
from server.review.digest import rules, store

digest = Blueprint("digest", __name__)

WEEK = timedelta(days=7)


@digest.get("/api/digest")
@wire.speaks(answer=wire.DigestOut)
@requires(Role.MANAGER)
def show_digest(scope: Scope):
    """Returns a complete week against the one before: ?week= any of its dates, else the last"""
    ask = wire.DigestQuery.model_validate_strings(request.args.to_dict())
    today = auth.today()
    last = sunday(ask.week or today - WEEK)
    if last >= today:
        raise errors.Invalid("This week is not over yet; its page comes on Monday.")
    week, before = (store.load_week(db(), scope, on) for on in (last, last - WEEK))
    comes = last + WEEK >= today
    coming = store.load_coming(db(), scope, last + timedelta(days=1)) if comes else []
    decisions = store.load_decisions(db(), scope, week.first, last)
    names = store.load_names(db(), scope)
    return rules.digest(week, before, names, decisions, coming).model_dump(mode="json")


def sunday(on: date) -> date:
    """Returns the last day of a date's week."""
    return on + timedelta(days=6 - on.weekday())
