"""What a period is measured from: one record an account, one a day in the field."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from routing.domain import AccountClass, Tier

By = Literal["rep_id", "team_id", "account_class", "tier", "segment", "town"]


@dataclass(frozen=True, slots=True)
class Record:
    """One account's period: what was required, what was made, where it stands at the end.

    ``required`` is unrounded (cadence.required_visits), less ``away``: what fell on days off of
    its rep and on its own closures. ``made`` counts completed visits that qualify, ``phone`` other
    calls, ``touches`` any other contact. ``due`` counts due visits of the period, done or not,
    ``on_time`` those made in their window. ``frozen`` counts stops of the morning copies,
    ``adhered`` those done the same day, ``excused`` and ``unexcused`` those reported as missed: the
    customer called off, or anything else. ``overdue_days`` are in-season days late.
    ``visits`` are completed visits on site with their ``minutes``, ``answered`` those that say
    whether the class is right. ``focal``: among the accounts that hold the first half of all
    potential; None where it is not known. ``openings`` of its season in the period that a ramp goes
    before, ``ramps`` those with all visits of the ramp; ``closings``, ``missed_seasons`` those that
    wrote an overdue visit off. ``off_season``: through the whole period; then the account is in no
    metric. ``off_at_end``: on its last day; then it is not among those that could be overdue.
    """

    account_id: str
    rep_id: str | None
    team_id: str | None
    account_class: AccountClass
    tier: Tier
    segment: str | None
    required: float
    made: int
    touches: int = 0
    phone: int = 0
    on_time: int = 0
    due: int = 0
    overdue: bool = False
    overdue_days: int = 0
    overdue_value: float = 0.0
    frozen: int = 0
    adhered: int = 0
    off_season: bool = False
    off_at_end: bool = False
    town: str | None = None
    away: float = 0.0
    excused: int = 0
    unexcused: int = 0
    visits: int = 0
    answered: int = 0
    minutes: float = 0.0
    focal: bool | None = None
    openings: int = 0
    ramps: int = 0
    closings: int = 0
    missed_seasons: int = 0

    def __post_init__(self) -> None:
        counts = (self.required, self.away, self.made, self.touches, self.phone, self.on_time,
                  self.adhered, self.excused, self.unexcused, self.answered, self.minutes,
                  self.ramps, self.missed_seasons)  # fmt: skip
        if min(*counts, self.overdue_days, self.overdue_value) < 0:
            raise ValueError(f"account {self.account_id} has a count below 0.")
        kept = (
            (self.on_time, self.due),
            (self.adhered + self.excused + self.unexcused, self.frozen),
            (self.answered, self.visits),
            (self.ramps, self.openings),
            (self.missed_seasons, self.closings),
        )
        if any(part > whole for part, whole in kept):
            raise ValueError(f"account {self.account_id} kept more than there was to keep.")


@dataclass(frozen=True, slots=True)
class FieldDay:
    """A date on which a rep reported a visit: ``share`` is 0.5 of a short day.

    ``visits`` are completed ones, ``on_site_min`` their minutes, of which those of ``imputed``
    visits nobody told.
    """

    rep_id: str
    team_id: str | None
    on: date
    visits: int
    share: float = 1.0
    travel_min: float = 0.0
    on_site_min: float = 0.0
    imputed: int = 0

    def __post_init__(self) -> None:
        if min(self.visits, self.travel_min, self.on_site_min, self.imputed) < 0:
            raise ValueError(f"the day {self.id} has a count below 0.")
        if not 0 < self.share <= 1:
            raise ValueError(f"the day {self.id} is {self.share} of a day.")

    @property
    def id(self) -> str:
        """The rep's id and the date."""
        return f"{self.rep_id} {self.on.isoformat()}"
