"""Fit, readiness, share of wallet and risk: the formulas' figures, and what nobody knows."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.classification import scores
from routing.classification.scores import Attribute, Buying, Signal

SIGNALS = st.lists(st.builds(Signal, st.sampled_from(sorted(scores.SIGNALS)), st.floats(0, 900)))


def test_fit_is_the_weighted_mean_of_what_is_known():
    found = scores.fit([Attribute("tier", 1, 1.0), Attribute("size", 2, 0.5),
                        Attribute("segment", 1, None)])  # fmt: skip
    assert found.value == pytest.approx(100 * (1 + 1) / 3)
    assert found.confidence == 0.75


def test_fit_of_which_little_is_known_decides_nothing():
    found = scores.fit([Attribute("tier", 1, 1.0), Attribute("size", 2, None)])
    assert found.value == 100
    assert found.sure is None


def test_nothing_known_is_no_fit():
    assert scores.fit([Attribute("tier", 1, None)]) == scores.Fit(None, 0.0)


@pytest.mark.parametrize(
    ("signals", "readiness"),
    [
        ([], 0.0),
        ([Signal("order", 0)], 100 * (1 - math.exp(-1))),
        ([Signal("order", 30)], 100 * (1 - math.exp(-0.5))),
        ([Signal("order", 60), Signal("positive_visit", 0)], 100 * (1 - math.exp(-0.85))),
        ([Signal("merger", 0), Signal("complaint", 0)], 100 * (1 - math.exp(-0.3))),
        ([Signal("refusal", 0)], 0.0),
        ([Signal("hearsay", 0)], 0.0),
    ],
)
def test_readiness_halves_every_thirty_days(signals, readiness):
    assert scores.readiness(signals) == pytest.approx(readiness)


@given(SIGNALS)
def test_readiness_stays_in_its_bounds_and_never_falls_by_an_order(signals):
    found = scores.readiness(signals)
    assert 0 <= found <= 100
    assert scores.readiness([*signals, Signal("order", 3)]) >= found


def test_the_ranking_needs_both_parts():
    assert scores.ranking(64, 25) == 40
    assert scores.ranking(90, 0) == 0
    assert scores.ranking(None, 90) is None


@pytest.mark.parametrize(
    ("sales", "potential", "share"), [(40, 100, 0.4), (150, 100, 1), (0, 100, 0), (5, None, None)]
)
def test_the_share_of_wallet_is_capped_and_unknown_without_potential(sales, potential, share):
    assert scores.share_of_wallet(sales, potential) == share


def test_white_space_is_never_below_zero():
    assert scores.white_space(30, 100) == 70
    assert scores.white_space(130, 100) == 0
    assert scores.white_space(30, None) is None


def test_ties_share_a_rank():
    assert scores.mid_rank(2, [1, 2, 2, 5]) == 0.5


def test_a_gap_is_told_in_the_accounts_own_gaps():
    assert scores.gap_ratio(3, [1, 2, 2]) == 1.5
    assert scores.gap_ratio(3, []) is None


FALLING = Buying(sales_3m=60, sales_3m_before=100)


@pytest.mark.parametrize(
    ("buying", "reasons"),
    [
        (FALLING, 1),
        (Buying(sales_3m=75, sales_3m_before=100), 0),
        (Buying(gap=4, gaps=(1, 1, 2, 1, 3)), 1),
        (Buying(gap=3, gaps=(1, 1, 2, 1, 3)), 0),
        (Buying(gap=9, gaps=(1, 1, 1, 1)), 0),
        (Buying(gap=4, gaps=(1, 1, 2, 1, 3), sales_3m=0, sales_3m_before=9), 2),
    ],
)
def test_a_drop_or_a_long_gap_is_a_risk(buying, reasons):
    assert len(scores.at_risk(buying, in_season=True)) == reasons


def test_nothing_is_at_risk_off_season():
    assert scores.at_risk(FALLING, in_season=False) == ()
