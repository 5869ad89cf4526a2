"""Which language a story is in, and which letters its bytes are, where its source says neither rightly."""

from __future__ import annotations

import pytest

from tests.unit.intake.intake_desk import item, only, read, rss
from webapp.intake.story.language import decide_language

OURS = ("en", "fil")
PLAIN = {
    "fil": "Sinabi ng pulisya na tatlo ang nasugatan nang bumangga ang jeep sa poste kaninang umaga sa lungsod.",
    "en": "The bridge closes on Monday for repairs that will take three weeks, the office of the mayor said.",
    "ceb": "Matod sa kapolisan, gidakop ang suspek didto sa iyang balay niadtong Lunes sa buntag, ug wala siya mosukol. "
    "Gikan kini sa Sugbo.",
    "ilo": "Kinuna ti gobernador nga adda dagiti agsakit idiay ospital gapu iti dengue, ken awan pay ti natay ita.",
    "hil": "Suno sa kapulisan, nadakpan ang suspek sang nagligad nga Martes sa banwa sang Oton kag wala sing nasamad.",
    "es": "El gobierno anunció que los precios del arroz bajarán el próximo mes por la cosecha, según el ministro.",
    "id": "Pemerintah mengumumkan bahwa harga beras akan turun pada bulan depan karena panen raya di Jawa telah dimulai, "
    "dan harga itu tidak akan naik dalam waktu dekat.",
}


@pytest.mark.parametrize("stated", ["en-US", "en", "", "und"])
@pytest.mark.parametrize("code", PLAIN)
def test_a_text_plainly_in_one_language_is_stored_so_whatever_a_general_setting_says(stated: str, code: str) -> None:
    assert decide_language(stated, PLAIN[code], OURS) == code


@pytest.mark.parametrize(
    ("stated", "text", "code"),
    [
        ("en-US", "Presyo ng bigas, bumaba na sa mga palengke sa Metro Manila", "fil"),
        ("en-US", "Nag-announce ang DepEd na suspended ang classes sa lahat ng levels dahil sa heavy rain.", "fil"),
        ("en-US", "Nagpost ang actress sa Instagram ng throwback photo nila, at super happy raw siya.", "fil"),
        ("fil", "The show Eat Bulaga and the song Ang Huling El Bimbo drew thousands to the arena.", "en"),
        ("en-US", "Barangay Ginebra beats San Miguel in Game 7 to take the title at the Araneta Coliseum", "en"),
        ("en-US", "Gilas Pilipinas tops Guam", "en"),
        ("fil-PH", "Gilas Pilipinas, wagi", "fil"),
        ("en-US", "She said “ang sa ng mga na ay” is what the teacher has on the wall, and that it was in her book.", "en"),
        ("ceb", "Namatay ang tulo ka tawo human mabangga ang ilang gisakyan nga jeep sa dakbayan.", "ceb"),
        ("en-US", "Matag buntag among ipahibalo unsa ang presyo sa bugas ug isda, ug asa kini mabili karong adlawa.", "ceb"),
        ("pam", PLAIN["fil"], "fil"), ("krj", PLAIN["fil"], "krj"),
        ("en", "ผลการตรวจยืนยันว่าไม่พบ", "th"), ("sr", "Влада је најавила нове мере", "sr"), ("en", "Новости города", "ru"),
        ("zh-Hant-TW", "短缺藥品", "zh-Hant"), ("", "Rice 12", "en"),
    ],
)  # fmt: skip
def test_a_short_or_mixed_text_is_what_its_small_words_say_and_else_what_its_source_says(
    stated: str, text: str, code: str
) -> None:
    assert decide_language(stated, text, OURS) == code


def test_between_two_languages_that_share_their_words_the_stations_own_counts() -> None:
    text = "Presyo sa bugas misaka na usab sa mga merkado sa Dabaw"
    assert decide_language("en-US", text, ("ceb", "en")) == "ceb"
    assert decide_language("en-US", text, OURS) == "en", "it may be Filipino, Cebuano or Bikol"


def test_a_filipino_story_of_a_feed_that_says_en_us_is_filipino() -> None:
    feed = rss(item("Klase, suspendido bukas", PLAIN["fil"]), channel="<language>en-US</language>")
    assert only(read(feed)).language == "fil"
    page = f"""<html lang="en-US"><head><title>Tatlo, sugatan</title><meta property="og:type" content="article"></head>
      <body><article><h1>Tatlo, sugatan</h1><p>{PLAIN["fil"]}</p><p>{PLAIN["fil"]} Muli.</p></article></body></html>"""
    assert only(read(page, "https://a.example/tatlo")).language == "fil"


@pytest.mark.parametrize("declared", ["", "utf-8"])
@pytest.mark.parametrize(
    ("title", "encoding", "language", "slug"),
    [
        ("Biñan mayor says", "cp1252", "", "binan-mayor-says"),
        ("Las Piñas at Parañaque: “baha” – P5", "cp1252", "en-US", "las-pinas-at-paranaque-baha-p5"),
        ("Señor Peña’s café", "cp1252", "", "senor-penas-cafe"),
        ("PEÑAFRANCIA", "cp1252", "", "penafrancia"),
        ("Ñ 1", "cp1252", "", "n-1"),
        ("Größe der Straße", "cp1252", "", "grosse-der-strasse"),
        ("Zażółć gęślą jaźń", "cp1250", "pl", "zazolc-gesla-jazn"),
        ("Příliš žluťoučký kůň", "cp1250", "cs", "prilis-zlutoucky-kun"),
        ("yağış İstanbul", "cp1254", "tr", "yagis-istanbul"),
    ],
)
def test_latin_text_of_no_known_encoding_is_western_unless_its_language_says_else(
    title: str, encoding: str, language: str, slug: str, declared: str
) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    channel = f"<language>{language}</language>" if language else ""
    story = only(read(rss(item(title, f"{title}: {title}."), channel=channel, head=head).encode(encoding)))
    assert story.title == title
    assert story.slug.endswith(slug.removeprefix("")), story.slug


@pytest.mark.parametrize(
    ("encoding", "title"),
    [("cp1251", "Привет, новости города"), ("iso-8859-7", "Αθήνα: νέα μέτρα"), ("cp874", "ผลการตรวจยืนยัน")],
)
def test_other_alphabets_are_not_taken_for_latin(encoding: str, title: str) -> None:
    body = rss(item(title, f"{title}. {title}, {title}."), head="").encode(encoding)
    assert only(read(body)).title == title
