"""Who can reach an address: pure, nobody is asked."""

from ipaddress import ip_address
from urllib.parse import urlsplit

#: Names that only one network knows.
LOCAL_NAMES = (".local", ".internal", ".lan", ".home.arpa", ".intranet")


def reach(url: str) -> str:
    """Returns ``machine``, ``network``, ``plain`` (http: Google may refuse it) or ``public``."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    near = _near(host)
    if near:
        return near
    return "public" if parts.scheme == "https" else "plain"


def _near(host: str) -> str:
    if host == "localhost" or host.endswith(".localhost"):
        return "machine"
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return "network" if "." not in host or host.endswith(LOCAL_NAMES) else ""
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_loopback or address.is_unspecified:
        return "machine"
    return "" if address.is_global else "network"
