"""Plans, days and visits as the desk reads them, and what is being planned now."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, current_app, request

from routing.domain import Location
from routing.plan.capacity import truth
from server import auth, database, errors, jobs, travel, wire
from server.accounts import store as accounts
from server.auth import Role, Scope, requires
from server.people import store as people
from server.planning import rows, store, taps, today
from server.planning.store import Wanted
from server.planning.today import Rest

planning = Blueprint("planning", __name__)

#: The most days of one answer: a horizon and a month.
MOST_DAYS = 120
#: So long a tap waits for a planner that is still being loaded.
WARM_S = 5


@planning.post("/api/plans")
@wire.speaks(body=wire.PlanRequest, answer=wire.RequestOut, status=202)
@requires(Role.REP, Role.MANAGER)
def request_plan(scope: Scope):
    """Asks for a new plan; it is made in the background."""
    ask = wire.PlanRequest.model_validate_json(request.get_data())
    store.must_be_plannable(people.load_rep(database.db(), scope, ask.rep_id))
    jobs.request(database.db(), "plan", ask.rep_id)
    return _request_out(scope, "plan", str(ask.rep_id)), 202


@planning.get("/api/plans")
@wire.speaks(answers=wire.PlanOut)
@requires(Role.MANAGER)
def list_plans(scope: Scope):
    rep_id = request.args.get("rep", type=UUID)
    return _items(rows.plan_row(one) for one in store.load_plans(database.db(), scope, rep_id))


@planning.get("/api/plans/<uuid:plan_id>")
@wire.speaks(answer=wire.PlanOut)
@requires(Role.MANAGER, Role.REP)
def show_plan(scope: Scope, plan_id: UUID):
    return rows.plan_row(store.load_plan(database.db(), scope, plan_id)).model_dump(mode="json")


@planning.post("/api/plans/<uuid:plan_id>/publish")
@wire.speaks(answer=wire.PlanOut)
@requires(Role.MANAGER)
def publish_plan(scope: Scope, plan_id: UUID):
    db = database.db()
    store.publish(db, scope, plan_id, auth.now(), by=scope.person_id)
    return rows.plan_row(store.load_plan(db, scope, plan_id)).model_dump(mode="json")


@planning.post("/api/plans/<uuid:plan_id>/refuse")
@wire.speaks(body=wire.RefuseRequest, answer=wire.PlanOut)
@requires(Role.MANAGER)
def refuse_plan(scope: Scope, plan_id: UUID):
    db = database.db()
    store.load_plan(db, scope, plan_id)
    ask = wire.RefuseRequest.model_validate_json(request.get_data() or b"{}")
    store.refuse(db, scope, plan_id, auth.now(), ask.why)
    return rows.plan_row(store.load_plan(db, scope, plan_id)).model_dump(mode="json")


@planning.get("/api/requests")
@wire.speaks(answers=wire.RequestOut)
@requires(Role.MANAGER)
def list_requests(scope: Scope):
    return _items(store.load_requests(database.db(), scope, auth.real_now()))


@planning.post("/api/requests/<task>/<key>/again")
@wire.speaks(answer=wire.RequestOut, status=202)
@requires(Role.MANAGER)
def again(scope: Scope, task: str, key: str):
    """Asks once more for work that failed."""
    store.load_request(database.db(), scope, task, key, auth.real_now())
    jobs.again(database.db(), task, key)
    return _request_out(scope, task, key), 202


@planning.get("/api/days")
@requires(Role.REP, Role.MANAGER)
def list_days(scope: Scope):
    """Returns days with their visits: of one rep or of everybody in sight, by default a week."""
    ask = wire.DaysQuery.model_validate_strings(request.args.to_dict())
    db, (first, last) = database.db(), _dates(ask)
    days = store.load_days(db, scope, first, last, ask.rep)
    visits = store.load_visits(db, scope, first=first, last=last, rep_id=ask.rep)
    by_day = rows.by_day(store.visit_rows(db, visits, auth.today()))
    return {
        "items": [
            {
                "day": day.model_dump(mode="json"),
                "visits": [one.model_dump(mode="json") for one in by_day[day.rep_id, day.on]],
            }
            for day in store.day_rows(days)
        ]
    }


@planning.get("/api/visits/<uuid:visit_id>")
@wire.speaks(answer=wire.VisitRow)
@requires()
def show_visit(scope: Scope, visit_id: UUID):
    found = store.load_visits(database.db(), scope, ids=[visit_id], include_cancelled=True)
    if not found:
        raise errors.NotFound()
    return store.visit_rows(database.db(), found, auth.today())[0].model_dump(mode="json")


@planning.get("/api/unplanned")
@wire.speaks(answers=wire.UnplannedOut)
@requires(Role.REP, Role.MANAGER)
def list_unplanned(scope: Scope):
    """Returns what the published plans left out, of one rep or of everybody in sight."""
    rep_id = request.args.get("rep", type=UUID)
    return _items(store.load_unplanned(database.db(), scope, rep_id))


@planning.get("/api/accounts/<uuid:account_id>/plan")
@wire.speaks(answer=wire.AccountPlan)
@requires(Role.REP, Role.MANAGER)
def show_account_plan(scope: Scope, account_id: UUID):
    """Returns why an account is planned when it is, and why what is due has no day."""
    db, on = database.db(), auth.today()
    account = accounts.load_account(db, scope, account_id, on)
    visits = store.load_visits(db, scope, first=on, account_id=account.id)
    left_out = store.load_unplanned(db, scope, account.rep_id) if account.rep_id else []
    return wire.AccountPlan(
        visits=store.visit_rows(db, visits, on),
        unplanned=[one for one in left_out if one.account_id == account.id],
    ).model_dump(mode="json")


@planning.get("/api/reps/<uuid:rep_id>/plan/changes")
@wire.speaks(answer=wire.ChangesOut)
@requires(Role.REP, Role.MANAGER)
def show_changes(scope: Scope, rep_id: UUID):
    """Returns what a draft would change in the published plan, or that one did: ?since="""
    ask = wire.ChangesQuery.model_validate_strings(request.args.to_dict())
    db = database.db()
    found = store.load_comparison(db, scope, rep_id, ask.since, auth.now())
    return wire.ChangesOut(
        plan_id=found.plan_id,
        state=found.state,
        made_at=found.made_at,
        since=ask.since,
        nervousness=found.nervousness,
        items=store.change_rows(db, found.changes),
    ).model_dump(mode="json")


@planning.get("/api/reps/<uuid:rep_id>/capacity")
@wire.speaks(answer=wire.CapacityOut)
@requires(Role.REP, Role.MANAGER)
def show_capacity(scope: Scope, rep_id: UUID):
    """Returns the hours required by class and those there, and what would make them fit."""
    wanted = store.load_wanted(database.db(), scope, rep_id, auth.now())
    database.pause()
    return rows.capacity_row(truth(wanted.problem)).model_dump(mode="json")


@planning.get("/api/reps/<uuid:rep_id>/regions")
@wire.speaks(answers=wire.RegionRow)
@requires(Role.REP, Role.MANAGER)
def list_regions(scope: Scope, rep_id: UUID):
    """Returns a rep's accounts that are better visited on some weekdays or in some weeks."""
    return _regions(scope, rep_id)


