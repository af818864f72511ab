"""Who can reach a calendar address."""

import pytest

from server.feeds.reach import reach

WANTED = {
    "machine": ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000", "http://0.0.0.0",
                "http://[::ffff:127.0.0.1]", "https://rounds.localhost"],
    "network": ["http://192.168.1.4:8000", "https://10.0.0.1", "https://mac.local", "http://server",
                "http://[fe80::1]", "http://169.254.1.1", "https://100.64.0.1", "https://a.lan",
                "https://[fd00::1]"],
    "plain": ["http://rounds.example.com", "http://93.184.216.34"],
    "public": ["https://rounds.example.com", "https://93.184.216.34", "https://[2606:4700::1]"],
}  # fmt: skip


@pytest.mark.parametrize(("who", "url"), [(who, url) for who in WANTED for url in WANTED[who]])
def test_an_address_says_who_can_reach_it(who, url):
    assert reach(url) == who
