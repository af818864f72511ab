"""Exceptions: what to act on, and what was set aside."""

from flask import Blueprint, request

from server import auth, errors, wire
from server.auth import Role, Scope, requires
from server.database import db
from server.review.exceptions import rows, store
from server.review.exceptions.store import Moment

exceptions = Blueprint("exceptions", __name__)


@exceptions.get("/api/exceptions")
@wire.speaks(answer=wire.ExceptionsOut)
@requires(Role.MANAGER)
def list_exceptions(scope: Scope):
    """Returns every threshold crossed and what waits, with its action; apart what was set aside."""
    at = moment()
    facts = store.load_facts(db(), scope, at, before=False)
    snoozed = store.load_snoozed(db(), scope, at.today)
    return rows.exceptions_out(facts, snoozed).model_dump(mode="json")


@exceptions.put("/api/exceptions/snooze")
@wire.speaks(body=wire.SnoozeRequest)
@requires(Role.MANAGER)
def snooze(scope: Scope):
    """Sets an exception aside until a date, with a reason; with null it is brought back."""
    ask = wire.SnoozeRequest.model_validate_json(request.get_data())
    at = moment()
    if ask.until is not None and (ask.until <= at.today or not ask.why.strip()):
        raise errors.Invalid("Say until which day after today, and why.")
    store.save_snooze(db(), scope, ask, at)
    return {}


def moment() -> Moment:
    """Returns when this is asked."""
    return Moment(auth.now(), auth.today(), auth.now() - auth.real_now())
