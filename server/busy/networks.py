"""Which addresses lie outside: pure. An address somebody types must not reach inside.

``ipaddress`` alone is not enough: it calls site-local, NAT64, 6to4 and multicast addresses global,
and each of them can carry a packet to a machine inside.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: All of IPv6 that is given out for the outside (RFC 4291, section 2.4).
_UNICAST = ipaddress.IPv6Network("2000::/3")
#: Prefixes that carry an IPv4 address in their last four bytes (RFC 6052, RFC 4291).
_CARRY_LAST = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
#: Relays of 6to4: what is sent there goes to whoever plays one (RFC 7526).
_RELAYS = ipaddress.IPv4Network("192.88.99.0/24")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the admin lets calendars be read from inside: names of hosts, and networks."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()


def allowed(text: str) -> Allowed:
    """Returns the list of a setting: ``cloud.lan, 10.1.2.0/24``; a faulty network is a host."""
    hosts, networks = set(), []
    for part in filter(None, (one.strip().lower() for one in text.split(","))):
        try:
            networks.append(ipaddress.ip_network(part))
        except ValueError:
            hosts.add(part)
    return Allowed(frozenset(hosts), tuple(networks))


def is_outside(text: str) -> bool:
    """Says whether an address is one of the whole internet, also behind what it is wrapped in."""
    try:
        address = unwrapped(ipaddress.ip_address(text))
    except ValueError:
        return False
    if address.is_multicast or not address.is_global:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return address not in _RELAYS
    return address in _UNICAST


def unwrapped(address: Address) -> Address:
    """Returns the IPv4 address inside an IPv6 one: mapped, NAT64, 6to4 or compatible."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and any(address in prefix for prefix in _CARRY_LAST):
        inner = ipaddress.IPv4Address(address.packed[-4:])
    return inner or address


def may_reach(host: str, addresses: Iterable[str], allow: Allowed) -> bool:
    """Says whether a host may be asked: every address it has is outside, or allowed by name."""
    found = tuple(addresses)
    if not found:
        return False
    return host.lower() in allow.hosts or all(_may(text, allow) for text in found)


def _may(text: str, allow: Allowed) -> bool:
    if is_outside(text):
        return True
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return any(address in network for network in allow.networks)
