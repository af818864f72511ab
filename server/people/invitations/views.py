"""Inviting reps, who they are, pausing them, and the page on which they set a password."""

from uuid import UUID

from flask import Blueprint, current_app, request

from server import auth, database, errors, wire
from server.auth import Role, Scope, passwords, requires
from server.auth import views as auth_views
from server.database import db
from server.people import store as people
from server.people.invitations import store
from server.people.views import one_rep

invitations = Blueprint("invitations", __name__)


@invitations.get("/api/teams")
@wire.speaks(answers=wire.TeamOut)
@requires(Role.MANAGER)
def list_teams(scope: Scope):
    """Returns the teams one may put a rep into: a manager the own, an admin all"""
    return {"items": [wire.TeamOut(id=t.id, name=t.name) for t in store.load_teams(db(), scope)]}


@invitations.post("/api/reps")
@wire.speaks(body=wire.NewRep, answer=wire.RepInvited, status=201)
@requires(Role.MANAGER)
def invite_rep(scope: Scope):
    """Adds a rep without a password; the answer alone shows the link that sets one"""
    ask = wire.NewRep.model_validate_json(request.get_data())
    rep_id = store.add_rep(db(), scope, ask.model_dump(), auth.now())
    # A manager sees the team as it was when this request began.
    seen = auth.scope_of(db(), auth.person())
    if ask.settings is not None:
        changes = ask.settings.model_dump(include=ask.settings.model_fields_set)
        people.save_rep(db(), seen, rep_id, changes, auth.now())
    link = _link(seen, rep_id)
    return {"rep": one_rep(seen, rep_id), "invitation": link}, 201


@invitations.patch("/api/reps/<uuid:rep_id>/person")
@wire.speaks(body=wire.PersonChange, answer=wire.RepOut)
@requires(Role.MANAGER)
def change_person(scope: Scope, rep_id: UUID):
    """Changes name, e-mail or team; ``active`` false pauses a rep, true lets work again"""
    ask = wire.PersonChange.model_validate_json(request.get_data())
    fields = ask.model_dump(exclude_unset=True)
    store.change_person(db(), scope, rep_id, fields, auth.real_now(), auth.now())
    return one_rep(auth.scope_of(db(), auth.person()), rep_id)


@invitations.get("/api/invitations")
@wire.speaks(answers=wire.InvitationOut)
@requires(Role.MANAGER)
def list_invitations(scope: Scope):
    """Returns who has a link that is good, and who has neither a link nor a password"""
    waiting = store.load_waiting(db(), scope, auth.real_now())
    return {"items": [_waiting(one) for one in waiting]}


@invitations.post("/api/reps/<uuid:rep_id>/invitation")
@wire.speaks(answer=wire.InvitationOut, status=201)
@requires(Role.MANAGER)
def renew_invitation(scope: Scope, rep_id: UUID):
    """Makes a new link that sets a rep's password, good for 7 days; an earlier one is dead"""
    return _link(scope, rep_id).model_dump(mode="json"), 201


@invitations.delete("/api/reps/<uuid:rep_id>/invitation")
@requires(Role.MANAGER)
def revoke_invitation(scope: Scope, rep_id: UUID):
    """Kills a rep's link"""
    people.load_rep(db(), scope, rep_id)
    store.revoke(db(), rep_id, auth.real_now())
    people.audit(db(), auth.now(), scope, "link_revoked", rep_id, {})
    return "", 204


def _link(scope: Scope, rep_id: UUID) -> wire.InvitationOut:
    row, secret = store.invite(db(), scope, rep_id, auth.real_now(), auth.now())
    base = auth.settings().public_url or request.host_url
    return wire.InvitationOut(
        id=row.id,
        person_id=rep_id,
        person=people.load_rep(db(), scope, rep_id).name,
        expires_at=auth.as_shown(row.expires_at),
        link=f"{base.rstrip('/')}/desk#/invitation?secret={secret}",
    )


def _waiting(one: store.Waiting) -> wire.InvitationOut:
    return wire.InvitationOut(
        id=one.invitation_id,
        person_id=one.person_id,
        person=one.person,
        expires_at=auth.as_shown(one.expires_at) if one.expires_at else None,
    )


# --- who was invited ------------------------------------------------------------------------------


@invitations.post("/api/invitation")
@wire.speaks(body=wire.InvitationSecret, answer=wire.Invited)
@auth_views.limiter.limit("30 per minute; 300 per hour")
def show_invited():
    """Says whom a link is for; one that is used, too old or taken back says so"""
    ask = wire.InvitationSecret.model_validate_json(request.get_data())
    _, person = store.load_invited(db(), ask.secret, auth.real_now())
    company = auth.company().name
    made = wire.Invited(name=person.name, email=person.email, company=company, role=person.role)
    return made.model_dump(mode="json")


@invitations.post("/api/invitation/accept")
@wire.speaks(body=wire.InvitationAccept, answer=wire.Me)
@auth_views.limiter.limit("30 per minute; 300 per hour")
def accept_invitation():
    """Sets the password of who was invited and signs in; the link is then used up"""
    if "Origin" in request.headers:
        auth.check_origin()
    ask = wire.InvitationAccept.model_validate_json(request.get_data())
    # Not in the transaction that writes: a password takes a tenth of a second, on purpose.
    with database.read_transaction(current_app) as reading:
        store.load_invited(reading, ask.secret, auth.real_now())
    if problem := passwords.problem_of(ask.password):
        raise errors.Invalid(problem, [{"line": 0, "column": "password", "text": problem}])
    kept = passwords.hashed(ask.password)
    person = store.accept(db(), ask.secret, kept, auth.real_now(), auth.now())
    return auth_views.sign_in_as(db(), person, ask.entry, ask.device)
