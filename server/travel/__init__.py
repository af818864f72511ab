"""Travel times between places, from whichever provider the installation uses."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from routing import travel
from routing.domain import Location
from routing.travel import TravelTimes
from server.travel import great_circle


class Provider(Protocol):
    """Knows how long it takes from each place to each other."""

    #: True where times come from a model, not from roads: every screen then says "estimate".
    estimate: bool

    def travel_times(self, locations: Sequence[Location]) -> travel.TravelTimes:
        """Returns the square matrix of whole seconds and metres, 0 on its diagonal."""


PROVIDERS: dict[str, Provider] = {"great_circle": great_circle.GreatCircle()}
DEFAULT = "great_circle"


def travel_times(locations: Sequence[Location], provider: str = DEFAULT) -> TravelTimes:
    """Returns the times between all places, as the provider knows them."""
    return PROVIDERS[provider].travel_times(locations)


@lru_cache(maxsize=8)
def kept_times(locations: tuple[Location, ...]) -> TravelTimes:
    """Returns times at once, without asking anybody outside; of the last few reps they are kept.

    For what a person waits for. A plan asks the provider.
    """
    return travel.great_circle(locations)


def known(source: str) -> str:
    """Returns the provider that times of that source came from, or the default one."""
    return source if source in PROVIDERS else DEFAULT


def is_estimate(source: str) -> bool:
    """Whether times of that source are only an estimate; those of an unknown one are."""
    return source not in PROVIDERS or PROVIDERS[source].estimate
