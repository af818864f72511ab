"""Whole random numbers from a seed, the same on every machine and Python."""

_MASK = (1 << 64) - 1


class Dice:
    """A small generator (splitmix64, Steele, Lea and Flood 2014)."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def below(self, limit: int) -> int:
        """Returns a whole number from 0 to below ``limit``."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return ((mixed ^ (mixed >> 31)) >> 11) % limit

    def share(self) -> float:
        """Returns a number in (0, 1]."""
        return (self.below(1 << 53) + 1) / (1 << 53)
