"""The phone's addresses: facts and wishes up, plans down, and pictures after their words."""

import gzip
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, request

from server import auth, database, errors, wire
from server.auth import Role, Scope, requires, sessions
from server.visits import answering, exchange, kept_aside, photos, rows, store

visits = Blueprint("visits", __name__)

#: How far back the desk looks for what it can act on: at class answers, prospects, missed visits.
PROPOSALS_BACK_D, PROSPECTS_BACK_D, MISSED_BACK_D = 28, 14, 7
#: Below this many bytes an answer fits one packet either way.
WORTH_PACKING = 1000


def _keep_aside(lost: sessions.SignedIn) -> bool:
    kept = kept_aside.keep(database.db(), lost, request.get_json(silent=True), auth.now())
    # Committed here: the answer is a refusal, which would take it back.
    database.pause()
    return kept


@visits.post("/api/sync")
@wire.speaks(body=wire.SyncRequest, answer=wire.SyncAnswer)
@requires(Role.REP, from_lost=_keep_aside)
def sync_phone(scope: Scope) -> Response:
    """Takes what a phone kept, each item once, and answers with what changed since its cursor."""
    ask = wire.SyncEnvelope.model_validate_json(request.get_data())
    db, now = database.db(), auth.now()
    answers = exchange.results(db, scope, ask, now)
    answer = answering.answer(db, scope, ask, answers, now)
    return _packed(answer.model_dump_json(by_alias=True).encode())


@visits.get("/api/kept-aside")
@wire.speaks(answers=wire.KeptAsideRow)
@requires(Role.MANAGER)
def list_kept_aside(scope: Scope) -> dict[str, list[dict[str, Any]]]:
    """Returns what lost phones of the team still sent."""
    kept = store.load_kept_aside(database.db(), scope)
    return {"items": [kept_aside.row(one).model_dump(mode="json") for one in kept]}


@visits.post("/api/kept-aside/<uuid:kept_id>/apply")
@requires(Role.MANAGER)
def apply_kept_aside(scope: Scope, kept_id: UUID) -> tuple[str, int]:
    """Takes what a lost phone sent as the rep's own word."""
    (kept,) = store.load_kept_aside(database.db(), scope, kept_id)
    kept_aside.apply(database.db(), scope, kept, auth.now())
    return "", 204


@visits.delete("/api/kept-aside/<uuid:kept_id>")
@requires(Role.MANAGER)
def discard_kept_aside(scope: Scope, kept_id: UUID) -> tuple[str, int]:
    """Discards what a lost phone sent."""
    (kept,) = store.load_kept_aside(database.db(), scope, kept_id)
    kept_aside.discard(database.db(), scope, kept, auth.now())
    return "", 204


@visits.get("/api/feedback")
@wire.speaks(answers=wire.FeedbackRow)
@requires(Role.REP, Role.MANAGER)
def list_feedback(scope: Scope) -> dict[str, list[dict[str, Any]]]:
    """Returns words to the manager: ?state=open (oldest first) or answered; a rep the own."""
    ask = wire.FeedbackQuery.model_validate(request.args.to_dict())
    words = store.load_feedback(database.db(), scope, ask.state)
    return {"items": [rows.feedback_row(one).model_dump(mode="json") for one in words]}


@visits.post("/api/feedback/<uuid:feedback_id>/answer")
@wire.speaks(body=wire.FeedbackAnswer, answer=wire.FeedbackRow)
@requires(Role.MANAGER)
def answer_feedback(scope: Scope, feedback_id: UUID) -> dict[str, Any]:
    """Answers a rep's word, to be read on the phone; an empty text takes the answer back."""
    said = wire.FeedbackAnswer.model_validate_json(request.get_data())
    word = store.answer_feedback(database.db(), scope, feedback_id, said.text.strip(), auth.now())
    return rows.feedback_row(word).model_dump(mode="json")


@visits.get("/api/field")
@wire.speaks(answer=wire.FieldOut)
@requires(Role.MANAGER)
def show_field(scope: Scope) -> dict[str, Any]:
    """Returns which classes reps doubt, whom they found, and what they missed."""
    db, today = database.db(), auth.today()
    since = auth.now() - timedelta(days=PROSPECTS_BACK_D)
    proposals = store.load_proposals(db, scope, today - timedelta(days=PROPOSALS_BACK_D), today)
    missed = store.load_missed(db, scope, today - timedelta(days=MISSED_BACK_D), today)
    return wire.FieldOut(
        proposals=[rows.report_out(one) for one in proposals],
        prospects=[rows.prospect_out(one) for one in store.load_found(db, scope, since)],
        missed=[rows.report_out(one) for one in missed],
    ).model_dump(mode="json")


@visits.get("/api/accounts/<uuid:account_id>/reports")
@wire.speaks(answers=wire.ReportOut)
@requires(Role.MANAGER)
def list_reports(scope: Scope, account_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Returns what was reported at an account, the latest first, with its pictures."""
    told = store.load_reports_at(database.db(), scope, account_id)
    return {"items": [rows.report_out(one).model_dump(mode="json") for one in told]}


@visits.put("/api/photos/<sha256>")
@requires(Role.REP)
def put_photo(scope: Scope, sha256: str) -> tuple[str, int]:
    """Keeps a picture one of the person's reports speaks of; sent twice it is kept once."""
    assert scope.person_id is not None
    db = database.db()
    wanted = sha256 in store.load_wanted_photos(db, scope.person_id)
    if not wanted and not store.may_see_photo(db, scope, sha256):
        raise errors.NotFound()
    if wanted:
        photos.keep(_folder(), sha256, request.get_data(cache=False))
        store.save_photo(db, scope.person_id, sha256, request.content_length or 0, auth.now())
    return "", 204


@visits.get("/api/photos/<sha256>")
@requires(Role.REP, Role.MANAGER)
def show_photo(scope: Scope, sha256: str) -> Response:
    """Answers with a picture of a report the person may see; it never changes."""
    file = photos.path(_folder(), sha256)
    if not store.may_see_photo(database.db(), scope, sha256) or not file.exists():
        raise errors.NotFound()
    body = file.read_bytes()
    answer = Response(body, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def _packed(body: bytes) -> Response:
    """Answers with JSON, compressed where that is worth it and the phone takes it."""
    answer = Response(body, mimetype="application/json")
    answer.headers["Vary"] = "Accept-Encoding"
    if len(body) > WORTH_PACKING and request.accept_encodings["gzip"]:
        answer.data = gzip.compress(body, 6, mtime=0)
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def _folder() -> Path:
    return current_app.extensions["rounds"].settings.data_folder
