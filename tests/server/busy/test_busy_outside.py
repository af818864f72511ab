"""Addresses given by people reach only the outside, and what they answer is bounded."""

import gzip
import socket
import threading
import time

import pytest

from server.busy import networks, outside
from server.busy.outside import Unreachable
from tests.server.busy.listener import answer, listening

#: This machine's own, before a test takes it away: it reads every spelling without a network.
RESOLVER = socket.getaddrinfo
HERE = networks.allowed("127.0.0.1/32, ::1")
NOTHING = networks.Allowed()
INSIDE = {
    "loopback": "127.0.0.1",
    "loopback 6": "::1",
    "private": "10.1.2.3",
    "private 172": "172.16.0.9",
    "private 192": "192.168.1.1",
    "shared": "100.64.0.1",
    "link-local": "169.254.169.254",
    "link-local 6": "fe80::1",
    "unique local": "fd00::1",
    "site-local": "fec0::1",
    "mapped": "::ffff:127.0.0.1",
    "mapped private": "::ffff:10.0.0.1",
    "compatible": "::7f00:1",
    "nat64": "64:ff9b::7f00:1",
    "nat64 local": "64:ff9b:1::a00:1",
    "6to4": "2002:7f00:1::1",
    "6to4 private": "2002:a00:1::1",
    "6to4 relay": "192.88.99.1",
    "teredo": "2001::1",
    "multicast": "224.0.0.1",
    "multicast 6": "ff0e::1",
    "unspecified": "0.0.0.0",
    "broadcast": "255.255.255.255",
    "reserved": "240.0.0.1",
    "not given out": "4000::1",
    "documentation": "2001:db8::1",
    "scoped": "fe80::1%1",
}


def to(*addresses):
    """A name server: its n-th answer is the n-th address, the last one for ever."""
    left = list(addresses)

    def resolve(host: str, port: int) -> list[str]:
        found = left.pop(0) if len(left) > 1 else left[0]
        return [found] if isinstance(found, str) else list(found)

    return resolve


def code_of(address: str, allow=NOTHING, resolve=None, most_s: float = 5) -> str:
    with pytest.raises(Unreachable) as failed:
        outside.fetched(address, allow, resolve, most_s)
    return failed.value.code


@pytest.mark.parametrize("kind", INSIDE)
def test_an_address_inside_is_never_connected_to(kind):
    with listening(answer(b"secret")) as listener:
        assert code_of(listener.address(), resolve=to(INSIDE[kind])) == "inside"
        assert listener.asked == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"]
)
def test_no_spelling_of_this_machine_is_connected_to(host):
    def resolve(name, port):
        return [row[4][0] for row in RESOLVER(name, port, type=socket.SOCK_STREAM)]

    with listening(answer(b"secret")) as listener:
        assert code_of(listener.address(host), resolve=resolve) == "inside"
        assert listener.asked == []


@pytest.mark.parametrize("text", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_an_address_of_the_internet_is_outside(text):
    assert networks.is_outside(text)


def test_one_address_inside_among_several_refuses_the_host():
    assert not networks.may_reach("mixed.example", ["8.8.8.8", "10.0.0.1"], NOTHING)


def test_a_name_that_is_rebound_is_asked_only_once_and_the_answer_is_what_is_connected_to():
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with listening(answer(b"calendar")) as listener:
        assert outside.fetched(listener.address(), HERE, resolve) == b"calendar"
    assert asked == ["calendar.example.org"]


def test_a_redirect_inside_is_not_followed():
    with listening(answer(b"secret")) as inside:
        leads = answer(b"", "302 Found", f"Location: {inside.address('inner.example')}")
        with listening(leads) as outer:
            # The outer host is allowed for the test; the inner one resolves to the same machine.
            allow = networks.Allowed(hosts=frozenset({"outer.example"}))
            address = outer.address("outer.example")
            assert code_of(address, allow, to("127.0.0.1")) == "inside"
        assert inside.asked == []
        assert len(outer.asked) == 1


def test_a_redirect_is_resolved_again_so_that_rebinding_between_two_leads_nowhere():
    with listening(answer(b"", "301 Moved", "Location: /again")) as listener:
        assert code_of(listener.address(), HERE, to("127.0.0.1", "10.0.0.1")) == "inside"
        assert len(listener.asked) == 1


@pytest.mark.parametrize("count", [1, 5])
def test_five_redirects_are_followed(count):
    leads = [answer(b"", "302 Found", "Location: /next.ics")] * count
    with listening(*leads, answer(b"found")) as listener:
        assert outside.fetched(listener.address(), HERE, to("127.0.0.1")) == b"found"


def test_the_sixth_redirect_is_not_followed():
    with listening(answer(b"", "302 Found", "Location: /next.ics")) as listener:
        assert code_of(listener.address(), HERE, to("127.0.0.1")) == "redirects"
        assert len(listener.asked) == 6


def test_an_encrypted_address_never_leads_to_a_plain_one():
    found = outside.target("https://a.example/c.ics")
    with pytest.raises(Unreachable, match="insecure"):
        outside._onward("https://a.example/c.ics", "http://a.example/c.ics", found)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/c.ics",
        "gopher://example.org/",
        "https://",
        "https://user:word@example.org/c.ics",
        "https://example.org:99999/",
        "https://example.org/a b",
        "https://example.org/a\r\nHost: inside",
        "https://" + "a" * 70 + ".org/",
        "https://example.org/" + "a" * 2000,
        "calendar",
    ],
)
def test_what_is_no_address_of_a_calendar_is_refused(address):
    assert code_of(address) == "address"


