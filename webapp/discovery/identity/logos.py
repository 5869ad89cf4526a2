"""The station's logo: a picture that is said to be it, measured; none of partners, of the theme, or of another site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson
from lxml.html import HtmlElement

from webapp.discovery.facts import Budget, Certainty, Fact
from webapp.discovery.identity.names import akin_things
from webapp.discovery.site.more_pages import same_site
from webapp.discovery.site.others import is_akin, is_of_others, names_of
from webapp.discovery.site.site_page import SitePage
from webapp.intake.formats.json_values import as_object, as_text, objects_in
from webapp.intake.story.picture_size import size_of

MIN_LOGO_PX = 48
MIN_ICON_PX = 96
MAX_TRIED, MAX_PICTURES = 5, 60
MAX_LOGO_BYTES = 2_000_000

_CALLED_A_LOGO = re.compile(r"\blogo\b|[-_/]logo|logo[-_.]", re.IGNORECASE)
_MAIN_LOGO = re.compile(
    r"custom-logo|site-logo|navbar-brand|header-logo|header-title-logo|main-logo|brand-logo|logo-img", re.IGNORECASE
)
_OF_SOFTWARE = re.compile(
    r"/themes?/|/plugins?/|/templates?/|/static/icons/|/demo|placeholder|/wp-includes/|gravatar\.", re.IGNORECASE
)
_OTHERS = re.compile(r"sponsor|partner|client|affiliate|footer|fund|donor|award|payment|network|member", re.IGNORECASE)


def logos(page: SitePage, budget: Budget, names: Sequence[str], manifest: dict[str, Any]) -> Iterator[Fact]:
    """`value` has `url`, `width` and `height` in pixels as measured."""
    tried: set[str] = set()
    for address, where, sure in _named(page, names, manifest):
        if not address or address in tried or _OF_SOFTWARE.search(urlsplit(address).path):
            continue
        if len(tried) == MAX_TRIED:
            return
        tried.add(address)
        came = budget.fetch(address, max_bytes=MAX_LOGO_BYTES)
        size = size_of(came.body) if came else None
        least = MIN_ICON_PX if "icon" in where else MIN_LOGO_PX
        if came and size and min(size) >= least:
            yield Fact("logo", {"url": came.url, "width": size[0], "height": size[1]}, f"{where} at {page.url}", sure)
        elif came and b"<svg" in came.body[:4000]:
            budget.note_unusable("logo", address, "it is a drawing (SVG); the logo has to be a PNG, JPEG or WebP")


def _named(page: SitePage, names: Sequence[str], manifest: dict[str, Any]) -> Iterator[tuple[str, str, Certainty]]:
    """(address, by which sign, how sure), the surest first."""
    for thing in akin_things(page, names):
        logo = thing.get("logo")
        for one in logo if isinstance(logo, list) else [logo]:
            address = as_text(one.get("url") or one.get("contentUrl")) if isinstance(one, dict) else as_text(one)
            yield page.absolute(address), "JSON-LD logo", "certain"
    for path, value in page.embedded:
        if path[-1] in ("logoimageurl", "logourl", "logo_url", "logo") or path[-2:] in (
            ("logo", "url"),
            ("logo", "src"),
        ):
            yield page.absolute(value), "logo in a script", "certain"
    for element in page.tree.xpath("//*[@itemprop='logo']"):
        yield (
            page.absolute(element.get("src") or element.get("href") or element.get("content") or ""),
            "itemprop logo",
            "certain",
        )
    yield page.absolute(page.meta("og:logo")), "og:logo", "certain"
    pictures = [image for image in islice(page.tree.iter("img"), MAX_PICTURES) if _may_be_the_logo(image, page, names)]
    pictures.sort(key=lambda image: not _MAIN_LOGO.search(_marks(image)))
    for image in pictures[:2]:
        yield page.absolute(_source(image)), "picture called a logo", "likely"
    for relations, _, address in page.links:
        if "apple-touch-icon" in relations:
            yield address, "apple-touch-icon", "certain"
    for relations, _, address in page.links:
        if "icon" in relations and not address.endswith(".ico"):
            yield address, "icon of the page", "likely"
    for icon in objects_in(manifest.get("icons") or []):
        yield page.absolute(as_text(icon.get("src"))), "icon of the manifest", "certain"


def _may_be_the_logo(image: HtmlElement, page: SitePage, names: Sequence[str]) -> bool:
    link = next((box for box in image.iterancestors("a")), None)
    if _OF_SOFTWARE.search(_source(image)):
        return False
    target = page.absolute(link.get("href") or "") if link is not None else ""
    if target and not same_site(target, page.url):
        return False  # it leads to whose logo it is
    boxes = " ".join(names_of(box) for box in image.iterancestors())
    if _OTHERS.search(
        " ".join((boxes, image.get("alt") or "", _source(image), image.get("class") or ""))
    ) or is_of_others(image):
        return False
    around = " ".join((link.get("class") or "", link.get("id") or "")) if link is not None else ""
    leads_home = (
        bool(target)
        and urlsplit(target).path in ("", "/", urlsplit(page.url).path)
        and is_akin(image.get("alt") or "", names)
    )
    return leads_home or bool(_CALLED_A_LOGO.search(f"{_marks(image)} {around}"))


def _marks(image: HtmlElement) -> str:
    return " ".join(filter(None, (image.get("class"), image.get("id"), image.get("alt"), _source(image))))


def _source(image: HtmlElement) -> str:
    return str(image.get("data-src") or image.get("data-lazy-src") or image.get("src") or "")


def web_manifest(page: SitePage, budget: Budget) -> dict[str, Any]:
    """What the site says of itself as an app; its addresses are absolute. Empty where there is none."""
    address = next((address for relations, _, address in page.links if "manifest" in relations), "")
    came = budget.fetch(address, max_bytes=100_000) if address else None
    try:
        manifest = as_object(orjson.loads(came.body)) if came else {}
    except orjson.JSONDecodeError:
        return {}
    icons = objects_in(manifest.get("icons") or [])
    return {**manifest, "icons": [{**icon, "src": urljoin(address, as_text(icon.get("src")))} for icon in icons]}
