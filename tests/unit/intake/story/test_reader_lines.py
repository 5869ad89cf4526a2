"""Lines that address readers are no part of a story; true sentences that begin with the same words are."""

from __future__ import annotations

import pytest

from tests.unit.intake.intake_desk import item, only, read, rss
from webapp.intake.wire.bylines import is_byline
from webapp.intake.wire.datelines import parse_dateline
from webapp.intake.wire.endings import is_credit, is_end_matter
from webapp.intake.wire.reader_lines import is_for_readers

TRUE_SENTENCES = [
    "The story continues below the surface, divers said of the wreck they found.", "Sundan ang yapak ng ama, sabi niya sa anak.",
    "Like this week, next week will be wet.", "#WalangPasok was the tag that parents looked for all night.",
    "Article 5 continues after the war, the treaty says in its last line.",
    "Reporting by residents led the police to the warehouse.",
    "Subscribers of the cooperative pay half of what others do.",
    "Sign up for the vaccination drive starts on Monday at the city hall.",
    "Sign up for the vaccination drive at the barangay hall by Friday, the city said.",
    "More on the budget is expected next week.", "More on this will be decided by the council on Friday.",
    "Share this burden with your neighbors, the bishop told the faithful.", "Previously the fare was nine pesos.",
    "Previously, he led the port authority.", "Previously from Cebu, the family now lives in Davao.",
    "Read more books, the teacher told her pupils.", "Read my lips, the senator said.",
    "Related cases are pending before the court.", "Comments from the governor were not available.",
    "Follow the signs to the evacuation center, officials said.",
    "Join the march at eight in the morning, the union told members.", "Support for the bill came from both parties.",
    "Support the farmers, the archbishop said.", "Download figures are not known.",
    "Keywords alone do not decide, the court held.", "Advertisements were pulled the next day.",
    "Tags on the fish showed where they had been.", "Share prices fell by a tenth.",
    "See you in court, the lawyer said.", "Watch your step, the mayor told him.", "Listen to the people, she said.",
    "The hearing is on live stream.", "Register to vote before Friday, the commission said.",
    "Continue reading the names took an hour.", "Like us, they have waited for years.",
    "Find us a doctor, the nurses pleaded.", "Also in Cebu, two bridges were closed.",
    "First published in 1923, the novel has sold a million copies.",
    "Elsewhere in the Visayas classes resume on Tuesday.",
    "Read the full text of the law before you sign, the lawyer said.", "More from the fund goes to the north.",
    "Get out, the residents shouted.", "Visit our country, the president told investors.",
    "Most read of all was the story of the boy.", "Call the hotline 0917-123-4567, the DOH said.",
    "Contact tracing goes on.", "Name the culprits, she demanded.", "Close to 300 people fled.",
    "Log in to the portal with your number, the agency said.", "Stay tuned, she told the crowd.",
    "Help us, they cried.", "Donate blood, the Red Cross said.", "“Follow us,” the soldiers shouted.",
    "Updated figures are due on Monday.", "Published accounts differ.", "Print is dead, he likes to say.",
    "Look, we have no water.", "Be respectful of your elders, the teacher said.", "May tip ang doktor para sa tag-ulan.",
    "Related: the two men are brothers.", "Read: the law says so, he told them.", "See also the second annex of the law.",
    "He had got a tip from a neighbor.", "Keep calm, the mayor said.",
]  # fmt: skip

