"""Why a due visit has no day: a true reason passes, a false one or a false figure does not."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from routing import check, plan
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
    Rep,
    Season,
    SeasonState,
    SeasonWindow,
    Underway,
    Unplanned,
)
from routing.rotation import RotationParams
from tests.routing.by_hand import HOUR, due, eight_to_five, faults, planned, with_visit
from tests.routing.problems import MONDAY, account, hours, odd_problem, problem

QUICK = plan.PlanParams(search=RotationParams(rounds=0))
TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + timedelta(days=i) for i in (1, 2, 4))
SUMMER = Season((SeasonWindow(SeasonState.IN, MonthDay(5, 11), MonthDay(9, 15)),))

CLOSED_ALL = OpeningHours(((),) * 7)
EVENING = OpeningHours(((hours(18, 20),),) * 7)
LONG = Cadence(14, 3 / 14, 8 * HOUR)


def left_out(problem_, reason, visits=None, account_id="a1", **figures):
    """The plan in which one due visit has no day, for the given reason."""
    one = next(a for a in problem_.accounts if a.id == account_id)
    visit = figures.pop("visit", None) or due(one, problem_)
    return planned(problem_, visits or {}, [Unplanned(visit, reason, figures)])


def week(*accounts, **changes):
    return problem(*accounts, days=5, **({"rep": eight_to_five()} | changes))


def avoiding(*dates):
    return tuple(Avoided("a1", on) for on in dates)


WINDOW = [MONDAY + timedelta(days=i) for i in range(4)]  # a1's due window: Monday to Thursday
HELD_A1 = (Held("a1", MONDAY, HeldKind.PIN),)
NOBODY = due(account(1), week(account(1)))
ASKED_BY_NOBODY = DueVisit("a1", -1, MONDAY, MONDAY, MONDAY)

TRUE = {
    "no place": (week(account(1, location=None)), Reason.NO_LOCATION, {}),
    "no working day": (week(account(1), rep=Rep("ann", "Ann", 0, ())), Reason.NO_WORKING_DAY, {}),
    "closed": (week(account(1, hours=CLOSED_ALL)), Reason.CLOSED, {"working_days": 4}),
    "open in the evening": (week(account(1, hours=EVENING)), Reason.CLOSED, {"working_days": 4}),
    "closed on what is left": (
        week(account(1, hours=CLOSED_ALL), avoided=avoiding(MONDAY)),
        Reason.CLOSED, {"working_days": 3},
    ),
    "dropped": (
        week(account(1), avoided=avoiding(*WINDOW)), Reason.DROPPED, {"days_avoided": 4},
    ),
    "five hours each way": (
        week(account(30)), Reason.TOO_FAR, {"minutes_needed": 630, "minutes_there": 540},
    ),
    "held and clashing": (
        week(account(1, hours=EVENING), held=HELD_A1), Reason.DOES_NOT_FIT_DAY,
        {"held": "pin", "visit": ASKED_BY_NOBODY},
    ),
    "its day is set": (
        week(account(1), held=(Held("a1", MONDAY, HeldKind.PIN),), last_day=MONDAY,
             rep=eight_to_five(1)),
        Reason.DOES_NOT_FIT_DAY, {"days_already_set": 1},
    ),
    "never fits a meeting": (
        week(account(1, cadence=Cadence(14, 3 / 14, 5 * HOUR)),
             rep=eight_to_five(busy=(hours(12, 13),))),
        Reason.DOES_NOT_FIT_DAY, {"minutes_needed": 320},
    ),
    "due after the horizon": (
        week(account(1)), Reason.BEYOND_HORIZON,
        {"visit": replace(NOBODY, target=date(2026, 5, 9), latest=date(2026, 5, 12))},
    ),
    "frozen and off": (
        week(account(1, season=replace(SUMMER, ramp_visits=0)),
             held=(Held("a1", MONDAY, HeldKind.FROZEN),)),
        Reason.OFF_SEASON, {"held": "frozen", "visit": ASKED_BY_NOBODY},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_a_plain_reason_that_holds_is_no_violation(name):
    problem_, reason, figures = TRUE[name]
    one = problem_.accounts[0].id
    assert faults(problem_, left_out(problem_, reason, account_id=one, **figures)) == []


PLAIN = week(account(1))
FALSE = {
    "its place is known": (PLAIN, Reason.NO_LOCATION, {}),
    "a call needs no place": (
        week(account(1, location=None, cadence=Cadence(14, 0.25, 900, Channel.PHONE))),
        Reason.NO_LOCATION, {},
    ),
    "a day of its window is worked": (
        week(account(1), rep=replace(PLAIN.rep, working_days=PLAIN.rep.working_days[3:])),
        Reason.NO_WORKING_DAY, {},
    ),
    "open": (PLAIN, Reason.CLOSED, {"working_days": 4}),
    "open on one day": (
        week(account(1, hours=OpeningHours(((),) * 3 + ((hours(9, 10),), (), (), ())))),
        Reason.CLOSED, {"working_days": 4},
    ),
    "closed, days miscounted": (
        week(account(1, hours=CLOSED_ALL)), Reason.CLOSED, {"working_days": 5},
    ),
    "open, too long for a day": (
        week(account(1, cadence=Cadence(14, 3 / 14, 9 * HOUR))), Reason.CLOSED, {},
    ),
    "one day not avoided": (
        week(account(1), avoided=avoiding(*WINDOW[1:])), Reason.DROPPED, {"days_avoided": 3},
    ),
    "avoided days miscounted": (
        week(account(1), avoided=avoiding(*WINDOW)), Reason.DROPPED, {"days_avoided": 3},
    ),
    "days taken, none avoided": (
        week(account(1), rep=Rep("ann", "Ann", 0, ())), Reason.DROPPED, {"days_avoided": 0},
    ),
    "near": (PLAIN, Reason.TOO_FAR, {"minutes_needed": 600, "minutes_there": 540}),
    "far, the minutes deny it": (
        week(account(30)), Reason.TOO_FAR, {"minutes_needed": 530, "minutes_there": 540},
    ),
    "far, and further still": (
        week(account(30)), Reason.TOO_FAR, {"minutes_needed": 900, "minutes_there": 540},
    ),
    "far, without a figure": (week(account(30)), Reason.TOO_FAR, {}),
    "held and fitting": (
        week(account(1), held=HELD_A1), Reason.DOES_NOT_FIT_DAY,
        {"held": "pin", "visit": ASKED_BY_NOBODY},
    ),
    "held by nobody": (PLAIN, Reason.DOES_NOT_FIT_DAY, {"held": "pin"}),
    "fits alone": (PLAIN, Reason.DOES_NOT_FIT_DAY, {"minutes_needed": 50}),
    "no day is set": (
        week(account(1), rep=Rep("ann", "Ann", 0, ())), Reason.DOES_NOT_FIT_DAY, {},
    ),
    "due within the horizon": (PLAIN, Reason.BEYOND_HORIZON, {}),
    "in season": (PLAIN, Reason.OFF_SEASON, {}),
    "hours enough": (PLAIN, Reason.NOT_ENOUGH_HOURS, {"hours_needed": 0.83, "hours_there": 9.0}),
    "displaced by nobody": (
        PLAIN, Reason.DISPLACED, {"by": "", "on": "2026-05-04", "worth_s": 1, "worse_s": 1},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_a_plain_reason_that_does_not_hold_is_found_out(name):
    problem_, reason, figures = FALSE[name]
    one = problem_.accounts[0].id
    found = faults(problem_, left_out(problem_, reason, account_id=one, **figures))
    assert {code for code, _ in found} - {"held_missing"} == {"reason_wrong"}


# Monday to Thursday a visit of eight hours each leaves forty minutes; a1, next door, needs fifty.

FULL = {WINDOW[n - 2]: [f"a{n}"] for n in (2, 3, 4, 5)}
CROWD = tuple(account(n, location=1, cadence=LONG) for n in (2, 3, 4, 5))
FIFTY = account(1, cadence=Cadence(14, 3 / 14, 3000))
CROWDED = week(FIFTY, *CROWD)
NO_HOURS = {"hours_needed": 0.83, "hours_there": 0.67}


def crowded(reason, problem_=CROWDED, visits=FULL, **figures):
    return left_out(problem_, reason, visits, **figures)


def test_no_hours_left_is_no_violation():
    assert faults(CROWDED, crowded(Reason.NOT_ENOUGH_HOURS, **NO_HOURS)) == []


def test_one_day_with_room_for_it_is_found_out():
    """The same week, but nobody is visited on Wednesday."""
    others = {on: who for on, who in FULL.items() if on != WEDNESDAY}
    left = week(FIFTY, *(a for a in CROWD if a.id != "a4"))
    made = left_out(left, Reason.NOT_ENOUGH_HOURS, others, **NO_HOURS)
    assert faults(left, made) == [("reason_wrong", "not_enough_hours: it fits 2026-05-06.")]


def test_room_before_its_own_other_visit_only_counts():
    """Wednesday is free, but the account's next due visit is on Tuesday already."""
    others = {on: who for on, who in FULL.items() if on != WEDNESDAY}
    others[TUESDAY] = ["a1"]
    left = week(FIFTY, *(a for a in CROWD if a.id in ("a2", "a5")))
    made = left_out(left, Reason.NOT_ENOUGH_HOURS, others, **NO_HOURS)
    next_one = DueVisit("a1", 1, TUESDAY, TUESDAY, FRIDAY)
    assert faults(left, with_visit(made, TUESDAY, "a1", due=next_one)) == []


