"""The search: insert week by week by regret, then ruin and recreate.

After Christiaens and Vanden Berghe 2020 (slack induction by string removals): strings of
neighbouring stops are taken out of a few near days and put back at the cheapest day and position,
accepted by annealing. Everything is counted, nothing timed.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from routing.rotation.demand import PHONE, Demand, Task
from routing.rotation.dice import Dice
from routing.rotation.route import Draft, Route
from routing.rotation.timing import NEVER

HOT_S, COLD_S = 900.0, 10.0
NEAREST = 40
LARGEST_RUIN = 12

Option = tuple[int, int, int]
"""Cost, day number, position; the position of a call is -1."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """The search's own knobs; see ``RotationParams``."""

    fair: int
    balance_s: int
    rounds: int
    round_iterations: int
    seed: int


class Search:
    """The draft of all days and the moves that improve it."""

    def __init__(self, demand: Demand, routes: list[Route], tuning: Tuning) -> None:
        self.demand = demand
        self.routes = routes
        self.tuning = tuning
        self.fair = tuning.fair
        self._dice = Dice(tuning.seed)

    # Placing one task

    def best_on(self, task: Task, day: int, limit: int = NEVER) -> Option | None:
        """Returns the cheapest way to put a task on a day for less than ``limit``."""
        route = self.routes[day]
        cost = task.costs[day] + self._crowding(day)
        if cost >= limit or not task.may_be_on(day):
            return None
        if task.place == PHONE:
            return (cost, day, -1) if route.has_time_for(task.service_s) else None
        detour, position = route.cheapest(task.place, task.spans[day], task.service_s, limit - cost)
        return (cost + detour, day, position) if detour < NEVER else None

    def best(self, task: Task, blinks: bool = False) -> Option | None:
        """Returns the cheapest way to put a task anywhere; blinks skip a day at times."""
        found: Option | None = None
        for day in task.spans:
            if blinks and self._dice.below(50) == 0:
                continue
            option = self.best_on(task, day, found[0] if found else NEVER)
            found = option or found
        return found

    def put(self, task: Task, option: Option) -> None:
        """Puts a task where an option says."""
        _, day, position = option
        route = self.routes[day]
        if position < 0:
            route.add_call(task.number, task.service_s)
        else:
            route.insert(task.number, task.place, task.spans[day], task.service_s, position)
        task.day = day

    def _crowding(self, day: int) -> int:
        """Returns what one more visit costs on a day that has its fair share already."""
        route = self.routes[day]
        more = len(route.tasks) + len(route.calls) + 1 - self.fair
        return self.tuning.balance_s * more if more > 0 else 0

    # The first draft

    def insert_by_regret(self, pool: list[Task], placed: Callable[[Task], Task | None]) -> None:
        """Empties a pool: whoever would lose most by waiting goes first, overdue ones before all.

        ``placed`` is told of each task, placed or not, and may answer with one more for the pool.
        """
        options = {task.number: self._options(task) for task in pool}
        tasks = {task.number: task for task in pool}
        while tasks:
            task = max(tasks.values(), key=lambda t: _regret(t, options[t.number]))
            del tasks[task.number]
            ways = options.pop(task.number)
            if ways:
                self.put(task, min(ways.values()))
                self._refresh(task.day, tasks.values(), options)
            following = placed(task)
            if task.day >= 0 and not ways:
                self._refresh(task.day, tasks.values(), options)
            if following:
                tasks[following.number] = following
                options[following.number] = self._options(following)

    def _options(self, task: Task) -> dict[int, Option]:
        found = {day: self.best_on(task, day) for day in task.spans}
        return {day: option for day, option in found.items() if option}

    def _refresh(
        self, day: int, tasks: Iterable[Task], options: dict[int, dict[int, Option]]
    ) -> None:
        for task in tasks:
            if day in options[task.number]:
                option = self.best_on(task, day)
                if option:
                    options[task.number][day] = option
                else:
                    del options[task.number][day]

    # Improvement

    def improve(self, progress: Callable[[int], None]) -> None:
        """Ruins and recreates in rounds of fixed length, each from the best draft so far.

        So a longer search begins with the shorter one.
        """
        free = [task for task in self.demand.tasks if task.movable and task.spans]
        if not free:
            return
        near = _neighbours(free, self.demand.problem.travel_s)
        for done in range(self.tuning.rounds):
            self._round(free, near)
            progress(done + 1)

    def put_in_what_fits(self) -> None:
        """Places every visit there is still room for, whatever the detour."""
        absent = [t for t in self.demand.tasks if t.movable and t.spans and t.day < 0]
        for task in sorted(absent, key=lambda t: (-t.drop_s, t.number)):
            option = self.best(task)
            if option:
                self.put(task, option)

    def _round(self, free: list[Task], near: dict[int, list[Task]]) -> None:
        now = best = 0
        best_draft = self._draft()
        for step in range(self.tuning.round_iterations):
            heat = HOT_S * (COLD_S / HOT_S) ** (step / self.tuning.round_iterations)
            gain = self._move(self._ruined(free, near), heat)
            now += gain
            if now < best:
                best, best_draft = now, self._draft()
        self._restore(best_draft)

    def _move(self, out: list[Task], heat: float) -> int:
        """Takes tasks out and puts them back; returns the change of cost, 0 where it is undone."""
        were = [task.day for task in out]
        before = sum(map(_task_cost, out))
        kept = {day: (self.routes[day].saved(), self._day_cost(day)) for day in were if day >= 0}
        self._take_out(out)
        for task in self._ordered(out):
            option = self.best(task, blinks=True)
            if option:
                day = option[1]
                kept.setdefault(day, (self.routes[day].saved(), self._day_cost(day)))
                self.put(task, option)
        change = sum(self._day_cost(day) - cost for day, (_, cost) in kept.items())
        change += sum(map(_task_cost, out)) - before
        if change < -heat * math.log(self._dice.share()):
            return change
        for day, (draft, _) in kept.items():
            self.routes[day].restore(draft)
        for task, day in zip(out, were, strict=True):
            task.day = day
        return 0

    def _ruined(self, free: list[Task], near: dict[int, list[Task]]) -> list[Task]:
        """Returns what to take out: strings of stops near a place, and absent ones."""
        seed = free[self._dice.below(len(free))]
        days_left, length = 1 + self._dice.below(3), 1 + self._dice.below(6)
        out: dict[int, Task] = {}
        hit: set[int] = set()
        for task in (seed, *near[seed.number]):
            if task.day < 0:
                if len(out) < LARGEST_RUIN:
                    out[task.number] = task
            elif days_left and task.day not in hit:
                days_left -= 1
                hit.add(task.day)
                out.update((t.number, t) for t in self._string(task, length))
        return list(out.values())

    def _string(self, task: Task, length: int) -> list[Task]:
        """Returns up to ``length`` movable neighbours in the day of a task, itself among them."""
        if task.place == PHONE:
            return [task]
        order = self.routes[task.day].tasks
        at = order.index(task.number)
        start = max(0, min(at - self._dice.below(length), len(order) - length))
        numbers = order[start : max(at + 1, start + length)]
        return [t for t in (self.demand.tasks[n] for n in numbers) if t.movable]

    def _take_out(self, out: list[Task]) -> None:
        by_day: dict[int, set[int]] = {}
        for task in out:
            if task.day >= 0:
                by_day.setdefault(task.day, set()).add(task.number)
                task.day = -1
        for day, numbers in by_day.items():
            self.routes[day].remove(numbers, self._services)

    def _ordered(self, out: list[Task]) -> list[Task]:
        """Returns the tasks in the order of putting back: mostly by chance or by value."""
        keys: tuple[Callable[[Task], float], ...] = (
            lambda t: self._dice.share(),
            lambda t: -t.drop_s,
            lambda t: -t.drop_s / t.service_s,
            lambda t: len(t.spans),
        )
        return sorted(out, key=keys[self._dice.below(len(keys))])

    @property
    def _services(self) -> list[int]:
        return [task.service_s for task in self.demand.tasks]

    def _day_cost(self, day: int) -> int:
        route = self.routes[day]
        more = max(0, len(route.tasks) + len(route.calls) - self.fair)
        return route.travel() + self.tuning.balance_s * more * (more + 1) // 2

    def _draft(self) -> tuple[list[Draft], list[int]]:
        return [r.saved() for r in self.routes], [t.day for t in self.demand.tasks]

    def _restore(self, draft: tuple[list[Draft], list[int]]) -> None:
        for route, saved in zip(self.routes, draft[0], strict=True):
            route.restore(saved)
        for task, day in zip(self.demand.tasks, draft[1], strict=True):
            task.day = day


def _regret(task: Task, ways: dict[int, Option]) -> tuple[float, int]:
    """Returns how urgent a task is: what waiting may cost, and how few days are left for it.

    Its priority is in ``drop_s``, so what is overdue goes first among those with as few days.
    """
    if not ways:
        return math.inf, -task.number
    costs = sorted(cost for cost, _, _ in ways.values())
    second = costs[1] if len(costs) > 1 else max(costs[0], task.drop_s)
    return second - costs[0] + task.drop_s / len(ways), -task.number


def _task_cost(task: Task) -> int:
    return task.drop_s if task.day < 0 else task.costs[task.day]


def _neighbours(free: list[Task], travel_s: Sequence[Sequence[int]]) -> dict[int, list[Task]]:
    """Returns for each task the nearest ones that could share a day with it."""
    near: dict[int, list[Task]] = {}
    for task in free:
        rivals = [t for t in free if t is not task and not task.spans.keys().isdisjoint(t.spans)]
        if task.place == PHONE:
            near[task.number] = rivals[:NEAREST]
            continue
        row = travel_s[task.place]
        rivals.sort(key=lambda t: (row[t.place] if t.place >= 0 else 0, t.number))
        near[task.number] = rivals[:NEAREST]
    return near
