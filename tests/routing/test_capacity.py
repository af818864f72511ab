"""Hours required against hours there: what they are, and what happens when they do not suffice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain import (
    AccountClass,
    Cadence,
    Channel,
    Overload,
    Policy,
    Rep,
)
from routing.plan import policy
from routing.plan.capacity import (
    FILL,
    CapacityTruth,
    capacity,
    load,
    slower,
    truth,
    visit_h,
)
from routing.plan.driving import driving_s
from tests.benchmarks import rotation
from tests.routing.problems import MONDAY, account, day, hours, problem, weekdays

CORE, INVEST = AccountClass.CORE, AccountClass.INVEST
OPPORTUNISTIC, PROSPECT = AccountClass.OPPORTUNISTIC, AccountClass.PROSPECT
LAPSE = Policy(Overload.LAPSE)


def up_to(bound):
    return Policy(Overload.STRETCH, bound)


def service_only(*accounts, **changes):
    """Everybody at base: no driving, four weeks of 42.5 hours."""
    here = tuple(replace(a, location=0) for a in accounts)
    return problem(*here, days=28, **changes)


def crowd(number, account_class=CORE, service_h=8.5, interval_d=7):
    """So many accounts of a class; each asks for one long visit an interval."""
    return [
        account(
            n,
            id=f"{account_class.value}{n}",
            account_class=account_class,
            cadence=Cadence(interval_d, 0.25, round(service_h * 3600)),
        )
        for n in range(1, number + 1)
    ]


# Hours by week


def test_weeks_hold_hours_without_lunch_and_meetings():
    meeting = day(MONDAY, busy=(hours(9, 10.5),))
    rep = Rep("ann", "Ann", 0, (meeting, *weekdays(MONDAY, 14)[1:]))
    assert [week.there_h for week in capacity(problem(rep=rep))] == [5 * 8.5 - 1.5, 5 * 8.5]


def test_a_visit_of_its_own_costs_the_whole_way():
    """One account ten minutes out, alone in its week: half an hour and twenty minutes."""
    [week, _] = capacity(problem(account(1, cadence=Cadence(7, 2 / 7, 1800))))
    assert (week.visits, week.needed_h) == (1, round(50 / 60, 2))


def test_neighbours_share_the_way():
    """Ten accounts an hour out, due each week: not all of them on one day, but several."""
    far = [account(n, location=6, cadence=Cadence(7, 2 / 7, 600)) for n in range(1, 11)]
    driving = driving_s(problem(*far), {a.id: 2.0 for a in far})
    assert 7200 / 10 < driving["a1"] < 7200 / 3


def test_nobody_drives_to_a_call_or_to_an_unknown_place():
    called = account(3, cadence=Cadence(7, 0.2, 900, Channel.PHONE))
    lost = account(1, id="lost", location=None)
    some = problem(account(2), called, lost, account(1, id="none", cadence=None))
    assert visit_h(some)["a3"] == 0.25
    assert visit_h(some)["lost"] == 0.5
    assert "none" not in visit_h(some)


def test_far_accounts_cost_more_than_near_ones():
    near_and_far = [account(n) for n in (1, 2, 3, 20)]
    driving = driving_s(problem(*near_and_far), {a.id: 1.0 for a in near_and_far})
    assert driving["a20"] > 2 * driving["a2"]


@pytest.mark.parametrize(
    ("size", "seed", "driven_s"), [(85, 85, 838), (85, 1085, 932), (200, 200, 705)]
)
def test_the_estimate_is_within_15_percent_of_what_plans_drive(size, seed, driven_s):
    """``driven_s`` a visit are of the plans of these problems, twelve weeks each."""
    twelve_weeks = rotation.instance(size, seed)
    asked = {a.id: 84 / a.cadence.interval_d for a in twelve_weeks.accounts}
    driving = driving_s(twelve_weeks, asked)
    average = sum(driving[i] * n for i, n in asked.items()) / sum(asked.values())
    assert 0.85 <= average / driven_s <= 1.15


def test_the_same_problem_gives_the_same_estimate():
    assert visit_h(rotation.instance(40, 1)) == visit_h(rotation.instance(40, 1))


# The truth


def test_required_hours_are_told_by_class():
    some = service_only(*crowd(2), *crowd(1, INVEST, 1.0), *crowd(1, PROSPECT, 2.0, 14))
    found = truth(some)
    assert isinstance(found, CapacityTruth)
    assert found.total.required_h[CORE] == pytest.approx(2 * 4 * 8.5)
    assert found.total.required_h[INVEST] == pytest.approx(4)
    assert found.total.required_h[PROSPECT] == pytest.approx(4)
    assert found.total.required_h[OPPORTUNISTIC] == 0
    assert found.total.available_h == 4 * 42.5
    assert [round(w.all_h, 2) for w in found.weeks] == [17 + 1 + 1] * 4
    assert (found.stretch, found.stretch_all) == (1, 1)


def test_weeks_add_up_to_the_whole():
    some = service_only(*crowd(3), *crowd(2, PROSPECT, 3.0, 10))
    found = truth(some)
    assert sum(w.all_h for w in found.weeks) == pytest.approx(found.total.all_h)
    assert sum(w.available_h for w in found.weeks) == pytest.approx(found.total.available_h)


@pytest.mark.parametrize(("share", "required_h"), [(0.0, 34), (0.1, 17), (0.5, 34)])
def test_prospects_require_no_more_than_their_share(share, required_h):
    some = service_only(*crowd(1, PROSPECT), prospecting_share=share)
    assert truth(some).total.required_h[PROSPECT] == pytest.approx(required_h)


def test_what_fits_leaves_a_little_for_waiting():
    full = load(service_only(*crowd(5)), visit_h(service_only(*crowd(5))))
    assert full.all_h == pytest.approx(full.available_h)
    assert not full.fits
    assert load(service_only(*crowd(4)), visit_h(service_only(*crowd(4)))).fits


def test_the_even_stretch_is_what_makes_it_fit():
    """Six long visits a week for five days: 6 / (5 * 0.97) is 1.2371."""
    found = truth(service_only(*crowd(6)))
    assert found.stretch_all == 1.24
    assert found.stretch is None  # nobody may stretch


def test_the_allowed_stretch_knows_who_may_and_how_far():
    """Two of six may stretch: 4 + 2 / f of 4.85 visits a week needs f of 2.36."""
    some = service_only(*crowd(4), *crowd(2, INVEST))
    assert truth(replace(some, policies={INVEST: up_to(3)})).stretch == 2.36
    assert truth(replace(some, policies={INVEST: up_to(2)})).stretch is None
    assert truth(replace(some, policies={INVEST: LAPSE})).stretch is None


def test_without_hours_no_factor_is_enough():
    nobody = service_only(*crowd(1), rep=Rep("ann", "Ann", 0, ()))
    assert (truth(nobody).stretch, truth(nobody).stretch_all) == (None, None)


# Policies


def test_nothing_changes_where_the_hours_suffice():
    some = service_only(*crowd(4), policies={CORE: up_to(2)})
    assert policy.stretched(some) == (some, {})
    assert not policy.is_overloaded(some)


def test_a_class_that_may_stretch_does_until_it_fits():
    some = service_only(*crowd(4), *crowd(2, INVEST), policies={INVEST: up_to(3)})
    slow, factors = policy.stretched(some)
    assert factors == {INVEST: 2.36}
    assert {a.cadence.interval_d for a in slow.accounts if a.account_class is INVEST} == {7 * 2.36}
    assert {a.cadence.interval_d for a in slow.accounts if a.account_class is CORE} == {7}
    assert [a.need for a in slow.accounts] == [a.need for a in some.accounts]
    assert not policy.is_overloaded(slow)


def test_classes_stretch_alike_each_up_to_its_bound():
    """Three classes of two: 2 / 1.1 + 4 / f of 4.85 asks for 1.32."""
    some = service_only(
        *crowd(2), *crowd(2, INVEST), *crowd(2, OPPORTUNISTIC),
        policies={CORE: up_to(1.1), INVEST: up_to(2), OPPORTUNISTIC: up_to(2)},
    )  # fmt: skip
    assert policy.stretched(some)[1] == {CORE: 1.1, INVEST: 1.32, OPPORTUNISTIC: 1.32}


def test_where_no_factor_is_enough_all_stretch_as_far_as_they_may():
    some = service_only(*crowd(9), *crowd(2, INVEST), policies={INVEST: up_to(1.257)})
    slow, factors = policy.stretched(some)
    assert factors == {INVEST: 1.25}  # hundredths, never beyond the bound
    assert policy.is_overloaded(slow)


def test_a_class_nobody_is_in_is_not_named():
    some = service_only(*crowd(9), policies={INVEST: up_to(2), CORE: up_to(2)})
    assert set(policy.stretched(some)[1]) == {CORE}


def test_no_interval_grows_beyond_two_years():
    assert slower(account(1, cadence=Cadence(500, 0.1, 1800)), 2.0).cadence.interval_d == 730
    assert slower(account(1, cadence=None), 2.0).cadence is None


@given(st.integers(1, 12), st.integers(0, 12), st.floats(1, 4), st.sampled_from(Overload))
def test_only_what_may_stretch_does_and_never_beyond_its_bound(core, invest, bound, overload):
    some = service_only(*crowd(core), *crowd(invest, INVEST))
    some = replace(some, policies={INVEST: Policy(overload, bound)})
    slow, factors = policy.stretched(some)
    assert set(factors) <= {INVEST}
    for factor in factors.values():
        assert overload is Overload.STRETCH
        assert 1 < factor <= bound + 1e-9
        assert factor == round(factor, 2)
    if factors and not policy.is_overloaded(slow):  # no smaller one would have done
        less = {INVEST: round(factors[INVEST] - 0.01, 2)}
        assert not load(some, visit_h(some), factors=less).fits


def test_what_may_lapse_counts_a_quarter_under_overload_only():
    few, many = crowd(3, PROSPECT), crowd(9, PROSPECT)
    for accounts, part in ((few, 1.0), (many, 0.25)):
        some = service_only(*accounts, *crowd(1), policies={PROSPECT: LAPSE})
        assert policy.worth(some, some.accounts[0]) == part
        assert policy.worth(some, some.accounts[-1]) == 1.0
        assert policy.worths(some) == {a.id: policy.worth(some, a) for a in some.accounts}
    protected = service_only(*many)
    assert set(policy.worths(protected).values()) == {1.0}


def test_hours_are_lost_at_the_ends_of_days():
    assert 0.9 < FILL < 1
    assert MONDAY + timedelta(days=28) == problem(days=28).last_day + timedelta(days=1)
