"""A rep's other calendars: add, change, read now, remove; what they fill and whom it is with."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, request

from server import auth, wire
from server.auth import Role, Scope, requires
from server.busy import records, store
from server.database import db

busy = Blueprint("busy", __name__)

#: So far ahead busy times are listed; what a rep is asked about comes from the whole half year.
SHOWN = timedelta(days=28)


@busy.get("/api/reps/<uuid:rep_id>/calendars")
@wire.speaks(answers=wire.OtherCalendarOut)
@requires(Role.REP, Role.MANAGER)
def list_calendars(scope: Scope, rep_id: UUID):
    """Lists a rep's other calendars, without their addresses, and how old what they hold is"""
    found = store.load_calendars(db(), scope, rep_id, auth.real_now())
    to_rep = scope.person_id == rep_id
    return {"items": [_plain(records.calendar_out(one, to_rep=to_rep)) for one in found]}


@busy.post("/api/reps/<uuid:rep_id>/calendars")
@wire.speaks(body=wire.OtherCalendarRequest, answer=wire.OtherCalendarOut, status=201)
@requires(Role.REP, Role.MANAGER)
def add_calendar(scope: Scope, rep_id: UUID):
    """Adds any ICS address; it is kept encrypted, never shown again, and read at once"""
    ask = wire.OtherCalendarRequest.model_validate_json(request.get_data())
    added = store.add_calendar(db(), scope, rep_id, ask.model_dump(), auth.now())
    return _one(scope, added), 201


@busy.patch("/api/calendars/<uuid:calendar_id>")
@wire.speaks(body=wire.OtherCalendarChange, answer=wire.OtherCalendarOut)
@requires(Role.REP, Role.MANAGER)
def change_calendar(scope: Scope, calendar_id: UUID):
    """Changes a calendar's name, address, or what is kept of it, and reads it again"""
    ask = wire.OtherCalendarChange.model_validate_json(request.get_data())
    asked = ask.model_dump(exclude_unset=True)
    store.change_calendar(db(), scope, calendar_id, asked, auth.now())
    return _one(scope, calendar_id)


@busy.delete("/api/calendars/<uuid:calendar_id>")
@requires(Role.REP, Role.MANAGER)
def remove_calendar(scope: Scope, calendar_id: UUID):
    """Removes a calendar and all it filled; the plan follows"""
    store.remove_calendar(db(), scope, calendar_id, auth.now())
    return "", 204


@busy.post("/api/calendars/<uuid:calendar_id>/read")
@wire.speaks(answer=wire.OtherCalendarOut, status=202)
@requires(Role.REP, Role.MANAGER)
def read_calendar(scope: Scope, calendar_id: UUID):
    """Reads a calendar now; its state says how far that is"""
    store.ask_to_read(db(), scope, calendar_id)
    return _one(scope, calendar_id), 202


@busy.get("/api/reps/<uuid:rep_id>/busy")
@wire.speaks(answers=wire.BusyOut)
@requires(Role.REP, Role.MANAGER)
def list_busy(scope: Scope, rep_id: UUID):
    """Lists what fills a rep's next four weeks, and every event that may be with an account"""
    now = auth.now()
    found = store.load_shown(db(), scope, rep_id, now, now + SHOWN)
    names, to_rep = store.load_names(db(), rep_id, now), scope.person_id == rep_id
    return {"items": [_plain(records.busy_out(one, names, to_rep=to_rep)) for one in found]}


@busy.put("/api/busy/<uuid:busy_id>/account")
@wire.speaks(body=wire.BusyAnswerRequest)
@requires(Role.REP, Role.MANAGER)
def answer_busy(scope: Scope, busy_id: UUID):
    """Says which account an event and its repetitions mean, or that it is none; the plan follows"""
    store.load_time(db(), scope, busy_id)
    ask = wire.BusyAnswerRequest.model_validate_json(request.get_data())
    store.save_answer(db(), scope, busy_id, ask.account_id, auth.now())
    return "", 204


def _one(scope: Scope, calendar_id: UUID) -> dict:
    found = store.load_calendar(db(), scope, calendar_id, auth.real_now())
    to_rep = scope.person_id == found.rep_id
    return _plain(records.calendar_out(found, to_rep=to_rep))


def _plain(message: wire.Out) -> dict:
    return message.model_dump(mode="json")
