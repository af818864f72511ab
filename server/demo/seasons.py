"""The ten lines of business of the demo company: when each buys, and when each receives.

The windows follow the towns' own year, and they are laid out so that on the 1st and the 15th of
every month one segment is off, one is in its ramp and one is in season: whoever opens the demo,
on whatever day, sees all three.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from opening_hours import OpeningHours

#: The product's default ramp: two visits in six weeks, the last of them a week before the opening.
RAMP_D, RAMP_VISITS, RAMP_GAP_D = 42, 2, 7
#: A host receives on a date on which one of these hours finds the door open.
_RECEIVING = (time(10), time(12), time(14), time(16))
#: Visits in a peak against visits in season.
PEAK_RATE = 1.5


@dataclass(frozen=True, slots=True)
class Segment:
    """A line of business: its buying windows and the hours its accounts choose from.

    ``windows`` holds ``(state, first, last)``, both days inclusive and written ``MM-DD``; they
    may wrap the new year. No window means in season all year, otherwise it is off outside them.
    ``hours`` cover the ramp too: a host who is still shut receives a rep by day in the week.
    """

    name: str
    label: str
    windows: tuple[tuple[str, str, str], ...]
    hours: tuple[str, ...]


SEGMENTS = (
    Segment("restaurant", "Restaurant", (), (
        "Mo-Th 10:00-21:00; Fr,Sa 10:00-22:00; Su 11:00-20:00",
        "Tu-Th 11:00-21:00; Fr,Sa 11:00-22:00; Su 12:00-20:00; Mo off",
        "Mo-Sa 09:00-11:30,13:30-22:00",
        "We-Su 10:30-21:30",
        "Mo-Fr 09:30-21:00; Sa 16:00-22:00; PH off",
    )),
    Segment("cafe", "Café", (("in", "08-16", "05-31"), ("peak", "06-01", "08-15")), (
        "Mo-Fr 06:30-16:00; Sa,Su 07:00-15:00",
        "Mo-Su 07:00-17:00",
        "Tu-Su 07:30-15:30; Mo off",
        "Jun-Aug Mo-Su 07:00-19:00; Sep-May Mo-Sa 07:00-16:00",
    )),
    Segment("supermarket", "Supermarket", (("in", "12-11", "10-31"), ("peak", "11-01", "12-10")), (
        "Mo-Su 06:00-22:00",
        "Mo-Sa 07:00-21:00; Su 08:00-20:00",
        "Mo-Fr 08:00-12:00; PH off",
        "Mo-Sa 08:00-20:00; Su 09:00-18:00; PH 10:00-16:00",
    )),
    Segment("kiosk", "Ice cream kiosk", (
        ("in", "05-15", "06-30"), ("peak", "07-01", "08-15"), ("in", "08-16", "09-15"),
    ), (
        "Apr 03-May 14 Mo-Fr 10:00-15:00; May 15-Sep 15 Mo-Su 10:00-20:00; Sep 16-Apr 02 off",
        "Apr 03-May 14 Tu-Fr 11:00-16:00; May 15-Sep 15 Mo-Su 11:00-21:00",
        "Apr 03-May 14 Mo-Th 09:00-14:00; May 15-Sep 15 Mo-Fr 12:00-20:00; "
        "May 15-Sep 15 Sa,Su 10:00-21:00",
    )),
    Segment("bar", "Bar", (("in", "09-20", "05-20"),), (
        "Mo-Su 12:00-24:00",
        "Mo-Fr 14:00-24:00; Sa,Su 11:00-24:00",
        "Tu-Su 11:00-23:00",
        "Mo-Th 13:00-23:00; Fr,Sa 11:00-24:00",
    )),
    Segment("hotel", "Hotel", (("in", "01-20", "04-10"), ("in", "06-20", "10-31")), (
        "Mo-Fr 08:00-17:00",
        "Mo-Fr 07:00-11:00,13:00-16:00; PH off",
        "Mo-Sa 07:00-15:00",
    )),
    Segment("fuel_station", "Fuel station", (("in", "03-05", "10-31"),), (
        "24/7",
        "Mo-Su 05:00-23:00",
        "Mo-Sa 06:00-22:00; Su 07:00-21:00",
    )),
    Segment("marina", "Marina", (
        ("in", "04-15", "09-30"),
    ), (
        "May-Sep Mo-Su 08:00-19:00; Oct-Apr Mo-Fr 09:00-15:00",
        "Apr 15-Sep 30 Mo-Su 07:00-18:00; Oct 01-Apr 14 Tu-Fr 09:00-14:00",
        "Mar-Oct Mo-Sa 08:00-17:00; Nov-Feb off",
    )),
    Segment("ski_slope", "Ski slope", (("in", "12-05", "03-15"),), (
        "Dec 05-Mar 15 Mo-Su 10:00-21:00; Mar 16-Dec 04 Mo-Fr 09:00-15:00",
        "Dec 05-Mar 15 We-Su 09:00-20:00; Oct 15-Dec 04 Tu-Th 10:00-15:00",
    )),
    Segment("christmas_market", "Harvest fair and Christmas market", (
        ("in", "08-05", "09-14"), ("in", "11-12", "12-24"),
    ), (
        "Jun-Sep Mo-Fr 09:00-17:00; Oct 01-Nov 11 Mo-Fr 10:00-16:00; "
        "Nov 12-Dec 24 Mo-Su 11:00-20:00",
        "Jun 20-Sep 14 Tu-Sa 10:00-18:00; Sep 15-Nov 11 Tu-Th 10:00-15:00; "
        "Nov 12-Dec 24 We-Su 11:00-20:00",
    )),
)  # fmt: skip

BY_NAME = {segment.name: segment for segment in SEGMENTS}


def season_rows(segment: Segment) -> list[dict[str, str]]:
    """Returns the segment's windows as the product reads them."""
    return [{"state": state, "start": first, "end": last} for state, first, last in segment.windows]


@cache
def season_state(segment: str, day: date) -> str:
    """Returns ``off``, ``ramp``, ``in`` or ``peak``; a ramp never reaches back into a season."""
    now = _bought(segment, day)
    if now != "off":
        return now
    ahead = (day + timedelta(days=days) for days in range(1, RAMP_D + 1))
    return "ramp" if any(_bought(segment, later) != "off" for later in ahead) else "off"


@cache
def _bought(segment: str, day: date) -> str:
    windows = BY_NAME[segment].windows
    if not windows:
        return "in"
    on = f"{day:%m-%d}"
    states = (state for state, first, last in windows if _within(on, first, last))
    return next(states, "off")


def _within(on: str, first: str, last: str) -> bool:
    return first <= on <= last if first <= last else on >= first or on <= last


@cache
def receives(hours: str, day: date) -> bool:
    """Says whether a place with these opening hours receives in a rep's working hours."""
    opening = _opening(hours)
    return any(opening.is_open(datetime.combine(day, clock)) for clock in _RECEIVING)


@cache
def _opening(hours: str) -> OpeningHours:
    return OpeningHours(hours)
