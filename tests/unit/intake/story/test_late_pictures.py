"""Pictures that a page loads late, or offers in several kinds."""

from __future__ import annotations

import pytest

from tests.unit.intake.intake_desk import item, read, rss
from webapp.intake.importing.documents import SourceStory
from webapp.intake.story.html.blocks import to_blocks

BASE = "https://radyo.example/news/"


@pytest.mark.parametrize(
    "image",
    [
        "<img src='lazyload.gif' data-src='/real.jpg'>",
        "<img src='/img/blank.gif' data-srcset='/small.jpg 300w, /real.jpg 1200w'>",
        "<img src='data:image/gif;base64,R0lGOD' width='1' height='1' data-lazy-src='/real.jpg'>",
        "<img src='/lazyload.gif'><noscript><img src='/real.jpg'></noscript>", "<noscript><img src='/real.jpg'></noscript>",
        "<picture><source srcset='/real.jpg 2x'><img alt=''></picture>", "<img srcset='/small.jpg 300w, /real.jpg 900w'>",
        "<picture><source data-srcset='/real.jpg'><img src='/assets/placeholder.png'></picture>",
        "<img src='/real.jpg' data-src='/1x1.gif'>",
        "<img data-original='/real.jpg' src='/loading.svg'>",
    ],
)  # fmt: skip
def test_the_picture_is_taken_and_not_what_stands_in_its_place(image: str) -> None:
    assert [picture.url for picture in to_blocks(f"<p>Rain.</p>{image}", BASE).pictures] == [
        "https://radyo.example/real.jpg"
    ]


def test_addresses_with_commas_are_whole() -> None:
    image = "<img srcset='https://a.example/w_300,h_200/x.jpg 300w, https://a.example/w_900,h_600/x.jpg 900w'>"
    assert [picture.url for picture in to_blocks(image, BASE).pictures] == ["https://a.example/w_900,h_600/x.jpg"]


@pytest.mark.parametrize(
    "image", ["<img src='/loading.gif'>", "<img src='/t.gif' width='1' height='1'>", "<img alt='x'>"]
)
def test_a_placeholder_alone_and_a_tracker_are_no_pictures(image: str) -> None:
    assert not to_blocks(f"<p>Rain.</p>{image}", BASE).pictures


@pytest.mark.parametrize("end", ["", "/"])
def test_a_picture_with_sources_in_a_feed_keeps_its_caption_and_credit_and_the_words_behind_it(end: str) -> None:
    figure = (
        f"<figure><picture><source srcset='/a.webp' type='image/webp'{end}><source srcset='/b.jpg 640w'{end}>"
        "<img src='https://radyo.example/a.jpg' alt='The dam' width='800' height='600'></picture>"
        "<figcaption>The dam on Monday. Photo: Ana Cruz/PNA</figcaption></figure>"
    )
    (result,) = read(rss(item(body=f"<![CDATA[<p>It rained.</p>{figure}<p>The dam holds.</p>]]>")), BASE)
    assert isinstance(result, SourceStory)
    picture = result.article.picture
    assert picture is not None
    assert (picture.url, picture.width, picture.caption, picture.credit) == (
        "https://radyo.example/a.jpg", 800, "The dam on Monday.", "Ana Cruz/PNA",
    )  # fmt: skip
    assert result.article.body_html == "<p>It rained.</p>\n<p>The dam holds.</p>"
