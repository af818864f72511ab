"""Seasons: whose windows hold, what they would change, what history suggests, the ramps ahead."""

from datetime import date, timedelta

from flask import Blueprint, request

from server import auth, wire
from server.accounts import store as accounts
from server.auth import Role, Scope, requires
from server.database import db
from server.seasons import history, radar, scopes, store

seasons = Blueprint("seasons", __name__)

#: "Not now" asks again after a quarter.
LATER = timedelta(days=90)


@seasons.get("/api/seasons")
@wire.speaks(answers=wire.SeasonScopeOut)
@requires(Role.MANAGER)
def list_scopes(scope: Scope):
    """Returns everything windows may be given to, with the windows it has."""
    known = store.load_known(db(), scope, auth.today())
    return {"items": scopes.scopes(known, auth.today())}


@seasons.put("/api/seasons")
@wire.speaks(body=wire.SeasonChange, answer=wire.SeasonSaved)
@requires(Role.MANAGER)
def save_windows(scope: Scope):
    """Writes all windows of one account, town, segment, product line or territory."""
    ask = wire.SeasonChange.model_validate_json(request.get_data())
    before = store.load_known(db(), scope, auth.today()).windows
    windows = [window.model_dump() for window in ask.windows]
    count = accounts.save_windows(db(), scope, ask.of, ask.key, windows, auth.now())
    if ask.suggested:
        store.save_aside(db(), scope, ask.of, ask.key, store.ACCEPTED, None, auth.now())
    was = before.get(accounts.window_key(ask.of, ask.key), ())
    return wire.SeasonSaved(accounts=count, before=scopes.windows_out(was)).model_dump(mode="json")


@seasons.post("/api/seasons/preview")
@wire.speaks(body=wire.SeasonChange, answer=wire.SeasonEffect)
@requires(Role.MANAGER)
def preview(scope: Scope):
    """Returns what windows would change, and saves nothing."""
    ask = wire.SeasonChange.model_validate_json(request.get_data())
    accounts.must_see(db(), scope, ask.of, ask.key)
    windows = accounts.read_windows([w.model_dump() for w in ask.windows], ask.of)
    known = store.load_known(db(), scope, auth.today())
    all_teams = accounts.load_followers(db(), ask.of, ask.key)
    elsewhere = len(all_teams) - len(known.members(ask.of, ask.key))
    found = scopes.effect(known, ask.of, ask.key, windows, elsewhere, auth.today())
    return found.model_dump(mode="json")


@seasons.get("/api/seasons/accounts")
@wire.speaks(answers=wire.SeasonAccountOut)
@requires(Role.MANAGER)
def list_followers(scope: Scope):
    """Returns the accounts of one scope: what each ends up with, and why."""
    ask = wire.SeasonScopeQuery.model_validate_strings(request.args.to_dict())
    accounts.must_see(db(), scope, ask.of, ask.key)
    known = store.load_known(db(), scope, auth.today())
    members = known.members(ask.of, ask.key)
    return {"items": scopes.followers(members, known.windows, auth.today())}


@seasons.get("/api/seasons/suggestions")
@wire.speaks(answers=wire.SeasonSuggestionOut)
@requires(Role.MANAGER)
def list_suggestions(scope: Scope):
    """Returns what the orders of each segment and town say about its season."""
    today = auth.today()
    known = store.load_known(db(), scope, today)
    aside = store.load_aside(db(), scope, today)
    return {"items": history.suggestions(store.load_buyers(db(), scope), known, aside, today)}


@seasons.put("/api/seasons/suggestions")
@wire.speaks(body=wire.SeasonAside)
@requires(Role.MANAGER)
def set_aside(scope: Scope):
    """Puts a suggestion off, refuses it for good, or brings it back."""
    ask = wire.SeasonAside.model_validate_json(request.get_data())
    until = auth.today() + LATER if ask.standing == "later" else None
    store.save_aside(db(), scope, ask.of, ask.key, ask.standing, until, auth.now())
    return {}


@seasons.get("/api/seasons/ramp")
@wire.speaks(answer=wire.RampOut)
@requires(Role.MANAGER)
def show_ramp(scope: Scope):
    """Returns who comes into season within twelve weeks, and how the last openings went."""
    today = auth.today()
    known = store.load_known(db(), scope, today)
    planned = store.load_planned(db(), scope, today, today + radar.REACH)
    sales = store.load_sales(db(), scope, _months_back(today))
    return radar.radar(known.records, planned, sales, today, known.like).model_dump(mode="json")


def _months_back(today: date) -> date:
    """Returns a first of a month before every ramp of the openings looked back at."""
    return (today - 2 * radar.REACH).replace(day=1)
