"""How long a search may still run; the only place in routing that knows of elapsed time."""

import math
import time


class Deadline:
    """A moment in the future, by a clock that never jumps; None seconds means never.

    Only the answer to a tap may stop by it: plans stop by counts, so that they can be repeated.
    """

    def __init__(self, seconds: float | None = None) -> None:
        if seconds is not None and not seconds >= 0:
            raise ValueError(f"a deadline in {seconds} seconds has passed already.")
        self._end = math.inf if seconds is None else time.monotonic() + seconds

    def left(self) -> float:
        """Returns the seconds that remain, never below 0; infinite without a limit."""
        return max(0.0, self._end - time.monotonic())

    def over(self) -> bool:
        """Says whether the time is up."""
        return self.left() == 0.0
