"""`--phone`: a certificate phones accept, the page that shows how to trust it, https itself."""

import base64
import json
import plistlib
import socket
import ssl
import stat
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address

import click
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from playwright.sync_api import sync_playwright

from server.cli.phone import addresses, certificates, page, serving, tls
from server.cli.phone.addresses import Names
from tests import browser as chromium
from tests import demo_server
from tests.demo_server import Server

PASSWORD = "ice in winter"
NOW = datetime(2026, 5, 5, 12, tzinfo=UTC)
HOME = Names((ip_address("192.168.1.20"),), ("office.local",))
ELSEWHERE = Names((ip_address("10.0.0.7"),), ("office.local",))


@pytest.fixture
def folder(tmp_path):
    """A folder with an authority and a certificate for the network at home."""
    certificates.renew(tmp_path / "phone", HOME, NOW)
    return tmp_path / "phone"


def served(folder):
    return x509.load_pem_x509_certificate(certificates.server_file(folder).read_bytes())


def extension(certificate, kind):
    return certificate.extensions.get_extension_for_class(kind).value


# --- certificates ---------------------------------------------------------------------------------


def test_the_servers_certificate_is_as_ios_demands(folder):
    made = served(folder)
    names = extension(made, x509.SubjectAlternativeName)
    assert made.not_valid_after_utc - made.not_valid_before_utc <= timedelta(days=398)
    assert made.signature_hash_algorithm.name == "sha256"
    assert list(extension(made, x509.ExtendedKeyUsage)) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert ip_address("192.168.1.20") in names.get_values_for_type(x509.IPAddress)
    assert "office.local" in names.get_values_for_type(x509.DNSName)
    assert not extension(made, x509.BasicConstraints).ca


def test_the_authority_may_sign_for_private_networks_only(folder):
    authority = certificates.load_authority(folder)
    found = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert found.critical
    domains = [n.value for n in found.value.permitted_subtrees if isinstance(n, x509.DNSName)]
    networks = [n.value for n in found.value.permitted_subtrees if isinstance(n, x509.IPAddress)]
    assert domains == ["local", "localhost"]
    assert all(network.is_private for network in networks)
    assert extension(authority, x509.BasicConstraints).path_length == 0


def test_only_the_owner_can_read_the_keys(folder):
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert modes == {"ca.pem": 0o600, "server.pem": 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("names", "days", "renewed"),
    [(HOME, 0, False), (HOME, 365, False), (HOME, 367, True), (ELSEWHERE, 0, True)],
)
def test_it_is_renewed_for_another_address_and_30_days_before_its_end(folder, names, days, renewed):
    before, authority = served(folder), certificates.load_authority(folder)
    assert certificates.renew(folder, names, NOW + timedelta(days=days)) is renewed
    assert (served(folder) != before) is renewed
    assert certificates.load_authority(folder) == authority, "no phone has to trust anew"


def test_an_authority_that_ends_or_may_not_sign_for_us_is_made_anew(folder):
    first = certificates.load_authority(folder)
    public = Names((ip_address("203.0.113.9"),), ())
    assert certificates.renew(folder, public, NOW)
    second = certificates.load_authority(folder)
    certificates.renew(folder, public, NOW + timedelta(days=certificates.AUTHORITY_DAYS - 10))
    assert len({first, second, certificates.load_authority(folder)}) == 3


@pytest.mark.parametrize("name", ["ca.pem", "server.pem"])
def test_a_damaged_file_is_made_anew(folder, name):
    (folder / name).write_text("half of it")
    assert certificates.renew(folder, HOME, NOW)
    assert not certificates.renew(folder, HOME, NOW)


def test_the_context_is_made_anew_when_the_file_is_another_one(folder, monkeypatch):
    monkeypatch.setattr(tls, "LOOK_EVERY_S", 0)
    names = [HOME]
    contexts = tls.Contexts(folder, lambda: names[0])
    first = contexts(None, None)
    assert contexts(None, None) is first
    names[0] = ELSEWHERE
    assert contexts(None, None) is not first


