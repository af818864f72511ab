from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import territories, travel
from routing.domain import Cadence, Channel, Location, Season
from routing.territories import Load, Patch, TerritoryParams

WEST, EAST = Location(43.0, -89.4), Location(43.0, -87.9)


def scattered(around, n, name, seed=0, minutes=60.0, degrees=0.15):
    moves = np.random.default_rng(seed).normal(0, degrees, (n, 2))
    return [
        Load(f"{name}{i}", Location(around.lat + a, around.lon + b), minutes)
        for i, (a, b) in enumerate(moves.tolist())
    ]


def work(loads, patches, owners):
    carried = {p.rep_id: p.minutes for p in patches}
    for load in loads:
        carried[owners[load.account_id]] += load.minutes
    return {p.rep_id: carried[p.rep_id] / p.capacity for p in patches}


ANN, BEN = Patch("ann", WEST, 0), Patch("ben", EAST, 0)


def test_the_vector_of_balance():
    found = territories.balance({"a": 0.9507, "b": 1.3377, "c": 0.7048, "d": 1.0068})
    assert (round(found.cv, 4), round(found.gini, 4), round(found.max_min, 3)) == (
        0.2256,
        0.1222,
        1.898,
    )
    assert found.outside == ("b", "c")
    assert found.index["b"] == pytest.approx(133.77)


def test_a_single_rep_is_even_and_no_work_is_nothing_to_balance():
    alone = territories.balance({"ann": 5})
    assert (alone.cv, alone.gini, alone.max_min, alone.outside) == (0, 0, 1, ())
    idle = territories.balance({"ann": 0, "ben": 0})
    assert (idle.cv, idle.index, idle.outside) == (None, {"ann": None, "ben": None}, ())
    assert territories.balance({}).cv is None


def test_a_half_time_rep_with_half_the_work_is_even():
    found = territories.balance({"ann": 100, "ben": 50}, {"ben": 0.5})
    assert (found.cv, found.max_min) == (0, 1)


def test_a_rep_without_work_has_no_ratio_to_the_rest():
    assert territories.balance({"ann": 5, "ben": 0}).max_min is None


@given(st.dictionaries(st.text(max_size=3), st.floats(1, 1e4), min_size=1, max_size=8))
def test_balance_stays_in_its_bounds(minutes):
    found = territories.balance(minutes)
    n = len(minutes)
    assert 0 <= found.gini <= (n - 1) / n + 1e-9
    assert found.cv >= 0
    assert sum(found.index.values()) == pytest.approx(100 * n)


def test_workload_is_required_visits_times_time_on_site_and_on_the_way():
    """Formulas, 4.1: class A, 48 calls of 45 minutes and 18 on the way."""
    weekly = Cadence(7, service_s=45 * 60)
    minutes = territories.workload(weekly, Season(), date(2024, 1, 1), date(2024, 12, 2), 18 * 60)
    assert minutes == pytest.approx(48 * (45 + 18))


def test_a_phone_visit_has_no_way():
    phone = Cadence(7, service_s=600, channel=Channel.PHONE)
    assert territories.workload(phone, Season(), date(2024, 1, 1), date(2024, 1, 8), 900) == 10
    assert territories.workload(None, Season(), date(2024, 1, 1), date(2024, 1, 8), 900) == 0


def test_two_towns_go_to_the_rep_who_lives_there():
    loads = scattered(WEST, 20, "w") + scattered(EAST, 20, "e")
    owners = territories.split(loads, [ANN, BEN])
    assert {i for i, rep in owners.items() if rep == "ann"} == {f"w{n}" for n in range(20)}


def test_workloads_balance_within_the_band_when_accounts_do_not():
    loads = scattered(WEST, 60, "w", 1) + scattered(EAST, 20, "e", 2)
    found = territories.balance(work(loads, [ANN, BEN], territories.split(loads, [ANN, BEN])))
    assert found.outside == ()


def test_what_a_rep_carries_already_counts():
    loads = scattered(WEST, 20, "w", 1) + scattered(EAST, 20, "e", 2)
    patches = [Patch("ann", WEST, 1200), BEN]
    owners = territories.split(loads, patches)
    assert territories.balance(work(loads, patches, owners)).outside == ()


def test_a_half_time_rep_gets_half_the_work():
    loads = scattered(WEST, 60, "w", 1, degrees=0.6)
    patches = [ANN, Patch("ben", EAST, 0, capacity=0.5)]
    owners = territories.split(loads, patches)
    assert territories.balance(work(loads, patches, owners)).outside == ()


def test_accounts_without_a_place_go_to_the_lightest_rep():
    loads = [*scattered(WEST, 4, "w"), Load("x", None, 30), Load("y", None, 200)]
    owners = territories.split(loads, [Patch("ann", WEST, 500), BEN, Patch("cid", EAST, 9000)])
    before = work([x for x in loads if x.location], [Patch("ann", WEST, 500), BEN], owners)
    assert owners["y"] == min(before, key=before.get)
    assert owners["x"] != "cid"


def test_one_rep_takes_all():
    loads = [*scattered(WEST, 3, "w"), Load("x", None, 30)]
    assert set(territories.split(loads, [ANN]).values()) == {"ann"}


def test_the_order_of_accounts_and_reps_does_not_matter():
    loads = [*scattered(WEST, 25, "w", 3, degrees=0.5), Load("x", None, 0), Load("y", None, 0)]
    patches = [ANN, BEN]
    once = territories.split(loads, patches)
    assert once == territories.split(loads[::-1], patches[::-1])


def test_nobody_to_split_among_is_refused():
    with pytest.raises(ValueError, match="no reps"):
        territories.split([], [])
    with pytest.raises(ValueError, match="share one rep"):
        territories.split([], [ANN, ANN])


def test_no_accounts_no_owners():
    assert territories.split([], [ANN, BEN]) == {}


@pytest.mark.parametrize("seed", range(3))
def test_a_small_split_is_as_compact_as_any_that_balances(seed):
    """With centres held at the bases the answer is the best of all assignments."""
    rng = np.random.default_rng(seed)
    loads = [
        Load(f"a{i}", Location(43 + float(a), -88.6 + float(b)), float(m))
        for i, (a, b, m) in enumerate(
            zip(rng.normal(0, 0.3, 8), rng.normal(0, 0.6, 8), rng.integers(20, 90, 8), strict=True)
        )
    ]
    params = TerritoryParams(rounds=1, gap=0.0)
    owners = territories.split(loads, [ANN, BEN], params)
    km2 = travel.distances_km([x.location for x in loads], [WEST, EAST]) ** 2
    minutes = np.array([x.minutes for x in loads])

    def cost(pick):
        return float((minutes * km2[np.arange(8), list(pick)]).sum())

    def even(pick):
        mine = minutes[np.array(pick) == 0].sum()
        return abs(mine - minutes.sum() / 2) <= 0.15 * minutes.sum() / 2

    best = min(cost(pick) for pick in product((0, 1), repeat=8) if even(pick))
    found = [("ann", "ben").index(owners[x.account_id]) for x in loads]
    assert even(found)
    assert cost(found) <= best * (1 + 1e-4)


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(0, 30))
def test_every_account_has_one_of_the_reps(seed, reps, n):
    loads = scattered(WEST, n, "w", seed, degrees=0.4)
    patches = [Patch(f"rep{j}", EAST, 0) for j in range(reps)]
    owners = territories.split(loads, patches, TerritoryParams(rounds=2))
    assert set(owners) == {x.account_id for x in loads}
    assert set(owners.values()) <= {p.rep_id for p in patches}
