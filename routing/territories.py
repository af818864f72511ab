"""Accounts to reps: equal work, short ways.

Location-allocation (Hess and Samuels 1971; Zoltners and Sinha 2005): give accounts to centres so
that workloads balance, move each centre to the middle of its accounts, and begin again.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from routing import cadence as cadences
from routing import travel
from routing.domain import Cadence, Channel, Location, Season

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Load:
    """An account to give to a rep: where it lies and the minutes of work it brings."""

    account_id: str
    location: Location | None
    minutes: float

    def __post_init__(self) -> None:
        if not self.minutes >= 0:
            raise ValueError(f"account {self.account_id} brings {self.minutes} minutes.")


@dataclass(frozen=True, slots=True)
class Patch:
    """A rep who takes accounts: minutes already carried, and the share of full time worked."""

    rep_id: str
    base: Location
    minutes: float
    capacity: float = 1.0

    def __post_init__(self) -> None:
        if not self.minutes >= 0:
            raise ValueError(f"rep {self.rep_id} carries {self.minutes} minutes.")
        if not self.capacity > 0:
            raise ValueError(f"rep {self.rep_id} has no capacity: leave them out.")


@dataclass(frozen=True, slots=True)
class TerritoryParams:
    """How to split.

    ``band``: workloads within this share of the mean are even enough, beyond it a minute costs
    more than any way. ``base_pull``: how much of a rep's centre stays at the base. ``nearest``:
    centres each account may go to. The search stops by ``deterministic_time`` a round, which is
    counted work, so that the same loads always give the same territories.
    """

    band: float = 0.15
    base_pull: float = 0.25
    nearest: int = 4
    rounds: int = 6
    deterministic_time: float = 2.0
    gap: float = 0.005
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Balance:
    """How evenly workloads lie.

    ``index`` is 100 at the mean. With a single rep all is even; with no work at all the figures
    are None. ``max_min`` is None when a rep has no work. ``outside`` are the reps beyond the band.
    """

    index: Mapping[str, float | None]
    cv: float | None
    gini: float | None
    max_min: float | None
    outside: tuple[str, ...]


DEFAULT = TerritoryParams()


def split(
    loads: Sequence[Load], patches: Sequence[Patch], params: TerritoryParams = DEFAULT
) -> Mapping[str, str]:
    """Returns the rep of each account: compact, and balanced within the band where possible.

    Workloads count per share of full time and include what a rep carries already. Accounts
    without a location go, largest first, to whoever has least. The order of the arguments does
    not matter.
    """
    if not patches:
        raise ValueError("accounts cannot be split among no reps.")
    if len({p.rep_id for p in patches}) < len(patches):
        raise ValueError("two patches share one rep.")
    reps = sorted(patches, key=lambda p: p.rep_id)
    placed = sorted((x for x in loads if x.location is not None), key=lambda x: x.account_id)
    chosen = _owners(placed, reps, params)
    owners = {x.account_id: reps[j].rep_id for x, j in zip(placed, chosen, strict=True)}
    return owners | _without_place(loads, reps, owners)


def workload(
    cadence: Cadence | None, season: Season, start: date, end: date, travel_s_per_stop: float
) -> float:
    """Returns the minutes an account asks for from ``start`` to before ``end``.

    Required visits times time on site and on the way to it; a phone visit has no way.
    """
    if cadence is None:
        return 0.0
    way_s = 0.0 if cadence.channel is Channel.PHONE else travel_s_per_stop
    visits = cadences.required_visits(cadence, season, start, end)
    return visits * (cadence.service_s + way_s) / 60


def balance(
    minutes_by_rep: Mapping[str, float],
    capacities: Mapping[str, float] | None = None,
    band: float = DEFAULT.band,
) -> Balance:
    """Returns how evenly reps are loaded, each per share of full time (1 where not given)."""
    shares = capacities or {}
    loads = {rep: minutes / shares.get(rep, 1.0) for rep, minutes in minutes_by_rep.items()}
    work = np.array(list(loads.values()), dtype=np.float64)
    mean = float(work.mean()) if work.size else 0.0
    if mean == 0:
        return Balance(dict.fromkeys(loads), None, None, None, ())
    return Balance(
        index={rep: 100 * w / mean for rep, w in loads.items()},
        cv=float(work.std()) / mean,
        gini=float(np.abs(work[:, None] - work[None, :]).sum()) / (2 * work.size**2 * mean),
        max_min=float(work.max() / work.min()) if work.min() > 0 else None,
        outside=tuple(rep for rep, w in loads.items() if abs(w - mean) > band * mean * (1 + 1e-9)),
    )


def _without_place(
    loads: Sequence[Load], reps: Sequence[Patch], owners: Mapping[str, str]
) -> dict[str, str]:
    """Returns the rep of each account whose place is not known."""
    carried = {rep.rep_id: rep.minutes for rep in reps}
    for load in loads:
        if load.account_id in owners:
            carried[owners[load.account_id]] += load.minutes
    found = {}
    nowhere = (load for load in loads if load.location is None)
    for load in sorted(nowhere, key=lambda x: (-x.minutes, x.account_id)):
        # Work after taking it, so that a zero-minute account still has one answer.
        rep = min(reps, key=lambda r: ((carried[r.rep_id] + load.minutes) / r.capacity, r.rep_id))
        carried[rep.rep_id] += load.minutes
        found[load.account_id] = rep.rep_id
    return found


def _owners(placed: Sequence[Load], reps: Sequence[Patch], params: TerritoryParams) -> list[int]:
    """Returns the place in ``reps`` of each account's rep, the best of all rounds."""
    if len(reps) == 1 or not placed:
        return [0] * len(placed)
    bases = [rep.base for rep in reps]
    centres, owners, best, seen = bases, None, None, set()
    for _ in range(params.rounds):
        costs = _costs(placed, centres)
        owners = _read(_solve(*_build(placed, reps, costs, owners, params), params), costs)
        judged = (_beyond(placed, reps, owners, params), _scatter(placed, owners, reps, params))
        if best is None or judged < best[0]:
            best = (judged, owners)
        if tuple(owners) in seen:
            break
        seen.add(tuple(owners))
        centres = _centres(placed, owners, bases, params)
    assert best is not None
    return best[1]


