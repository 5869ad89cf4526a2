"""Text as it comes: in whatever encoding, with or without tags, and with what is left of somebody's markup."""

from __future__ import annotations

import orjson
import pytest

from tests.unit.intake.intake_desk import item, only, read, rss, stories


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("utf-8", "iso-8859-1", "Señor Peña’s café"),
        ("iso-8859-1", "ISO-8859-1", "Nação de João à tarde"),
        ("cp1252", "iso-8859-1", "“Quoted” – naïve"),
        ("shift_jis", "", "記事投稿が反映されないことが判明しました。東京で記者が伝えています。"),
        ("euc_jp", "euc-jp", "記事投稿が反映されないことが判明しました"),
        ("gb18030", "gb2312", "短缺药品保供稳价"),
        ("utf-16", "utf-16", "Ang balita ngayong umaga ñ"),
        ("iso2022_jp", "iso-2022-jp", "記事投稿が反映されない"),
    ],
)
def test_text_is_read_in_the_encoding_it_is_in(encoding: str, declared: str, text: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    story = only(read(rss(item(text, f"{text}: {text}"), head=head).encode(encoding)))
    assert story.title == text


CUT = "Sinabi ni Señor Peña ng Las Piñas na bukas ang café."


@pytest.mark.parametrize("declared", ["utf-8", "UTF8", "iso-8859-1", ""])
def test_a_letter_cut_in_two_costs_a_utf_8_feed_that_letter_alone(declared: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    whole = rss(item("Señor Peña’s café", CUT * 5), item("Piñata", f"{CUT} Niña {CUT}"), head=head)
    body = whole.encode().replace(b"Ni\xc3\xb1a", b"Ni\xc3a")
    first, second = stories(read(body, kind="text/xml; charset=utf-8" if declared == "utf-8" else ""))
    assert (first.title, second.title) == ("Señor Peña’s café", "Piñata")
    assert first.body_html == f"<p>{CUT * 5}</p>"
    assert second.body_html == f"<p>{CUT} Ni\ufffda {CUT}</p>"


@pytest.mark.parametrize("broken", [b"Para\xc3", b"Para\xe2\x80 ", b"Para\xf1aque"])
def test_one_broken_letter_among_few_does_not_make_a_short_feed_another_alphabet(broken: bytes) -> None:
    body = rss(item("Biñan: “walang” P5", "Walang Para ngayon."), head="").encode().replace(b"Para", broken)
    assert only(read(body)).title == "Biñan: “walang” P5"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Die größte Bücherei der Städte eröffnet – für alle, „schön“."),
        ("shift_jis", "記事投稿が反映されないことが判明しました。東京で記者が伝えています。"),
        ("gb18030", "短缺药品保供稳价，记者今天从国家药监局获悉，有关部门将继续加强监测。"),
        ("euc_kr", "정부는 오늘 서울에서 기자회견을 열고 새로운 대책을 발표했다고 밝혔다."),
        ("tis_620", "ผลการตรวจยืนยันว่าไม่พบการระบาดในพื้นที่กรุงเทพมหานครและปริมณฑล"),
    ],
)
def test_a_feed_that_only_says_it_is_utf_8_is_read_in_the_encoding_it_is_in(encoding: str, text: str) -> None:
    body = rss(item(text[:40], f"{text} {text}"), head='<?xml version="1.0" encoding="utf-8"?>').encode(encoding)
    assert only(read(body, kind="application/rss+xml; charset=utf-8")).title == text[:40].strip()


def test_where_the_server_says_the_encoding_that_counts() -> None:
    body = rss(item("Nação", "João."), head="").encode("latin-1")
    assert only(read(body, kind="text/xml; charset=ISO-8859-1")).title == "Nação"


TWO = "<p>It rained.</p>\n<p>Then it stopped at R&amp;D.</p>"


@pytest.mark.parametrize("ends", ["\n\n", "\r\n\r\n", "\r\r", "\n \t\n", "\r\n \r\n\r\n"])
def test_empty_lines_in_plain_text_make_paragraphs_whatever_the_line_ends(ends: str) -> None:
    plain = f"It rained.{ends}Then it stopped at R&D."
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "title": "Rain", "content_text": plain}],
    }
    assert only(read(orjson.dumps(feed))).body_html == TWO
    escaped = plain.replace("&", "&amp;amp;").replace("\r", "&#13;")
    assert only(read(rss(item("Rain", escaped)))).body_html == TWO
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>R</title><entry><title>Rain</title><id>urn:x:1</id>
      <content type="text">{plain.replace("&", "&amp;")}</content></entry></feed>"""
    assert only(read(atom)).body_html == TWO


def test_text_with_tags_keeps_the_paragraphs_that_its_tags_make() -> None:
    assert only(read(rss(item(body="&lt;p>It\n\nrained.&lt;/p>")))).body_html.count("<p>") == 1


@pytest.mark.parametrize("rubbish", ['"><svg onload=alert(3)>', '">alert(3)>', "Ana <script", "'/>", '"] onclick'])
def test_a_byline_or_topic_that_is_the_rest_of_markup_is_left_away(rubbish: str) -> None:
    said = rubbish.replace("<", "&lt;")
    for twice in (said, said.replace("&lt;", "&amp;lt;")):
        more = f"<dc:creator>{twice}</dc:creator><category>{twice}</category><category>Food > Rice</category>"
        story = only(read(rss(item(more=more))))
        assert (story.byline, story.topics) == (None, ("Food > Rice",))
    one = {
        "id": "1",
        "content_text": "It rained.",
        "authors": [{"name": rubbish}, {"name": "Ana Cruz"}],
        "tags": [rubbish],
    }
    story = only(read(orjson.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [one]})))
    assert (story.byline, story.topics) == ("Ana Cruz", ())
