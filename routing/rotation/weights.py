"""What a visit costs beside its driving, in seconds of driving."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from routing.domain import DueVisit, Problem, SoftRegion

FIRST_MONDAY = date(2024, 1, 1).toordinal()
"""Week 0 of every cycle holds this Monday."""

SOON_D, SEEN_D = 7, 14
"""Within so many days a move of what is published costs more; later than the second, little."""

BROKEN_D = 3
"""A visit that leaves its due window costs so many late days more."""

EARLY = 3
"""Aimed at is a third of the tolerance before the target: what goes wrong makes visits later."""

MOST_MOVED_D = 4
"""Moving a published visit by more days costs no more than by so many."""


@dataclass(frozen=True, slots=True)
class RotationParams:
    """How the rotation weighs and how long it searches.

    All weights are seconds of driving. ``near_s`` is what a visit at the edge of its due window
    costs, ``behind_s`` the same for an account that is behind and should be seen at its beginning,
    ``late_s`` what each day after it costs at least; up to ``late_d`` days after it are tried.
    Leaving out a visit costs ``drop_least_s`` plus ``drop_s`` times its priority. ``balance_s`` is
    what each visit above a day's fair share costs more than the one before. Moving a visit
    published for the next two weeks costs ``moved_s`` and a quarter of it a day, ``moved_soon_s``
    more within a week; giving it up costs as much as moving it by four days. Later ones move for a
    fifth. ``region_s`` is what a
    visit outside its soft region's days costs, ``night_s`` a night away.

    The search makes ``rounds`` rounds: ``round_iterations`` moves in the first, twice as many in
    each one after. The same ``seed`` gives the same answer, unless ``seconds``, an outer bound
    only, cut it short.
    """

    near_s: int = 300
    behind_s: int = 1200
    late_s: int = 900
    late_d: int = 7
    drop_s: int = 7200
    drop_least_s: int = 3600
    balance_s: int = 120
    moved_s: int = 300
    moved_soon_s: int = 900
    region_s: int = 1200
    night_s: int = 3600
    rounds: int = 3
    round_iterations: int = 4000
    seconds: float | None = None
    seed: int = 1

    def __post_init__(self) -> None:
        weights = (
            self.near_s, self.behind_s, self.late_s, self.drop_s, self.drop_least_s, self.balance_s,
            self.moved_s, self.moved_soon_s, self.region_s, self.night_s,
        )  # fmt: skip
        if min(weights) < 0:
            raise ValueError("weights must not be negative.")
        if min(self.rounds, self.late_d) < 0 or self.round_iterations < 1:
            raise ValueError("rounds, late_d must not be negative, round_iterations be positive.")


def drop_s(params: RotationParams, priority: float) -> int:
    """Returns what leaving out a visit costs."""
    return params.drop_least_s + round(params.drop_s * priority)


class Prices:
    """The price of a day for a due visit."""

    def __init__(self, problem: Problem, params: RotationParams) -> None:
        self._params = params
        self._today = problem.today.toordinal()
        self._published = _by_account(problem)
        self._regions: Mapping[str, Sequence[SoftRegion]] = _regions(problem)

    def drop_s(self, priority: float) -> int:
        """Returns what leaving out a visit costs."""
        return drop_s(self._params, priority)

    def late_s(self, drop_s: int) -> int:
        """Returns what each day after the due window costs: more for what is worth more."""
        return max(self._params.late_s, drop_s // 12) if self._params.late_s else 0

    def distance_s(self, due: DueVisit, on: int, drop_s: int, overdue: bool, fixed: bool) -> int:
        """Returns what the distance from the target costs; the square, so that far is dearer.

        ``on`` is the ordinal of a date. What is overdue costs by the day, what leaves its window
        some days more: a promise not yet broken comes before one that is. Late is always better
        than never. A promised weekday costs by the half day of a rep.
        """
        target, latest = due.target.toordinal(), due.latest.toordinal()
        off = on - target
        if overdue:
            return min(abs(off) * self.late_s(drop_s), 3 * drop_s // 4)
        if on > latest:
            return min((on - latest + BROKEN_D) * self.late_s(drop_s), 3 * drop_s // 4)
        if fixed:
            return abs(off) * 4 * 3600
        width = max(target - due.earliest.toordinal(), latest - target, 1)
        off += width // EARLY
        return self._params.near_s * off * off // (width * width)

    def behind_s(self, due: DueVisit, on: int) -> int:
        """Returns what waiting costs within the window of an account that is behind."""
        first, last = due.earliest.toordinal(), due.latest.toordinal()
        return self._params.behind_s * (on - first) // max(1, last - first)

    def published_near(self, account_id: str, first: int, target: int, last: int) -> int | None:
        """Returns the published date of the account nearest to a target, within a stretch."""
        dates = self._published.get(account_id, ())
        near = [on for on in dates[bisect_left(dates, first) :] if on <= last]
        return min(near, key=lambda on: (abs(on - target), on), default=None)

    def moved_s(self, published: int | None, on: int | None) -> int:
        """Returns what it costs that a published visit is on another day, or given up (None).

        What nobody has looked at yet moves for a fifth: a plan gets better until it comes near.
        """
        if published is None or on == published:
            return 0
        lead = (published if on is None else min(on, published)) - self._today
        if lead >= SEEN_D:
            return self._params.moved_s // 5
        days = MOST_MOVED_D if on is None else min(abs(on - published), MOST_MOVED_D)
        price = self._params.moved_s * (4 + days) // 4
        return price + (self._params.moved_soon_s if lead < SOON_D else 0)

    def region_s(self, account_id: str, on: int) -> int:
        """Returns what a visit outside the days of the account's soft regions costs."""
        outside = [r for r in self._regions.get(account_id, ()) if not _is_in(r, on)]
        return len(outside) * self._params.region_s


def _by_account(problem: Problem) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for visit in sorted(problem.published, key=lambda v: v.on):
        found.setdefault(visit.account_id, []).append(visit.on.toordinal())
    return found


def _regions(problem: Problem) -> Mapping[str, list[SoftRegion]]:
    found: dict[str, list[SoftRegion]] = {}
    for region in problem.regions:
        for account_id in region.account_ids:
            found.setdefault(account_id, []).append(region)
    return found


def _is_in(region: SoftRegion, on: int) -> bool:
    since = on - FIRST_MONDAY
    weekday, week = since % 7, since // 7 % region.cycle_weeks
    on_weekday = not region.weekdays or weekday in region.weekdays
    return on_weekday and (not region.weeks or week in region.weeks)
