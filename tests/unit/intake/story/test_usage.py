"""What a source forbids in words, where it concerns a radio station's site, and what concerns others only."""

from __future__ import annotations

import pytest

from tests.unit.intake.intake_desk import item, read, rss
from webapp.intake.importing.documents import HeldStory, SourceStory
from webapp.intake.wire.usage import forbidden_use


@pytest.mark.parametrize(
    "terms",
    [
        "No radio use", "NO RADIO USE. Mandatory credit.", "Not for broadcast", "NOT FOR RADIO OR TV BROADCAST", "No online use.",
        "no use on radio", "NO ARCHIVES, NO RADIO", "Not for online use", "Radio out", "RADIO/TV OUT", "Print use only",
        "For print only", "No web", "No digital or broadcast use", "Not for publication", "Do not broadcast before the vote",
        "not to be broadcast", "Excluding radio", "PHILIPPINES OUT", "No use Philippines", "Not for use in the Philippines",
        "For information only", "Internal use only", "Bawal i-broadcast", "Huwag isahimpapawid", "Keine Radionutzung",
        "Not available for broadcasters", "Must not be broadcast.",
    ],
)  # fmt: skip
def test_what_a_station_must_not_do_holds_a_story(terms: str) -> None:
    assert forbidden_use(terms)


@pytest.mark.parametrize(
    "terms",
    [
        "", "Usage", "For editorial use only", "No sales, no archives", "NO ARCHIVES", "Mandatory credit: A. Cruz/AFP",
        "Free for radio and online use", "AUSTRALIA OUT, NEW ZEALAND OUT", "Not for commercial resale",
        "This material may not be published, broadcast, rewritten or redistributed without permission.",
        "No part of this may be reproduced or broadcast without the prior written consent of the agency.",
        "All rights reserved.", "Attribution required", "NO THIRD PARTY SALES",
    ],
)  # fmt: skip
def test_what_concerns_others_is_shown_to_editors_and_holds_nothing(terms: str) -> None:
    assert forbidden_use(terms) is None


@pytest.mark.parametrize("field", ["dc:rights", "dcterms:rights", "copyright", "media:copyright"])
def test_a_statement_of_rights_that_forbids_our_use_holds_the_story_and_one_that_names_its_owner_does_not(
    field: str,
) -> None:
    def story(rights: str) -> object:
        spaces = "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/' "
        spaces += "xmlns:media='http://search.yahoo.com/mrss/'"
        feed = rss(item(more=f"<{field}>{rights}</{field}>")).replace("<rss ", f"<rss {spaces} ")
        (found,) = read(feed)
        return found

    held = story("© AFP 2026. No radio use.")
    assert isinstance(held, HeldStory) and held.reason == "its source forbids it: “No radio”"
    free = story("© AFP 2026. All rights reserved.")
    assert isinstance(free, SourceStory) and not isinstance(free, HeldStory) and not free.article.usage
