"""Seasons from order history: what is planted is found, noise is not, too little is said so."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from routing import cadence
from routing.classification import seasons
from routing.classification.seasons import Pooled, SeasonParams, Verdict
from routing.domain import MonthDay, Season, SeasonState

OFF, IN = 0.1, 1.4
SUMMER = [OFF] * 4 + [IN] * 5 + [OFF] * 3
PARAMS = SeasonParams()


def noise(shape: tuple[int, ...], spread: float, seed: int = 7) -> np.ndarray:
    """Independent positive numbers of mean 1 and this coefficient of variation."""
    return np.random.default_rng(seed).gamma(1 / spread**2, spread**2, shape)


def pooled(profile, years=3, accounts=8, orders=10, seed=1, spread=0.05, first_year=2023) -> Pooled:
    """A group that buys 10,000 a month times the profile, nearly the same every year."""
    values = 10_000 * np.array(profile) * noise((years, 12), spread, seed)
    rows = tuple(tuple(map(float, year)) for year in values)
    return Pooled(first_year, rows, ((orders,) * 12,) * years, accounts)


def state(windows, month: int) -> SeasonState:
    return cadence.season_state(Season(windows, ramp_visits=0), date(2026, month, 15))


def test_a_planted_summer_is_found_with_its_opening_and_its_ramp():
    found = seasons.suggestion(pooled(SUMMER))
    assert found.verdict is Verdict.SEASON
    (window,) = found.windows
    assert (window.start, window.end) == (MonthDay(5, 1), MonthDay(9, 30))
    assert found.ramp_from == MonthDay(3, 20)  # 42 days before 1 May
    assert found.carried > 0.85


def test_a_winter_wraps_the_new_year():
    winter = [IN, IN] + [0.1] * 8 + [IN, IN]
    (window,) = seasons.suggestion(pooled(winter)).windows
    assert (window.start, window.end) == (MonthDay(11, 1), MonthDay(2, 28))


def test_two_seasons_are_two_windows():
    twice = [IN, IN, OFF, OFF, OFF, IN, IN, IN, IN, OFF, OFF, OFF]
    found = seasons.suggestion(pooled(twice))
    assert [(w.start.month, w.end.month) for w in found.windows] == [(1, 2), (6, 9)]


def test_a_single_month_between_off_months_is_bridged():
    gap = [OFF, OFF, 0.5, OFF, 2, 2, 2, 2, 2, OFF, OFF, OFF]
    found = seasons.suggestion(pooled(gap))
    assert found.verdict is Verdict.SEASON
    assert state(found.windows, 3) is SeasonState.OFF


def test_a_single_off_month_is_no_season():
    assert (
        seasons.suggestion(pooled([1, 0.1, *np.linspace(0.9, 1.15, 10)])).verdict
        is Verdict.ALL_YEAR
    )


def test_a_season_that_cuts_off_too_much_is_not_suggested():
    # Off by the index, and yet the ten off months carry more than 15 % of the value.
    found = seasons.suggestion(pooled([0.34] * 10 + [4.3, 4.3]))
    assert found.verdict is Verdict.SCATTERED
    assert found.windows == ()
    assert found.carried == pytest.approx(0.72, abs=0.02)


def test_a_busy_stretch_leaves_the_rest_in_season_and_room_for_its_ramp():
    found = seasons.suggestion(pooled([0.7] * 4 + [1.6] * 4 + [0.7] * 4))
    assert found.verdict is Verdict.BUSY
    assert state(found.windows, 6) is SeasonState.PEAK
    assert state(found.windows, 12) is SeasonState.IN
    season = Season(found.windows)
    ramp = [d for d in range(365)
            if cadence.season_state(season, date.fromordinal(date(2026, 1, 1).toordinal() + d))
            is SeasonState.RAMP]  # fmt: skip
    assert len(ramp) == PARAMS.ramp_d


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"years": 1}, Verdict.TOO_SHORT),
        ({"years": 0}, Verdict.TOO_SHORT),
        ({"years": 2}, Verdict.SEASON),
        ({"accounts": 4}, Verdict.TOO_FEW),
        ({"accounts": 5}, Verdict.SEASON),
        ({"years": 2, "orders": 2}, Verdict.TOO_FEW),
    ],
)
def test_too_little_history_is_said_so(changes, verdict):
    assert seasons.suggestion(pooled(SUMMER, **changes)).verdict is verdict


def test_a_year_without_sales_is_no_evidence_of_anything():
    empty = Pooled(2022, ((0.0,) * 12,) * 2, ((0,) * 12,) * 2, 9)
    assert seasons.suggestion(empty).verdict is Verdict.TOO_SHORT


def test_few_orders_are_counted_not_weighed():
    """One huge order a winter among many small ones in summer makes no winter season."""
    summer = pooled(SUMMER, years=3)
    counts = ((1, 0, 0, 0, 6, 5, 5, 6, 5, 0, 0, 0),) * 3
    dear = tuple((9e9, *year[1:]) for year in summer.values)
    found = seasons.suggestion(replace(summer, values=dear, orders=counts))
    assert found.in_season.index(True) == 4


def test_returned_goods_do_not_break_the_index():
    back = pooled(SUMMER)
    values = tuple((-500.0, *year[1:]) for year in back.values)
    assert seasons.suggestion(replace(back, values=values)).verdict is Verdict.SEASON


def test_a_trend_is_not_taken_for_a_season():
    grown = np.outer([1, 2, 4, 8], np.ones(12)) * 1.06 ** np.arange(12)
    assert seasons.seasonal_index(grown) == pytest.approx(np.ones(12), abs=0.12)


def test_the_index_of_two_years_weighs_each_year_alike():
    values = np.array([SUMMER, [1000 * x for x in SUMMER]])
    assert seasons.seasonal_index(values) == pytest.approx(np.array(SUMMER) * 12 / sum(SUMMER))


def test_friedman_is_highest_when_every_year_has_the_same_order():
    q = seasons.friedman(np.tile(np.arange(12.0), (3, 1)))
    assert q == pytest.approx(3 * 11)  # k (n - 1)


def test_friedman_is_nothing_when_all_months_are_alike():
    assert seasons.friedman(np.ones((4, 12))) == pytest.approx(0)


def test_ties_are_judged_by_permutation_and_always_alike():
    tied = np.array([[0.0] * 4 + [5, 6, 7, 8] + [0.0] * 4] * 3)
    first, again = seasons.gate(tied, PARAMS), seasons.gate(tied, PARAMS)
    assert first == again
    assert first.limit is None
    assert first.p < 0.05


def test_more_than_five_years_are_judged_by_permutation():
    tested = seasons.gate(noise((6, 12), 0.3) * np.array(SUMMER), PARAMS)
    assert tested.passed
    assert tested.p == pytest.approx(0.001)


@pytest.mark.parametrize("years", [2, 3, 4, 5])
def test_the_gate_lets_at_most_one_noise_in_twenty_pass(years):
    q = seasons.friedman(noise((20_000, years, 12), 0.5))
    assert 0.04 <= (q >= seasons.LIMITS[years]).mean() <= 0.056


@pytest.mark.parametrize("years", [2, 3, 5])
def test_of_noise_nearly_nothing_is_suggested(years):
    groups = noise((400, years, 12), 0.5, seed=3)
    wrong = 0
    for group in groups:
        rows = tuple(tuple(map(float, year)) for year in group)
        found = seasons.suggestion(Pooled(2020, rows, ((9,) * 12,) * years, 9))
        wrong += found.verdict in seasons.SUGGESTED
    assert wrong / 400 <= 0.05


@pytest.mark.parametrize(("years", "power"), [(2, 0.83), (3, 1.0), (4, 1.0)])
def test_a_hard_season_is_seen_as_often_as_stated(years, power):
    profile = np.array([0.2] * 4 + [1.0] * 4 + [0.2] * 4)
    q = seasons.friedman(profile * noise((4000, years, 12), 0.5))
    assert (q >= seasons.LIMITS[years]).mean() == pytest.approx(power, abs=0.04)


@pytest.mark.parametrize(("years", "power"), [(2, 0.54), (3, 0.90), (4, 0.98)])
def test_a_gentle_season_is_seen_as_often_as_stated(years, power):
    wave = 1 + 0.4 * np.sin(np.arange(12) * np.pi / 6)
    q = seasons.friedman(wave * noise((4000, years, 12), 0.3))
    assert (q >= seasons.LIMITS[years]).mean() == pytest.approx(power, abs=0.05)


def test_an_account_of_few_orders_looks_like_its_group():
    own, group = [2.0] * 6 + [0.0] * 6, [1.0] * 12
    assert seasons.shrunk_index(own, 0, group) == tuple(group)
    assert seasons.shrunk_index(own, 24, group)[0] == pytest.approx(1.5)


def test_a_small_town_borrows_the_nearest_and_no_further():
    places = {"Bay": (43.0, -95.0), "Pier": (43.02, -95.0), "Far": (44.0, -95.0)}
    counts = {"Bay": 2, "Pier": 3, "Far": 9, "Nowhere": 1}
    assert seasons.neighbours(places, counts, "Bay") == ("Bay", "Pier")
    assert seasons.neighbours(places, counts, "Pier") == ("Pier", "Bay")
    assert seasons.neighbours(places, counts, "Far") == ("Far",)
    assert seasons.neighbours(places, counts, "Nowhere") == ("Nowhere",)


def test_years_must_be_whole():
    with pytest.raises(ValueError, match="twelve months"):
        Pooled(2024, ((1.0,) * 11,), ((1,) * 11,), 5)
