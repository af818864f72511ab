"""The review of plans: the year, each day's hours, and what a manager asks, holds and weighs."""

from uuid import UUID

from flask import Blueprint, request

from routing.plan.weighing import Weights
from server import auth, database, errors, wire
from server.auth import Role, Scope, requires
from server.people import store as people
from server.planning import store, yearly

review = Blueprint("plan_review", __name__)


@review.get("/api/year")
@wire.speaks(answer=wire.YearOut)
@requires(Role.MANAGER)
def show_year(scope: Scope):
    """Returns 52 weeks of required minutes against those there, of everybody in sight"""
    db = database.db()
    found, settings = store.load_years(db, scope, auth.today()), people.load_settings(db)
    database.pause()
    return yearly.year_out(found, settings).model_dump(mode="json")


@review.get("/api/reps/<uuid:rep_id>/year")
@wire.speaks(answer=wire.RepYear)
@requires(Role.REP, Role.MANAGER)
def show_rep_year(scope: Scope, rep_id: UUID):
    """Returns 52 weeks of a rep, with who causes the weeks that ask for too much"""
    db = database.db()
    [found], settings = (
        store.load_years(db, scope, auth.today(), rep_id),
        people.load_settings(db),
    )
    database.pause()
    return yearly.rep_year(found, found.year(), settings).model_dump(mode="json")


@review.get("/api/reps/<uuid:rep_id>/year/accounts")
@wire.speaks(answer=wire.YearList)
@requires(Role.REP, Role.MANAGER)
def list_year_accounts(scope: Scope, rep_id: UUID):
    """Returns the accounts behind a week's minutes: ?week= any of its dates, ?account_class="""
    people.load_rep(database.db(), scope, rep_id)
    ask = wire.YearQuery.model_validate_strings(request.args.to_dict())
    [found] = store.load_years(database.db(), scope, auth.today(), rep_id)
    return yearly.year_list(found, ask).model_dump(mode="json")


@review.get("/api/reps/<uuid:rep_id>/hours")
@wire.speaks(answer=wire.HoursOut)
@requires(Role.REP, Role.MANAGER)
def show_hours(scope: Scope, rep_id: UUID):
    """Returns thirteen weeks of a rep, each day's planned time beside the time there"""
    return store.load_hours(database.db(), scope, rep_id, auth.now()).model_dump(mode="json")


@review.get("/api/reps/<uuid:rep_id>/review")
@wire.speaks(answer=wire.ReviewOut)
@requires(Role.MANAGER)
def show_review(scope: Scope, rep_id: UUID):
    """Returns how a rep's plans are published, what they weigh, and which draft was refused"""
    return _review(scope, rep_id)


@review.post("/api/reps/<uuid:rep_id>/hold")
@wire.speaks(body=wire.HoldRequest, answer=wire.ReviewOut)
@requires(Role.MANAGER)
def hold_plans(scope: Scope, rep_id: UUID):
    """Keeps the published plan until it is released; new plans wait as drafts"""
    people.load_rep(database.db(), scope, rep_id)
    ask = wire.HoldRequest.model_validate_json(request.get_data())
    store.hold(database.db(), scope, rep_id, ask.why, auth.now())
    return _review(scope, rep_id)


@review.delete("/api/reps/<uuid:rep_id>/hold")
@wire.speaks(answer=wire.ReviewOut)
@requires(Role.MANAGER)
def release_plans(scope: Scope, rep_id: UUID):
    """Lets a rep's plans publish by themselves again"""
    store.release(database.db(), scope, rep_id, auth.now())
    return _review(scope, rep_id)


@review.put("/api/reps/<uuid:rep_id>/weights")
@wire.speaks(body=wire.Weights, answer=wire.ReviewOut)
@requires(Role.MANAGER)
def change_weights(scope: Scope, rep_id: UUID):
    """Says what a rep's plans weigh, factors of 0.25 to 4, and asks for one; {} is the usual"""
    people.load_rep(database.db(), scope, rep_id)
    ask = wire.Weights.model_validate_json(request.get_data())
    weights = Weights(**ask.model_dump())
    store.save_weights(database.db(), scope, rep_id, weights, auth.now())
    return _review(scope, rep_id)


@review.get("/api/reps/<uuid:rep_id>/wishes")
@wire.speaks(answers=wire.ReviewWish)
@requires(Role.REP, Role.MANAGER)
def list_wishes(scope: Scope, rep_id: UUID):
    """Returns what rep and manager asked of the plan from today on, with its answers"""
    found = store.load_asked(database.db(), scope, rep_id, auth.now())
    return {"items": [one.model_dump(mode="json") for one in found]}


@review.post("/api/visits/<uuid:visit_id>/move")
@wire.speaks(body=wire.MoveRequest, answer=wire.ReviewWish, status=201)
@requires(Role.MANAGER)
def move_visit(scope: Scope, visit_id: UUID):
    """Holds a visit to a date and asks for a new plan"""
    _must_exist(scope, visit_id)
    ask = wire.MoveRequest.model_validate_json(request.get_data())
    return _asked(scope, *store.move(database.db(), scope, visit_id, ask, auth.now()))


@review.post("/api/visits/<uuid:visit_id>/veto")
@wire.speaks(body=wire.VetoRequest, answer=wire.ReviewWish, status=201)
@requires(Role.MANAGER)
def veto_visit(scope: Scope, visit_id: UUID):
    """Keeps a visit off its date, with a reason, and asks for a new plan"""
    _must_exist(scope, visit_id)
    ask = wire.VetoRequest.model_validate_json(request.get_data())
    return _asked(scope, *store.veto(database.db(), scope, visit_id, ask.why, auth.now()))


@review.delete("/api/wishes/<uuid:wish_id>")
@wire.speaks(status=204)
@requires(Role.MANAGER)
def take_back_wish(scope: Scope, wish_id: UUID):
    """Takes back what a manager asked of a plan and asks for a new one"""
    store.take_back(database.db(), scope, wish_id, auth.now())
    return "", 204


def _review(scope: Scope, rep_id: UUID):
    return store.load_review(database.db(), scope, rep_id).model_dump(mode="json")


def _must_exist(scope: Scope, visit_id: UUID) -> None:
    """Answers "not found" before anything is said of the body."""
    found = store.load_visits(database.db(), scope, ids=[visit_id], include_cancelled=True)
    if not found:
        raise errors.NotFound()


def _asked(scope: Scope, wish_id: UUID, rep_id: UUID):
    [found] = store.load_asked(database.db(), scope, rep_id, auth.now(), wish_id)
    return found.model_dump(mode="json"), 201
