"""The class rules with their thresholds to enter and to stay, and the guards against flapping."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.classification import classes
from routing.classification.classes import ClassRules, Evidence, Past
from routing.classification.scores import Fit
from routing.domain import AccountClass, Tier

CORE, INVEST = AccountClass.CORE, AccountClass.INVEST
OPPORTUNISTIC, DIVEST = AccountClass.OPPORTUNISTIC, AccountClass.DIVEST
TODAY = date(2026, 5, 5)
LONG_AGO = date(2020, 1, 1)
PLAIN = Evidence(OPPORTUNISTIC, Tier.B, Fit(45.0, 1.0), share=0.2)


def fits(value: float) -> Fit:
    return Fit(value, 1.0)


def days(count: int) -> timedelta:
    return timedelta(days=count)


@pytest.mark.parametrize(
    ("account_class", "share", "orders", "held"),
    [
        (OPPORTUNISTIC, 0.40, 4, CORE),
        (OPPORTUNISTIC, 0.39, 4, OPPORTUNISTIC),
        (OPPORTUNISTIC, 0.40, 3, OPPORTUNISTIC),
        (CORE, 0.30, 2, CORE),
        (CORE, 0.29, 2, None),
        (CORE, 0.30, 1, None),
    ],
)
def test_core_is_harder_to_enter_than_to_stay_in(account_class, share, orders, held):
    seen = replace(PLAIN, account_class=account_class, share=share, orders_12m=orders)
    assert classes.judged(seen).to_class == held


def test_core_ends_when_the_last_order_is_more_than_two_usual_gaps_ago():
    seen = replace(PLAIN, account_class=CORE, share=0.9, orders_12m=9, gap_ratio=2.0)
    assert classes.judged(seen).to_class is CORE
    assert classes.judged(replace(seen, gap_ratio=2.1)).to_class is None


@pytest.mark.parametrize(
    ("account_class", "fit", "readiness", "held"),
    [
        (CORE, 70, 60, INVEST),
        (CORE, 69, 60, OPPORTUNISTIC),
        (CORE, 70, 59, OPPORTUNISTIC),
        (INVEST, 60, 45, INVEST),
        (INVEST, 60, 44, OPPORTUNISTIC),
        (INVEST, 59, 45, OPPORTUNISTIC),
    ],
)
def test_invest_is_harder_to_enter_than_to_stay_in(account_class, fit, readiness, held):
    seen = replace(PLAIN, account_class=account_class, fit=fits(fit), readiness=readiness)
    assert classes.judged(seen).to_class == held


@pytest.mark.parametrize("why", [{"growth": 0.20}, {"competitors_core": True}])
def test_growth_or_a_competitors_core_account_is_worth_investing_too(why):
    assert classes.judged(replace(PLAIN, fit=fits(70), **why)).to_class is INVEST


@pytest.mark.parametrize("why_not", [{"tier": Tier.C}, {"share": 0.40}, {"share": None}])
def test_no_investing_in_small_or_won_accounts_nor_where_the_share_is_unknown(why_not):
    seen = replace(PLAIN, fit=fits(80), readiness=90.0, **why_not)
    assert classes.judged(seen).to_class is OPPORTUNISTIC


@pytest.mark.parametrize(
    ("account_class", "fit", "held"),
    [(DIVEST, 50, OPPORTUNISTIC), (DIVEST, 49, None), (OPPORTUNISTIC, 40, OPPORTUNISTIC),
     (OPPORTUNISTIC, 39, None)],
)  # fmt: skip
def test_opportunistic_asks_for_a_fit(account_class, fit, held):
    seen = replace(PLAIN, account_class=account_class, fit=fits(fit))
    assert classes.judged(seen).to_class == held


@pytest.mark.parametrize(
    ("seen", "held"),
    [
        ({"losing_reviews": 2}, DIVEST),
        ({"losing_reviews": 1}, OPPORTUNISTIC),
        ({"fit": fits(29), "silent_months": 18}, DIVEST),
        ({"fit": fits(29), "silent_months": 17}, None),
        ({"fit": fits(30), "silent_months": 18}, None),
        ({"fit": fits(29), "silent_months": None}, None),
    ],
)
def test_divest_is_what_costs_or_neither_fits_nor_buys(seen, held):
    assert classes.judged(replace(PLAIN, **seen)).to_class == held


def test_a_fit_of_which_little_is_known_decides_nothing():
    seen = replace(PLAIN, fit=Fit(5.0, 0.4), silent_months=30)
    assert classes.judged(seen).to_class is None


def test_each_judgement_has_its_figures_in_words():
    seen = replace(PLAIN, share=0.55, orders_12m=12, gap_ratio=0.5)
    assert classes.judged(seen).reasons == (
        "Buys 55% of its potential from us, at least 40%.",
        "12 orders in 12 months, at least 4.",
        "Its last order is 0.5 of its usual gaps ago.",
    )


HELD = Past(LONG_AGO, held=(TODAY - days(28),))


@pytest.mark.parametrize(
    ("past", "may"),
    [
        (HELD, True),
        (replace(HELD, held=(TODAY - days(27),)), False),
        (replace(HELD, held=()), False),
        (replace(HELD, class_since=TODAY - days(90)), True),
        (replace(HELD, class_since=TODAY - days(89)), False),
        (replace(HELD, set_by_hand_on=TODAY - days(180)), True),
        (replace(HELD, set_by_hand_on=TODAY - days(179)), False),
        (replace(HELD, suggested_on=TODAY - days(90)), True),
        (replace(HELD, suggested_on=TODAY - days(89)), False),
    ],
)
def test_a_suggestion_waits_for_dwell_pin_and_a_second_evaluation(past, may):
    assert classes.may_suggest(past, TODAY) is may


def test_a_big_event_is_followed_the_same_day_but_once():
    fresh = Past(TODAY - days(5), TODAY - days(5), big_event_on=TODAY)
    assert classes.may_suggest(fresh, TODAY)
    assert not classes.may_suggest(replace(fresh, suggested_on=TODAY), TODAY)
    assert not classes.may_suggest(replace(fresh, class_since=TODAY + days(1)), TODAY + days(2))


def suggestions(shares: list[float], rules: ClassRules) -> list[date]:
    """Returns when a year of weekly evaluations suggests; every suggestion is accepted at once."""
    account_class, past, found, streak = OPPORTUNISTIC, Past(LONG_AGO), [], (None, ())
    for week, share in enumerate(shares):
        today = TODAY + days(7 * week)
        seen = replace(PLAIN, account_class=account_class, share=share, orders_12m=6,
                       fit=fits(55))  # fmt: skip
        to_class = classes.judged(seen, rules).to_class
        if to_class in (None, account_class):
            streak = (None, ())
            continue
        streak = (to_class, (*(streak[1] if streak[0] == to_class else ()), today))
        if classes.may_suggest(replace(past, held=streak[1]), today, rules):
            found.append(today)
            account_class, past, streak = to_class, Past(today, suggested_on=today), (None, ())
    return found


#: Stretches of weeks with one share each: noise that also lasts, as the cruellest does.
NOISE = st.lists(st.tuples(st.integers(1, 9), st.floats(0, 1)), min_size=8, max_size=25)


@given(NOISE)
@settings(max_examples=60)
def test_a_noisy_account_is_suggested_at_most_once_in_ninety_days(noise):
    found = suggestions([share for weeks, share in noise for _ in range(weeks)], ClassRules())
    assert all(b - a >= days(90) for a, b in itertools.pairwise(found))


def test_a_true_change_is_suggested_once_and_for_good():
    found = suggestions([0.1] * 10 + [0.6] * 60, ClassRules())
    assert found == [TODAY + days(7 * 14)]