def test_without_a_network_the_certificate_that_stands_goes_on(folder):
    def gone():
        raise click.ClickException("no network")

    assert tls.Contexts(folder, gone)(None, None)


# --- addresses ------------------------------------------------------------------------------------


@pytest.fixture
def machine(monkeypatch):
    """A machine whose addresses the test sets."""
    own = ["192.168.1.20"]
    monkeypatch.setattr(addresses, "_leaves_from", lambda there: own[0] if own else "")
    monkeypatch.setattr(addresses, "_looked_up", lambda: own)
    monkeypatch.setattr(socket, "gethostname", lambda: "Office.example.com")
    return own


def test_phones_find_this_machine_by_its_addresses_and_its_local_name(machine):
    machine += ["127.0.1.1", "169.254.3.4", "10.0.0.7"]
    found = addresses.found(["10.9.9.9"])
    assert found.hosts == ("10.9.9.9", "192.168.1.20", "10.0.0.7", "office.local")


def test_without_a_network_it_says_what_to_do(machine):
    machine.clear()
    with pytest.raises(click.ClickException, match="--phone-address"):
        addresses.found()


def test_a_name_is_not_taken_for_an_address(machine):
    with pytest.raises(click.BadParameter, match="no address"):
        addresses.found(["office"])


def test_a_port_that_is_taken_is_named_with_the_option_that_changes_it():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(click.ClickException, match=rf"port {port}.*\nTry another: --port"):
            serving.listen("127.0.0.1", port, "--port")


# --- the page -------------------------------------------------------------------------------------


@pytest.fixture
def shown(folder):
    """The page, asked by a browser; returns type, file name and content."""
    asked = page.Page(folder, lambda: HOME, 8000)
    return lambda path="/", **headers: asked.answer(
        path, {name.replace("_", "-"): value for name, value in headers.items()}
    )


def test_android_gets_the_certificate_and_never_its_key(shown, folder):
    kind, name, content = shown("/ca.crt")
    assert (kind, name) == ("application/x-x509-ca-cert", "rounds-ca.crt")
    assert x509.load_der_x509_certificate(content) == certificates.load_authority(folder)
    for path in ("/ca.pem", "/server.pem", "/../phone/ca.pem", "/phone/ca.pem"):
        assert shown(path) is None


def test_ios_gets_a_profile_that_replaces_itself(shown, folder):
    first, again = (plistlib.loads(shown("/rounds.mobileconfig")[2]) for _ in range(2))
    (root,) = first["PayloadContent"]
    der = certificates.load_authority(folder).public_bytes(Encoding.DER)
    assert (root["PayloadType"], root["PayloadContent"]) == ("com.apple.security.root", der)
    assert first == again


@pytest.mark.parametrize(
    ("host", "link"),
    [
        ("office.local:8080", "https://office.local:8000"),
        ("192.168.1.20:8080", "https://192.168.1.20:8000"),
        ("evil.example", "https://192.168.1.20:8000"),
        ("[", "https://192.168.1.20:8000"),
    ],
)
def test_it_leads_to_the_name_the_phone_came_by_if_that_is_ours(shown, host, link):
    assert f'href="{link}"' in shown(host=host)[2].decode()


@pytest.mark.parametrize(
    ("accepted", "words"),
    [("de-AT,de;q=0.9,en;q=0.5", "Zertifikat laden"), ("fr", "Load the certificate")],
)
def test_it_speaks_the_phones_language(shown, accepted, words):
    assert words in shown(accept_language=accepted)[2].decode()


def test_both_languages_say_the_same_things():
    def shape(value):
        if isinstance(value, dict):
            return {key: shape(one) for key, one in value.items()}
        return [shape(one) for one in value] if isinstance(value, list) else type(value)

    assert shape(page.texts("en")) == shape(page.texts("de"))


def test_it_shows_the_fingerprint_the_terminal_shows(shown, folder):
    fingerprint = certificates.fingerprint(certificates.load_authority(folder))
    assert fingerprint in shown()[2].decode()