@pytest.mark.parametrize(
    "changes", [{"hours_needed": 0.8}, {"hours_needed": 3.0}, {"hours_there": 0.7}]
)
def test_hours_that_do_not_add_up_are_found_out(changes):
    made = crowded(Reason.NOT_ENOUGH_HOURS, **(NO_HOURS | changes))
    assert [code for code, _ in faults(CROWDED, made)] == ["reason_wrong"]


def test_hours_are_not_what_a_closed_door_lacks():
    shut = week(account(1, hours=CLOSED_ALL), *CROWD)
    made = crowded(Reason.NOT_ENOUGH_HOURS, shut, **NO_HOURS)
    assert [code for code, _ in faults(shut, made)] == ["reason_wrong"]


def test_a_call_needs_the_minutes_only():
    called = account(1, cadence=Cadence(14, 3 / 14, 3000, Channel.PHONE))
    tight = week(called, *CROWD)
    assert faults(tight, crowded(Reason.NOT_ENOUGH_HOURS, tight, **NO_HOURS)) == []
    shorter = replace(called, cadence=replace(called.cadence, service_s=2400))
    roomy = week(shorter, *CROWD)
    assert [c for c, _ in faults(roomy, crowded(Reason.NOT_ENOUGH_HOURS, roomy))] == [
        "reason_wrong"
    ]


