"""Reading CAP documents: what agencies write is understood, and what is wrong is named."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.alerts.messages import AGENCY, NAMESPACE, NOON, cap_info, cap_xml
from webapp.newsroom.alerts.cap import CapMessage
from webapp.newsroom.alerts.cap_reader import read_cap
from webapp.newsroom.alerts.items import items_of
from webapp.newsroom.errors import Invalid


def read(text: str | bytes, **more: Any) -> CapMessage:
    return read_cap(text.encode() if isinstance(text, str) else text, NOON, **more)


def wrong_fields(text: str | bytes) -> list[str]:
    with pytest.raises(Invalid) as refused:
        read(text)
    assert refused.value.fields and all(field["problem"] for field in refused.value.fields)
    return [field["field"] for field in refused.value.fields]


def test_an_alert_says_what_where_until_when_and_what_to_do() -> None:
    items = items_of(read(cap_xml()), "x", 1, ("en", "fil"), ())
    shown = items[0].dump()
    expected = {
        "event": "Flood Warning", "headline": "The river rises", "area": "La Union", "severity": "Severe",
        "until": "2026-03-02T10:00:00.000Z", "instruction": "Go to high ground.", "sender": "Weather Bureau",
    }  # fmt: skip
    assert len(items) == 1 and expected.items() <= shown.items()


@pytest.mark.parametrize("sent", ["2026-03-02T04:00:00Z", "2026-03-02T04:00:00-00:00", "2026-03-02T12:00:00+08:00"])
def test_an_instant_is_the_same_in_whatever_zone_it_is_written(sent: str) -> None:
    named = read(cap_xml("c", "Cancel", references=[f"{AGENCY},a1,{sent}"]))
    assert named.references[0].key == read(cap_xml("a1")).key


def test_a_prefix_an_older_version_and_another_encoding_are_read() -> None:
    prefixed = cap_xml().replace("<", "<cap:").replace("<cap:/", "</cap:").replace("<cap:?", "<?")
    assert read(prefixed.replace("xmlns=", "xmlns:cap=")) == read(cap_xml())
    assert read(cap_xml().replace("cap:1.2", "cap:1.1")) == read(cap_xml())
    latin = cap_xml(infos=cap_info(headline="Río crecido")).replace("UTF-8", "ISO-8859-1").encode("latin-1")
    wide = cap_xml(infos=cap_info(headline="Río crecido")).replace("UTF-8", "UTF-16").encode("utf-16")
    assert read(latin).infos[0].headline == read(wide).infos[0].headline == "Río crecido"


def test_an_encoding_that_only_the_answers_head_names_counts() -> None:
    bare = cap_xml(infos=cap_info(headline="Río")).partition("?>")[2].encode("latin-1")
    assert read(bare, charset="iso-8859-1").infos[0].headline == "Río"


def test_each_page_has_the_alert_in_its_own_language() -> None:
    infos = cap_info() + cap_info(
        "Babala sa Baha", language="fil-PH", headline="Tumataas ang ilog", instruction="Lumikas."
    )
    item = items_of(read(cap_xml(infos=infos)), "x", 1, ("en", "fil"), ())[0]
    assert (item.headline, item.in_language("fil").headline) == ("The river rises", "Tumataas ang ilog")
    other_way = items_of(read(cap_xml(infos=infos)), "x", 1, ("fil", "en"), ())[0]
    assert (other_way.headline, other_way.texts[0].instruction) == ("Tumataas ang ilog", "Go to high ground.")


def test_hazards_of_their_own_are_alerts_of_their_own_and_areas_of_one_come_together() -> None:
    other = cap_info(area="<area><areaDesc>Pangasinan</areaDesc></area>")
    infos = cap_info() + other + cap_info("Storm Surge", severity="Extreme")
    items = items_of(read(cap_xml(infos=infos)), "x", 1, ("en",), ())
    assert [(item.id, item.event, item.area) for item in items] == [
        ("x", "Flood Warning", "La Union; Pangasinan"), ("x.2", "Storm Surge", "La Union"),
    ]  # fmt: skip


def test_what_is_over_for_one_hazard_leaves_the_other() -> None:
    infos = cap_info(responses=["AllClear"]) + cap_info("Storm Surge")
    assert [info.event for info in read(cap_xml(infos=infos)).active] == ["Storm Surge"]


def test_a_year_that_never_comes_is_not_waited_for() -> None:
    forever = read(cap_xml(infos=cap_info(expires="2099-01-01T00:00:00+00:00")))
    assert forever.until == NOON + timedelta(days=30)


def test_markup_in_a_text_is_not_shown() -> None:
    info = read(cap_xml(infos=cap_info(instruction="Stay <b>in</b>.<br />Call 911."))).infos[0]
    assert info.instruction == "Stay in.\nCall 911."


def test_a_time_without_a_zone_is_taken_only_where_the_zone_is_set() -> None:
    assert wrong_fields(cap_xml(sent="2026-03-02T12:00:00")) == ["sent"]
    assert read(cap_xml(sent="2026-03-02T12:00:00"), zone=ZoneInfo("Asia/Manila")).sent == NOON


@pytest.mark.parametrize("field", ["identifier", "sender", "sent", "status", "msgType", "scope"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda name, text: text.replace(f"<{name}>", "<x>").replace(f"</{name}>", "</x>"),
        lambda name, text: (
            text[: text.index(f"<{name}>")] + f"<{name} />" + text[text.index(f"</{name}>") + len(name) + 3 :]
        ),
        lambda name, text: text.replace(f"<{name}>", f"<{name}>Actual</{name}><{name}>"),
        lambda name, text: text.replace(f"<{name}>", f"<{name}><b>bold</b>"),
        lambda name, text: text.replace(f"<{name}>", f"<{name}>{'9' * 500}"),
    ],
    ids=["missing", "empty", "twice", "with elements", "too long"],
)
def test_a_field_that_is_wrong_is_named(field: str, spoil: Callable[[str, str], str]) -> None:
    assert field in wrong_fields(spoil(field, cap_xml()))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (cap_xml(infos=""), "info"),
        (cap_xml("c", "Cancel"), "references"),
        (cap_xml("c", "Cancel", references=["a,b"]), "references"),
        (cap_xml("c", "Cancel", references=[f"{AGENCY},a1,yesterday"]), "references"),
        (cap_xml("c", "Cancel", references=["x" * 401]), "references"),
        (cap_xml("c", "Cancel", references=["a"] * 501), "references"),
        (cap_xml(infos=cap_info(severity="Dreadful")), "info.0.severity"),
        (cap_xml(infos=cap_info().replace("<event>Flood Warning</event>", "")), "info.0.event"),
        (cap_xml(infos=cap_info() + cap_info().replace("Likely", "")), "info.1.certainty"),
        (cap_xml(infos=cap_info(expires="soon")), "info.0.expires"),
        (cap_xml(infos=cap_info(expires="2026-02-30T00:00:00Z")), "info.0.expires"),
        (cap_xml(infos=cap_info(area="<area><polygon>1,2 3,4</polygon></area>")), "info.0.area.0.areaDesc"),
        (cap_xml(infos=cap_info(area="<area><areaDesc>A</areaDesc><polygon>120,16 121,16 121,17</polygon></area>")),
         "info.0.area.0.polygon"),
        (cap_xml(infos=cap_info(area="<area><areaDesc>A</areaDesc><circle>16,120</circle></area>")), "info.0.area.0.circle"),
        (cap_xml(sent="2026-03-04T12:00:00+08:00"), "sent"),
        (cap_xml(infos=cap_info() * 41), "info"),
        ("", ""), ("{}", ""), ("<alert/>", ""), (f'<feed><alert xmlns="{NAMESPACE}"/></feed>', ""), (cap_xml()[:-9], ""),
        (cap_xml().encode().replace(b"river", b"r\xedver"), ""),
        (cap_xml() + " " * 1_000_001, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_and_says_why(text: str | bytes, field: str) -> None:
    assert field in wrong_fields(text)


BOMB = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(8))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE alert [<!ENTITY a "ha">{BOMB}]>',
        '<!DOCTYPE alert [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE alert PUBLIC "-//A//EN" "http://127.0.0.1:1/alert.dtd">',
        '<!DOCTYPE alert [<!ENTITY % a SYSTEM "http://127.0.0.1:1/a"> %a;]>',
        "<!DOCTYPE alert>",
    ],
)
def test_bombs_and_what_would_be_fetched_are_refused(doctype: str) -> None:
    assert wrong_fields(
        cap_xml(infos=cap_info(headline="x")).replace("?>\n", f"?>{doctype}").replace("x<", "&a;<")
    ) == [""]


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_damage_to_a_document_breaks_the_reader(data: st.DataObject) -> None:
    whole = bytearray(cap_xml(references=["a"]).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=12))
    with suppress(Invalid):
        assert isinstance(read(bytes(whole)), CapMessage)


def test_the_reader_knows_no_time_but_the_one_it_is_given() -> None:
    assert read_cap(cap_xml().encode(), datetime(2030, 1, 1, tzinfo=UTC)).sent == NOON
