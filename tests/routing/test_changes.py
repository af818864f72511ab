"""The difference between two plans: every visit accounted for, each difference with its cause."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest

from routing.domain import (
    AccountClass,
    Avoided,
    Cadence,
    Channel,
    DueVisit,
    Held,
    HeldKind,
    MonthDay,
    OpeningHours,
    Reason,
    Season,
    SeasonState,
    SeasonWindow,
    Unplanned,
)
from routing.plan.changes import (
    CAUSE_TEXT,
    Cause,
    Change,
    ChangeKind,
    changes,
    nervousness,
)
from tests.routing.by_hand import due, eight_to_five, planned, with_visit
from tests.routing.problems import MONDAY, account, hours, problem

MON, TUE, WED, THU, FRI = (MONDAY + timedelta(days=i) for i in range(5))
LATER = FRI + timedelta(days=3)  # the Monday after
WEEK = problem(account(1), account(2), account(3), days=12, rep=eight_to_five(12))


def plan_of(visits, problem_=WEEK, **changes_):
    return planned(problem_, visits, **changes_)


def only(before, after, problem_=WEEK, account_id="a1"):
    """The one change of an account; its neighbours are early when it is gone."""
    [change] = (c for c in changes(before, after, problem_) if c.account_id == account_id)
    return change


def changed(account_id="a1", **facts):
    accounts = tuple(replace(a, **facts) if a.id == account_id else a for a in WEEK.accounts)
    return replace(WEEK, accounts=accounts)


def with_day(on, **facts):
    worked = (replace(d, **facts) if d.on == on else d for d in WEEK.rep.working_days)
    return replace(WEEK, rep=replace(WEEK.rep, working_days=tuple(worked)))


BEFORE = plan_of({TUE: ["a1", "a2"], WED: ["a3"]})
MOVED = plan_of({TUE: ["a2"], WED: ["a3"], THU: ["a1"]})
GONE = plan_of({TUE: ["a2"], WED: ["a3"]})


def test_the_same_plan_has_no_changes():
    assert changes(BEFORE, BEFORE, WEEK) == ()


def test_each_kind_is_told_by_its_dates():
    both = plan_of({TUE: ["a2"], WED: ["a3"], THU: ["a1"], FRI: ["a2"]})
    told = [(c.kind, c.account_id, c.before, c.after) for c in changes(BEFORE, both, WEEK)]
    assert told == [
        (ChangeKind.MOVED, "a1", TUE, THU),
        (ChangeKind.RETIMED, "a2", TUE, TUE),
        (ChangeKind.ADDED, "a2", None, FRI),
    ]
    back = [(c.kind, c.account_id, c.before, c.after) for c in changes(both, BEFORE, WEEK)]
    assert back == [
        (ChangeKind.RETIMED, "a2", TUE, TUE),
        (ChangeKind.MOVED, "a1", THU, TUE),
        (ChangeKind.DROPPED, "a2", FRI, None),
    ]


def test_another_time_counts_from_a_quarter_of_an_hour():
    start = BEFORE.days[1].stops[0].start_s
    for late_s, kinds in ((899, []), (900, [ChangeKind.RETIMED]), (-900, [ChangeKind.RETIMED])):
        late = with_visit(BEFORE, TUE, "a1", start_s=start + late_s)
        assert [c.kind for c in changes(BEFORE, late, WEEK)] == kinds


def test_a_call_has_no_time_to_change():
    called = changed(cadence=Cadence(14, 3 / 14, 900, Channel.PHONE))
    first = plan_of({TUE: ["a1", "a2"]}, called)
    assert changes(first, plan_of({TUE: ["a2", "a1"]}, called), called) == ()


# Which visit is which


def matched(old, new):
    """The pairs of one account's dates, as days of May."""
    before, after = (plan_of({MON + timedelta(days=d - 4): ["a1"] for d in days})
                     for days in (old, new))  # fmt: skip
    return [
        (c.before and c.before.day, c.after and c.after.day) for c in changes(before, after, WEEK)
    ]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([4, 8], [5, 8], [(4, 5)]),
        ([4, 8], [8, 12], [(4, None), (None, 12)]),  # the 8th stays, whatever its number
        ([4, 8], [5, 9], [(4, 5), (8, 9)]),
        ([4, 8], [9], [(4, None), (8, 9)]),
        ([4, 8], [5], [(4, 5), (8, None)]),
        ([9], [4, 8], [(None, 4), (9, 8)]),
        ([4, 6, 12], [5, 7], [(4, 5), (6, 7), (12, None)]),
        ([4, 10, 12], [9, 13], [(4, None), (10, 9), (12, 13)]),
        ([], [4], [(None, 4)]),
    ],
)
def test_visits_are_matched_by_date_and_then_in_order(old, new, pairs):
    assert matched(old, new) == pairs


