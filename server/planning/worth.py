"""What leaving out a visit costs, as every planner of this project weighs it."""

from datetime import date

from routing import cadence
from routing.domain import Account, HeldKind
from routing.plan.days import HELD_S
from routing.rotation import weights

#: A pin or an appointment is given up last of all.
KEPT = (HeldKind.PIN, HeldKind.APPOINTMENT)


def worth_s(account: Account, on: date, held: HeldKind | None) -> int:
    """Returns the detour a visit on a date is worth, seconds: by what makes it due, unless held.

    Of a date that is over only today's need is known: a visit still open then is worth that.
    """
    if held in KEPT:
        return HELD_S[held]
    known = max(on, account.need.on)
    return weights.drop_s(weights.RotationParams(), cadence.priority(account, known))
