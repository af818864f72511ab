"""Results from imported sales, and the list behind each of their numbers."""

from flask import Blueprint, request

from server import auth, wire
from server.auth import Role, Scope, requires
from server.auth.unchanged import unless_unchanged
from server.database import db
from server.review import results, store

review = Blueprint("review", __name__)


@review.get("/api/results")
@wire.speaks(answer=wire.ResultsOut)
@requires(Role.MANAGER)
@unless_unchanged
def show_results(scope: Scope):
    """Returns every result of whole months, in total and by one dimension."""
    ask = wire.ResultsQuery.model_validate_strings(request.args.to_dict())
    first, end = results.months(ask.first, ask.last, auth.today())
    sold = store.load_sold(db(), scope, first, end, auth.today())
    frame = store.load_frame(db(), first, end, sold)
    labels = store.load_labels(db(), scope)
    return results.answer(sold, frame, ask.by, labels).model_dump(mode="json")


@review.get("/api/results/list")
@wire.speaks(answer=wire.ResultsList)
@requires(Role.MANAGER)
@unless_unchanged
def show_result_list(scope: Scope):
    """Returns the accounts that make one number of the results, and what each adds to it."""
    ask = wire.ResultsListQuery.model_validate_strings(request.args.to_dict())
    first, end = results.months(ask.first, ask.last, auth.today())
    sold = store.load_sold(db(), scope, first, end, auth.today())
    frame = store.load_frame(db(), first, end, sold)
    records = results.of_group(results.records(sold, frame), ask.by, ask.key)
    return results.result_list(records, sold, ask.metric, frame.few).model_dump(mode="json")
