"""The manager's board, and the list behind each of its numbers."""

from flask import Blueprint, request

from server import auth, wire
from server.auth import Role, Scope, requires
from server.coverage import board, store
from server.coverage.counting import period
from server.database import db

coverage = Blueprint("coverage", __name__)


@coverage.get("/api/coverage")
@wire.speaks(answer=wire.CoverageOut)
@requires(Role.MANAGER)
def show_board(scope: Scope):
    """Returns every metric of the period, in total and by one dimension."""
    ask = wire.CoverageQuery.model_validate_strings(request.args.to_dict())
    asked = period(ask.first, ask.last, auth.today())
    now = store.load_counted(db(), scope, asked)
    before = store.load_counted(db(), scope, asked.before())
    labels = store.load_labels(db(), scope)
    return board.board(now, before, ask.by, asked, labels).model_dump(mode="json")


@coverage.get("/api/coverage/list")
@wire.speaks(answer=wire.CoverageList)
@requires(Role.MANAGER)
def show_list(scope: Scope):
    """Returns the accounts and visits behind one number of the board."""
    ask = wire.CoverageListQuery.model_validate_strings(request.args.to_dict())
    rows = store.load_counted(db(), scope, period(ask.first, ask.last, auth.today()))
    return board.metric_list(rows, ask.metric, ask.by, ask.key).model_dump(mode="json")
