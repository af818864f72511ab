"""Pictures as files of the data folder, each under its SHA-256."""

import hashlib
import os
from pathlib import Path

from server import errors

#: A phone shrinks its pictures below this.
MOST_BYTES = 400_000
#: How a JPEG begins: phones make every picture one.
JPEG = b"\xff\xd8\xff"


def keep(folder: Path, sha256: str, body: bytes) -> None:
    """Writes a picture where it is not there yet; it is whole or not at all."""
    if len(body) > MOST_BYTES:
        raise errors.TooLarge()
    if hashlib.sha256(body).hexdigest() != sha256:
        raise errors.Invalid("The picture arrived damaged. Send it again.")
    if not body.startswith(JPEG):
        raise errors.Invalid("Send the picture as JPEG.")
    target = path(folder, sha256)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}.unfinished")
    with unfinished.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)


def path(folder: Path, sha256: str) -> Path:
    """Returns where a picture lies, whether or not it is there."""
    return folder / "photos" / sha256[:2] / sha256