FOR_READERS = [
    "Article continues after this advertisement", "Story continues below", "ADVERTISEMENT - CONTINUE READING BELOW",
    "Scroll to continue with content", "Click here to subscribe.", "Sundan kami sa Twitter", "I-click dito para sa iba pang ulat",
    "Like this:", "#BeInformed", "#WalangPasok #EmongPH", "Our Standards: The Thomson Reuters Trust Principles.",
    "This slideshow requires JavaScript.",
    "Subscribe now", "Subscribe to our newsletter", "Sign up for our daily newsletter.", "Follow us on Facebook",
    "Follow us on Facebook, Twitter and Instagram!", "Share this story", "Share this article on Facebook",
    "Share on Facebook", "FacebookTwitterWhatsApp", "Facebook Twitter Viber", "Read more »", "Read also:", "READ: ",
    "ALSO READ", "Related stories", "You may also like", "Comments are moderated and may be edited.",
    "Leave a comment", "No comments", "Your email address will not be published. Required fields are marked *",
    "Be the first to comment", "Download our app for iOS and Android",
    "Get the latest news in your inbox. Sign up here.", "For the latest news, follow us on Viber.", "Basahin din:",
    "KAUGNAY NA BALITA", "I-follow kami sa Facebook", "Contact the reporter at ana@radyo.example",
    "jdc@radyo.example", "Twitter: @anacruz", "Email: ana@radyo.example | Twitter: @anacruz",
    "Ana Cruz may be reached at ana@radyo.example", "Advertisement", "Infographic by Ana Cruz", "Loading…",
    "Back to top", "3 min read", "Last updated: 30/11/2026 10:00", "Síguenos en Facebook", "Le puede interesar:",
    "Lea también", "Lire aussi", "Auch interessant:", "Abonnez-vous à notre newsletter",
    "Follow Radyo on Twitter and Instagram @radyo. Like us on Facebook.", "Already a subscriber? Log in",
    "Support independent journalism", "Join our Viber community", "Tags:", "Read also: Rice prices ease in Cebu",
    "BASAHIN: Presyo ng bigas, bumaba", "READ: Rice prices ease", "Related story: Rice prices ease", "READ MORE: Rice eases",
    "Please keep comments civil.", "Please keep your comments civil and on topic. We remove what is not.",
    "Got a tip? Write to news@radyo.example", "Have a story tip? Text us.", "May tip ka ba?", "Lire aussi : Le riz baisse",
]  # fmt: skip


@pytest.mark.parametrize("sentence", TRUE_SENTENCES)
def test_a_true_last_sentence_stays(sentence: str) -> None:
    assert (
        not is_for_readers(sentence)
        and not is_end_matter(sentence)
        and not is_credit(sentence)
        and not is_byline(sentence)
    )
    said = sentence.replace("&", "&amp;amp;")
    assert sentence in only(read(rss(item(body=f"&lt;p>It rained.&lt;/p>&lt;p>{said}&lt;/p>")))).body_html


@pytest.mark.parametrize("line", FOR_READERS)
def test_a_line_for_readers_goes_wherever_it_stands(line: str) -> None:
    middle = f"<p>It rained.</p><p>{line}</p><p>The dam holds.</p>"
    assert only(read(rss(item(body=f"<![CDATA[{middle}]]>")))).body_html == "<p>It rained.</p>\n<p>The dam holds.</p>"
    assert only(read(rss(item(body=f"<![CDATA[<p>It rained.</p><p>{line}</p>]]>")))).body_html == "<p>It rained.</p>"


@pytest.mark.parametrize(
    "lines",
    [
        "<p>Read also: <a href='/1'>Rain in Tulay closes the schools</a></p>",
        "<p>VEA TAMBIÉN: <a href='/1'>Lluvia en Tulay</a></p>",
        "<p>Basahin: <a href='/1'>Ulan sa Tulay</a></p>",
        "<h3>More on the bridge</h3><ul><li><a href='/1'>Rain</a></li><li><a href='/2'>Wind</a></li></ul>",
        "<p>Related stories:</p><p><a href='/1'>Rain in Tulay</a></p><p><a href='/2'>Wind in Tulay</a></p>",
        "<ul><li><a href='/f'>Facebook</a></li><li><a href='/v'>Viber</a></li><li>Print</li></ul>",
    ],
)
def test_pointers_to_other_stories_go_with_their_links(lines: str) -> None:
    body = f"<p>It rained.</p>{lines}<p>The dam holds, the engineers said.</p>"
    assert only(read(rss(item(body=f"<![CDATA[{body}]]>")))).body_html == (
        "<p>It rained.</p>\n<p>The dam holds, the engineers said.</p>"
    )


