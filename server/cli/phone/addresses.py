"""By which addresses and name phones in the same network reach this machine."""

import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

import click

Address = IPv4Address | IPv6Address

#: Nothing is sent there: a socket that would, says which of our addresses it would leave from.
SOMEWHERE = ("10.255.255.255", "192.168.255.255", "172.31.255.255")
NO_ADDRESS = """This machine is in no network that a phone could share.
Connect it to the phone's Wi-Fi, or say its address yourself: --phone-address 192.168.1.20"""


@dataclass(frozen=True, slots=True)
class Names:
    """What a certificate must name. The first address is the one that is shown."""

    addresses: tuple[Address, ...]
    names: tuple[str, ...]

    @property
    def hosts(self) -> tuple[str, ...]:
        return (*map(str, self.addresses), *self.names)


def found(asked: Sequence[str] = ()) -> Names:
    """Returns where phones find this machine: what was asked for first, then what it has."""
    addresses = dict.fromkeys([*map(_parsed, asked), *_own()])
    if not addresses:
        raise click.ClickException(NO_ADDRESS)
    return Names(tuple(addresses), _local_name(socket.gethostname()))


def url(scheme: str, host: str, port: int) -> str:
    """Returns an address for a person to type."""
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def _parsed(text: str) -> Address:
    try:
        return ip_address(text)
    except ValueError:
        problem = f"{text} is no address; write one such as 192.168.1.20"
        raise click.BadParameter(problem, param_hint="--phone-address") from None


def _own() -> list[Address]:
    """Returns the addresses of this machine in its networks, the usual one first."""
    texts = dict.fromkeys([*map(_leaves_from, SOMEWHERE), *_looked_up()])
    own = [ip_address(text) for text in texts if text]
    return [one for one in own if not (one.is_loopback or one.is_link_local)]


def _leaves_from(there: str) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((there, 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def _looked_up() -> list[str]:
    try:
        return socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return []


def _local_name(host: str) -> tuple[str, ...]:
    """Returns the name that Bonjour and Avahi give this machine, where it can have one."""
    label = host.split(".")[0].lower()
    return (f"{label}.local",) if re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", label) else ()
