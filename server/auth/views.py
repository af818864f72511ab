"""Signing in and out, and the list of devices."""

from uuid import UUID

from flask import Blueprint, Response, current_app, g, jsonify, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import auth, database, errors, models, wire
from server.auth import Role, Scope, passwords, requires, sessions
from server.database import db

sign_in = Blueprint("sign_in", __name__)

limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")


def _account() -> str:
    """Returns whom a sign-in is for: failures count by person, wherever they come from."""
    body = request.get_json(silent=True)
    email = body.get("email", "") if isinstance(body, dict) else ""
    return str(email).strip().lower()[:200]


def _failed(response: Response) -> bool:
    return response.status_code == errors.SignedOut.status


@sign_in.post("/api/session")
@wire.speaks(body=wire.SignInRequest, answer=wire.Me)
@limiter.limit("10 per minute; 60 per hour", key_func=_account, deduct_when=_failed)
@limiter.limit("30 per minute; 300 per hour", deduct_when=_failed)
def start_session():
    """Signs in: a cookie for the entries phone and desk, a token for scripts."""
    if "Origin" in request.headers:
        auth.check_origin()
    ask = wire.SignInRequest.model_validate_json(request.get_data())
    # Not in the transaction that writes: a password takes a tenth of a second, on purpose.
    with database.read_transaction(current_app) as session:
        person = _active_person(session, ask.email)
    kept = person.password_hash if person else None
    if not passwords.matches(kept, ask.password) or person is None:
        raise errors.SignedOut("This e-mail and password do not belong together.")
    return sign_in_as(db(), person, ask.entry, ask.device)


@sign_in.post("/api/demo/session")
@wire.speaks(body=wire.DemoSignIn, answer=wire.Me)
def start_demo_session():
    """Signs in without a password, where everybody knows the passwords anyway: in the demo."""
    auth.check_origin()
    if not auth.company().demo:
        raise errors.NotFound()
    ask = wire.DemoSignIn.model_validate_json(request.get_data())
    person = _active_person(db(), ask.email)
    if person is None:
        raise errors.NotFound()
    return sign_in_as(db(), person, ask.entry, "Demo")


@sign_in.get("/api/session")
@wire.speaks(answer=wire.Me)
@requires()
def show_session(scope: Scope):
    return _me(db(), g.signed_in.person).model_dump(mode="json")


@sign_in.delete("/api/session")
@requires()
def end_session(scope: Scope):
    row = g.signed_in.row
    sessions.end(row, auth.real_now())
    response = Response(status=204)
    if row.entry in auth.ENTRIES:
        response.delete_cookie(
            auth.cookie_name(row.entry), secure=auth.is_secure(), httponly=True, samesite="Lax"
        )
    return response


@sign_in.get("/api/sessions")
@wire.speaks(answers=wire.SignInRow)
@requires()
def list_sessions(scope: Scope):
    """Lists the own devices; ``?person=`` those of a rep, for the manager."""
    person_id = request.args.get("person", scope.person_id, type=UUID)
    if person_id is None or not _may_manage(scope, person_id):
        raise errors.NotFound()
    rows = sessions.load_open(db(), person_id, auth.real_now())
    return {"items": [_row(row).model_dump(mode="json") for row in rows]}


@sign_in.delete("/api/sessions/<uuid:sign_in_id>")
@requires()
def revoke_session(scope: Scope, sign_in_id: UUID):
    """Ends a session; with ``?lost=1`` also the person's feeds, and the device is wiped."""
    row = sessions.load(db(), sign_in_id)
    if row is None or not _may_manage(scope, row.person_id):
        raise errors.NotFound()
    lost = request.args.get("lost") == "1"
    sessions.end(row, auth.real_now(), lost=lost)
    if lost:
        for end in current_app.extensions["rounds"].on_lost:
            end(db(), row.person_id, auth.now())
    return Response(status=204)


def _may_manage(scope: Scope, person_id: UUID) -> bool:
    """Everybody the own devices; a manager the team's reps, an admin everyone's."""
    if person_id == scope.person_id or scope.role is Role.ADMIN:
        return True
    return scope.role is Role.MANAGER and scope.sees(person_id)


def _active_person(session: Session, email: str) -> models.Person | None:
    return session.scalars(
        select(models.Person).where(
            models.Person.email == email.strip().lower(), models.Person.active
        )
    ).first()


def sign_in_as(session: Session, person: models.Person, entry: str, device: str) -> Response:
    """Returns the answer that signs a person in: a cookie, or a token for scripts."""
    days = auth.settings().session_days
    device = device or request.user_agent.string[:200]
    secret = sessions.start(session, person.id, entry, device, auth.real_now(), days)
    if entry == "token":
        return jsonify(_me(session, person, secret).model_dump(mode="json"))
    response = jsonify(_me(session, person).model_dump(mode="json"))
    response.set_cookie(
        auth.cookie_name(entry),
        secret,
        max_age=days * 86400,
        secure=auth.is_secure(),
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def _me(session: Session, person: models.Person, token: str | None = None) -> wire.Me:
    company = auth.company()
    team = session.get(models.Team, person.team_id) if person.team_id else None
    return wire.Me(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role,  # type: ignore[arg-type]
        team=team.name if team else None,
        language=person.language,
        company=company.name,
        zone=company.zone,
        demo=company.demo,
        notice=company.notice,
        token=token,
    )


def _row(row: models.SignIn) -> wire.SignInRow:
    return wire.SignInRow(
        id=row.id,
        entry=row.entry,  # type: ignore[arg-type]
        device=row.device,
        created_at=auth.as_shown(row.created_at),
        last_seen_at=auth.as_shown(row.last_seen_at),
        current=row.id == g.signed_in.row.id,
    )
