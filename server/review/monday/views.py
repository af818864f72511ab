"""Monday: the whole first screen in one answer."""

from flask import Blueprint

from server import auth, wire
from server.auth import Role, Scope, requires
from server.database import db
from server.review.exceptions import store
from server.review.exceptions.store import Moment
from server.review.monday import rows

monday = Blueprint("monday", __name__)


@monday.get("/api/monday")
@wire.speaks(answer=wire.MondayOut)
@requires(Role.MANAGER)
def show_monday(scope: Scope):
    """Returns the sentence, the reps, at most five decisions and the lists behind the numbers."""
    at = Moment(auth.now(), auth.today(), auth.now() - auth.real_now())
    facts = store.load_facts(db(), scope, at)
    snoozed = store.load_snoozed(db(), scope, at.today)
    return rows.monday(facts, snoozed).model_dump(mode="json")
