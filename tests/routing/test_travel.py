import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import travel
from routing.domain import Location
from tests import strategies

CHICAGO, MILWAUKEE = Location(41.8781, -87.6298), Location(43.0389, -87.9065)


def test_one_kilometre_takes_what_the_fit_says():
    north = Location(CHICAGO.lat + 1 / 111.19508, CHICAGO.lon)
    times = travel.great_circle([CHICAGO, north])
    assert times.duration_s[0][1] == round(2.38 * 60)
    assert times.length_m[0][1] == 1300


def test_distance_between_two_known_cities():
    assert travel.distances_km([CHICAGO], [MILWAUKEE])[0, 0] == pytest.approx(131.1, abs=0.5)


def test_the_model_takes_other_parameters():
    params = travel.GreatCircleParams(minutes_factor=1, exponent=1, circuity=1)
    times = travel.great_circle([CHICAGO, MILWAUKEE], params)
    assert times.duration_s[0][1] == pytest.approx(60 * 131.1, rel=0.01)


def test_the_source_names_the_model():
    assert travel.great_circle([]) == travel.TravelTimes((), (), "great_circle")


def test_a_matrix_that_is_not_square_is_refused():
    with pytest.raises(ValueError, match="square"):
        travel.TravelTimes(((0, 1), (1,)), ((0, 1), (1, 0)), "x")


def test_parameters_of_the_model_are_positive():
    with pytest.raises(ValueError, match="above 0"):
        travel.GreatCircleParams(circuity=0)


@given(st.lists(strategies.locations, max_size=8))
def test_times_are_whole_symmetric_and_zero_to_oneself(places):
    times = travel.great_circle(places)
    for matrix in (times.duration_s, times.length_m):
        assert matrix == tuple(zip(*matrix, strict=True))
        assert all(row[i] == 0 for i, row in enumerate(matrix))
        assert all(type(x) is int and x >= 0 for row in matrix for x in row)
