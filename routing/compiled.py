"""Inner loops as machine code: compiled once by numba, kept beside the source.

numba looks at a function's own file only when it decides whether its copy is still good. Here
functions call one another across files, so the copies lie in a folder named after the text of all
kernels a function can reach.
"""

import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])

_ROOT = Path(__file__).parent.parent
_IMPORTED = re.compile(rb"^from ((?:routing|tests)[\w.]+) import", re.MULTILINE)
_MARKED = b"from routing.compiled import"


def compiled(function: F) -> F:
    """Compiles a function of numbers and arrays at its first call, or loads it compiled."""
    return _jit(function)


def bare(function: F) -> F:
    """The same for a function that makes no array, not even by a slice.

    Without a count of references to keep, arrays in a named tuple cost nothing to look up.
    """
    return _jit(function, _nrt=False)


def inlined(function: F) -> F:
    """The same as ``bare``, put into each of its callers.

    A call that hands over dozens of arrays costs more than a small function does.
    """
    return _jit(function, _nrt=False, inline="always")


def _jit(function: F, **options: Any) -> F:
    numba.config.CACHE_DIR = str(  # type: ignore[attr-defined]
        _ROOT / "routing" / "__pycache__" / _digest(_file(function))
    )
    jit = numba.njit(cache=True, nogil=True, error_model="numpy", **options)
    return cast(F, jit(function))


def _file(function: Callable[..., Any]) -> Path:
    return Path(function.__code__.co_filename)


@cache
def _digest(file: Path) -> str:
    """Returns a name for the text of all kernels within reach of a file."""
    reached: dict[Path, bytes] = {}
    waiting = [file]
    while waiting:
        one = waiting.pop()
        if one in reached or not one.exists():
            continue
        reached[one] = one.read_bytes()
        names = [name.decode().replace(".", "/") for name in _IMPORTED.findall(reached[one])]
        near = [_ROOT / f"{name}.py" for name in names]
        waiting += [path for path in near if path.exists() and _MARKED in path.read_bytes()]
    text = b"".join(reached[path] for path in sorted(reached))
    return f"compiled-{hashlib.sha256(text).hexdigest()[:16]}"
