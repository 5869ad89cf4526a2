"""What the station says of itself and how it is reached, from its file; and what stands in the file that must not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from lxml import html

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.drafts import BreakingDraft, Correction
from webapp.newsroom.errors import Invalid
from webapp.newsroom.staff import Actor
from webapp.newsroom.toml.station_toml import parse_station

LIGAYA = Actor(name="Ligaya", role="anchor")
STATION = """
name = "Radyo Dagat"
[contact]
call = "(02) 5555 0777"
text = "0900 555 0777"
links = ["https://www.facebook.com/radyodagat/"]
[pages]
about = "We are <b>here</b>.\\n\\nSee https://dagat.example/who"
corrections = "We say what was wrong."
"""


@pytest.fixture
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path_factory.mktemp("station"), STATION)


def page(site: InProcessSite, path: str) -> Any:
    answer = site.client().get(path)
    assert answer.status_code == 200, answer.text
    return html.document_fromstring(answer.text)


def test_pages_that_the_file_has_stand_at_the_foot_of_every_page_and_the_others_are_not_there(
    site: InProcessSite,
) -> None:
    links = page(site, "/").xpath("//footer//a/@href")
    assert links[:3] == ["/about", "/contact", "/corrections"] and "/privacy" not in links
    assert site.client().get("/privacy").status_code == 404


def test_a_text_has_its_paragraphs_and_links_and_no_markup_of_its_own(site: InProcessSite) -> None:
    paragraphs = page(site, "/about").xpath("//main//div//p")
    assert paragraphs[0].text_content() == "We are <b>here</b>."
    assert paragraphs[1].xpath("a/@href") == ["https://dagat.example/who"]


def test_the_studios_lines_are_numbers_to_press(site: InProcessSite) -> None:
    assert page(site, "/contact").xpath("//dl//a/@href") == [
        "tel:0255550777", "sms:09005550777", "https://www.facebook.com/radyodagat/",
    ]  # fmt: skip
    assert page(site, "/").xpath("//section[@class='studio']//a[starts-with(@href, 'tel:')]/@href") == [
        "tel:0255550777"
    ]


def test_the_corrections_page_shows_what_was_corrected(site: InProcessSite) -> None:
    item = site.room.desk.publish_breaking(
        BreakingDraft(headline="Quake off Batangas", priority="bulletin"), LIGAYA, NOON
    )
    change = Correction(rev=1, reason="It was off Mindoro.", headline="Quake off Mindoro")
    site.room.desk.correct_breaking(str(item.id), change, LIGAYA, NOON)
    site.follow()
    assert "It was off Mindoro." in page(site, "/corrections").find(".//main").text_content()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[contact]\ncall = "ring us"', "line 2"),
        ('[contact]\nemail = "nobody"', "line 2"),
        ('[contact]\nlinks = ["javascript:alert(1)"]', "line 2"),
        ('[contact]\nlinks = ["/here"]', "another site"),
        ('[contact]\nphone = "1"', "there is no key 'phone'"),
        ('[pages]\nabout = ""', "line 2"),
        ('[pages]\nterms = "x"', "there is no key 'terms'"),
    ],
)
def test_a_mistake_in_the_file_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_station(text)
    assert said in str([one["problem"] for one in refused.value.fields])
