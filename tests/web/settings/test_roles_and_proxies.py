"""Rules for roles are tried on the accounts that there are, those for proxies on the very request that sets them."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine
from werkzeug.test import EnvironBuilder

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.people.test_who_may import PASSWORD
from tests.web.settings.admin import Admin, signed_in
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.settings.proxy_rules import ProxyRules
from webapp.newsroom.settings.trusted_proxies import TrustedProxies
from webapp.newsroom.station import Station
from webapp.wiring.web.by_client import ByClient

PROXIES = "/panel/settings/proxies"
BEHIND_ONE = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Host": "localhost", "X-Forwarded-Proto": "http"}


def behind(admin: Admin, **fields: str) -> Admin:
    """The admin comes through a proxy at 10.0.0.2 from now on."""
    said = {**BEHIND_ONE, **{name.replace("_", "-"): value for name, value in fields.items()}}
    admin.browser.environ_base |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in said.items()}
    admin.browser.environ_base |= {"REMOTE_ADDR": "10.0.0.2"}
    return admin


def test_the_proxy_in_front_is_trusted_at_once_and_not_any_more_when_that_is_undone(
    site: InProcessSite, admin: Admin
) -> None:
    behind(admin)
    tried = admin.typed(PROXIES, {"hops": "1"})
    assert "198.51.100.7</strong>: is the address of your request" in tried.text
    assert admin.put(PROXIES, {"hops": "1"}).status_code == 303
    assert site.running.site.station.proxies.hops == 1
    token = admin.opened("/panel/settings")["csrf_token"]
    admin.browser.post("/panel/settings/back", data={"csrf_token": token, "to": "0"})
    assert site.running.site.station.proxies == ProxyRules()


@pytest.mark.parametrize(
    ("hops", "fields", "said"),
    [
        ("2", {}, "anybody could name an address"),
        ("1", {"X_Forwarded_Host": "inside.lan", "Origin": "http://localhost"}, "would be the host of your request"),
        ("1", {"X_Forwarded_Proto": "https", "Origin": "http://localhost"}, "would be the scheme of your request"),
    ],
)
def test_proxies_that_would_get_this_very_request_wrong_cannot_be_put_in_force(
    site: InProcessSite, admin: Admin, hops: str, fields: dict[str, str], said: str
) -> None:
    tried = behind(admin, **fields).typed(PROXIES, {"hops": hops})
    assert said in tried.text and 'value="put"' not in tried.text
    assert site.running.site.station.proxies.hops is None


def test_a_proxy_that_is_there_cannot_be_forgotten(site: InProcessSite, admin: Admin) -> None:
    behind(admin)
    admin.put(PROXIES, {"hops": "1"})
    tried = admin.typed(PROXIES, {"hops": "0"})
    assert "your proxy&#39;s address, not yours" in tried.text and 'value="put"' not in tried.text


def test_the_header_with_the_country_is_read_in_the_request(admin: Admin) -> None:
    form = {"hops": "1", "country_header": "CF-IPCountry"}
    assert "says no country of your request" in behind(admin).typed(PROXIES, form).text
    assert "says PH of your request" in behind(admin, CF_IPCountry="PH").typed(PROXIES, form).text
    assert admin.typed(PROXIES, {"hops": "6"}).status_code == 422
    refused = admin.typed(PROXIES, {"hops": "1", "country_header": "CF IPCountry"})
    assert refused.status_code == 422 and "must be the name of a header" in refused.text


def test_what_the_environment_says_goes_before_the_settings_and_is_not_offered(
    valkey_server: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(valkey_server.url).flushall()
    monkeypatch.setenv("AIRWIRE_PROXY_HOPS", "1")
    with time_machine.travel(NOON, tick=False) as clock:
        admin = behind(signed_in(open_site(valkey_server, clock, tmp_path), "Ligaya"))
        page = admin.browser.get(PROXIES).text
        assert "Set in the environment: AIRWIRE_PROXY_HOPS." in page and 'value="1" disabled' in page
        assert admin.put(PROXIES, {"country_header": "CF-IPCountry"}).status_code == 303
        refused = admin.typed(PROXIES, {"hops": "2", "country_header": "CF-IPCountry"})
        assert refused.status_code == 422 and "change it there" in refused.text


def client_of(proxies: TrustedProxies) -> tuple[str, str, str]:
    """Address, scheme and host as views see them, of a request through two proxies."""
    environ = EnvironBuilder(base_url="http://inside.lan").get_environ() | {
        "REMOTE_ADDR": "10.0.0.2", "HTTP_X_FORWARDED_FOR": "203.0.113.7, 10.0.0.9",
        "HTTP_X_FORWARDED_HOST": "radyo.example, radyo.example", "HTTP_X_FORWARDED_PROTO": "https, https",
    }  # fmt: skip
    ByClient(lambda seen, _: None, proxies, lambda _: None)(environ, None)
    return environ["REMOTE_ADDR"], environ["wsgi.url_scheme"], environ["HTTP_HOST"]


def test_proxies_follow_the_settings() -> None:
    current = CurrentStation(Station())
    proxies = TrustedProxies(current)
    rules = ProxyRules(hops=2, country_header="CF-IPCountry")
    current.put(Station(proxies=rules), 1)
    assert (proxies.hops, proxies.country_field) == (2, "HTTP_CF_IPCOUNTRY")
    assert client_of(proxies) == ("203.0.113.7", "https", "radyo.example")
    current.put(Station(), 2)
    assert client_of(proxies) == ("10.0.0.2", "http", "inside.lan")
    current.put(Station(proxies=rules), 3)
    assert TrustedProxies(current, ProxyRules(hops=0)).country_field is None


def test_whoever_needs_a_second_factor_from_now_on_is_counted_first(site: InProcessSite, admin: Admin) -> None:
    site.running.services.staff.set_account("Elena", "editor", PASSWORD)
    page = admin.browser.get("/panel/settings/roles").text
    assert "What each role may do" in page and "Write, correct and withdraw articles" in page
    tried = admin.typed("/panel/settings/roles", {"require_second_factor": ["editor", "anchor"]})
    assert "editor</strong>: without a second factor: 1 of 1; they set one up" in tried.text
    assert "anchor</strong>: without a second factor: 0 of 0" in tried.text
    assert admin.put("/panel/settings/roles", {"require_second_factor": ["editor"]}).status_code == 303
    assert site.running.site.station.people.require_second_factor == ("editor",)


def test_a_flash_that_nobody_else_could_approve_is_said_before_it_is_in_force(
    site: InProcessSite, admin: Admin
) -> None:
    rules = {"flash_approval": "always", "hold_s": "5", "words_per_minute": "150"}
    assert "and nobody else: each would wait" in admin.typed("/panel/settings/pushing", rules).text
    site.running.services.staff.set_account("Elena", "editor", PASSWORD)
    assert "can approve a flash of somebody else" in admin.typed("/panel/settings/pushing", rules).text