# --- the real thing -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def phone_server(tmp_path_factory):
    """`rounds serve --phone` in a process of its own, on ports the system chooses."""
    folder = tmp_path_factory.mktemp("data")
    data = ("--data-folder", str(folder))
    demo_server.run("user", "add", "ann@example.com", "--password", PASSWORD, *data)
    with socket.create_server(("127.0.0.1", 0)) as free:
        page_port = free.getsockname()[1]
    here = ("--phone-address", "127.0.0.1", "--host", "127.0.0.1", "--phone-page", str(page_port))
    server = Server(folder, "serve", "--phone", *here, *data)
    server.page_port = page_port
    server.start()
    yield server
    server.stop()


def trusting(server):
    return ssl.create_default_context(
        cadata=certificates.load_authority(server.folder / "phone").public_bytes(Encoding.DER)
    )


def test_who_trusts_the_authority_is_served_by_https(phone_server):
    with urllib.request.urlopen(
        f"{phone_server.url}/healthz", context=trusting(phone_server)
    ) as answer:
        assert json.load(answer)["status"] == "ok"
        headers = answer.headers
    assert "Strict-Transport-Security" not in headers, "it would shut the page by http"


def test_who_does_not_trust_it_is_not(phone_server):
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"{phone_server.url}/healthz", context=ssl.create_default_context())


def test_another_workers_renewal_is_served_at_once(phone_server):
    """The file is what counts: whoever renewed it, the next connection gets it."""

    def seen():
        with (
            socket.create_connection(("127.0.0.1", phone_server.port)) as plain,
            trusting(phone_server).wrap_socket(plain, server_hostname="localhost") as tls_socket,
        ):
            return tls_socket.getpeercert(binary_form=True)

    first = seen()
    names = Names((ip_address("127.0.0.1"), ip_address("10.1.2.3")), ())
    assert certificates.renew(phone_server.folder / "phone", names, datetime.now(UTC))
    assert seen() != first


def test_the_cookie_of_a_phone_is_secure_and_bound_to_its_host(phone_server):
    body = json.dumps({"email": "ann@example.com", "password": PASSWORD}).encode()
    origin = {"Origin": phone_server.url, "Content-Type": "application/json"}
    request = urllib.request.Request(f"{phone_server.url}/api/session", body, origin)
    with urllib.request.urlopen(request, context=trusting(phone_server)) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-phone=")
    assert "Secure" in cookie


def test_the_page_is_served_by_plain_http_beside_it(phone_server):
    url = f"http://127.0.0.1:{phone_server.page_port}"
    with urllib.request.urlopen(f"{url}/ca.crt") as answer:
        made = x509.load_der_x509_certificate(answer.read())
    assert made == certificates.load_authority(phone_server.folder / "phone")
    with pytest.raises(urllib.error.HTTPError, match="404") as missing:
        urllib.request.urlopen(f"{url}/api/about")
    missing.value.close()


def test_a_backup_holds_no_key(phone_server, tmp_path):
    copy = tmp_path / "copy.sqlite"
    demo_server.run("backup", str(copy), "--data-folder", str(phone_server.folder))
    assert b"PRIVATE KEY" not in copy.read_bytes()


@pytest.mark.browser
@pytest.mark.slow
def test_a_phone_that_trusts_it_stores_the_app(phone_server, tmp_path):
    """The service worker is what needs https: it is registered and holds the app's shell."""
    made = served(phone_server.folder / "phone").public_key()
    key = made.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    trusted = base64.b64encode(sha256(key).digest()).decode()
    arguments = [*chromium.ARGUMENTS, f"--ignore-certificate-errors-spki-list={trusted}"]
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium.chromium(), args=arguments
        )
        opened = context.new_page()
        opened.goto(f"{phone_server.url}/")
        opened.wait_for_function(
            "navigator.serviceWorker.ready.then(() => caches.keys()).then((all) => all.length > 0)"
        )
        assert opened.evaluate("isSecureContext")
        context.close()