DISPLACED = {"by": "a3", "on": "2026-05-05", "worth_s": 5000, "worse_s": 1200}
LONGER = replace(CROWDED, accounts=(account(1, cadence=LONG), *CROWD))


def test_a_visit_that_comes_first_is_no_violation():
    assert faults(LONGER, crowded(Reason.DISPLACED, LONGER, **DISPLACED)) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"by": "a2"}, "a2 is not visited"),
        ({"by": ""}, "no visit is named"),
        ({"by": "a3 a9"}, "a9 is not visited"),
        ({"on": "2026-05-08"}, "no day of its window"),
        ({"on": "never"}, "no day of its window"),
        ({"worse_s": 0}, "do not say"),
        ({"worse_s": -5}, "do not say"),
        ({"worth_s": "much"}, "do not say"),
    ],
)
def test_a_displacement_that_does_not_hold_is_found_out(changes, said):
    [(code, text)] = faults(LONGER, crowded(Reason.DISPLACED, LONGER, **(DISPLACED | changes)))
    assert code == "reason_wrong"
    assert said in text


def test_a_held_visit_never_gives_way():
    held = replace(LONGER, held=(Held("a3", TUESDAY, HeldKind.PIN),))
    [(code, text)] = faults(held, crowded(Reason.DISPLACED, held, **DISPLACED))
    assert (code, "is held" in text) == ("reason_wrong", True)


def test_nobody_gives_way_to_what_fits_beside():
    short = week(account(1, cadence=Cadence(14, 3 / 14, 2400)), *CROWD)
    [(code, text)] = faults(short, crowded(Reason.DISPLACED, short, **DISPLACED))
    assert (code, "nobody giving way" in text) == ("reason_wrong", True)


def test_giving_way_has_to_be_enough():
    """Two long morning visits on Tuesday: without one of them, a1's nine hours do not fit."""
    pair = [account(n, location=1, cadence=Cadence(14, 3 / 14, 4 * HOUR)) for n in (2, 3)]
    both = week(account(1, cadence=Cadence(14, 3 / 14, 7 * HOUR)), *pair)
    one = left_out(both, Reason.DISPLACED, {TUESDAY: ["a2", "a3"]}, **DISPLACED)
    [(code, text)] = faults(both, one)
    assert (code, "without a3 either" in text) == ("reason_wrong", True)
    two = left_out(both, Reason.DISPLACED, {TUESDAY: ["a2", "a3"]}, **DISPLACED | {"by": "a2 a3"})
    assert faults(both, two) == []


FAR = week(account(6), account(2))
NOT_WORTH = {"detour_s": 4800, "worth_s": 3600, "on": "2026-05-05"}


def not_worth(**changes):
    """a2 is visited on Tuesday: a6 lies eighty minutes beyond it and back."""
    return left_out(FAR, Reason.TOO_FAR, {TUESDAY: ["a2"]}, "a6", **(NOT_WORTH | changes))


