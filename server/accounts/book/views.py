"""Changes of many accounts at once, changes to come, an account's timeline, taking back."""

from uuid import UUID

from flask import Blueprint, current_app, request

from server import auth, database, wire
from server.accounts import store
from server.auth import Role, Scope, requires
from server.database import db

book = Blueprint("book", __name__)


@book.post("/api/accounts/bulk")
@wire.speaks(body=wire.BulkChange, answer=wire.BulkPreview)
@requires(Role.MANAGER)
def change_many(scope: Scope):
    """Changes many accounts alike: the effect on every rep's week, or with ``apply`` done"""
    ask = wire.BulkChange.model_validate_json(request.get_data())
    today, now = auth.today(), auth.now()
    if ask.apply:
        return store.change_many(db(), scope, ask, today, now).model_dump(mode="json")
    database.pause()  # a look holds up nobody who writes
    with database.read_transaction(current_app) as reading:
        return store.change_many(reading, scope, ask, today, now).model_dump(mode="json")


@book.get("/api/accounts/planned")
@wire.speaks(answers=wire.PlannedChangeOut)
@requires(Role.MANAGER)
def list_planned(scope: Scope):
    """Returns changes of rep and class that wait for their date: ?account= of one account"""
    account_id = request.args.get("account", type=UUID)
    return {"items": store.load_planned(db(), scope, [account_id] if account_id else None)}


@book.delete("/api/accounts/planned/<uuid:planned_id>")
@requires(Role.MANAGER)
def withdraw_planned(scope: Scope, planned_id: UUID):
    """Withdraws a change before its date"""
    store.withdraw(db(), scope, planned_id, auth.now())
    return "", 204


@book.get("/api/accounts/<uuid:account_id>/timeline")
@wire.speaks(answer=wire.TimelineOut)
@requires(Role.MANAGER)
def show_timeline(scope: Scope, account_id: UUID):
    """Returns an account's visits, reports, touches, classes, changes and words, latest first"""
    made = store.load_timeline(db(), scope, account_id, auth.today())
    return made.model_dump(mode="json")


@book.get("/api/undo")
@wire.speaks(answers=wire.UndoRow)
@requires(Role.MANAGER)
def list_undos(scope: Scope):
    """Returns the changes of many accounts that can be taken back, the latest first"""
    return {"items": store.load_undos(db(), scope, auth.now())}
