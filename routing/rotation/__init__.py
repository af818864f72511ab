"""On which working day each due visit falls, and the draft order of each day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from routing.domain import Account, DueVisit, Held, Problem, TimeWindow, Unplanned
from routing.rotation import reasons
from routing.rotation.demand import PHONE, Demand, Task, Weights, fair_share, held_windows
from routing.rotation.reasons import NOT_ASKED_FOR
from routing.rotation.route import Route
from routing.rotation.search import Search, Tuning

__all__ = [
    "NOT_ASKED_FOR",
    "Draft",
    "Planned",
    "RotationParams",
    "RotationResult",
    "rotation",
]


@dataclass(frozen=True, slots=True)
class RotationParams:
    """How the rotation weighs and how long it searches.

    All weights are seconds of driving. ``near_s`` is what a visit at the edge of its due window
    costs, ``late_s`` what each day after it costs at least. Leaving out a visit costs
    ``drop_least_s`` plus ``drop_s`` times its priority. ``balance_s`` is what each visit above a
    day's fair share costs more than the one before. The search runs ``rounds`` times
    ``round_iterations`` moves; the same ``seed`` gives the same answer.
    """

    near_s: int = 300
    late_s: int = 300
    drop_s: int = 7200
    drop_least_s: int = 3600
    balance_s: int = 120
    rounds: int = 6
    round_iterations: int = 1500
    seed: int = 1

    def __post_init__(self) -> None:
        if min(self.near_s, self.late_s, self.drop_s, self.drop_least_s, self.balance_s) < 0:
            raise ValueError("weights must not be negative.")
        if self.rounds < 0 or self.round_iterations < 1:
            raise ValueError("rounds must not be negative, round_iterations must be positive.")


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit with its day, and when that day allows it.

    ``account`` is as it stands before the visit, earlier ones planned.
    """

    account: Account
    due: DueVisit | None
    held: Held | None
    is_call: bool
    service_s: int
    windows: tuple[TimeWindow, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """The visits of one day, the stops in draft order."""

    stops: tuple[Planned, ...] = ()
    calls: tuple[Planned, ...] = ()


@dataclass(frozen=True, slots=True)
class RotationResult:
    """A draft for every working day of the horizon, and every due visit without a day.

    ``unfit`` are held visits that found no room on their date in this draft.
    """

    days: Mapping[date, Draft]
    unplanned: tuple[Unplanned, ...]
    unfit: tuple[tuple[Planned, Unplanned], ...] = ()


def rotation(
    problem: Problem,
    params: RotationParams | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> RotationResult:
    """Returns each due visit's day or its reason, exactly one of the two.

    A visit whose window reaches beyond the horizon may be in neither: it is not yet due.
    ``progress`` hears (steps done, steps in all).
    """
    params = params or RotationParams()
    search = _build(problem, params)
    _solve(search, progress or (lambda done, total: None))
    return _read(search)


def _build(problem: Problem, params: RotationParams) -> Search:
    weights = Weights(params.near_s, params.late_s, params.drop_s, params.drop_least_s)
    demand = Demand(problem, weights)
    underway = problem.underway
    routes = [
        Route(
            day,
            problem.rep.base,
            problem.travel_s,
            underway if underway and underway.on == day.on else None,
        )
        for day in demand.days
    ]
    fair = fair_share(problem)
    tuning = Tuning(fair, params.balance_s, params.rounds, params.round_iterations, params.seed)
    return Search(demand, routes, tuning)


def _solve(search: Search, progress: Callable[[int, int], None]) -> None:
    """Held visits, then week by week what falls due, then improvement, then what still fits."""
    _place_held(search)
    weeks = _weeks(search.demand)
    waiting = {a.id: search.demand.next_task(a.id) for a in search.demand.problem.accounts}
    for done, last in enumerate(weeks):
        _place_week(search, waiting, last)
        progress(done + 1, len(weeks) + search.tuning.rounds)
    search.improve(lambda done: progress(len(weeks) + done, len(weeks) + search.tuning.rounds))
    search.put_in_what_fits()


def _place_held(search: Search) -> None:
    for task in search.demand.held_tasks():
        option = search.best(task)
        if option:
            search.put(task, option)
            search.demand.keep(task)


def _weeks(demand: Demand) -> list[date]:
    """Returns the last date of each week of the horizon (Sunday, or the horizon's end)."""
    ends = {day.on.toordinal() // 7 * 7 + 7 for day in demand.days}
    return [min(date.fromordinal(end), demand.problem.last_day) for end in sorted(ends)] or [
        demand.problem.last_day
    ]


def _place_week(search: Search, waiting: dict[str, Task | None], last: date) -> None:
    """Places what opens by ``last``; a visit's follower joins when it opens by then, too."""
    pool = [t for t in waiting.values() if t is not None and t.due and t.due.earliest <= last]

    def placed(task: Task) -> Task | None:
        demand = search.demand
        if task.day < 0:
            _place_late(search, task)
        if task.day >= 0:
            demand.made(task)
        else:
            demand.missed(task)
        following = waiting[task.account.id] = demand.next_task(task.account.id)
        joins = following is not None and following.due and following.due.earliest <= last
        return following if joins else None

    search.insert_by_regret(pool, placed)


def _place_late(search: Search, task: Task) -> None:
    """Places a visit after its window, where there is no room inside."""
    late = search.demand.late_copy(task)
    option = search.best(late) if late else None
    if late and option:
        search.demand.make_late(task, late)
        search.put(task, option)


def _read(search: Search) -> RotationResult:
    demand, routes = search.demand, search.routes
    days = {
        route.on: Draft(
            tuple(_planned(demand, demand.tasks[n]) for n in route.tasks),
            tuple(_planned(demand, demand.tasks[n]) for n in route.calls),
        )
        for route in routes
    }
    absent = [task for task in demand.tasks if task.day < 0]
    owed = [task for task in absent if task.held is None and not _not_yet(demand, task)]
    unfit = [task for task in absent if task.held is not None]
    return RotationResult(
        days,
        tuple(reasons.unplanned(demand, task, routes) for task in owed),
        tuple((_planned(demand, task), reasons.unplanned(demand, task, routes)) for task in unfit),
    )


def _not_yet(demand: Demand, task: Task) -> bool:
    """Says whether an absent visit's window is still open after the horizon."""
    return task.due is not None and task.due.latest > demand.problem.last_day and not task.overdue


def _planned(demand: Demand, task: Task) -> Planned:
    windows: tuple[TimeWindow, ...] = ()
    if task.held is not None:
        windows = held_windows(task.account, task.held)
    elif task.day >= 0:
        windows = task.account.hours.on(demand.days[task.day].on)
    is_call = task.place == PHONE
    return Planned(task.account, task.due, task.held, is_call, task.service_s, windows)
