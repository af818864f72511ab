"""Which class the rules hold an account to be, and whether that may be suggested now.

Formulas, section 3: the first rule that holds decides. Entering a class takes more than staying in
it (hysteresis), and guards keep a noisy account from being suggested again and again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from routing.classification.scores import Fit
from routing.domain import AccountClass, Tier

BIG_EVENTS = frozenset({"merger", "big_deal", "competitor_lost", "contract_end"})
"""After one of these a change of class need not wait."""


@dataclass(frozen=True, slots=True)
class ClassRules:
    """The thresholds, each a judgement; of a pair the first enters a class, the second stays."""

    losing_reviews: int = 2
    divest_fit: float = 30.0
    silent_months: int = 18
    core_share: tuple[float, float] = (0.40, 0.30)
    core_orders: tuple[int, int] = (4, 2)
    core_gap: float = 2.0
    invest_fit: tuple[float, float] = (70.0, 60.0)
    invest_readiness: tuple[float, float] = (60.0, 45.0)
    invest_growth: float = 0.20
    opportunistic_fit: tuple[float, float] = (50.0, 40.0)
    dwell_d: int = 90
    apart_d: int = 28
    pinned_d: int = 180


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of an account on a day; None is not known, and decides nothing.

    ``silent_months`` are those of its season since the last order, or since orders are known;
    ``gap_ratio`` is that gap in the account's own median gaps; ``losing_reviews`` the quarters in a
    row in which serving it cost more than it brought.
    """

    account_class: AccountClass
    tier: Tier
    fit: Fit
    readiness: float = 0.0
    share: float | None = None
    growth: float | None = None
    orders_12m: int = 0
    silent_months: int | None = None
    gap_ratio: float | None = None
    losing_reviews: int = 0
    competitors_core: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """The class the rules hold an account to be, None where they keep silent, and why."""

    to_class: AccountClass | None
    reasons: tuple[str, ...]


Rule = Callable[[Evidence, ClassRules], tuple[str, ...]]
DEFAULT = ClassRules()


def judged(evidence: Evidence, rules: ClassRules = DEFAULT) -> Judgement:
    """Returns the first class whose rule holds; without any the account keeps its class."""
    for account_class, rule in RULES:
        reasons = rule(evidence, rules)
        if reasons:
            return Judgement(account_class, reasons)
    return Judgement(None, ())


def _divest(seen: Evidence, rules: ClassRules) -> tuple[str, ...]:
    reasons = []
    if seen.losing_reviews >= rules.losing_reviews:
        reasons.append(f"Serving it cost more than it brought in {seen.losing_reviews} quarterly "
                       "reviews in a row.")  # fmt: skip
    fit, silent = seen.fit.sure, seen.silent_months
    misfit = fit is not None and fit < rules.divest_fit
    if misfit and silent is not None and silent >= rules.silent_months:
        reasons += [f"No order in {silent} months of its season.",
                    f"Fit {fit:.0f} of 100, below {rules.divest_fit:g}."]  # fmt: skip
    return tuple(reasons)


def _core(seen: Evidence, rules: ClassRules) -> tuple[str, ...]:
    stays = seen.account_class is AccountClass.CORE
    share, orders = rules.core_share[stays], rules.core_orders[stays]
    if seen.share is None or seen.share < share or seen.orders_12m < orders:
        return ()
    if seen.gap_ratio is not None and seen.gap_ratio > rules.core_gap:
        return ()
    reasons = [f"Buys {seen.share:.0%} of its potential from us, at least {share:.0%}.",
               f"{seen.orders_12m} orders in 12 months, at least {orders}."]  # fmt: skip
    if seen.gap_ratio is not None:
        reasons.append(f"Its last order is {seen.gap_ratio:.1f} of its usual gaps ago.")
    return tuple(reasons)


def _invest(seen: Evidence, rules: ClassRules) -> tuple[str, ...]:
    stays = seen.account_class is AccountClass.INVEST
    least, fit = rules.invest_fit[stays], seen.fit.sure
    if fit is None or fit < least or seen.tier is Tier.C:
        return ()
    if seen.share is None or seen.share >= rules.core_share[0]:
        return ()
    why = _why_now(seen, rules, rules.invest_readiness[stays])
    if not why:
        return ()
    return (*why, f"Fit {fit:.0f} of 100, at least {least:g}, and tier {seen.tier}.",
            f"Buys only {seen.share:.0%} of its potential from us.")  # fmt: skip


def _why_now(seen: Evidence, rules: ClassRules, ready: float) -> tuple[str, ...]:
    why = []
    if seen.readiness >= ready:
        why.append(f"Readiness {seen.readiness:.0f} of 100, at least {ready:g}.")
    if seen.growth is not None and seen.growth >= rules.invest_growth:
        why.append(f"Sales grew {seen.growth:.0%} in a year.")
    if seen.competitors_core:
        why.append("It buys mainly from a competitor.")
    return tuple(why)


def _opportunistic(seen: Evidence, rules: ClassRules) -> tuple[str, ...]:
    stays = seen.account_class is AccountClass.OPPORTUNISTIC
    least, fit = rules.opportunistic_fit[stays], seen.fit.sure
    if fit is None or fit < least:
        return ()
    reasons = [f"Fit {fit:.0f} of 100, at least {least:g}."]
    if seen.share is not None:
        reasons.append(f"Buys {seen.share:.0%} of its potential from us, with {seen.orders_12m} "
                       "orders in 12 months.")  # fmt: skip
    return tuple(reasons)


RULES: Sequence[tuple[AccountClass, Rule]] = (
    (AccountClass.DIVEST, _divest),
    (AccountClass.CORE, _core),
    (AccountClass.INVEST, _invest),
    (AccountClass.OPPORTUNISTIC, _opportunistic),
)


@dataclass(frozen=True, slots=True)
class Past:
    """What went before: since when the class holds, when a person set it, what was held when.

    ``held`` are the dates of the evaluations in a row that held the class now in question;
    ``suggested_on`` is the date of the last suggestion, whatever became of it.
    """

    class_since: date
    set_by_hand_on: date | None = None
    held: tuple[date, ...] = ()
    suggested_on: date | None = None
    big_event_on: date | None = None


def may_suggest(past: Past, today: date, rules: ClassRules = DEFAULT) -> bool:
    """Says whether another class may be suggested today.

    Only for a class that has lasted, nobody set by hand of late, and held by two evaluations some
    weeks apart; never twice within the dwell time. After a big event that no suggestion has
    followed yet, the same day.
    """
    if _has_big_news(past, today, rules):
        return True
    dwelt = today - past.class_since >= timedelta(days=rules.dwell_d)
    pinned = _within(past.set_by_hand_on, today, rules.pinned_d)
    again = _within(past.suggested_on, today, rules.dwell_d)
    held = bool(past.held) and today - min(past.held) >= timedelta(days=rules.apart_d)
    return dwelt and held and not pinned and not again


def _has_big_news(past: Past, today: date, rules: ClassRules) -> bool:
    """A change of class on or after the event has answered it."""
    event = past.big_event_on
    if event is None or not _within(event, today, rules.dwell_d):
        return False
    answered = past.suggested_on is not None and past.suggested_on >= event
    return not answered and past.class_since <= event


def _within(on: date | None, today: date, days: int) -> bool:
    return on is not None and today - on < timedelta(days=days)
