"""Reps, their working time and days off, and the company's business settings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, request

from server import auth, wire
from server.auth import Role, Scope, requires
from server.database import db
from server.people import business, store

people = Blueprint("people", __name__)


@people.get("/api/reps")
@wire.speaks(answers=wire.RepOut)
@requires()
def list_reps(scope: Scope):
    counts, syncs = store.load_account_counts(db()), store.load_last_syncs(db())
    return {"items": [_rep_out(rep, counts, syncs) for rep in store.load_reps(db(), scope)]}


@people.patch("/api/reps/<uuid:rep_id>")
@wire.speaks(body=wire.RepChange, answer=wire.RepOut)
@requires(Role.REP, Role.MANAGER)
def change_rep(scope: Scope, rep_id: UUID):
    """Changes working time; a rep changes the own."""
    ask = wire.RepChange.model_validate_json(request.get_data())
    store.save_rep(db(), scope, rep_id, ask.model_dump(exclude_unset=True), auth.now())
    return _one(scope, rep_id)


@people.post("/api/reps/<uuid:rep_id>/days-off")
@wire.speaks(body=wire.DayOffRequest, answer=wire.RepOut, status=201)
@requires(Role.REP, Role.MANAGER)
def add_day_off(scope: Scope, rep_id: UUID):
    ask = wire.DayOffRequest.model_validate_json(request.get_data())
    store.add_day_off(db(), scope, rep_id, ask.first, ask.last, ask.reason, auth.now())
    return _one(scope, rep_id), 201


@people.delete("/api/days-off/<uuid:day_off_id>")
@requires(Role.REP, Role.MANAGER)
def remove_day_off(scope: Scope, day_off_id: UUID):
    store.remove_day_off(db(), scope, day_off_id, auth.now())
    return "", 204


@people.get("/api/settings")
@wire.speaks(answers=wire.SettingOut)
@requires(Role.MANAGER)
def list_settings(scope: Scope):
    return {"items": _settings()}


@people.put("/api/settings")
@wire.speaks(body=wire.SettingsChange, answers=wire.SettingOut)
@requires(Role.MANAGER)
def change_settings(scope: Scope):
    """Changes the settings that are named, all of them or none."""
    ask = wire.SettingsChange.model_validate_json(request.get_data())
    store.save_settings(db(), scope, ask.values, auth.now())
    return {"items": _settings()}


def _settings() -> list[wire.SettingOut]:
    values = store.load_settings(db())
    return [
        wire.SettingOut(key=one.key, value=values[one.key], default=one.default,
                        sentence=one.sentence)
        for one in business.SETTINGS
    ]  # fmt: skip


def _one(scope: Scope, rep_id: UUID) -> dict[str, Any]:
    rep = store.load_rep(db(), scope, rep_id)
    out = _rep_out(rep, store.load_account_counts(db()), store.load_last_syncs(db()))
    return out.model_dump(mode="json")


def _rep_out(
    rep: store.RepRecord, counts: Mapping[UUID | None, int], syncs: Mapping[UUID, datetime]
) -> wire.RepOut:
    fields = wire.RepOut.model_fields.keys() & set(rep.__slots__) - {"week", "days_off"}
    return wire.RepOut(
        **{name: getattr(rep, name) for name in fields},
        week=list(rep.week),
        days_off=[
            wire.DayOffOut(id=off.id, first=off.first, last=off.last, reason=off.reason)
            for off in rep.days_off
        ],
        accounts=counts.get(rep.id, 0),
        last_sync=auth.as_shown(synced) if (synced := syncs.get(rep.id)) else None,
    )
