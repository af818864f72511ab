"""Files of the build, packed for browsers that take them so: a dead zone's edge has a few kB/s.

Each is packed once and kept: the build is a few hundred files that do not change while we run.
"""

import gzip
from functools import lru_cache
from pathlib import Path

#: Pictures, fonts and maps are packed already.
WORTH_IT = frozenset({".html", ".js", ".mjs", ".css", ".json", ".svg", ".webmanifest", ".txt"})
#: Below this the head of a packed file takes what is won.
LEAST_BYTES = 200


def is_worth_it(file: Path) -> bool:
    """Says whether this kind of file becomes smaller."""
    return file.suffix in WORTH_IT


def content(file: Path) -> bytes | None:
    """Returns a file packed with gzip, as it is on the disk now; None for a tiny one."""
    return _content(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=1024)
def _content(file: Path, changed_ns: int) -> bytes | None:
    plain = file.read_bytes()
    return gzip.compress(plain, 9, mtime=0) if len(plain) >= LEAST_BYTES else None
