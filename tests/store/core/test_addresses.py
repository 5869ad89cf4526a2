"""Addresses of the store: each form reaches it, and what means nothing is refused in a sentence without the password."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.rig.replicated import Server
from tests.any_store import connect
from tests.conftest import NOON, make_room
from tests.ports import free_port
from tests.store.board.newsroom_day import BY, STEPS
from tests.store.board.test_builds import Heard
from tests.store.board.test_desk import headline
from tests.store.core.tls import certificate, tls_before
from webapp.newsroom.errors import StoreAway
from webapp.store.core.address import BadAddress, StoreAddress, parse_address
from webapp.store.server.rights import ACL_RULE, COMMANDS, missing_rights
from webapp.wiring.config import ConfigError, read_config

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("url", "means"),
    [
        ("redis://store", StoreAddress(hosts=(("store", 6379),))),
        ("redis://my_store.local", StoreAddress(hosts=(("my_store.local", 6379),))),
        ("redis://:p%40ss@store:7000/3", StoreAddress(hosts=(("store", 7000),), password="p@ss", db=3)),
        ("valkey://user:pass@[::1]:7000", StoreAddress(hosts=(("::1", 7000),), username="user", password="pass")),
        ("rediss://store/?db=2", StoreAddress(hosts=(("store", 6379),), tls=True, db=2)),
        (
            "valkeys://store?ssl_ca_certs=/ca.pem&ssl_check_hostname=false",
            StoreAddress(
                hosts=(("store", 6379),), tls=True, tls_options={"ssl_ca_certs": "/ca.pem", "ssl_check_hostname": False}
            ),
        ),
        ("unix:///run/valkey.sock?db=1", StoreAddress(path="/run/valkey.sock", db=1)),
        ("unix://user:pass@/run/v.sock", StoreAddress(path="/run/v.sock", username="user", password="pass")),
        (
            "redis+sentinel://user:pass@a:1,b/main/4",
            StoreAddress(
                hosts=(("a", 1), ("b", 26379)), service="main", db=4, username="user", password="pass"
            ),
        ),
        (
            "rediss+sentinel://a/main?sentinel_password=other",
            StoreAddress(hosts=(("a", 26379),), service="main", tls=True, sentinel_password="other"),
        ),
        ("valkeys+sentinel://a/main", StoreAddress(hosts=(("a", 26379),), service="main", tls=True)),
    ],
)  # fmt: skip
def test_what_an_address_means(url: str, means: StoreAddress) -> None:
    assert parse_address(url) == means


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("store:6379", "has no scheme"),
        ("http://:secret@store", "unknown scheme"),
        ("redis+cluster://:secret@a,b", "Cluster"),
        ("redis://:secret@a;b", "neither a name"),
        ("redis+sentinel://h%00,b/service", "neither a name"),
        ("rediss://[::1;]:6379", "no IPv6 address"),
        ("redis://:secret@a:1,b:2", "several hosts"),
        ("redis+sentinel://:secret@a:1,b:2", "no service"),
        ("redis+sentinel://a:1,,b:2/main", "without a host"),
        ("redis://", "names no host"),
        ("redis://:sec/ret@store", "%2F"),
        ("redis://secret@store", "user without a password"),
        ("redis://:sec#ret@store", "%23"),
        ("redis://:secret@store:port", "no number from 1 to 65535"),
        ("redis://user:secret", "a password stands before the host"),
        ("redis://store:" + "9" * 5000, "65535"),
        ("redis://:secret@store:99999", "65535"),
        ("redis://store/zero", "number of a database"),
        ("redis://store/0/1", "number of a database"),
        ("redis+sentinel://a/main/x", "number of a database"),
        ("redis://::1:6379", "brackets|without a host"),
        ("redis://:secret@[::1", "no IPv6 address"),
        ("redis://:secret@[store]:6379", "no IPv6 address"),
        ("redis+sentinel://:secret@a,[b/main", "no IPv6 address"),
        ("redis://:secret@store/1?db=2", "database twice"),
        ("redis://store?socket_timeout=9", "option 'socket_timeout'"),
        ("redis://store?ssl_cert_reqs=none", "option 'ssl_cert_reqs'"),
        ("rediss://store?ssl_cert_reqs=never", "none, optional or required"),
        ("unix://run/valkey.sock", "whole path"),
        (" redis://store", "space"),
    ],
)
def test_a_mistake_is_refused_in_a_sentence_without_the_password(url: str, said: str) -> None:
    with pytest.raises(BadAddress, match=said) as refused:
        parse_address(url)
    assert "secret" not in str(refused.value)
    with pytest.raises(ConfigError, match=r"^REDIS_URL: "):
        read_config(redis_url=url)


class Secured:
    """A server with users, a socket and TLS."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.server = Server(folder / "store", self.port)

    def start(self) -> None:
        self.server.start(
            ["-"],
            f'port {self.port}\nbind 127.0.0.1\ndir {self.server.folder}\nsave ""\nunixsocket {self.folder}/v.sock\n'
            "user default on nopass ~* +@all\n"
            f"user airwire on >pass {ACL_RULE}\n"
            f"user silent on >pass {ACL_RULE} -@pubsub resetchannels\n"
            "user reader on >pass ~{airwire}:* +@read +@connection +info +role +time\n",
        )


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    server = Secured(tmp_path_factory.mktemp("secured"))
    server.start()
    yield server
    server.server.kill()


