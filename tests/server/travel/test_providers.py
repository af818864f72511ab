"""One contract for every provider of travel times."""

import pytest

from routing.domain import Location
from server import travel

LAKES = [Location(42.59, -88.43), Location(42.67, -88.54), Location(43.04, -87.91)]


@pytest.fixture(params=sorted(travel.PROVIDERS))
def provider(request):
    return request.param


def test_each_pair_has_a_time_and_a_length_and_staying_costs_nothing(provider):
    times = travel.travel_times(LAKES, provider)
    for row in range(3):
        for column in range(3):
            seconds, metres = times.duration_s[row][column], times.length_m[row][column]
            assert (seconds, metres) == (0, 0) if row == column else min(seconds, metres) > 0


def test_farther_takes_longer(provider):
    times = travel.travel_times(LAKES, provider)
    assert times.duration_s[0][1] < times.duration_s[0][2] < 3 * 3600


def test_the_same_places_have_the_same_times(provider):
    assert travel.travel_times(LAKES, provider) == travel.travel_times(LAKES, provider)


@pytest.mark.parametrize("places", [[], LAKES[:1]])
def test_few_places_are_no_special_case(provider, places):
    assert len(travel.travel_times(places, provider).duration_s) == len(places)


def test_an_estimate_is_called_one(provider):
    times = travel.travel_times(LAKES, provider)
    assert travel.is_estimate(times.source) == travel.PROVIDERS[provider].estimate


def test_times_of_an_unknown_source_are_taken_for_an_estimate():
    assert travel.is_estimate("a provider of last year")
