"""NITF and NewsML-G2, as wires and newsroom systems send them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.unit.intake.intake_desk import held_back, only, read, refusals, stories
from webapp.intake.importing.documents import HeldStory, SourceWithdrawal

NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf xml:lang="en"><head><title>Rice prices ease in Cebu</title>
<docdata management-status="usable"><doc-id regsrc="radyo.example" id-string="20260301-7"/><du-key key="rice-prices"/>
<date.issue norm="20260301T080000+0800"/>{more}<key-list><keyword key="Rice"/><keyword key="Cebu"/></key-list>
<doc.copyright holder="Radyo"/></docdata><pubdata name="PNA"/></head>
<body><body.head><hedline><hl1>Rice prices ease in Cebu</hl1><hl2>Second week</hl2></hedline>
<byline>By <person>Ana Cruz</person></byline><dateline><location>CEBU CITY</location></dateline>
<abstract><p>Prices fell for the second week.</p></abstract></body.head>
<body.content><p>Rice cost 42 pesos a kilo on Sunday.</p><hl2>Harvest</hl2><p>The harvest was good in Ca&ntilde;ada.</p>
<media media-type="image"><media-reference source="https://radyo.example/r.jpg" width="800" height="600"/>
<media-caption>Rice at the market</media-caption><media-producer>Ben Go</media-producer></media></body.content></body></nitf>"""

G2_ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:radyo.example:20260301:7" version="3"
 standard="NewsML-G2" standardversion="2.33" xml:lang="en">
