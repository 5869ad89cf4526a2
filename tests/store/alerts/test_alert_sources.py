"""Sources of alerts, asked by the clock: what is new waits for a person, or is in force by itself for kinds that were named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.signer import XMLSigner

from tests.conftest import NOON, FrozenClock, Room
from tests.unit.alerts.messages import cap_info, cap_xml
from tests.unit.intake.scripted_server import ScriptedServer, page
from webapp.intake.alerts.reader import AlertReader
from webapp.intake.feeds.polling import FeedPolling
from webapp.newsroom.alerts.coverage import AlertArea
from webapp.newsroom.articles.feed_state import FeedState, feed_id
from webapp.newsroom.station import AlertSourceConfig
from webapp.store.alerts.sources import AlertSources

ATOM = "http://www.w3.org/2005/Atom"


class Bureau:
    """A weather bureau with an index of its alerts, and a station that asks it."""

    def __init__(self, server: ScriptedServer, room: Room) -> None:
        self.server, self.room, self.now = server, room, FrozenClock(NOON)
        self.sources = AlertSources(room.store)
        self.area = AlertArea()

    def config(self, path: str = "/index", **more: object) -> AlertSourceConfig:
        return AlertSourceConfig.ask({"url": self.server.base + path, "private": True, **more})

    def puts(self, **documents: str) -> None:
        """Lists these documents, the newest first, as agencies do."""
        entries = "".join(
            f"<entry><id>{name}</id><title>{name}</title><updated>2026-03-02T04:00:00Z</updated>"
            f'<link href="/cap/{name}"/></entry>'
            for name in reversed(documents)
        )
        self.server.plays["/index"] = page(
            200, f'<feed xmlns="{ATOM}">{entries}</feed>'.encode(), "application/atom+xml"
        )
        for name, document in documents.items():
            self.server.plays[f"/cap/{name}"] = page(200, document.encode(), "application/cap+xml")

    def ask(self, config: AlertSourceConfig | None = None) -> FeedState:
        config = config or self.config()
        reader = AlertReader(self.room.desk, lambda: self.area)
        polling = FeedPolling(lambda: [config], reader, self.sources, self.now, lambda: True)
        for look in polling.step():
            look.result(20)
        polling.stop()
        self.now.move(seconds=120)
        state = self.sources.every()[feed_id(config.url)]
        assert state
        return state

    def waiting(self) -> list[str]:
        return [node.message.infos[0].headline for node in self.room.alerts.living("draft") if node.message]

    def in_force(self) -> list[str]:
        return [item.headline for item in self.room.log.board().alerts]


@pytest.fixture
def bureau(room: Room) -> Iterator[Bureau]:
    with ScriptedServer() as server:
        yield Bureau(server, room)


def test_what_an_index_lists_waits_for_a_person_and_is_fetched_once(bureau: Bureau) -> None:
    bureau.puts(a=cap_xml("a"), b=cap_xml("b", infos=cap_info(headline="Ash falls")))
    assert bureau.ask().taken == 2
    assert sorted(bureau.waiting()) == ["Ash falls", "The river rises"] and not bureau.in_force()
    bureau.ask()
    assert bureau.server.asked.count("/cap/a") == 1


def test_kinds_that_the_station_names_are_in_force_by_themselves_and_their_chain_goes_on(bureau: Bureau) -> None:
    config = bureau.config(in_force=["tsunami warning"])
    tsunami = cap_info("Tsunami Warning", headline="Waves come")
    bureau.puts(a=cap_xml("a", infos=tsunami), b=cap_xml("b"))
    bureau.ask(config)
    assert (bureau.in_force(), bureau.waiting()) == (["Waves come"], ["The river rises"])
    bureau.puts(c=cap_xml("c", "Update", references=["a"], infos=cap_info("Tsunami Advisory", headline="Waves fall")))
    bureau.ask(config)
    assert bureau.in_force() == ["Waves fall"]
    bureau.puts(d=cap_xml("d", "Cancel", references=["c"]))
    bureau.ask(config)
    assert bureau.in_force() == []


def test_an_exercise_of_such_a_kind_is_not_in_force(bureau: Bureau) -> None:
    bureau.puts(a=cap_xml("a", status="Exercise", infos=cap_info("Tsunami Warning")))
    bureau.ask(bureau.config(in_force=["Tsunami Warning"]))
    assert not bureau.in_force() and len(bureau.room.alerts.living("exercise")) == 1


def test_what_lies_elsewhere_bothers_nobody_and_what_cannot_be_placed_is_not_in_force_by_itself(bureau: Bureau) -> None:
    bureau.area = AlertArea(circles=("16.6,120.3 100",))
    there = "<area><areaDesc>Davao</areaDesc><circle>7.1,125.6 20</circle></area>"
    here = "<area><areaDesc>La Union</areaDesc><circle>16.6,120.3 20</circle></area>"
    bureau.puts(
        a=cap_xml("a", infos=cap_info(headline="There", area=there)),
        b=cap_xml("b", infos=cap_info(headline="Here", area=here)),
        c=cap_xml("c", infos=cap_info(headline="Somewhere")),
    )
    bureau.ask(bureau.config(in_force=["Flood Warning"]))
    assert (bureau.in_force(), bureau.waiting()) == (["Here"], ["Somewhere"])


def test_a_single_document_and_one_within_its_index_are_taken(bureau: Bureau) -> None:
    bureau.server.plays["/one"] = page(200, cap_xml("a").encode(), "application/xml")
    bureau.ask(bureau.config("/one"))
    inside = f"<rss><channel><item><title>x</title>{cap_xml('b').partition('?>')[2]}</item></channel></rss>"
    bureau.server.plays["/inside"] = page(200, inside.encode(), "application/rss+xml")
    bureau.ask(bureau.config("/inside"))
    assert len(bureau.waiting()) == 2


def test_links_of_rss_are_followed(bureau: Bureau) -> None:
    items = f"<item><title>x</title><link>{bureau.server.base}/cap/a</link><pubDate>today</pubDate></item>"
    bureau.puts(a=cap_xml("a"))
    bureau.server.plays["/rss"] = page(200, f"<rss><channel>{items}</channel></rss>".encode(), "application/rss+xml")
    bureau.ask(bureau.config("/rss"))
    assert len(bureau.waiting()) == 1


def test_a_document_that_cannot_be_read_is_told_and_costs_the_others_nothing(bureau: Bureau) -> None:
    bureau.puts(a=cap_xml("a", scope=""), b=cap_xml("b"), c="<html>")
    state = bureau.ask()
    assert sorted(one.what for one in state.refused) == ["a", "c"] and len(bureau.waiting()) == 1
    assert any("scope" in one.reason for one in state.refused)
    assert [one.what for one in bureau.ask().refused] == [one.what for one in state.refused], "still listed, still told"


def test_a_document_that_is_away_is_tried_again(bureau: Bureau) -> None:
    bureau.puts(a=cap_xml("a"))
    bureau.server.plays["/cap/a"] = page(503, b"", "text/plain")
    assert bureau.ask().refused and not bureau.waiting()
    bureau.puts(a=cap_xml("a"))
    assert not bureau.ask().refused and bureau.waiting()


@pytest.mark.parametrize(
    "body", ["<html><body>Sorry</body></html>", "nothing", "<!DOCTYPE feed [<!ENTITY a 'b'>]><feed/>"]
)
def test_a_source_that_is_none_says_why_and_is_asked_less_often(bureau: Bureau, body: str) -> None:
    bureau.server.plays["/index"] = page(200, body.encode(), "text/html")
    state = bureau.ask()
    assert state.error and state.due_at and state.due_at > NOON + timedelta(seconds=30)


def test_a_link_into_this_network_is_refused_where_only_the_index_may_be_there(bureau: Bureau) -> None:
    other = bureau.server.base.replace("127.0.0.1", "127.0.0.2")
    index = f'<feed xmlns="{ATOM}"><entry><title>x</title><link href="{other}/cap/a"/></entry></feed>'
    bureau.server.plays["/index"] = page(200, index.encode(), "application/atom+xml")
    assert bureau.ask().refused[0].reason and bureau.server.asked == ["/index"]


@pytest.fixture(scope="module")
def signer() -> tuple[bytes, str]:
    """A key, and its certificate in PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Weather Bureau")])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(NOON - timedelta(days=900)).not_valid_after(NOON + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return plain, certificate.public_bytes(Encoding.PEM).decode()


