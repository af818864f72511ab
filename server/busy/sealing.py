"""Encrypts what must be presented again: the address of a rep's other calendar.

The key comes from ``ROUNDS_SECRET_KEY``; without one, Rounds makes its own and keeps it in the
data folder, in a file that no backup holds.
"""

import base64
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.settings import Settings

KEY_FILE = "secret.key"
_PURPOSE = b"rounds: addresses of other calendars"


class KeyChanged(Exception):
    """What was sealed was sealed with another key."""


def seal(settings: Settings, text: str) -> str:
    """Returns a text so that only whoever has the key can read it; never the same twice."""
    return _box(settings).encrypt(text.encode()).decode()


def unseal(settings: Settings, sealed: str) -> str:
    """Returns what was sealed, or raises KeyChanged."""
    try:
        return _box(settings).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise KeyChanged from None


def _box(settings: Settings) -> Fernet:
    secret = settings.secret_key or _own_key(settings.data_folder / KEY_FILE)
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return Fernet(base64.urlsafe_b64encode(derive.derive(secret.encode())))


def _own_key(file: Path) -> str:
    """Returns the key of the data folder, made at the first use; only its owner may read it."""
    if not file.exists():
        file.parent.mkdir(0o700, parents=True, exist_ok=True)
        beside = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(48))
        # A link fails where another process was first: then its key is the one.
        try:
            os.link(beside, file)
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    return file.read_text().strip()