@pytest.mark.parametrize("seed", range(30))
def test_every_visit_is_in_one_pair_and_no_pairing_in_order_moves_fewer_days(seed):
    dice = random.Random(seed)
    old, new = (sorted(dice.sample(range(4, 16), dice.randint(0, 5))) for _ in range(2))
    pairs = matched(old, new)
    kept = set(old) & set(new)
    assert Counter(a for a, _ in pairs if a) == Counter(set(old) - kept)
    assert Counter(b for _, b in pairs if b) == Counter(set(new) - kept)
    edges = [0, *sorted(kept), 99]
    least = 0
    for first, last in pairwise(edges):
        few, many = sorted(([d for d in days if first < d < last] for days in (old, new)), key=len)
        least += min(
            sum(abs(a - b) for a, b in zip(few, some, strict=True))
            for some in combinations(many, len(few))
        )
    assert sum(abs(a - b) for a, b in pairs if a and b) == least


@pytest.mark.parametrize("seed", range(10))
def test_the_changes_lead_from_one_plan_to_the_other(seed):
    dice = random.Random(seed)
    dates = [MON + timedelta(days=d) for d in range(12)]
    before, after = (
        plan_of({on: dice.sample(["a1", "a2", "a3"], dice.randint(0, 2)) for on in dates})
        for _ in range(2)
    )
    was, now = (
        Counter((v.account_id, d.on) for d in made.days for v in d.stops)
        for made in (before, after)
    )
    found = changes(before, after, WEEK)
    was -= Counter((c.account_id, c.before) for c in found if c.before)
    was += Counter((c.account_id, c.after) for c in found if c.after)
    assert was == now


# Why

AUTUMN = Season((SeasonWindow(SeasonState.IN, MonthDay(9, 1), MonthDay(10, 1)),), ramp_visits=0)
MORNINGS = OpeningHours(((hours(8, 8.5),),) * 7)
PIN = Held("a1", THU, HeldKind.PIN)
AGREED = Held("a1", THU, HeldKind.APPOINTMENT, None, hours(9, 10))
AWAY = replace(
    WEEK,
    rep=replace(
        WEEK.rep,
        working_days=tuple(d for d in WEEK.rep.working_days if d.on != TUE),
        days_off={TUE: "leave"},
    ),
)


@pytest.mark.parametrize(
    ("facts", "cause", "figures"),
    [
        (replace(WEEK, avoided=(Avoided("a1", TUE),)), Cause.AVOIDED, {}),
        (AWAY, Cause.DAY_OFF, {"why": "leave"}),
        (changed(season=AUTUMN), Cause.OFF_SEASON, {}),
        (changed(not_before=THU), Cause.NOT_BEFORE, {"not_before": "2026-05-07"}),
        (changed(hours=MORNINGS), Cause.CLOSED, {"open": "08:00-08:30"}),
        (changed(hours=OpeningHours(((),) * 7)), Cause.CLOSED, {}),
        (with_day(TUE, hours=hours(9, 17)), Cause.WORKING_HOURS, {"hours": "09:00-17:00"}),
        (with_day(TUE, busy=(hours(8, 8.5),)), Cause.BUSY, {"busy": "08:00-08:30"}),
        (with_day(TUE, busy=(hours(9, 9.5),)), Cause.BUSY, {"busy": "09:00-09:30"}),  # beside it
        (replace(WEEK, accounts=WEEK.accounts[1:]), Cause.ACCOUNT_GONE, {}),
    ],
)
def test_a_fact_that_takes_away_the_date_is_the_cause(facts, cause, figures):
    moved = only(BEFORE, MOVED, facts)
    assert (moved.reason, moved.figures) == (cause, figures)
    gone = only(BEFORE, GONE, facts)
    assert (gone.reason, gone.figures) == (cause, figures)


@pytest.mark.parametrize(
    "facts",
    [
        replace(WEEK, avoided=(Avoided("a1", WED), Avoided("a2", TUE))),
        changed("a2", season=AUTUMN),
        changed(not_before=TUE),
        changed(hours=OpeningHours(((hours(8, 9),),) * 7)),
        with_day(WED, hours=hours(12, 17)),
        with_day(TUE, busy=(hours(15, 16),)),
    ],
)
def test_a_fact_that_leaves_the_date_alone_is_not_the_cause(facts):
    assert only(BEFORE, GONE, facts).reason is Cause.NO_LONGER_DUE


