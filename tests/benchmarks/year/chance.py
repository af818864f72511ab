"""Chance that is the same for every planner.

What happens to an account on a date hangs on its name and that date alone, never on what was asked
before: two planners that visit one account on one date find the same door, open or shut. That is
what makes a difference of a few per cent between them one of planning and not of luck.
"""

import hashlib
import math
from statistics import NormalDist

NORMAL = NormalDist()
Key = str | int | object


def share(*key: Key) -> float:
    """Returns a number above 0 and below 1, always the same for a key and even over many."""
    text = "|".join(map(str, key)).encode()
    drawn = int.from_bytes(hashlib.blake2b(text, digest_size=6).digest())
    return (drawn + 0.5) / 2**48


def factor(spread: float, *key: Key) -> float:
    """Returns a lognormal factor with median 1."""
    return math.exp(spread * NORMAL.inv_cdf(share(*key)))