@pytest.mark.parametrize(
    "kept",
    [
        "<h3>More on the bridge</h3><p>The bridge is old.</p>",
        "<p>Read: the court did not.</p>",
        "<p>See <a href='/law'>the law</a> for what it says of bridges, the lawyer said.</p>",
        "<p>What readers asked: <a href='/1'>when will it open?</a></p>",
    ],
)
def test_a_heading_or_a_sentence_with_a_link_in_it_stays(kept: str) -> None:
    text = only(read(rss(item(body=f"<![CDATA[<p>It rained.</p>{kept}<p>The dam holds.</p>]]>")))).body_html
    assert text.count("<p>") + text.count("<h3>") == 2 + kept.count("<p>") + kept.count("<h3>")


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("NEDA — the economic planning agency — cut its target.", ""),
        ("DPWH – The department opened the road. The DPWH said so.", ""),
        ("PAGASA — Signal No. 2 was raised over Samar.", "It may rain until Friday, PAGASA said."),
        ("AFP — the armed forces — denied it.", ""),
    ],
)
def test_an_acronym_that_the_sentence_explains_is_no_place(text: str, story: str) -> None:
    assert parse_dateline(text, story) is None


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("Santiago, 4 may (EFE).- El gobierno", "Santiago", "EFE"), ("Quito, 24 Set 2018 (AFP) - El", "Quito", "AFP"),
        ("São Paulo, 4 mai (Lusa) – O presidente", "São Paulo", "Lusa"),
        ("BUENOS AIRES, abr 4 (Reuters) - La", "BUENOS AIRES", "Reuters"),
        ("París, 24 de mayo (AFP) - El", "París", "AFP"), ("MADRID, 4 Dic. (EUROPA PRESS) - El", "MADRID", "Europa Press"),
        ("Lima, may. 4 (ANDINA).- El", "Lima", "Andina"), ("San José, 4 may (ACAN-EFE).- El", "San José", "ACAN-EFE"),
        ("Roma, 4 mag. (ANSA) - Il", "Roma", "ANSA"),
        ("Río de Janeiro, 4 may (Prensa Latina) El", "Río de Janeiro", "Prensa Latina"),
        ("GENEVA/MANILA, March 2 (Reuters) - The", "GENEVA/MANILA", "Reuters"),
        ("KIDAPAWAN CITY (MindaNews / 02 March) – A", "KIDAPAWAN CITY", "MindaNews"),
        ("(UPDATE) MANILA, Philippines — The Senate", "MANILA, Philippines", None),
        ("(2nd UPDATE) MANILA (AFP) — The Senate", "MANILA", "AFP"),
        ("Berlin, 4. Mai (dpa) - Der", "Berlin", "dpa"), ("MANILA, Nov. 30 — The Senate", "MANILA", None),
    ],
)  # fmt: skip
def test_datelines_of_southern_papers_are_read(text: str, place: str, agency: str | None) -> None:
    found = parse_dateline(text)
    assert found is not None and (found.place, found.agency) == (place, agency)
    assert text[found.length :][0].isupper()


@pytest.mark.parametrize(
    "line",
    ["By the numbers", "By The Numbers", "BY THE NUMBERS", "By law, nobody may", "By noon, all had gone", "By Monday",
     "By 2030, all",
     "Von der Leyen will", "Por la tarde", "By Region", "By Way of Cebu"],
)  # fmt: skip
def test_a_heading_that_begins_with_by_names_no_author(line: str) -> None:
    assert not is_byline(line)
    story = only(read(rss(item(body=f"<![CDATA[<h2>{line}</h2><p>It rained for days.</p>]]>"))))
    assert story.byline is None and line in story.body_html


@pytest.mark.parametrize(
    "line",
    ["By Maria Santos", "BY ANA CRUZ", "Ni Ben Reyes", "By the Associated Press", "By Juan dela Cruz in Manila",
     "By Ana Cruz, staff writer",
     "By Ben Reyes Jr.", "Por Ana Cruz"],
)  # fmt: skip
def test_a_byline_is_one_also_between_the_parts_of_a_story(line: str) -> None:
    assert is_byline(line)
    parts = f"<p>It rained for days.</p>{'<p>The dam holds.</p>' * 5}<p>{line}</p><p>And then it dried.</p>"
    story = only(read(rss(item(body=f"<![CDATA[{parts}]]>"))))
    assert story.byline is not None and line not in story.body_html


def test_initials_before_an_agency_name_it() -> None:
    story = only(read(rss(item(body="<![CDATA[<p>It rained.</p><p>(jdc/PNA)</p>]]>"))))
    assert (story.body_html, story.credit) == ("<p>It rained.</p>", "PNA")


def test_no_line_however_long_or_odd_takes_long() -> None:
    for line in (
        "share on " + "a " * 190,
        "subscribe " + "our " * 97,
        "read " * 79,
        "@a " * 130,
        "x@y." * 99,
        "facebook " * 44,
        "- " * 199,
    ):
        is_for_readers(line)
        is_end_matter(line)
        is_byline(line)
        parse_dateline(line)