@planning.put("/api/reps/<uuid:rep_id>/regions")
@wire.speaks(body=wire.RegionTable, answers=wire.RegionRow)
@requires(Role.REP, Role.MANAGER)
def change_regions(scope: Scope, rep_id: UUID):
    """Replaces all regions of a rep and asks for a new plan."""
    ask = wire.RegionTable.model_validate_json(request.get_data())
    regions = [rows.region_of(row) for row in ask.items]
    store.save_regions(database.db(), scope, rep_id, regions, auth.now())
    return _regions(scope, rep_id)


@planning.get("/api/reps/<uuid:rep_id>/today")
@wire.speaks(answer=wire.RestOfDay)
@requires(Role.REP, Role.MANAGER)
def show_rest_of_day(scope: Scope, rep_id: UUID):
    """Returns the rest of today in its best order, from the last report or ?lat=&lon="""
    ask = wire.HereQuery.model_validate_strings(request.args.to_dict())
    wanted, rest = _rest(scope, rep_id, ask)
    return taps.rest_of_day(wanted, rest).model_dump(mode="json")


@planning.get("/api/reps/<uuid:rep_id>/today/drop")
@wire.speaks(answer=wire.DropsOut)
@requires(Role.REP, Role.MANAGER)
def show_drops(scope: Scope, rep_id: UUID):
    """Returns what to leave out today to be home in time: ?until= seconds, ?lat=&lon="""
    ask = wire.DropQuery.model_validate_strings(request.args.to_dict())
    wanted, rest = _rest(scope, rep_id, ask)
    return taps.drops(wanted, rest, ask.until).model_dump(mode="json")


