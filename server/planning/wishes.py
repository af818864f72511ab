"""What a rep's wishes ask of the next plan, and what the published plan answered.

A wish is kept where no hard rule breaks; otherwise the refusal names the rule. The same rules
decide both: a pin that breaks one never reaches the planner.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from routing.domain import (
    DAY_S,
    Account,
    Avoided,
    Channel,
    Held,
    HeldKind,
    TimeWindow,
    WorkingDay,
)


@dataclass(frozen=True, slots=True)
class WishRecord:
    """A wish as stored. ``rev`` says which plans can have known it."""

    id: UUID
    rev: int
    rep_id: UUID
    account_id: UUID
    visit_id: UUID | None
    kind: str
    on: date
    start_s: int | None
    end_s: int | None
    reason: str = ""
    withdrawn: bool = False
    #: The manager's name who asked for it; empty for the rep's own.
    by: str = ""

    @property
    def window(self) -> TimeWindow | None:
        """The clock times a pin asks for; None leaves the time to the planner."""
        if self.start_s is None and self.end_s is None:
            return None
        return TimeWindow(self.start_s or 0, self.end_s if self.end_s is not None else DAY_S)


#: Each answer as a sentence; the phone says the code in its own language.
TEXTS: Mapping[str, str] = {
    "not_yours": "This account is not one of yours.",
    "day_over": "That day was over before the plan was made.",
    "day_off": "You do not work on that day.",
    "no_location": "The account has no location yet.",
    "closed": "The account is closed on that day.",
    "off_hours": "You do not work at that time.",
    "planned": "It is planned for that day.",
    "other_time": "That day works, but not within those hours.",
    "no_room": "There is no room for it on that day.",
    "still_planned": "It is still planned for that day.",
    "moved": "Now planned for {on}.",
    "off_that_day": "It is off that day.",
}


class WishAnswer(NamedTuple):
    """``waiting`` until a plan that knew the wish is published; ``code`` is one of TEXTS.

    ``on`` is the date of the account's next visit, where the answer names one.
    """

    answer: str
    code: str = ""
    on: date | None = None

    @property
    def text(self) -> str:
        """The answer in a sentence; empty while it waits."""
        return TEXTS[self.code].format(on=self.on) if self.code else ""


WAITING = WishAnswer("waiting")


def standing(wishes: Iterable[WishRecord]) -> tuple[WishRecord, ...]:
    """Returns the wishes that still count: of those about one account and date the last one.

    A visit pinned twice is wanted on the later wish's date only. ``wishes`` come in the server's
    order.
    """
    last: dict[object, WishRecord] = {}
    for wish in wishes:
        if not wish.withdrawn:
            last.pop((wish.account_id, wish.on), None)  # so that the order stays the wishes' own
            last[wish.account_id, wish.on] = wish
    pins = [wish for wish in last.values() if wish.kind == "pin" and wish.visit_id]
    latest: dict[UUID | None, WishRecord] = {wish.visit_id: wish for wish in pins}
    return tuple(
        wish
        for wish in last.values()
        if wish.kind != "pin" or latest.get(wish.visit_id, wish) is wish
    )


def contrary(wish: WishRecord, others: Iterable[WishRecord]) -> WishRecord | None:
    """Returns what a manager asked for and a rep's wish would undo; None where nothing stands.

    A manager's wish counts until the manager takes it back. A rep may add to it, as a time to a
    date that was asked for without one.
    """
    asked = standing(one for one in others if one.by and one.account_id == wish.account_id)
    return next((one for one in asked if _undoes(wish, one)), None)


def _undoes(wish: WishRecord, asked: WishRecord) -> bool:
    is_pin = wish.kind == "pin"
    if wish.on != asked.on:
        same_visit = asked.visit_id is not None and wish.visit_id == asked.visit_id
        return is_pin and asked.kind == "pin" and same_visit
    if is_pin != (asked.kind == "pin"):
        return True
    return is_pin and asked.window is not None and wish.window != asked.window


def asked_text(asked: WishRecord) -> str:
    """Returns what a rep reads whose wish a manager's stands against."""
    what = f"{'a' if asked.kind == 'pin' else 'no'} visit on {asked.on}"
    why = f": {asked.reason}" if asked.reason else ""
    return (f"Your manager asked for this: {what} ({asked.by}{why}). "
            "Only a manager can take it back.")  # fmt: skip


def refusal(wish: WishRecord, today: date, day: WorkingDay | None, account: Account | None) -> str:
    """Returns the code of the hard rule a pin breaks; empty when it breaks none."""
    if account is None:
        return "not_yours"
    if wish.on < today:
        return "day_over"
    if day is None:
        return "day_off"
    if account.location is None and not _by_phone(account):
        return "no_location"
    if not account.hours.on(wish.on):
        return "closed"
    return "" if _at_work(wish.window, day) else "off_hours"


def held(
    pins: Iterable[WishRecord], frozen: Iterable[Held], appointments: Iterable[Held] = ()
) -> tuple[Held, ...]:
    """Returns the visits the planner may not move: appointments, pins, then what is frozen.

    A frozen visit gives way to any wish about the same visit or account: ``frozen`` holds none
    that was wished away. So it does to an appointment on its own date.
    """
    agreed = tuple(appointments)
    dates = {(hold.account_id, hold.on) for hold in agreed}
    pinned = tuple(
        Held(
            str(pin.account_id),
            pin.on,
            HeldKind.PIN,
            str(pin.visit_id) if pin.visit_id else None,
            pin.window,
        )
        for pin in pins
    )
    accounts = {pin.account_id for pin in pinned}
    left = (hold for hold in frozen if hold.account_id not in accounts)
    return agreed + pinned + tuple(h for h in left if (h.account_id, h.on) not in dates)


def avoided(wishes: Iterable[WishRecord]) -> tuple[Avoided, ...]:
    """Returns the dates to keep free of an account."""
    return tuple(
        Avoided(str(wish.account_id), wish.on) for wish in wishes if wish.kind in ("drop", "avoid")
    )


class Placed(NamedTuple):
    """Where the published plan has a visit of the wish's account."""

    on: date
    start_s: int | None


def answer(
    wish: WishRecord,
    known_rev: int | None,
    placed: Sequence[Placed],
    rule: Callable[[WishRecord], str],
) -> WishAnswer:
    """Returns what the published plan says to a wish.

    ``known_rev`` is the revision that plan was made at, None without a plan; ``placed`` the
    account's standing visits; ``rule`` finds the code of a refused pin.
    """
    if known_rev is None or wish.rev > known_rev:
        return WAITING
    there = [place for place in placed if place.on == wish.on]
    if wish.kind == "pin":
        return _pin_answer(wish, there, rule)
    if there:
        return WishAnswer("refused", "still_planned")
    later = [place.on for place in placed if place.on > wish.on]
    return WishAnswer("kept", "moved", min(later)) if later else WishAnswer("kept", "off_that_day")


def _pin_answer(wish, there, rule) -> WishAnswer:
    if any(_in_time(place, wish.window) for place in there):
        return WishAnswer("kept", "planned")
    if there:
        return WishAnswer("refused", "other_time")
    return WishAnswer("refused", rule(wish) or "no_room")


def _in_time(place: Placed, window: TimeWindow | None) -> bool:
    if window is None or place.start_s is None:
        return True
    return window.start_s <= place.start_s <= window.end_s


def _by_phone(account: Account) -> bool:
    return account.cadence is not None and account.cadence.channel is Channel.PHONE


def _at_work(window: TimeWindow | None, day: WorkingDay) -> bool:
    return window is None or (window.start_s < day.hours.end_s and day.hours.start_s < window.end_s)