<rightsInfo><copyrightHolder><name>AFP</name></copyrightHolder><usageTerms>{terms}</usageTerms></rightsInfo>
<itemMeta><itemClass qcode="{kind}"/><provider qcode="nprov:AFP"><name>AFP</name></provider>
<versionCreated>2026-03-01T09:00:00+08:00</versionCreated><firstCreated>2026-03-01T08:00:00+08:00</firstCreated>
<pubStatus qcode="stat:{status}"/>{more}</itemMeta>
<contentMeta><by>Ana Cruz</by><located qcode="c:1"><name>CEBU CITY</name></located><language tag="en"/>
<headline role="hld:short">Rice</headline><headline>Rice prices ease in Cebu</headline><slugline>rice-prices</slugline>
<subject qcode="medtop:1"><name xml:lang="en">Rice</name></subject>
<description role="drol:summary">Prices fell.</description></contentMeta>
<contentSet>{body}</contentSet></newsItem>"""
XHTML = """<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Rice</title></head>
<body><p>Rice cost 42 pesos a kilo on Sunday.</p><p>The harvest was <em>good</em>.</p></body></html></inlineXML>"""
BODIES = {
    "XHTML": XHTML,
    "NITF": "<inlineXML contenttype='application/nitf+xml'><nitf xmlns='x'><body><body.content>"
    "<p>Rice cost 42 pesos a kilo on Sunday.</p><p>The harvest was <em>good</em>.</p></body.content></body></nitf></inlineXML>",
    "HTML as text": "<inlineData contenttype='text/html'>&lt;p>Rice cost 42 pesos a kilo on Sunday.&lt;/p>"
    "&lt;p>The harvest was &lt;em>good&lt;/em>.&lt;/p></inlineData>",
}  # fmt: skip


def g2(body: str = XHTML, status: str = "usable", more: str = "", terms: str = "", kind: str = "ninat:text") -> str:
    return f"<?xml version='1.0'?>{G2_ITEM.format(body=body, status=status, more=more, terms=terms, kind=kind)}"


def test_a_nitf_document_is_one_story() -> None:
    story = only(read(NITF.format(more=""), name="story.xml"))
    assert (story.title, story.byline, story.agency, story.place) == (
        "Rice prices ease in Cebu",
        "Ana Cruz",
        "PNA",
        "CEBU CITY",
    )
    assert story.body_html == (
        "<p>Rice cost 42 pesos a kilo on Sunday.</p>\n<h2>Harvest</h2>\n<p>The harvest was good in Cañada.</p>"
    )
    assert (story.source, story.topics, story.summary) == (
        "radyo.example:20260301-7", ("Rice", "Cebu"), "Prices fell for the second week.",
    )  # fmt: skip
    assert story.published_at == datetime(2026, 3, 1, tzinfo=UTC)
    assert story.picture is not None and (story.picture.caption, story.picture.credit) == (
        "Rice at the market",
        "Ben Go",
    )


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_a_nitf_document_takes_its_story_back(status: str) -> None:
    (result,) = read(NITF.format(more="").replace('management-status="usable"', f'management-status="{status}"'))
    assert isinstance(result, SourceWithdrawal)
    assert (result.source, bool(result.held)) == ("radyo.example:20260301-7", status == "withheld")


def test_a_nitf_document_waits_for_its_release_and_ends_at_its_expiry() -> None:
    (held,) = read(NITF.format(more='<date.release norm="20260303T080000+0800"/>'))
    assert isinstance(held, HeldStory) and held.until == datetime(2026, 3, 3, tzinfo=UTC)
    assert held_back(read(NITF.format(more='<date.expire norm="20260301T090000+0800"/>')))


@pytest.mark.parametrize("kind", BODIES)
def test_a_newsml_item_is_one_story_whatever_its_text_is_in(kind: str) -> None:
    story = only(read(g2(BODIES[kind])))
    assert (story.title, story.byline, story.agency, story.place) == (
        "Rice prices ease in Cebu",
        "Ana Cruz",
        "AFP",
        "CEBU CITY",
    )
    assert story.body_html == "<p>Rice cost 42 pesos a kilo on Sunday.</p>\n<p>The harvest was <em>good</em>.</p>"
    assert (story.source, story.topics) == ("urn:newsml:radyo.example:20260301:7", ("Rice",))
    assert (story.published_at, story.updated_at) == (
        datetime(2026, 3, 1, tzinfo=UTC),
        datetime(2026, 3, 1, 1, tzinfo=UTC),
    )


def test_plain_text_in_newsml_keeps_its_paragraphs() -> None:
    body = "<inlineData contenttype='text/plain'>Rice &lt; 42 pesos.\n\nThe harvest was good.</inlineData>"
    assert only(read(g2(body))).body_html == "<p>Rice &lt; 42 pesos.</p>\n<p>The harvest was good.</p>"


def test_a_news_message_brings_its_items_and_packages_are_none() -> None:
    second = G2_ITEM.format(body=XHTML, status="usable", more="", terms="", kind="ninat:text").replace(":7", ":8")
    first = G2_ITEM.format(body=XHTML, status="usable", more="", terms="", kind="ninat:text")
    message = f"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header/><itemSet>{first}{second}<packageItem/></itemSet></newsMessage>"
    assert len(stories(read(message))) == 2
    assert refusals(read("<newsMessage><itemSet><packageItem guid='x'/></itemSet></newsMessage>")) == [
        ("feed", "the feed has no entries")
    ]


def test_newsml_says_what_ninjs_says_of_embargoes_kills_terms_and_kinds() -> None:
    (killed,) = read(g2(status="canceled"))
    assert isinstance(killed, SourceWithdrawal) and killed.source == "urn:newsml:radyo.example:20260301:7"
    (held,) = read(g2(more="<embargoed>2026-03-03T08:00:00+08:00</embargoed>"))
    assert isinstance(held, HeldStory) and held.until == datetime(2026, 3, 3, tzinfo=UTC)
    (waits,) = read(g2(terms="No radio use"))
    assert isinstance(waits, HeldStory) and waits.until is None
    assert refusals(read(g2(kind="ninat:picture"))) == [
        ("Rice prices ease in Cebu", "its type is 'picture': not a story")
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<nitf><body>", "nitf, but its XML is not well-formed"),
        (
            "<!DOCTYPE nitf [<!ENTITY x 'y'>]><nitf>&x;</nitf>",
            "it defines entities of its own, which no news item needs",
        ),
    ],
)
def test_xml_that_is_broken_or_dangerous_is_refused(text: str, reason: str) -> None:
    (refusal,) = refusals(read(f"<?xml version='1.0'?>{text}"))
    assert refusal[1] in (reason, "XML, but none of RSS, Atom, NITF and NewsML-G2")
