"""Quarterly reviews of what an account brings against what serving it costs, pure.

At each end of a quarter the twelve months before it are added up as the results page does it:
margin less the minutes on site and on the way. Whoever brings less than that in several reviews in
a row is a case for divest (formulas, section 3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from routing import results
from routing.results import Frame, Made, Sale

QUARTER, YEAR = 3, 12
#: A margin and a cost are the same whoever they are of.
ANYBODY = results.Who("", "", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Served:
    """Sales and visits made by account, and the frame whose measures they are counted by.

    ``last`` is the latest month anybody's sales are known of; nothing is concluded after it.
    """

    sales: Mapping[UUID, Sequence[Sale]]
    visits: Mapping[UUID, Sequence[Made]]
    frame: Frame
    last: date | None

    @property
    def margins_known(self) -> bool:
        """Whether anybody ever told a margin; without any, no account is known to lose."""
        told = any(one.margin is not None for sales in self.sales.values() for one in sales)
        return told or self.frame.margin_share > 0


def quarter_ends(today: date, last_month: date, count: int) -> tuple[date, ...]:
    """Returns the latest ends of quarters whose months are all told, the last one first.

    An end is named by the first day after it.
    """
    end = min(today.replace(day=1), results.month_after(last_month))
    end = results.month_after(end, -((end.month - 1) % QUARTER))
    return tuple(results.month_after(end, -QUARTER * back) for back in range(count))


def losing_reviews(
    account_id: UUID, known_from: date, served: Served, today: date, count: int
) -> int:
    """Returns in how many reviews in a row, of the last ``count``, an account cost more.

    A year that is not known whole, or a month with sales of an unknown margin, ends the row.
    """
    if served.last is None or not served.margins_known:
        return 0
    ends = quarter_ends(today, served.last, count)
    lost = [_is_losing(account_id, known_from, served, end) for end in ends]
    return lost.index(False) if False in lost else count


def _is_losing(account_id: UUID, known_from: date, served: Served, end: date) -> bool:
    first, told = results.month_after(end, -YEAR), served.frame.told_since
    if told is None or max(told, known_from) > first:
        return False
    frame = replace(served.frame, first=first, end=end)
    visits = [one for one in served.visits.get(account_id, ()) if first <= one.on < end]
    sales = served.sales.get(account_id, ())
    found = results.record(ANYBODY, sales, visits, frame, lambda month: True)
    return found.margin is not None and found.margin < found.cost
