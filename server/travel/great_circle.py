"""The provider that needs no map: distance as the crow flies, fitted to real roads."""

from collections.abc import Sequence

from routing import travel
from routing.domain import Location
from routing.travel import TravelTimes


class GreatCircle:
    """Quick, free and about a fifth wrong: good enough to begin with."""

    estimate = True

    def travel_times(self, locations: Sequence[Location]) -> TravelTimes:
        """Returns estimated times, the same in both directions."""
        return travel.great_circle(locations)