def signed(document: str, signer: tuple[bytes, str]) -> str:
    root = etree.fromstring(document.encode())
    return etree.tostring(XMLSigner().sign(root, key=signer[0], cert=signer[1])).decode()


def test_of_a_source_with_a_certificate_only_what_it_signed_is_taken(bureau: Bureau, signer: tuple[bytes, str]) -> None:
    right = signed(cap_xml("a", infos=cap_info(headline="Signed")), signer)
    bureau.puts(
        a=right, b=cap_xml("b", infos=cap_info(headline="Not signed")),
        c=signed(cap_xml("c"), signer).replace("The river rises", "The river sinks"),
    )  # fmt: skip
    state = bureau.ask(bureau.config(certificate=signer[1]))
    assert bureau.waiting() == ["Signed"] and sorted(one.what for one in state.refused) == ["b", "c"]


def test_a_signed_alert_wrapped_in_another_vouches_for_nothing_around_it(
    bureau: Bureau, signer: tuple[bytes, str]
) -> None:
    inside = signed(cap_xml("a", infos=cap_info(headline="Signed")), signer)
    around = cap_xml("x", infos=cap_info(headline="Forged")).replace("</alert>", f"{inside}</alert>")
    bureau.puts(x=around)
    assert bureau.ask(bureau.config(certificate=signer[1])).refused and not bureau.waiting()
