"""The phone's one address: facts and wishes up, plans down."""

from flask import Blueprint, Response, request

from server import auth, database, wire
from server.auth import Role, Scope, requires
from server.visits import exchange

visits = Blueprint("visits", __name__)


@visits.post("/api/sync")
@wire.speaks(body=wire.SyncRequest, answer=wire.SyncAnswer)
@requires(Role.REP)
def sync_phone(scope: Scope) -> Response:
    """Takes what a phone kept, each item once, and answers with what changed since its cursor."""
    ask = wire.SyncEnvelope.model_validate_json(request.get_data())
    db, now = database.db(), auth.now()
    answers = exchange.results(db, scope, ask, now)
    answer = exchange.answer(db, scope, ask, answers, now)
    return Response(answer.model_dump_json(by_alias=True), mimetype="application/json")
