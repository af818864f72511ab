"""VROOM on the rep benchmark's model: a vehicle a day, a job a due visit.

A visit may be made on one of several days, so all days lie on one long axis: day ``d`` is
``d * DAY_S`` to ``(d + 1) * DAY_S``, the vehicle of a day works on its stretch alone, and a job's
windows are the stretches in which it may begin.
"""

from collections import defaultdict

import numpy as np
import vroom

from routing.domain import DAY_S, Problem
from tests.benchmarks import nominal
from tests.benchmarks.nominal import Visit
from tests.benchmarks.referee import Days

MOST_IMPORTANT = 100


def solved(problem: Problem, level: int) -> Days:
    """Returns the days after a run of an exploration level to its end, in one thread."""
    visits = nominal.visits(problem)
    days = nominal.days(problem)
    model = vroom.Input()
    model.set_durations_matrix("car", np.array(problem.travel_s))
    base = problem.rep.base
    for d, day in enumerate(days):
        hours = vroom.TimeWindow(d * DAY_S + day.hours.start_s, d * DAY_S + day.hours.end_s)
        model.add_vehicle(vroom.Vehicle(d, start=base, end=base, time_window=hours))
    worthiest = max((visit.priority for visit in visits), default=1.0)
    for number, visit in enumerate(visits):
        if job := _job(problem, number, visit, worthiest):
            model.add_job(job)
    steps = model.solve(exploration_level=level, nb_threads=1).routes
    jobs = steps[steps["type"] == "job"]
    found: dict[int, list[str]] = defaultdict(list)
    for d, number in zip(jobs["vehicle_id"], jobs["id"], strict=True):
        found[int(d)].append(visits[int(number)].account.id)
    return {day.on: found[d] for d, day in enumerate(days)}


def _job(problem: Problem, number: int, visit: Visit, worthiest: float) -> vroom.Job | None:
    windows = [
        vroom.TimeWindow(d * DAY_S + w.start_s, d * DAY_S + w.end_s)
        for d, some in nominal.starts(problem, visit).items()
        for w in some
    ]
    if not windows:
        return None
    return vroom.Job(
        number,
        location=visit.place,
        default_service=visit.service_s,
        priority=round(MOST_IMPORTANT * visit.priority / worthiest),
        time_windows=windows,
    )
