"""A day as arrays, and the arithmetic of :mod:`routing.rotation.timing` on them, compiled.

Stops are numbered from 0; the start of the day is number n, its end n + 1. A course can be turned
round: run backward from the end, in time that counts down, it is a day like any other. What
searches a day forward therefore also searches it backward.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from routing.compiled import compiled
from routing.rotation import timing

NEVER = timing.NEVER
Numbers = npt.NDArray[np.int64]


class Course(NamedTuple):
    """One working day, its stops and drives; the state 1 of a moment is lunch behind, 0 is not.

    Attributes
    ----------
    drive
        Square, seconds, row to column.
    service
        Seconds at each stop.
    at, first, last
        A service at stop k may begin from ``first[i]`` to ``last[i]``, ``at[k] <= i < at[k + 1]``.
    busy
        Rows of start and end, during which nothing moves.
    lunch
        Rows of the first and the last moment at which lunch may begin.
    gates
        For both states when the day may leave its start (row 0), and when it has to be at its end
        (row 1): never and -1 where the state is not possible.
    lunch_s
        How long lunch lasts.
    """

    drive: Numbers
    service: Numbers
    at: Numbers
    first: Numbers
    last: Numbers
    busy: Numbers
    lunch: Numbers
    gates: Numbers
    lunch_s: int


def course(
    clock: timing.Clock,
    drive: Sequence[Sequence[int]],
    service: Sequence[int],
    spans: Sequence[timing.Spans],
) -> Course:
    """Returns a day as arrays; the last two rows of ``drive`` are its start and its end."""
    flat = [span for stop in spans for span in stop]
    at = np.zeros(len(spans) + 1, dtype=np.int64)
    np.cumsum([len(stop) for stop in spans], out=at[1:])
    leave = [NEVER, clock.start_s]
    home = [-1, timing.last_home(clock, True)]
    if clock.lunch_s:
        leave = [clock.start_s, timing.after_early_lunch(clock)]
        home[0] = timing.last_home(clock, False)
    return Course(
        np.array(drive, dtype=np.int64),
        np.array(service, dtype=np.int64),
        at,
        np.array([first for first, _ in flat], dtype=np.int64),
        np.array([last for _, last in flat], dtype=np.int64),
        _rows(clock.busy),
        _rows(clock.lunch),
        np.array([leave, home], dtype=np.int64),
        clock.lunch_s,
    )


def _rows(spans: timing.Spans) -> Numbers:
    return np.array(spans, dtype=np.int64).reshape(-1, 2)


def turned(day: Course, whole_s: int) -> Course:
    """Returns the day run backward: what was t is now ``whole_s`` - t.

    A moment's state now says whether lunch lies between it and the end of the day, or is not
    taken at all. So what was done with lunch behind fits what turned has none, and the reverse.
    """
    n = len(day.service)
    places = [*range(n), n + 1, n]
    at, first, last = np.zeros_like(day.at), [], []
    for k in range(n):
        mine = range(day.at[k + 1] - 1, day.at[k] - 1, -1)
        first += [whole_s - int(day.last[i]) - int(day.service[k]) for i in mine]
        last += [whole_s - int(day.first[i]) - int(day.service[k]) for i in mine]
        at[k + 1] = len(first)
    leave, home = day.gates
    return Course(
        np.ascontiguousarray(day.drive.T[places][:, places]),
        day.service,
        at,
        np.array(first, dtype=np.int64),
        np.array(last, dtype=np.int64),
        np.ascontiguousarray(whole_s - day.busy[::-1, ::-1]),
        np.ascontiguousarray(whole_s - day.lunch_s - day.lunch[::-1, ::-1]),
        np.array([_back(whole_s, home), _back(whole_s, leave)], dtype=np.int64),
        day.lunch_s,
    )


def _back(whole_s: int, gate: Any) -> list[int]:
    """Returns both moments of a gate turned round, in the other order."""
    return [NEVER if t == -1 else -1 if t >= NEVER else whole_s - int(t) for t in gate[::-1]]


@compiled
def arrival(busy: Numbers, leave: int, drive_s: int) -> int:
    """Returns when a drive ends that pauses during busy blocks."""
    for i in range(len(busy)):
        start, end = busy[i, 0], busy[i, 1]
        if end <= leave:
            continue
        if leave + drive_s <= start:
            break
        drive_s -= max(0, start - leave)
        leave = end
    return leave + drive_s


@compiled
def first_start(day: Course, stop: int, ready: int) -> int:
    """Returns the first moment from ``ready`` on at which a service may begin, else NEVER."""
    for i in range(day.at[stop], day.at[stop + 1]):
        if ready <= day.last[i]:
            return max(ready, day.first[i])
    return NEVER


@compiled
def after_lunch(day: Course, leave: int, drive_s: int) -> int:
    """Returns when a leg with lunch in it is done, lunch taken at the first chance, else NEVER."""
    begin = NEVER
    for i in range(len(day.lunch)):
        if leave <= day.lunch[i, 1]:
            begin = max(leave, day.lunch[i, 0])
            break
    if begin >= NEVER:
        return NEVER
    if arrival(day.busy, leave, drive_s) <= begin:
        return begin + day.lunch_s
    free = begin - leave
    for i in range(len(day.busy)):
        free -= max(0, min(begin, day.busy[i, 1]) - max(leave, day.busy[i, 0]))
    return arrival(day.busy, begin + day.lunch_s, drive_s - free)
