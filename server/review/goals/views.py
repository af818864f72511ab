"""Goals: looked at before they are set, followed, changed, closed, taken back."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, request

from server import auth, errors, wire
from server.auth import Role, Scope, requires
from server.database import db
from server.review.goals import rules, store
from server.review.goals.rules import Record, Wanted
from server.review.goals.store import Meter

goals = Blueprint("goals", __name__)


@goals.get("/api/goals")
@wire.speaks(answer=wire.GoalsOut)
@requires(Role.MANAGER)
def list_goals(scope: Scope):
    """Returns the goals of the people in sight with their progress, and what can be measured."""
    today = auth.today()
    meter = Meter(db(), today)
    found = [_out(scope, goal, meter, today) for goal in store.load_goals(db(), scope)]
    measures = [
        wire.GoalMeasure(**{name: getattr(one, name) for name in wire.GoalMeasure.model_fields})
        for one in rules.measures().values()
    ]
    return wire.GoalsOut(items=found, measures=measures).model_dump(mode="json")


@goals.post("/api/goals/check")
@wire.speaks(body=wire.GoalRequest, answer=wire.GoalCheck)
@requires(Role.MANAGER)
def check_goal(scope: Scope):
    """Returns what is vague in a goal, what speaks against it, and where it would start."""
    return _checked(scope, _wanted()).model_dump(mode="json")


@goals.post("/api/goals")
@wire.speaks(body=wire.GoalRequest, answer=wire.GoalOut, status=201)
@requires(Role.MANAGER)
def add_goal(scope: Scope):
    wanted = _wanted()
    baseline = _must_be_clear(scope, wanted)
    goal_id = store.add_goal(db(), scope, wanted, baseline, auth.now())
    return _one(scope, goal_id), 201


@goals.put("/api/goals/<uuid:goal_id>")
@wire.speaks(body=wire.GoalRequest, answer=wire.GoalOut)
@requires(Role.MANAGER)
def change_goal(scope: Scope, goal_id: UUID):
    store.load_goal(db(), scope, goal_id)
    wanted = _wanted()
    baseline = _must_be_clear(scope, wanted)
    store.change_goal(db(), scope, goal_id, wanted, baseline, auth.now())
    return _one(scope, goal_id)


@goals.post("/api/goals/<uuid:goal_id>/close")
@wire.speaks(body=wire.GoalClose, answer=wire.GoalOut)
@requires(Role.MANAGER)
def close_goal(scope: Scope, goal_id: UUID):
    """Closes a goal, or with ``closed`` false opens it again."""
    ask = wire.GoalClose.model_validate_json(request.get_data())
    store.close_goal(db(), scope, goal_id, ask.closed, auth.now())
    return _one(scope, goal_id)


@goals.delete("/api/goals/<uuid:goal_id>")
@requires(Role.MANAGER)
def delete_goal(scope: Scope, goal_id: UUID):
    store.delete_goal(db(), scope, goal_id, auth.now())
    return "", 204


@goals.post("/api/goals/<uuid:goal_id>/restore")
@wire.speaks(answer=wire.GoalOut)
@requires(Role.MANAGER)
def restore_goal(scope: Scope, goal_id: UUID):
    """Brings back a goal one deleted, as it was."""
    store.restore_goal(db(), scope, goal_id, auth.now())
    return _one(scope, goal_id)


def _wanted() -> Wanted:
    ask = wire.GoalRequest.model_validate_json(request.get_data())
    return Wanted(**{name: getattr(ask, name) for name in Wanted.__slots__})


def _checked(scope: Scope, wanted: Wanted) -> wire.GoalCheck:
    """Returns all that is wrong at once; what cannot be measured yet is not measured."""
    today = auth.today()
    found = rules.problems(wanted, today)
    if found:
        return _check(found, [], None, None)
    store.must_see(db(), scope, wanted)
    baseline = _baseline(scope, wanted, today)
    hours = None
    if wanted.metric in rules.BY_HOURS:
        hours = store.load_hours(db(), scope, wanted, today)
    found = rules.baseline_problem(wanted, baseline)
    return _check(found, rules.warnings(wanted, baseline, hours), baseline, hours)


def _baseline(scope: Scope, wanted: Wanted, today: date) -> float | None:
    if wanted.first is None or wanted.last is None:
        return None
    span = rules.before(wanted.first, wanted.last, today, rules.measures()[wanted.metric])
    return Meter(db(), today).value(scope, wanted.metric, wanted.by, wanted.key, *span)


def _check(
    problems: list[rules.Problem],
    warnings: list[str],
    baseline: float | None,
    hours: rules.Hours | None,
) -> wire.GoalCheck:
    return wire.GoalCheck(
        problems=[wire.FileProblem(line=0, column=column, text=text) for column, text in problems],
        warnings=warnings,
        baseline=baseline,
        hours_needed=hours.needed if hours else None,
        hours_there=hours.there if hours else None,
    )


def _must_be_clear(scope: Scope, wanted: Wanted) -> float | None:
    check = _checked(scope, wanted)
    if check.problems:
        problems = [one.model_dump() for one in check.problems]
        raise errors.Invalid("This goal is too vague to be followed.", problems)
    return check.baseline


def _one(scope: Scope, goal_id: UUID) -> dict[str, Any]:
    today = auth.today()
    goal = store.load_goal(db(), scope, goal_id)
    return _out(scope, goal, Meter(db(), today), today).model_dump(mode="json")


def _out(scope: Scope, goal: Record, meter: Meter, today: date) -> wire.GoalOut:
    whose = store.scope_of(db(), scope, goal)
    value = meter.value(whose, goal.metric, goal.by, goal.key, goal.first, goal.last)
    made = rules.progress(goal, value, today, meter.near)
    own = wire.GoalOut.model_fields.keys() & set(Record.__slots__)
    return wire.GoalOut(
        **{name: getattr(goal, name) for name in own},
        value=value,
        expected=made.expected,
        elapsed=made.elapsed,
        state=made.state,
        same_people=whose.rep_ids == scope.rep_ids,
    )