@pytest.mark.parametrize(
    ("held", "cause", "figures"),
    [(PIN, Cause.PINNED, {}), (AGREED, Cause.APPOINTED, {"window": "09:00-10:00"})],
)
def test_a_visit_that_a_person_put_there_says_so(held, cause, figures):
    facts = replace(WEEK, held=(held,))
    moved = only(BEFORE, with_visit(MOVED, THU, "a1", held=held), facts)
    assert (moved.kind, moved.reason, moved.figures) == (ChangeKind.MOVED, cause, figures)
    added = only(GONE, with_visit(MOVED, THU, "a1", held=held), facts)
    assert (added.kind, added.reason) == (ChangeKind.ADDED, cause)


def test_a_time_agreed_for_the_same_day_is_the_cause_of_another_time():
    there = with_visit(MOVED, THU, "a1", held=replace(AGREED, window=None))
    start = there.days[3].stops[0].start_s + 3600
    after = with_visit(there, THU, "a1", held=AGREED, start_s=start)
    change = only(there, after, replace(WEEK, held=(AGREED,)))
    assert (change.kind, change.reason) == (ChangeKind.RETIMED, Cause.APPOINTED)


def test_a_pin_taken_away_is_the_cause():
    pinned = with_visit(MOVED, THU, "a1", held=PIN)
    change = only(pinned, BEFORE)
    assert (change.reason, change.figures) == (Cause.RELEASED, {"held": "pin"})
    frozen = with_visit(MOVED, THU, "a1", held=replace(PIN, kind=HeldKind.FROZEN))
    assert only(frozen, BEFORE).reason is not Cause.RELEASED


# A day later: the later plan begins on Wednesday


def from_wednesday(visits, **facts):
    """The problem of Wednesday and its plan."""
    accounts = changed(**facts).accounts if facts else WEEK.accounts
    rep = replace(WEEK.rep, working_days=WEEK.rep.working_days[2:])
    later = replace(WEEK, today=WED, rep=rep, accounts=accounts)
    return planned(later, visits), later


def test_a_visit_made_on_its_date_is_no_change():
    after, facts = from_wednesday({WED: ["a3"], LATER: ["a2"]}, last_visit=TUE)
    facts = replace(facts, accounts=tuple(replace(a, last_visit=TUE) for a in facts.accounts))
    first = plan_of({TUE: ["a1", "a2"], WED: ["a3"], LATER: ["a2"]})
    assert changes(first, after, facts) == ()


def test_a_visit_made_today_already_is_no_change():
    """On Wednesday at noon a1 has been visited: it is not in the rest of the day."""
    after, facts = from_wednesday({}, last_visit=WED)
    assert changes(plan_of({WED: ["a1"]}), after, facts) == ()


def test_a_visit_made_before_its_date_is_the_cause():
    after, facts = from_wednesday({}, last_visit=TUE)
    change = only(plan_of({THU: ["a1"]}), after, facts)
    assert (change.kind, change.reason) == (ChangeKind.DROPPED, Cause.VISITED)
    assert change.figures == {"visited_on": "2026-05-05"}


def test_a_visit_made_as_planned_is_not_the_cause_of_the_next_one_moving():
    after, facts = from_wednesday({FRI: ["a1"]}, last_visit=TUE)
    first = plan_of({TUE: ["a1"], THU: ["a1"]})
    assert only(first, after, facts).reason is not Cause.VISITED


def test_a_visit_not_made_moves_because_it_was_missed():
    after, facts = from_wednesday({THU: ["a1"]}, attempts=1)
    change = only(plan_of({TUE: ["a1"]}), after, facts)
    assert (change.kind, change.before, change.after) == (ChangeKind.MOVED, TUE, THU)
    assert (change.reason, change.figures) == (Cause.MISSED, {"attempts": 1})


# What is due, and what is left out


def test_another_due_window_is_the_cause():
    later = DueVisit("a1", 0, THU, THU, FRI)
    change = only(BEFORE, with_visit(MOVED, THU, "a1", due=later))
    assert change.reason is Cause.DUE_MOVED
    assert change.figures == {"earliest": "2026-05-07", "latest": "2026-05-08"}


def test_a_late_visit_of_the_same_window_is_not_due_at_another_time():
    was = DueVisit("a1", 0, MON, MON, MON)
    first, after = (with_visit(p, on, "a1", due=was) for p, on in ((BEFORE, TUE), (MOVED, THU)))
    assert only(first, after).reason is not Cause.DUE_MOVED


def test_intervals_that_grew_are_the_cause():
    later = DueVisit("a1", 0, THU, THU, FRI)
    after = with_visit(MOVED, THU, "a1", due=later)
    slower = replace(after, stretch={AccountClass.CORE: 1.25})
    change = only(BEFORE, slower)
    assert (change.reason, change.figures) == (Cause.STRETCHED, {"stretch": 1.25})
    others = replace(after, stretch={AccountClass.INVEST: 1.25})
    assert only(BEFORE, others).reason is Cause.DUE_MOVED