def test_a_detour_dearer_than_its_worth_is_no_violation():
    assert faults(FAR, not_worth()) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"worth_s": 4801},
        {"detour_s": 4801},
        {"on": "2026-05-08"},
        {"detour_s": 7200, "on": "2026-05-04"},  # cheaper on Tuesday
        {"worth_s": -1},
        {"worth_s": "little"},
    ],
)
def test_a_detour_that_does_not_hold_is_found_out(changes):
    assert [code for code, _ in faults(FAR, not_worth(**changes))] == ["reason_wrong"]


def test_what_does_not_fit_is_not_too_dear():
    """No room on Tuesday: then no detour is the reason."""
    full = week(account(6), account(2, cadence=LONG))
    made = left_out(full, Reason.TOO_FAR, {TUESDAY: ["a2"]}, "a6", **NOT_WORTH)
    assert [code for code, _ in faults(full, made)] == ["reason_wrong"]


PROSPECTS = [account(n, account_class=AccountClass.PROSPECT) for n in (1, 2)]


@pytest.mark.parametrize(
    ("share", "figures", "found"),
    [
        (0.02, {}, False),  # 54 minutes of 45 hours: a visit each is 50 and 70 with the way
        (0.044, {}, False),
        (0.045, {}, True),  # 2 hours and more hold both
        (0.02, {"share": 0.03}, True),
        (0.02, {"value": 2.0}, True),
        (0.0, {}, True),
    ],
)
def test_the_share_is_used_only_where_prospects_could_fill_it(share, figures, found):
    shared = week(*PROSPECTS, prospecting_share=share)
    told = {"share": share, "value": 1.0} | figures
    made = left_out(shared, Reason.SHARE_USED, {MONDAY: ["a2"]}, **told)
    assert [code for code, _ in faults(shared, made)] == ["reason_wrong"] * found


def test_only_a_prospect_waits_for_its_share():
    core = week(account(1), *PROSPECTS[1:], prospecting_share=0.001)
    made = left_out(core, Reason.SHARE_USED, share=0.001, value=1.0)
    assert ("reason_wrong", "share_used: it is no prospect inside a share.") in faults(core, made)


def test_a_day_under_way_is_no_day_for_another_visit():
    """Monday has room, but it is under way; the rest of the week is full."""
    running = replace(CROWDED, underway=Underway(MONDAY, 0, 8 * HOUR))
    visits = {on: who for on, who in FULL.items() if on != MONDAY}
    running = replace(running, accounts=tuple(a for a in running.accounts if a.id != "a2"))
    made = left_out(running, Reason.NOT_ENOUGH_HOURS, visits, **NO_HOURS)
    assert faults(running, made) == []
    assert [c for c, _ in faults(replace(running, underway=None), made)] == ["reason_wrong"]


def test_reasons_of_accounts_nobody_knows_are_left_to_another_rule():
    visit = replace(NOBODY, account_id="a9")
    made = planned(week(), {}, [Unplanned(visit, Reason.CLOSED)])
    assert [code for code, _ in faults(week(), made)] == ["unknown_account"]


# Odd plans, tampered with


@cache
def odd_plans():
    problems = [odd_problem(seed) for seed in range(12)]
    return [(odd, plan.make_plan(odd, QUICK)) for odd in problems]


ANY_LIE = [r for r in Reason if r is not Reason.BEYOND_HORIZON]


def taken_out(plan_, on, visit, reason, figures):
    """The plan without one visit, said to have no day."""
    days = tuple(
        replace(
            d,
            stops=tuple(s for s in d.stops if s is not visit),
            calls=tuple(c for c in d.calls if c is not visit),
        )
        if d.on == on
        else d
        for d in plan_.days
    )
    unplanned = (*plan_.unplanned, Unplanned(visit.due, reason, figures))
    return replace(plan_, days=days, unplanned=unplanned)


@pytest.mark.parametrize("reason", ANY_LIE)
def test_no_reason_excuses_taking_out_a_visit_that_fits(reason):
    tried = 0
    for odd, made in odd_plans():
        free = [
            (d.on, v)
            for d in made.days
            for v in (*d.stops, *d.calls)
            if v.due and not v.held and v.due.earliest <= d.on <= v.due.latest
        ]
        for on, visit in free[:6]:
            others = [s.account_id for d in made.days if d.on == on for s in d.stops]
            lie = {"by": " ".join(others), "on": on.isoformat(), "worth_s": 1, "worse_s": 1}
            short = taken_out(made, on, visit, reason, lie)
            said = [v.where for v in check.violations(odd, short) if v.code == "reason_wrong"]
            assert any(f"account {visit.account_id}," in where for where in said)
            tried += 1
    assert tried > 20
