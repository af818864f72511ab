"""Erasing a person, by an admin, and a contact at an account; each confirmed by its name."""

from uuid import UUID

from flask import Blueprint, request

from server import auth, wire
from server.auth import Role, Scope, requires
from server.database import db
from server.review.erasing import store

erasing = Blueprint("erasing", __name__)


@erasing.post("/api/people/<uuid:person_id>/erase")
@wire.speaks(body=wire.EraseRequest, answer=wire.Named)
@requires(Role.ADMIN)
def erase_person(scope: Scope, person_id: UUID):
    """Erases what names a person, for good; every figure stays. The name must be typed."""
    ask = wire.EraseRequest.model_validate_json(request.get_data())
    name = store.erase_person(db(), scope, person_id, ask.name, auth.now())
    return wire.Named(id=person_id, name=name).model_dump(mode="json")


@erasing.post("/api/accounts/<uuid:account_id>/contacts/erase")
@wire.speaks(body=wire.EraseRequest)
@requires(Role.MANAGER)
def erase_contact(scope: Scope, account_id: UUID):
    """Erases a contact at an account, for good. The name must be typed."""
    ask = wire.EraseRequest.model_validate_json(request.get_data())
    store.erase_contact(db(), scope, account_id, ask.name, auth.now())
    return "", 204
