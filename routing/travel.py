"""Travel times between places: the matrix, and the model that needs no map."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.domain import Location

EARTH_RADIUS_KM = 6371.0088

Matrix = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class TravelTimes:
    """Whole seconds and whole metres from each place (row) to each place (column)."""

    duration_s: Matrix
    length_m: Matrix
    source: str

    def __post_init__(self) -> None:
        size = len(self.duration_s)
        if len(self.length_m) != size:
            raise ValueError("times and lengths are of different size.")
        if any(len(row) != size for row in (*self.duration_s, *self.length_m)):
            raise ValueError("travel times are not square.")


@dataclass(frozen=True, slots=True)
class GreatCircleParams:
    """``minutes = minutes_factor * km ** exponent``, km as the crow flies.

    The defaults are fitted to the roads of four regions without traffic, distances up to about
    25 km; the mean error of a pair is 14-29 %, so every screen calls these times an estimate.
    ``circuity`` is road length over crow's distance.
    """

    minutes_factor: float = 2.38
    exponent: float = 0.81
    circuity: float = 1.3

    def __post_init__(self) -> None:
        if min(self.minutes_factor, self.exponent, self.circuity) <= 0:
            raise ValueError("parameters of the great-circle model must be above 0.")


DEFAULT = GreatCircleParams()


def great_circle(locations: Sequence[Location], params: GreatCircleParams = DEFAULT) -> TravelTimes:
    """Returns estimated travel times between all places; symmetric, 0 on the diagonal."""
    km = distances_km(locations)
    return TravelTimes(
        duration_s=_whole(60 * params.minutes_factor * km**params.exponent),
        length_m=_whole(1000 * params.circuity * km),
        source="great_circle",
    )


def distances_km(
    locations: Sequence[Location], others: Sequence[Location] | None = None
) -> NDArray[np.float64]:
    """Returns kilometres as the crow flies, ``(len(locations), len(others or locations))``."""
    rows, columns = _radians(locations), _radians(locations if others is None else others)
    half = np.sin((rows[:, None, :] - columns[None, :, :]) / 2) ** 2
    shrink = np.cos(rows[:, None, 0]) * np.cos(columns[None, :, 0])
    chord = np.clip(half[..., 0] + shrink * half[..., 1], 0, 1)
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord)))


def _radians(locations: Sequence[Location]) -> NDArray[np.float64]:
    degrees = np.array([(place.lat, place.lon) for place in locations], dtype=np.float64)
    return np.radians(degrees.reshape(-1, 2))


def _whole(matrix: NDArray[np.float64]) -> Matrix:
    return tuple(map(tuple, np.rint(matrix).astype(np.int64).tolist()))