def test_webcal_means_https():
    assert outside.target("webcal://example.org/c.ics").scheme == "https"


def test_the_host_asked_for_is_the_one_named_and_no_referrer_is_sent():
    with listening(answer(b"ok")) as listener:
        outside.fetched(listener.address(path="/secret.ics?key=1"), HERE, to("127.0.0.1"))
    asked = listener.asked[0].decode()
    assert asked.startswith("GET /secret.ics?key=1 HTTP/1.1\r\n")
    assert f"Host: calendar.example.org:{listener.port}\r\n" in asked
    assert "referer" not in asked.lower()


def test_a_body_beyond_ten_megabytes_is_refused(monkeypatch):
    monkeypatch.setattr(outside, "MOST_BYTES", 1000)
    with listening(answer(b"x" * 1001)) as listener:
        assert code_of(listener.address(), HERE, to("127.0.0.1")) == "too_large"


def test_a_body_that_unpacks_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(outside, "MOST_BYTES", 10_000)
    bomb = answer(gzip.compress(bytes(1_000_000)), "200 OK", "Content-Encoding: gzip")
    with listening(bomb) as listener:
        assert code_of(listener.address(), HERE, to("127.0.0.1")) == "too_large"


def test_a_packed_body_is_unpacked():
    packed = answer(gzip.compress(b"calendar"), "200 OK", "Content-Encoding: gzip")
    with listening(packed) as listener:
        assert outside.fetched(listener.address(), HERE, to("127.0.0.1")) == b"calendar"


def test_a_server_that_sends_a_byte_now_and_then_is_cut_off():
    stop = threading.Event()

    def dribble(server):
        client, _ = server.accept()
        with client:
            while not stop.wait(0.05):
                try:
                    client.sendall(b"H")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=dribble, args=(server,), daemon=True).start()
        began = time.monotonic()
        address = f"http://slow.example:{server.getsockname()[1]}/"
        assert code_of(address, HERE, to("127.0.0.1"), most_s=0.5) == "too_slow"
        assert time.monotonic() - began < 3
        stop.set()


def test_a_server_that_never_encrypts_is_cut_off():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"https://slow.example:{server.getsockname()[1]}/"
        assert code_of(address, HERE, to("127.0.0.1"), most_s=0.5) == "too_slow"


def test_a_name_server_that_never_answers_is_not_waited_for():
    assert code_of("https://a.example/", resolve=lambda *_: time.sleep(2) or [], most_s=0.2) == (
        "too_slow"
    )


@pytest.mark.parametrize(
    ("status", "code"),
    [("404 Gone", "gone"), ("401 No", "locked"), ("403 No", "locked"), ("500 Oh", "answered")],
)
def test_a_refusal_says_its_kind_and_nothing_of_the_answer(status, code):
    told = listening(answer(b"secret text", status))
    with told as listener, pytest.raises(Unreachable) as failed:
        outside.fetched(listener.address(path="/key"), HERE, to("127.0.0.1"))
    assert str(failed.value) == code


def test_an_answer_that_breaks_off_is_no_calendar():
    whole = answer(b"BEGIN:VCALENDAR").replace(b"Length: 15", b"Length: 99")
    with listening(whole) as listener:
        assert code_of(listener.address(), HERE, to("127.0.0.1")) == "broken_off"


def test_an_admin_allows_a_host_or_a_network_inside():
    allow = networks.allowed("Cloud.lan, 10.1.2.0/24")
    assert networks.may_reach("cloud.lan", ["192.168.0.2"], allow)
    assert networks.may_reach("other.lan", ["10.1.2.9"], allow)
    assert not networks.may_reach("other.lan", ["10.1.3.9"], allow)


def test_a_server_that_is_not_there_says_so():
    with listening(b"") as listener:
        port = listener.port
    assert code_of(f"http://off.example:{port}/", HERE, to("127.0.0.1")) == "no_connection"
    assert code_of("http://nowhere.example/", resolve=lambda *_: []) == "unknown_host"
