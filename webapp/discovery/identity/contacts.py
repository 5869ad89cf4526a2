"""How listeners reach the studio: a number to call, one to write to, and a mail address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from webapp.discovery.facts import SEVERAL, Fact
from webapp.discovery.identity.contact_words import Candidate, candidates, digits_of, is_for_listeners
from webapp.discovery.identity.names import akin_things
from webapp.discovery.site.others import is_sample_mail, is_sample_number
from webapp.discovery.site.site_page import SitePage
from webapp.intake.formats.json_values import as_text, objects_in
from webapp.intake.story.clean_text import clean_line


def contacts(pages: Sequence[SitePage], names: Sequence[str]) -> Iterator[Fact]:
    """`pages` are the front and those that say how to reach the station."""
    for thing in akin_things(pages[0], names):
        if (phone := clean_line(as_text(thing.get("telephone")), 40)) and not is_sample_number(digits_of(phone)):
            yield Fact("call", phone, f"JSON-LD telephone at {pages[0].url}")
        mail = as_text(thing.get("email")).removeprefix("mailto:").strip()
        if mail and not is_sample_mail(mail):
            yield Fact("email", mail, f"JSON-LD email at {pages[0].url}")
        yield from _contact_points(thing, pages[0].url)
    found = [one for page in pages for one in candidates(page)]
    for name in ("call", "text", "email"):
        yield from _decided([one for one in found if one.name == name])


def _contact_points(thing: dict[str, Any], url: str) -> Iterator[Fact]:
    """Of schema.org's points of contact those that are not for advertisers and the like."""
    points = thing.get("contactPoint")
    for point in objects_in(points if isinstance(points, list) else [points]):
        if is_for_listeners(as_text(point.get("contactType"))):
            phone, mail = (
                clean_line(as_text(point.get("telephone")), 40),
                as_text(point.get("email")).removeprefix("mailto:"),
            )
            if phone and not is_sample_number(digits_of(phone)):
                yield Fact("call", phone, f"JSON-LD telephone at {url}", "likely")
            if mail and not is_sample_mail(mail):
                yield Fact("email", mail, f"JSON-LD email at {url}", "likely")


def _decided(found: Iterable[Candidate]) -> Iterator[Fact]:
    """What is said most clearly to be for listeners; where several of them are, none is sure."""
    ranked = sorted(found, key=lambda one: -one.rank)
    best = [one for one in ranked if one.rank == ranked[0].rank]
    several = len({_key(one) for one in best}) > 1 and len({one.group for one in best}) > 1
    for one in ranked:
        fact = Fact(one.name, one.value, one.where, "likely")
        sure = one.rank == ranked[0].rank and not several and one.rank > 0
        yield fact if sure else fact.unsure(SEVERAL)


def _key(one: Candidate) -> str:
    return digits_of(one.value)[-7:] if one.name != "email" else one.value.casefold()
