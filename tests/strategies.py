"""What hypothesis draws: accounts, cadences, seasons, days, locations."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from routing.cadence import Touch
from routing.coverage import FieldDay, Record
from routing.domain import (
    Account,
    AccountClass,
    Cadence,
    Channel,
    Location,
    MonthDay,
    Need,
    Season,
    SeasonState,
    SeasonWindow,
    Tier,
)

# Examples share their cores with browsers and databases: the time of one says nothing.
settings.register_profile("rounds", deadline=None)
settings.load_profile("rounds")

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))

month_days = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(
    lambda day: MonthDay(day.month, day.day)
)

locations = st.builds(Location, st.floats(41.5, 44.0), st.floats(-90.0, -87.0))


@st.composite
def cadences(draw):
    """Any interval a manager may set: n a week, weeks, or days."""
    interval = draw(
        st.one_of(
            st.sampled_from([7, 14, 28, 84, 182]),
            st.integers(1, 6).map(lambda n: 7 / n),
            st.integers(1, 730),
        )
    )
    return Cadence(
        interval_d=interval,
        tolerance=draw(st.floats(0.05, 0.5)),
        service_s=draw(st.integers(5, 120)) * 60,
        channel=draw(st.sampled_from(Channel)),
    )


@st.composite
def seasons(draw, soft=False):
    """Up to three windows of any state, overlapping or wrapping the year as they like."""
    windows = draw(
        st.lists(
            st.builds(SeasonWindow, st.sampled_from(SeasonState), month_days, month_days),
            max_size=3,
        )
    )
    return Season(
        windows=tuple(windows),
        ramp_visits=draw(st.integers(0, 4)),
        ramp_d=draw(st.integers(0, 90)),
        ramp_gap_d=draw(st.integers(0, 21)),
        off_rate=draw(st.sampled_from([0.25, 0.33])) if soft else 0.0,
    )


@st.composite
def summer_seasons(draw):
    """One season with a beginning and an end, and an off season long enough for a whole ramp."""
    opens = draw(st.dates(date(2023, 1, 1), date(2023, 12, 31)))
    closes = opens + timedelta(days=draw(st.integers(30, 250)))
    window = SeasonWindow(
        SeasonState.IN, MonthDay(opens.month, opens.day), MonthDay(closes.month, closes.day)
    )
    return Season(windows=(window,))


@st.composite
def accounts(draw, seasons=st.just(Season()), cadences=cadences()):  # noqa: B008
    """An account with a cadence, its need known on some day."""
    account_class = draw(st.sampled_from(AccountClass))
    return Account(
        id=draw(st.uuids()).hex,
        name="Somewhere",
        location=0,
        account_class=account_class,
        tier=draw(st.sampled_from(Tier)),
        cadence=draw(cadences),
        need=Need(draw(days), draw(st.floats(-0.5, 3))),
        value=draw(st.sampled_from([0.2, 0.5, 1.0, 2.0, 3.0])),
        season=draw(seasons),
    )


@st.composite
def histories(draw, max_size=12):
    """Touches over two years, in no order."""
    first = draw(days)
    offsets = draw(st.lists(st.integers(0, 730), max_size=max_size))
    weights = st.sampled_from([1.0, 1.0, 0.5, 0.25])
    return [Touch(first + timedelta(days=offset), draw(weights)) for offset in offsets]


@st.composite
def records(draw, max_size=12):
    """Accounts' periods as coverage reads them, one id each."""
    counts = st.integers(0, 9)
    found = []
    for number in range(draw(st.integers(0, max_size))):
        due, frozen, overdue = draw(counts), draw(counts), draw(st.booleans())
        adhered = draw(st.integers(0, frozen))
        excused = draw(st.integers(0, frozen - adhered))
        visits, edges = draw(counts), draw(st.integers(0, 2))
        found.append(
            Record(
                account_id=f"a{number}",
                rep_id=draw(st.sampled_from(["ann", "bea", None])),
                team_id=draw(st.sampled_from(["north", "south"])),
                account_class=draw(st.sampled_from(AccountClass)),
                tier=draw(st.sampled_from(Tier)),
                segment=draw(st.sampled_from(["bar", "kiosk", None])),
                required=draw(st.sampled_from([0, 0.25, 0.5, 1, 2.5, 6.52])),
                made=draw(counts),
                touches=draw(counts),
                phone=draw(counts),
                on_time=draw(st.integers(0, due)),
                due=due,
                overdue=overdue,
                overdue_days=draw(st.integers(0, 60)) if overdue else 0,
                overdue_value=draw(st.floats(0, 9)) if overdue else 0.0,
                frozen=frozen,
                adhered=adhered,
                excused=excused,
                unexcused=draw(st.integers(0, frozen - adhered - excused)),
                town=draw(st.sampled_from(["Geneva, WI", "Delavan, WI", None])),
                away=draw(st.sampled_from([0, 0.5, 1])),
                visits=visits,
                answered=draw(st.integers(0, visits)),
                minutes=30.0 * visits,
                focal=draw(st.sampled_from([True, False, None])),
                openings=edges,
                ramps=draw(st.integers(0, edges)),
                closings=edges,
                missed_seasons=draw(st.integers(0, edges)),
                off_season=draw(st.booleans()),
                off_at_end=draw(st.booleans()) and not overdue,
            )
        )
    return found


@st.composite
def field_days(draw, max_size=8):
    """Days in the field as coverage reads them, one a rep and date."""
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["ann", "bea"]), st.dates(date(2026, 1, 1), date(2026, 3, 1))
            ),
            max_size=max_size,
            unique=True,
        )
    )
    return [
        FieldDay(
            rep_id=rep,
            team_id="north",
            on=on,
            visits=(visits := draw(st.integers(0, 12))),
            share=draw(st.sampled_from([0.5, 1.0])),
            travel_min=draw(st.integers(0, 300)),
            on_site_min=20.0 * visits,
        )
        for rep, on in keys
    ]
