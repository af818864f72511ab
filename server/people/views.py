"""Reps, their working time and days off, and the company's business settings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, request

from routing.domain import AccountClass, Overload, Policy
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
    # Only what was sent, but of a place or of nights everything: what is left out has a default.
    changes = ask.model_dump(include=ask.model_fields_set)
    store.save_rep(db(), scope, rep_id, changes, auth.now())
    return one_rep(scope, rep_id)


@people.post("/api/reps/<uuid:rep_id>/days-off")
@wire.speaks(body=wire.DayOffRequest, answer=wire.RepOut, status=201)
@requires(Role.REP, Role.MANAGER)
def add_day_off(scope: Scope, rep_id: UUID):
    ask = wire.DayOffRequest.model_validate_json(request.get_data())
    store.add_day_off(db(), scope, rep_id, ask.first, ask.last, ask.reason, auth.now())
    return one_rep(scope, rep_id), 201


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


@people.get("/api/policies")
@wire.speaks(answers=wire.PolicyRow)
@requires(Role.MANAGER)
def list_policies(scope: Scope):
    """Returns what may happen to each class when the hours do not suffice."""
    return {"items": _policies()}


@people.put("/api/policies")
@wire.speaks(body=wire.PolicyTable, answers=wire.PolicyRow)
@requires(Role.MANAGER)
def change_policies(scope: Scope):
    """Changes the policies of the classes that are named; the next plans keep to them."""
    ask = wire.PolicyTable.model_validate_json(request.get_data())
    policies = {
        AccountClass(row.account_class): Policy(Overload(row.overload), row.stretch_to)
        for row in ask.items
    }
    store.save_policies(db(), scope, policies, auth.now())
    return {"items": _policies()}


def _policies() -> list[wire.PolicyRow]:
    return [
        wire.PolicyRow(
            account_class=account_class.value, overload=one.overload.value,
            stretch_to=one.stretch_to,
        )
        for account_class, one in store.load_policies(db()).items()
    ]  # fmt: skip


def _settings() -> list[wire.SettingOut]:
    values, changes = store.load_settings(db()), store.load_setting_changes(db())
    return [
        _setting_out(one, values[one.key], *changes.get(one.key, ("", None)))
        for one in business.SETTINGS
    ]


def _setting_out(
    one: business.Setting, value: Any, by: str, at: datetime | None
) -> wire.SettingOut:
    return wire.SettingOut(
        key=one.key, value=value, default=one.default, sentence=one.sentence, group=one.group,
        least=one.least, most=one.most, whole=type(one.default) is int, changed_by=by,
        changed_at=at,
    )  # fmt: skip


def one_rep(scope: Scope, rep_id: UUID) -> dict[str, Any]:
    """Returns a rep as the answer to a change."""
    rep = store.load_rep(db(), scope, rep_id)
    out = _rep_out(rep, store.load_account_counts(db()), store.load_last_syncs(db()))
    return out.model_dump(mode="json")


def _rep_out(
    rep: store.RepRecord, counts: Mapping[UUID | None, int], syncs: Mapping[UUID, datetime]
) -> wire.RepOut:
    own = {"week", "days_off", "ends", "nights"}
    fields = wire.RepOut.model_fields.keys() & set(rep.__slots__) - own
    return wire.RepOut(
        **{name: getattr(rep, name) for name in fields},
        week=list(rep.week),
        ends=[_ends_row(one) for one in rep.ends],
        nights=_nights_row(rep.nights),
        days_off=[
            wire.DayOffOut(id=off.id, first=off.first, last=off.last, reason=off.reason)
            for off in rep.days_off
        ],
        accounts=counts.get(rep.id, 0),
        last_sync=auth.as_shown(synced) if (synced := syncs.get(rep.id)) else None,
    )


def _place_row(place: store.Place | None) -> wire.PlaceRow | None:
    return wire.PlaceRow(**place._asdict()) if place else None


def _ends_row(ends: store.DayEnds) -> wire.DayEnds | None:
    if ends == store.DayEnds():
        return None
    return wire.DayEnds(start=_place_row(ends.start), end=_place_row(ends.end))


def _nights_row(nights: store.Nights | None) -> wire.NightsRow | None:
    if nights is None:
        return None
    places = [wire.PlaceRow(**place._asdict()) for place in nights.places]
    return wire.NightsRow(places=places, a_week=nights.a_week, least_s=nights.least_s)
