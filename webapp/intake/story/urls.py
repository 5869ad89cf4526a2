"""Normal forms of addresses: two links to one story become equal."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urljoin, urlsplit, urlunsplit

from webapp.fetch.addresses import MAX_URL_CHARS, USUAL_PORTS
from webapp.intake.story.clean_text import clean_line

_TRACKING = re.compile(
    r"(?:utm_\w+|wt_\w+|mc_[ce]id|fbclid|gclid|dclid|msclkid|igshid|yclid|_ga|cmp|cmpid|ocid|ref_src|ref_url|smid|"
    r"ftag|ncid|ns_\w+|at_\w+|xtor|sr_share|feedtype|feedname|source_rss|phpsessid|jsessionid|sessionid)",
    re.IGNORECASE,
)
_REDIRECT = re.compile(
    r"https?://(?:(?:www|news)\.google\.[a-z.]{2,7}/url|l\.facebook\.com/l\.php|www\.bing\.com/news/apiclick\.aspx)\?(?P<query>.*)",
    re.IGNORECASE,
)
_SESSION_ID = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_UNESCAPED = "/%:@!$&'()*+,;=~?[]|"
_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.")


def normalize_url(text: str, base: str | None = None) -> str | None:
    """`text` as an absolute http(s) address without fragment and tracking parameters, or `None`.

    `base` resolves relative addresses.
    """
    text = _redirect_target(text.strip().replace("&amp;", "&").replace(" ", "%20"))
    if not text or len(text) > MAX_URL_CHARS or not text.isprintable():
        return None
    try:
        parts = urlsplit(urljoin(base, text) if base else text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in USUAL_PORTS or not parts.hostname or "@" in parts.netloc or "\\" in parts.netloc:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.rstrip(".")
    netloc = host if port in (None, USUAL_PORTS[parts.scheme]) else f"{host}:{port}"
    kept = "&".join(pair for pair in parts.query.split("&") if not _TRACKING.fullmatch(pair.partition("=")[0]))
    path = _SESSION_ID.sub("", parts.path) or "/"
    return urlunsplit((parts.scheme, netloc, quote(path, safe=_UNESCAPED), quote(kept, safe=_UNESCAPED), ""))


def _redirect_target(text: str) -> str:
    """The address behind one of a search engine or a network, as Google Alerts sends; else `text` itself."""
    if not (found := _REDIRECT.match(text)):
        return text
    target = next((value for name, value in parse_qsl(found["query"]) if name in ("url", "q", "u")), "")
    return target if target.startswith(("https://", "http://")) else text


def source_for_url(canonical: str) -> str:
    """The `source` (identity) of a story at `canonical`: the same for http and https."""
    return "https://" + canonical.split("://", 1)[1]


def source_for_guid(guid: str) -> str:
    """The `source` of a story whose id is unique in the world, be it an address or a `urn:`."""
    found = normalize_url(guid)
    return source_for_url(found) if found else clean_line(guid, 500)


def site_of(url: str) -> str:
    """The host that stands for a site, without `www.`, `m.` and the like; empty if there is none."""
    try:
        return _HOST_PREFIX.sub("", urlsplit(url).hostname or "")
    except ValueError:
        return ""


def is_front_page(url: str) -> bool:
    """Whether `url` is a site's front page, and so not the address of one story."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
