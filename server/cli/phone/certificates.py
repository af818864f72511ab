"""A certificate authority of one's own, and the server's certificate it signs.

Whoever trusts the authority trusts all it signs, so it may sign next to nothing: its name
constraints (RFC 5280, section 4.2.1.10) allow private networks, this machine and ``.local``, no
website. Its key stays in the data folder. What the server's certificate must look like is said by
Apple (https://support.apple.com/en-us/103769): SHA-2, names only in SAN, serverAuth, at most 398
days.
"""

import os
import socket
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from server.cli.phone.addresses import Names

#: A phone trusts an authority by hand: as seldom as can be.
AUTHORITY_DAYS = 3650
SERVER_DAYS = 397
RENEW_DAYS = 30
#: A phone whose clock is behind must not find a certificate of the future.
BEFORE = timedelta(days=1)

NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7")
DOMAINS = ("local", "localhost")

#: A certificate with its key, in one file so that the two are never of different ages.
Pair = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def authority_file(folder: Path) -> Path:
    return folder / "ca.pem"


def server_file(folder: Path) -> Path:
    """Returns the file with the server's key, its certificate and the authority's."""
    return folder / "server.pem"


def renew(folder: Path, names: Names, now: datetime) -> bool:
    """Makes what is missing, ends within 30 days or does not name us; returns whether it did.

    The authority is made anew only where it must be: each phone has to trust that one again.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = _read(authority_file(folder))
    if authority is None or _ends_soon(authority[0], now) or not _may_sign(authority[0], names):
        authority = _new_authority(names, now)
        _write(authority_file(folder), _key(authority[1]) + pem(authority[0]))
    server = _read(server_file(folder))
    if server is not None and _stands(server[0], authority[0], names, now):
        return False
    certificate, key = _new_server(authority, names, now)
    _write(server_file(folder), _key(key) + pem(certificate) + pem(authority[0]))
    return True


def load_authority(folder: Path) -> x509.Certificate:
    """Returns the certificate phones are asked to trust, without its key."""
    return x509.load_pem_x509_certificate(authority_file(folder).read_bytes())


def fingerprint(certificate: x509.Certificate) -> str:
    """Returns the SHA-256 as phones show it: what a person compares before trusting."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _read(file: Path) -> Pair | None:
    """Returns what a file holds; None where it is missing or damaged, so that it is made anew."""
    try:
        content = file.read_bytes()
        key = serialization.load_pem_private_key(content, None)
        certificate = x509.load_pem_x509_certificate(content)
    except (OSError, ValueError):
        return None
    return (certificate, key) if isinstance(key, ec.EllipticCurvePrivateKey) else None


def _write(file: Path, content: bytes) -> None:
    """Writes a file only its owner can read, whole or not at all."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(file)


# --- what is signed -------------------------------------------------------------------------------


def _new_authority(names: Names, now: datetime) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    mark = sha256(_public(key)).hexdigest()[:6].upper()
    subject = _subject(f"Rounds on {socket.gethostname()[:40]} ({mark})")
    made = (
        _certificate(subject, subject, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(_permitted(names), None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return made, key


def _new_server(authority: Pair, names: Names, now: datetime) -> Pair:
    signer, signers_key = authority
    key = ec.generate_private_key(ec.SECP256R1())
    identifier = signer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    signed_by = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)
    made = (
        _certificate(_subject(names.hosts[0]), signer.subject, key, now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_own_names(names)), critical=False)
        .add_extension(signed_by, critical=False)
        .sign(signers_key, hashes.SHA256())
    )
    return made, key


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(now - BEFORE + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _subject(name: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Rounds"),
        x509.NameAttribute(NameOID.COMMON_NAME, name),
    ])  # fmt: skip


def _public(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip


def _permitted(names: Names) -> list[x509.GeneralName]:
    """Returns all the authority may ever sign for."""
    networks = [ip_network(text) for text in NETWORKS]
    networks += [ip_network(one) for one in names.addresses if not _inside(one, networks)]
    return [*map(x509.DNSName, DOMAINS), *map(x509.IPAddress, networks)]


def _own_names(names: Names) -> list[x509.GeneralName]:
    own = [*names.addresses, ip_address("127.0.0.1")]
    addresses = [x509.IPAddress(one) for one in dict.fromkeys(own)]
    return [*addresses, *(x509.DNSName(name) for name in (*names.names, "localhost"))]


# --- whether it still stands ----------------------------------------------------------------------


def _ends_soon(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_after_utc - now < timedelta(days=RENEW_DAYS)


def _may_sign(authority: x509.Certificate, names: Names) -> bool:
    allowed = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    networks = [
        one.value for one in allowed.permitted_subtrees or () if isinstance(one, x509.IPAddress)
    ]
    return all(_inside(one, networks) for one in names.addresses)


def _inside(address: object, networks: list) -> bool:
    return any(address in network for network in networks)


def _stands(
    server: x509.Certificate, authority: x509.Certificate, names: Names, now: datetime
) -> bool:
    named = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    signer = server.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
    own = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    same = signer.key_identifier == own.digest
    return same and set(named) == set(_own_names(names)) and not _ends_soon(server, now)
