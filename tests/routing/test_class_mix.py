"""Class mixes: each planted fault is found, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.classification import mix
from routing.classification.mix import Work
from routing.domain import AccountClass

CORE, INVEST = AccountClass.CORE, AccountClass.INVEST
OPPORTUNISTIC, DIVEST, PROSPECT = (
    AccountClass.OPPORTUNISTIC,
    AccountClass.DIVEST,
    AccountClass.PROSPECT,
)
WORK = st.lists(st.builds(Work, st.sampled_from(AccountClass), st.floats(0, 500)))
WEEK = 2400.0


def works(**minutes: tuple[int, float]) -> list[Work]:
    """So many accounts of a class, each with so many minutes."""
    return [
        Work(AccountClass(name), each) for name, (count, each) in minutes.items()
        for _ in range(count)
    ]  # fmt: skip


FINE = works(core=(20, 50), invest=(6, 60), opportunistic=(10, 20), divest=(3, 5))


def names(work: list[Work], capacity: float = WEEK) -> list[str]:
    return [flag.name for flag in mix.flags(mix.mix(work), capacity)]


@pytest.mark.parametrize(
    ("work", "found"),
    [
        (FINE, []),
        (works(core=(8, 50), opportunistic=(20, 30), invest=(1, 60)), ["lumpy"]),
        (works(core=(20, 60), opportunistic=(10, 20)), ["stagnant"]),
        (works(core=(10, 50), opportunistic=(10, 30), divest=(5, 1)), ["divest_accounts"]),
        (works(core=(10, 50), opportunistic=(10, 30), divest=(2, 40)), ["divest_minutes"]),
        (works(core=(20, 60), invest=(10, 80), prospect=(4, 20)), ["invest_capacity"]),
    ],
)
def test_each_planted_fault_is_found_and_nothing_else(work, found):
    assert names(work) == found


def test_a_share_at_its_limit_is_no_fault():
    assert names(works(core=(4, 100), invest=(3, 200)), 2000) == []
    assert names(works(core=(8, 100), prospect=(2, 100))) == []


def test_a_rep_without_accounts_has_no_fault():
    assert names([], 0) == []


def test_the_distance_is_half_the_sum_of_the_differences():
    rep, company = works(core=(3, 1), invest=(1, 1)), works(core=(1, 1), divest=(1, 1))
    assert mix.distance(mix.mix(rep), mix.mix(company)) == pytest.approx(0.5)


@given(WORK, WORK)
def test_the_distance_lies_between_alike_and_nothing_in_common(one, other):
    found = mix.distance(mix.mix(one), mix.mix(other))
    assert (found is None) == (not one or not other)
    assert found is None or -1e-9 <= found <= 1 + 1e-9


@given(WORK)
def test_totals_are_those_of_the_accounts_and_a_mix_is_like_itself(work):
    found = mix.mix(work)
    assert found.all_accounts == len(work)
    assert found.all_minutes == pytest.approx(sum(one.minutes for one in work))
    assert not work or mix.distance(found, found) == 0
