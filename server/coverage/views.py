"""The manager's board, the list behind each of its numbers, and both as files."""

from datetime import timedelta

from flask import Blueprint, Response, request

from server import auth, wire
from server.auth import Role, Scope, requires
from server.auth.unchanged import unless_unchanged
from server.coverage import board, export, heat, ladder, narrowing, store
from server.coverage.counting import Period, period
from server.coverage.store import Loaded
from server.database import db
from server.people import store as people

coverage = Blueprint("coverage", __name__)

#: How far back trends reach unless somebody asks for more.
TREND = timedelta(days=366)


@coverage.get("/api/coverage")
@wire.speaks(answer=wire.CoverageOut)
@requires(Role.MANAGER)
@unless_unchanged
def show_board(scope: Scope):
    """Returns every metric of the period, in total and by one dimension."""
    ask = wire.CoverageQuery.model_validate_strings(request.args.to_dict())
    return _board(scope, ask).model_dump(mode="json")


@coverage.get("/api/coverage/list")
@wire.speaks(answer=wire.CoverageList)
@requires(Role.MANAGER)
@unless_unchanged
def show_list(scope: Scope):
    """Returns the accounts, visits or days behind one number of the board."""
    ask = wire.CoverageListQuery.model_validate_strings(request.args.to_dict())
    return _list(scope, ask).model_dump(mode="json")


@coverage.get("/api/coverage/heat")
@wire.speaks(answer=wire.CoverageHeat)
@requires(Role.MANAGER)
@unless_unchanged
def show_heat(scope: Scope):
    """Returns one metric by class and tier."""
    ask = wire.CoverageHeatQuery.model_validate_strings(request.args.to_dict())
    asked = _period(ask)
    found = heat.heat(_loaded(scope, ask, asked), ask.metric, asked)
    return board.with_goods(found, people.load_goods(db())).model_dump(mode="json")


@coverage.get("/api/coverage/overdue")
@wire.speaks(answer=wire.OverdueLadder)
@requires(Role.MANAGER)
@unless_unchanged
def show_overdue(scope: Scope):
    """Returns the overdue accounts by days late and by cause."""
    ask = wire.CoverageFilter.model_validate_strings(request.args.to_dict())
    asked = _period(ask)
    plans = ladder.Plans(*store.load_plans(db(), scope))
    found = ladder.ladder(_loaded(scope, ask, asked).rows, plans, asked)
    return found.model_dump(mode="json")


@coverage.get("/api/coverage/map")
@wire.speaks(answer=wire.CoverageMap)
@requires(Role.MANAGER)
@unless_unchanged
def show_map(scope: Scope):
    """Returns the accounts with their class, due state and attainment, to be drawn on a map."""
    ask = wire.CoverageFilter.model_validate_strings(request.args.to_dict())
    asked = _period(ask)
    found = heat.on_map(_loaded(scope, ask, asked).rows, asked)
    return found.model_dump(mode="json")


@coverage.get("/api/coverage/snapshots")
@wire.speaks(answer=wire.SnapshotsOut)
@requires(Role.MANAGER)
@unless_unchanged
def show_snapshots(scope: Scope):
    """Returns the figures of past nights of a group, by date: ?by= &key= &first= &last="""
    ask = wire.SnapshotQuery.model_validate_strings(request.args.to_dict())
    last = ask.last or auth.today()
    first = ask.first or last - TREND
    found = store.load_snapshots(db(), scope, ask.by, ask.key, first, last)
    told = board.snapshots(ask.by, ask.key, found)
    return board.with_goods(told, people.load_goods(db())).model_dump(mode="json")


@coverage.get("/api/coverage/export")
@requires(Role.MANAGER)
def export_coverage(scope: Scope):
    """Returns the board, or with a metric the list behind it, as a file: ?format=csv or xlsx"""
    ask = wire.CoverageExportQuery.model_validate_strings(request.args.to_dict())
    if ask.metric is None:
        name, table = "board", export.board_table(_board(scope, ask))
    else:
        fields = ask.model_dump(exclude={"format"})
        listed = _list(scope, wire.CoverageListQuery.model_validate(fields))
        name, table = ask.metric, export.list_table(listed)
    answer = Response(export.as_file(table, ask.format), content_type=export.TYPES[ask.format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ask.format}"'
    return answer


def _board(scope: Scope, ask: wire.CoverageQuery) -> wire.CoverageOut:
    asked = _period(ask)
    now, before = _loaded(scope, ask, asked), _loaded(scope, ask, asked.before())
    made = board.board(now, before, ask.by, asked, store.load_labels(db(), scope))
    return board.with_goods(made, people.load_goods(db()))


def _list(scope: Scope, ask: wire.CoverageListQuery) -> wire.CoverageList:
    loaded = _loaded(scope, ask, _period(ask))
    if ask.rung is not None or ask.cause is not None:
        plans = ladder.Plans(*store.load_plans(db(), scope))
        rows = ladder.standing_on(loaded.rows, plans, ask.rung, ask.cause)
        loaded = Loaded(rows, ())
    labels = store.load_labels(db(), scope)
    made = board.metric_list(loaded, ask.metric, ask.by, ask.key, labels)
    return board.with_goods(made, people.load_goods(db()))


def _period(ask: wire.CoverageFilter) -> Period:
    return period(ask.first, ask.last, auth.today())


def _loaded(scope: Scope, ask: wire.CoverageFilter, asked: Period) -> Loaded:
    return narrowing.narrowed(store.load_period(db(), scope, asked), ask)