def publish(url: str) -> int:
    return make_room(connect(url)).desk.publish_breaking(headline("Ferry runs again"), BY, NOON, key="k").seq


def test_a_socket_a_user_and_a_database_of_its_own(secured: Secured) -> None:
    assert publish(f"unix://airwire:pass@{secured.folder}/v.sock?db=3") == 1
    assert publish(f"valkey://airwire:pass@127.0.0.1:{secured.port}/3") == 1  # found again by its key
    assert publish(f"redis://127.0.0.1:{secured.port}/4") == 1


@pytest.fixture
def tls_port(secured: Secured, tmp_path: Path) -> Iterator[int]:
    """TLS before that server, by the certificate `tmp_path/cert.pem` for `localhost`."""
    certificate(tmp_path / "cert", "localhost")
    with tls_before(secured.port, tmp_path / "cert") as port:
        yield port


def test_by_tls_with_an_authority_of_its_own(tls_port: int, tmp_path: Path) -> None:
    assert publish(f"rediss://airwire:pass@localhost:{tls_port}/6?ssl_ca_certs={tmp_path}/cert.pem") == 1
    with pytest.raises(StoreAway):
        publish(f"rediss://airwire:pass@localhost:{tls_port}/6")


@pytest.mark.parametrize(
    ("login", "said"), [("airwire:wrong", "refuses the name or password"), ("reader:pass", "ACL forbids.*evalsha")]
)
def test_a_wrong_password_and_a_user_with_too_few_rights_are_said(secured: Secured, login: str, said: str) -> None:
    with pytest.raises(StoreAway, match=said) as away:
        publish(f"redis://{login}@127.0.0.1:{secured.port}/0")
    assert away.value.retry


def test_the_rights_in_the_docs_are_enough_for_a_newsrooms_day_and_check_tries_each(secured: Secured) -> None:
    store = connect(f"redis://airwire:pass@127.0.0.1:{secured.port}/5")
    whole = connect(f"redis://127.0.0.1:{secured.port}/5")
    whole.config_resetstat()
    room = make_room(store)
    for take in STEPS.values():
        take(room)
    used = {name.removeprefix("cmdstat_").split("|")[0] for name in whole.info("commandstats")}
    assert "evalsha" in used
    assert used <= {str(command[0]).lower() for command in COMMANDS} | {"auth", "select", "client", "config"}
    assert missing_rights(store) == []
    assert whole.keys("*trial*") == []


def test_who_may_not_subscribe_reads_the_log_itself(secured: Secured) -> None:
    url = f"redis://silent:pass@127.0.0.1:{secured.port}/7"
    heard, newsroom = Heard(make_room(connect(url))), make_room(connect(url))
    for text in ("Ferry runs again", "Bridge is closed"):
        newsroom.desk.publish_breaking(headline(text), BY, NOON)
    assert [event["seq"] for event in heard.listen().events_] == [1, 2]
    assert any("'publish'" in one for one in missing_rights(connect(url)))


def test_rights_that_are_missing_are_named(secured: Secured) -> None:
    missing = missing_rights(connect(f"redis://reader:pass@127.0.0.1:{secured.port}/5"))
    assert any("'set'" in one for one in missing) and any("'evalsha'" in one for one in missing)
    assert not any("'get'" in one for one in missing)


def test_the_rule_in_the_docs_is_the_one_that_is_tried() -> None:
    assert ACL_RULE in (ROOT / "docs/operate/stores.md").read_text("utf-8")


def test_up_refuses_a_store_that_refuses_it(secured: Secured, tmp_path: Path) -> None:
    url = f"redis://airwire:wrong@127.0.0.1:{secured.port}/5"
    env = os.environ | {
        "REDIS_URL": url,
        "SECRET_KEY": "x" * 32,
        "AIRWIRE_DATA": str(tmp_path),
        "PORT": str(free_port()),
    }
    told = subprocess.run(
        [sys.executable, "-m", "webapp.cli", "up"], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert told.returncode == 1 and "refuses the name or password" in told.stderr
    assert "wrong" not in told.stderr and "Traceback" not in told.stderr


def test_a_cluster_is_refused_in_a_sentence(tmp_path: Path) -> None:
    port = free_port()
    server = Server(tmp_path, port)
    try:
        server.start(
            ["-"], f"port {port}\nbind 127.0.0.1\ndir {tmp_path}\ncluster-enabled yes\ncluster-port {free_port()}\n"
        )
        with pytest.raises(StoreAway, match="Cluster, which Airwire does not use"):
            publish(f"redis://127.0.0.1:{port}")
    finally:
        server.kill()
