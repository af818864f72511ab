"""Passwords: argon2id with 64 MiB a hash, so at most two are computed at once."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
_hasher = PasswordHasher(time_cost=2, memory_cost=64 * 1024, parallelism=1)
_at_once = threading.BoundedSemaphore(2)
_nobody: list[str] = []


def hashed(password: str) -> str:
    """Returns what is kept of a password."""
    with _at_once:
        return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one kept.

    With nothing kept (no such person, no password) the work is done all the same, so that the
    time of the answer does not tell which names exist.
    """
    against = kept or _of_nobody()
    with _at_once:
        try:
            _hasher.verify(against, password)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def problem_of(password: str) -> str:
    """Returns why a new password is refused; nothing when it is good enough."""
    if len(password) < SHORTEST:
        return f"A password needs at least {SHORTEST} characters."
    return ""


def _of_nobody() -> str:
    if not _nobody:
        _nobody.append(hashed("nobody has this password"))
    return _nobody[0]