def _costs(placed: Sequence[Load], centres: Sequence[Location]) -> Whole:
    """Returns work times squared kilometres to each centre, as whole numbers up to a million.

    Squares, because they give compact districts that overlap less than plain distances do.
    """
    places = [load.location for load in placed if load.location is not None]
    km = travel.distances_km(places, centres)
    # Half a minute at least, so that an account without work still goes to a near rep.
    work = np.maximum(0.5, np.array([load.minutes for load in placed]))[:, None]
    costs = work * km**2
    scaled = np.rint(costs * (1e6 / max(1e-9, float(costs.max()))))
    return np.asarray(scaled, dtype=np.int64)


def _build(
    placed: Sequence[Load],
    reps: Sequence[Patch],
    costs: Whole,
    hint: Sequence[int] | None,
    params: TerritoryParams,
) -> tuple[cp_model.CpModel, list[dict[int, cp_model.IntVar]]]:
    """Returns the model: one rep each, loads inside the band or paid for, least cost."""
    model = cp_model.CpModel()
    near = np.argsort(costs, axis=1, kind="stable")[:, : params.nearest]
    chosen = [{int(j): model.new_bool_var("") for j in row} for row in near]
    for i, options in enumerate(chosen):
        model.add_exactly_one(options.values())
        for j, variable in options.items():
            if hint is not None:
                model.add_hint(variable, hint[i] == j)
    low, high, carried, work = _bounds(placed, reps, params)
    excess = []
    for j in range(len(reps)):
        total = carried[j] + sum(work[i] * o[j] for i, o in enumerate(chosen) if j in o)
        beyond = model.new_int_var(0, sum(work) + max(carried) + max(high), "")
        model.add(total <= high[j] + beyond)
        model.add(total >= low[j] - beyond)
        excess.append(beyond)
    # A unit of work outside the band costs as much as taking the dearest account wrongly: enough
    # to move any account for it, small enough that whole numbers do not overflow.
    dear = int(costs.max()) + 1
    ways = sum(int(costs[i, j]) * v for i, o in enumerate(chosen) for j, v in o.items())
    model.minimize(ways + dear * sum(excess))
    return model, chosen


def _bounds(
    placed: Sequence[Load], reps: Sequence[Patch], params: TerritoryParams
) -> tuple[list[int], list[int], list[int], list[int]]:
    """Returns least and most work of each rep, work carried and work of accounts, in one unit.

    The unit is a minute, or less where the whole is little.
    """
    total = sum(rep.minutes for rep in reps) + sum(load.minutes for load in placed)
    unit = min(1.0, total / 10_000) or 1.0
    mean = total / sum(rep.capacity for rep in reps) / unit
    low = [math.ceil((1 - params.band) * mean * rep.capacity) for rep in reps]
    high = [math.floor((1 + params.band) * mean * rep.capacity) for rep in reps]
    carried = [round(rep.minutes / unit) for rep in reps]
    return low, high, carried, [round(load.minutes / unit) for load in placed]


def _solve(
    model: cp_model.CpModel,
    chosen: list[dict[int, cp_model.IntVar]],
    params: TerritoryParams,
) -> list[int] | None:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = params.seed
    solver.parameters.max_deterministic_time = params.deterministic_time
    solver.parameters.relative_gap_limit = params.gap
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [next(j for j, v in o.items() if solver.boolean_value(v)) for o in chosen]


def _read(solved: list[int] | None, costs: Whole) -> list[int]:
    """Returns the solver's answer, or the nearest centre where it ran out of time without one."""
    return solved if solved is not None else [int(j) for j in costs.argmin(axis=1)]


def _beyond(
    placed: Sequence[Load], reps: Sequence[Patch], owners: Sequence[int], params: TerritoryParams
) -> int:
    low, high, loads, work = _bounds(placed, reps, params)
    for i, j in enumerate(owners):
        loads[j] += work[i]
    return sum(max(0, w - h, m - w) for w, h, m in zip(loads, high, low, strict=True))


def _scatter(
    placed: Sequence[Load], owners: Sequence[int], reps: Sequence[Patch], params: TerritoryParams
) -> float:
    """Returns work times squared kilometres to the centres that these owners would have."""
    places = [load.location for load in placed if load.location is not None]
    centres = _centres(placed, owners, [rep.base for rep in reps], params)
    km = travel.distances_km(places, centres)[np.arange(len(places)), list(owners)]
    return float((np.array([load.minutes for load in placed]) * km**2).sum())


def _centres(
    placed: Sequence[Load],
    owners: Sequence[int],
    bases: Sequence[Location],
    params: TerritoryParams,
) -> list[Location]:
    """Returns the middle of each rep's accounts by work, drawn towards the base."""
    points = np.array([(x.location.lat, x.location.lon) for x in placed if x.location])
    work = np.array([max(0.5, load.minutes) for load in placed])
    owned = np.array(owners)
    centres = []
    for j, base in enumerate(bases):
        mine = owned == j
        if not mine.any():
            centres.append(base)
            continue
        lat, lon = np.average(points[mine], axis=0, weights=work[mine])
        pull = params.base_pull
        centres.append(
            Location(
                pull * base.lat + (1 - pull) * float(lat), pull * base.lon + (1 - pull) * float(lon)
            )
        )
    return centres