@planning.get("/api/reps/<uuid:rep_id>/today/nearby")
@wire.speaks(answers=wire.NearbyOut)
@requires(Role.REP, Role.MANAGER)
def list_nearby(scope: Scope, rep_id: UUID):
    """Returns who wants a visit within a detour of today's rest: ?minutes=10, ?lat=&lon="""
    ask = wire.NearbyQuery.model_validate_strings(request.args.to_dict())
    wanted, rest = _rest(scope, rep_id, ask)
    return _items(taps.nearby(wanted, rest, 60 * ask.minutes))


@planning.get("/api/accounts/<uuid:account_id>/days")
@wire.speaks(answer=wire.DayOffers)
@requires(Role.REP, Role.MANAGER)
def find_day(scope: Scope, account_id: UUID):
    """Returns what a visit would cost on each date: ?from= ?to= ?moving= the date it leaves"""
    ask = wire.FindDayQuery.model_validate_strings(request.args.to_dict())
    account = accounts.load_account(database.db(), scope, account_id, auth.today())
    if account.rep_id is None:
        raise errors.Invalid("Nobody visits this account yet: give it to a rep first.")
    wanted, visits = _today(scope, account.rep_id)
    standing = today.as_it_stands(wanted, {str(one.account_id) for one in visits})
    if standing is None:
        raise errors.Invalid("There is no plan yet: ask for one first.")
    if not any(one.id == str(account_id) for one in standing[0].accounts):
        raise errors.Invalid("This account is not visited any more.")
    _get_ready()
    return wire.DayOffers(
        account_id=account_id,
        rep_id=account.rep_id,
        estimate=travel.is_estimate(standing[0].travel_source),
        items=taps.days(*standing, str(account_id), ask),
    ).model_dump(mode="json")


def _rest(scope: Scope, rep_id: UUID, ask: wire.HereQuery) -> tuple[Wanted, Rest | None]:
    """Returns what is left of a rep's day; whatever is computed of it holds up nobody else."""
    wanted, visits = _today(scope, rep_id)
    _get_ready()
    here = None if ask.lat is None or ask.lon is None else Location(ask.lat, ask.lon)
    return wanted, today.rest(wanted, visits, here)


def _today(scope: Scope, rep_id: UUID) -> tuple[Wanted, tuple[store.VisitRecord, ...]]:
    """Returns what a rep's plan is made from, and the visits of today nobody has reported."""
    db = database.db()
    wanted = store.load_wanted(db, scope, rep_id, auth.now())
    visits = store.load_visits(
        db, scope, first=wanted.today, last=wanted.today, rep_id=rep_id, open_only=True
    )
    return wanted, visits


def _get_ready() -> None:
    """Ends the transaction, and waits a little where the planner is still being loaded."""
    database.pause()
    if not jobs.is_warm(current_app, WARM_S):
        raise errors.Unavailable("The planner is still being set up. Try again in a minute.")


def _regions(scope: Scope, rep_id: UUID):
    return _items(rows.region_row(one) for one in store.load_regions(database.db(), scope, rep_id))


def _items(messages):
    return {"items": [message.model_dump(mode="json") for message in messages]}


def _dates(ask: wire.DaysQuery) -> tuple[date, date]:
    """Returns the dates asked for; without any, the seven days from today."""
    first = ask.first or auth.today()
    last = ask.last or first + timedelta(days=6)
    if not first <= last <= first + timedelta(days=MOST_DAYS):
        raise errors.Invalid(f"Ask for at most {MOST_DAYS} days, the first one first.")
    return first, last


def _request_out(scope: Scope, task: str, key: str):
    found = store.load_request(database.db(), scope, task, key, auth.real_now())
    return found.model_dump(mode="json")
