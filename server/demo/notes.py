"""What the demo company's reps write down after a visit, and why one did not happen."""

from random import Random

_ANYWHERE = (
    "Reordered the usual.", "Wants the price list by e-mail.", "New manager starts next month.",
    "Asked for delivery before 10.", "Credit note for two damaged cases settled.",
    "Happy with the last delivery.", "Competitor offered a free freezer. Answer by next visit.",
    "Small order only, storage is full.", "Talked through the next eight weeks.",
    "Invoice question passed on to the office.", "Tasting went well, two new flavors listed.",
    "Prefers a call the day before.", "Owner was in a hurry, kept it short.",
    "Stock rotated, nothing past its date.", "Left samples of the alcohol-free line.",
)  # fmt: skip
_OF_SEGMENT = {
    "restaurant": ("Dessert card is being reprinted, we are on it with three sorbets.",
                   "Friday fish fry needs more root beer."),
    "cafe": ("Iced drinks sell better since the new sign.", "Wants oat-milk ice cream bars."),
    "supermarket": ("Freezer end cap agreed for two weeks.", "Shelf gap: lemonade four-packs.",
                    "Planogram changed, we lost one facing."),
    "kiosk": ("Freezer door seal is worn, service told.", "Ran out of vanilla on Saturday."),
    "bar": ("Ginger beer on the new card.", "Big game this weekend: double ice order."),
    "hotel": ("Conference of 200 next month, quote wanted.", "Minibar list renewed."),
    "fuel_station": ("Ice bags moved to the entrance.", "Cooler light is out."),
    "marina": ("Dock store doubles its ice order for the regatta.", "Wants weekend deliveries."),
    "ski_slope": ("Hot cider was sold out by noon.", "Lodge bar takes the punch again."),
    "christmas_market": ("Twelve stalls this year, list of stallholders promised.",
                         "Permit is in, we can deliver through gate B."),
}  # fmt: skip
_RAMP = (
    "Talked about the opening order.", "Opening date confirmed, freezer check booked.",
    "Season contract signed.", "Wants the new flavors for the opening weekend.",
)  # fmt: skip
_PROSPECT = (
    "First talk, left a price list.", "Interested, decides after the next board meeting.",
    "Buys elsewhere, contract runs out in spring.", "Asked for samples.",
)  # fmt: skip
_PHONE = (
    "Called: order by phone.", "Called: nothing needed this time.", "Called back, all fine.",
    "Left a message, called back in the afternoon.",
)  # fmt: skip
_MISSED = (
    "Closed, against the posted hours.", "Contact not in.", "No time for us, delivery came in.",
    "Ran out of time on the route.", "Road closed, turned back.", "Asked to come next week.",
)  # fmt: skip

#: Notes that tell of an order.
ORDERED = frozenset({
    "Reordered the usual.", "Small order only, storage is full.", "Called: order by phone.",
    "Tasting went well, two new flavors listed.", "Friday fish fry needs more root beer.",
    "Iced drinks sell better since the new sign.", "Freezer end cap agreed for two weeks.",
    "Ran out of vanilla on Saturday.", "Ginger beer on the new card.",
    "Big game this weekend: double ice order.", "Minibar list renewed.",
    "Dock store doubles its ice order for the regatta.", "Lodge bar takes the punch again.",
    "Season contract signed.",
})  # fmt: skip
#: What a note left to be done, for the next visit.
PROMISES = {
    "Wants the price list by e-mail.": "Send the price list",
    "New manager starts next month.": "Meet the new manager",
    "Asked for delivery before 10.": "Settle deliveries before 10 with dispatch",
    "Competitor offered a free freezer. Answer by next visit.": "Answer the freezer offer",
    "Invoice question passed on to the office.": "Bring the office's answer on the invoice",
    "Left samples of the alcohol-free line.": "Ask how the alcohol-free samples went",
    "Dessert card is being reprinted, we are on it with three sorbets.": "See the new dessert card",
    "Wants oat-milk ice cream bars.": "Bring oat-milk bars to taste",
    "Shelf gap: lemonade four-packs.": "Check the lemonade shelf",
    "Planogram changed, we lost one facing.": "Bring a proposal for the lost facing",
    "Freezer door seal is worn, service told.": "Ask whether the door seal was changed",
    "Conference of 200 next month, quote wanted.": "Bring the quote for the conference",
    "Cooler light is out.": "Bring a new cooler light",
    "Wants weekend deliveries.": "Tell when we deliver on weekends",
    "Twelve stalls this year, list of stallholders promised.": "Fetch the list of stallholders",
    "Talked about the opening order.": "Bring the opening order to sign",
    "Opening date confirmed, freezer check booked.": "See that the freezer was checked",
    "Wants the new flavors for the opening weekend.": "Bring the list of new flavors",
    "First talk, left a price list.": "Ask what they think of our prices",
    "Interested, decides after the next board meeting.": "Ask how the board decided",
    "Asked for samples.": "Bring the samples",
    "Left a message, called back in the afternoon.": "Ring before coming",
}
PROMISES_OF_TODAY = (
    "Bring the new price list and two sorbets to taste", "Bring the display for the counter",
    "Say how we deliver on the long weekend",
)  # fmt: skip


def visit_note(rng: Random, segment: str, account_class: str, state: str) -> str | None:
    """Returns a note, or None: two visits in five leave nothing worth writing."""
    if rng.random() < 0.4:
        return None
    if account_class == "prospect":
        return rng.choice(_PROSPECT)
    if state == "ramp" and rng.random() < 0.7:
        return rng.choice(_RAMP)
    return rng.choice(_OF_SEGMENT[segment] if rng.random() < 0.4 else _ANYWHERE)


def phone_note(rng: Random) -> str:
    """Returns what came of a call."""
    return rng.choice(_PHONE)


def missed_reason(rng: Random) -> str:
    """Returns why a visit did not happen."""
    return rng.choice(_MISSED)