def entry(account_, reason, **figures):
    return Unplanned(due(account_, WEEK), reason, figures)


def test_a_visit_left_out_passes_its_reason_on():
    left_out = entry(account(1), Reason.NOT_ENOUGH_HOURS, hours_needed=1.5, hours_there=0.5)
    change = only(BEFORE, replace(GONE, unplanned=(left_out,)))
    assert (change.kind, change.reason) == (ChangeKind.DROPPED, Cause.DISPLACED)
    assert change.figures == {
        "unplanned": "not_enough_hours", "hours_needed": 1.5, "hours_there": 0.5,
    }  # fmt: skip


def test_the_fact_counts_before_the_reason_it_led_to():
    left_out = entry(account(1), Reason.NO_WORKING_DAY)
    change = only(BEFORE, replace(GONE, unplanned=(left_out,)), AWAY)
    assert change.reason is Cause.DAY_OFF
    assert change.figures == {"unplanned": "no_working_day", "why": "leave"}


def test_another_due_visit_left_out_is_not_its_reason():
    next_one = DueVisit("a1", 1, LATER, LATER, LATER)
    after = replace(GONE, unplanned=(Unplanned(next_one, Reason.CLOSED),))
    change = only(BEFORE, after)
    assert (change.reason, change.figures) == (Cause.NO_LONGER_DUE, {})


def test_a_visit_that_had_no_day_and_has_one_now_found_room():
    before = replace(GONE, unplanned=(entry(account(1), Reason.NOT_ENOUGH_HOURS),))
    change = only(before, MOVED)
    assert (change.kind, change.reason) == (ChangeKind.ADDED, Cause.ROOM)
    assert change.figures == {"unplanned": "not_enough_hours"}


def test_an_account_never_heard_of_is_new():
    assert only(GONE, MOVED).reason is Cause.NEW_ACCOUNT
    assert only(GONE, MOVED, changed(last_visit=date(2026, 4, 1))).reason is Cause.NOW_DUE


def test_a_date_the_other_plan_does_not_cover_is_the_horizon():
    short = replace(BEFORE, last_day=WED)
    assert only(replace(GONE, last_day=WED), MOVED).reason is Cause.HORIZON
    assert only(short, MOVED).reason is Cause.HORIZON
    change = only(MOVED, short)
    assert (change.kind, change.reason) == (ChangeKind.MOVED, Cause.HORIZON)


# The planner's own choice


def test_shorter_driving_tells_how_much():
    """On its way from a1 to a3, a2 costs nothing: Wednesday's forty minutes are saved."""
    first = plan_of({TUE: ["a1", "a3"], WED: ["a2"]})
    change = only(first, plan_of({TUE: ["a1", "a2", "a3"]}), account_id="a2")
    assert change.reason is Cause.SHORTER_DRIVING
    assert change.figures == {
        "saved_s": 2400, "driven_before_s": 6000, "driven_after_s": 3600,
    }  # fmt: skip


def test_who_took_its_place_is_named_where_nothing_is_saved():
    first = plan_of({TUE: ["a1"], WED: ["a2"]})
    swapped = plan_of({TUE: ["a2"], WED: ["a1"]})
    told = {c.account_id: (c.reason, c.figures) for c in changes(first, swapped, WEEK)}
    assert told["a1"] == (Cause.MADE_ROOM, {"by": "a2"})


def test_nothing_is_made_up_where_no_cause_is_known():
    assert only(plan_of({TUE: ["a1"]}), plan_of({WED: ["a1"]})).reason is Cause.REARRANGED


def test_each_cause_has_its_sentence():
    assert set(CAUSE_TEXT) == set(Cause)
    assert isinstance(only(BEFORE, MOVED), Change)


# Nervousness


@pytest.mark.parametrize(
    ("after", "share"),
    [
        (BEFORE, 0.0),
        (MOVED, 1 / 3),
        (GONE, 1 / 3),
        (plan_of({}), 1.0),
        (plan_of({TUE: ["a2", "a1"], WED: ["a3"], FRI: ["a2"]}), 0.0),  # another time, one more
    ],
)
def test_nervousness_is_the_share_that_moved_or_vanished(after, share):
    assert nervousness(BEFORE, after, MON) == pytest.approx(share)


def test_nervousness_looks_only_at_the_next_days():
    """Of Tuesday's two visits one moves; Wednesday's counts only where it is among the days."""
    assert nervousness(BEFORE, MOVED, TUE, days=1) == 0.5
    assert nervousness(BEFORE, MOVED, TUE, days=2) == pytest.approx(1 / 3)
    assert nervousness(BEFORE, MOVED, WED) == 0.0
    assert nervousness(plan_of({}), MOVED, MON) == 0.0
