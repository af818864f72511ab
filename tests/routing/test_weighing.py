"""What a manager weighs otherwise reaches the search, within bounds."""

import pytest

from routing import plan
from routing.plan import weighing
from routing.plan.weighing import Weights
from routing.rotation import RotationParams
from tests.routing.problems import MONDAY, account, problem

USUAL = RotationParams()


def test_usual_weights_change_nothing():
    assert weighing.weighed(USUAL, Weights()) is USUAL


@pytest.mark.parametrize(
    ("weights", "name", "seconds"),
    [
        (Weights(punctual=2), "near_s", 600),
        (Weights(steady=4), "moved_s", 1200),
        (Weights(value=0.5), "drop_s", 3600),
        (Weights(driving=2), "near_s", 150),
        (Weights(driving=2), "drop_s", 7200),
        (Weights(driving=2, punctual=2), "late_s", 900),
    ],
)
def test_each_word_is_a_weight_of_the_search(weights, name, seconds):
    assert getattr(weighing.weighed(USUAL, weights), name) == seconds


@pytest.mark.parametrize("factor", [0.2, 4.1, 0, -1])
def test_weights_are_bounded(factor):
    with pytest.raises(ValueError, match="not between"):
        Weights(steady=factor)


def test_driving_weighed_more_never_drives_more():
    """Two accounts far from base, due some days apart: one trip is shorter, two are punctual."""
    far = [account(n, location=9) for n in (1, 2)]
    asked = problem(*far, step_s=800, days=14)
    driven = []
    for factor in (0.25, 1, 4):
        search = weighing.weighed(USUAL, Weights(driving=factor))
        made = plan.make_plan(asked, plan.PlanParams(search=search))
        driven.append(sum(day.travel_s for day in made.days))
    assert asked.today == MONDAY
    assert driven == sorted(driven, reverse=True)
