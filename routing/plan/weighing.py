"""What a manager lets one rep's plans weigh otherwise, in four words, as the search's own weights.

Every weight of the search is in seconds of driving: to weigh driving more is to weigh the rest
less. What leaving out a visit costs does not shrink with it, or a plan would save driving by
visiting nobody.
"""

from dataclasses import dataclass, fields, replace

from routing.rotation import RotationParams

LEAST, MOST = 0.25, 4.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Factors between a quarter and four; 1 is the usual.

    ``driving`` is short ways, ``steady`` keeping what is published, ``punctual`` the target dates,
    ``value`` who goes first where not everybody can be visited.
    """

    driving: float = 1.0
    steady: float = 1.0
    punctual: float = 1.0
    value: float = 1.0

    def __post_init__(self) -> None:
        for field in fields(self):
            factor = getattr(self, field.name)
            if not LEAST <= factor <= MOST:
                raise ValueError(f"a weight of {factor} is not between {LEAST} and {MOST}.")

    @property
    def are_usual(self) -> bool:
        """Says whether nothing is weighed otherwise."""
        return self == USUAL


USUAL = Weights()


def weighed(params: RotationParams, weights: Weights) -> RotationParams:
    """Returns the search's parameters with the weights a manager wants."""
    if weights.are_usual:
        return params

    def times(seconds: int, factor: float) -> int:
        return round(seconds * factor / weights.driving)

    return replace(
        params,
        near_s=times(params.near_s, weights.punctual),
        behind_s=times(params.behind_s, weights.punctual),
        late_s=times(params.late_s, weights.punctual),
        moved_s=times(params.moved_s, weights.steady),
        moved_soon_s=times(params.moved_soon_s, weights.steady),
        balance_s=times(params.balance_s, 1),
        region_s=times(params.region_s, 1),
        drop_s=round(params.drop_s * weights.value),
    )
