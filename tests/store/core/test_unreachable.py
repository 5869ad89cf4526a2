"""Why a store is not reached is said as what it is: TLS, a certificate, a file or a port that REDIS_URL names wrongly."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from unittest.mock import patch

import pytest
import redis

from tests.conftest import Valkey
from tests.store.core.tls import certificate, tls_before
from webapp.newsroom.errors import StoreAway, StoreRefuses
from webapp.store.core import connection
from webapp.store.core.address import parse_address
from webapp.store.core.connection import Silence, connect, store_errors
from webapp.store.core.sentinels import Primary


@pytest.fixture(scope="module")
def network(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, object]]:
    """Ports by what is wrong with each, and the folder of the certificates."""
    folder, plain = tmp_path_factory.mktemp("tls"), int(valkey_server.url.rsplit(":", 1)[1].split("/")[0])
    ca = certificate(folder / "ca", "ca.example")
    certificate(folder / "other", "other.example")
    certificate(folder / "good", "localhost", by=ca)
    certificate(folder / "elsewhere", "elsewhere.example", by=ca)
    certificate(folder / "old", "localhost", by=ca, days=(-30, -2))
    certificate(folder / "early", "localhost", by=ca, days=(5, 30))
    (folder / "empty.pem").write_text("not a certificate")
    with ExitStack() as stack:
        ports = {
            name: stack.enter_context(tls_before(plain, folder / name))
            for name in ("good", "elsewhere", "old", "early")
        }
        strict = stack.enter_context(tls_before(plain, folder / "good", clients_of=folder / "ca"))
        yield {**ports, "plain": plain, "strict": strict, "at": folder}


def why(address: str, network: dict[str, object]) -> StoreAway:
    """Why the store at `address` is not reached; a fresh start each time."""
    with patch.object(connection, "_silence", Silence()), pytest.raises(StoreAway) as away, store_errors():
        connect(address.format(**network), answer_s=0.3).ping()
    return away.value


OURS = "?ssl_ca_certs={at}/ca.pem"


def test_a_good_certificate_is_taken(network: dict[str, object]) -> None:
    with store_errors():
        assert connect(f"rediss://localhost:{{good}}{OURS}".format(**network)).ping()
        ours = "&ssl_certfile={at}/good.pem&ssl_keyfile={at}/good.key"
        assert connect(f"rediss://localhost:{{strict}}{OURS}{ours}".format(**network)).ping()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("rediss://localhost:{good}", "no authority that is trusted here"),
        ("rediss://localhost:{good}?ssl_ca_certs={at}/other.pem", "no authority that is trusted here"),
        (f"rediss://localhost:{{elsewhere}}{OURS}", "is for another name than the host"),
        (f"rediss://127.0.0.1:{{good}}{OURS}", "in place of an IP address"),
        (f"rediss://localhost:{{old}}{OURS}", "has expired"),
        (f"rediss://localhost:{{early}}{OURS}", "is not yet valid"),
        ("rediss://localhost:{good}?ssl_ca_certs={at}/gone.pem", "ssl_ca_certs of REDIS_URL, .*gone.pem, cannot be read"),
        ("rediss://localhost:{good}?ssl_ca_certs={at}/empty.pem", "empty.pem, holds no certificate"),
        (f"rediss://localhost:{{strict}}{OURS}&ssl_certfile={{at}}/good.pem", "hold no certificate with its key"),
        (f"rediss://localhost:{{strict}}{OURS}&ssl_certfile={{at}}/good.pem&ssl_keyfile={{at}}/ca.key", "is not the key of"),
        ("redis://localhost:{plain}/99", "no database of that number"),
    ],
)  # fmt: skip
def test_what_stays_until_somebody_changes_something_is_named(
    network: dict[str, object], address: str, said: str
) -> None:
    refused = why(address, network)
    assert isinstance(refused, StoreRefuses)
    assert re.search(said, refused.reason)
    assert str(network["at"]) not in refused.message  # that one is for everybody


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"rediss://localhost:{{plain}}{OURS}", "REDIS_URL begins with redis://"),
        ("redis://localhost:{good}", "REDIS_URL begins with rediss://"),
        (f"rediss://localhost:{{strict}}{OURS}", "a certificate of ours"),
    ],
)  # fmt: skip
def test_tls_on_one_side_alone_is_said(network: dict[str, object], address: str, said: str) -> None:
    assert said in why(address, network).reason


def test_while_nobody_asks_again_the_reason_stays(network: dict[str, object]) -> None:
    with patch.object(connection, "_silence", Silence(lambda: 0.0)):
        store = connect("rediss://localhost:{plain}".format(**network), answer_s=0.3)
        for _ in range(2):
            with pytest.raises(StoreAway) as away, store_errors():
                store.ping()
            assert "REDIS_URL begins with redis://" in away.value.reason


def test_what_is_no_store_is_said(network: dict[str, object]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            with listening.accept()[0] as web:
                web.recv(1000)
                web.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                web.recv(1000)

        threading.Thread(target=answer, daemon=True).start()
        assert "is no store" in why(f"redis://127.0.0.1:{listening.getsockname()[1]}", network).reason


def test_sentinels_say_it_too(network: dict[str, object]) -> None:
    primary = Primary(parse_address("rediss+sentinel://localhost:{good}/radyo".format(**network)))
    with pytest.raises(redis.ConnectionError, match="no authority that is trusted here"):
        primary.find()
    assert "no authority that is trusted here" in str(primary.ask_each()[0][1])
