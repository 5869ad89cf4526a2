"""Makes HTML from outside harmless: every article's text passes through here before it is stored.

Only what is listed here gets through: text and its structure, nothing that runs, loads or styles.
"""

from __future__ import annotations

import re

import nh3

from webapp.newsroom.plain_text import DIRECTION_CONTROLS


def word_set(text: str) -> frozenset[str]:
    """The words of `text`, which are separated by white space."""
    return frozenset(text.split())


TAGS = word_set(
    "a abbr b blockquote br caption cite code del dd dfn dl dt em h2 h3 h4 hr i ins kbd li mark ol p pre q s small "
    "strong sub sup table tbody td tfoot th thead tr u ul wbr"
)

ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}

SCHEMES = frozenset({"http", "https", "mailto"})

DROPPED_WITH_CONTENT = word_set(
    "applet audio button canvas embed frame frameset head iframe math noembed noframes noscript object option script "
    "select style svg template textarea title video xmp"
)

MAX_HTML_CHARS = 400_000
"""Most articles have a tenth of this."""

MAX_TAGS = 20_000
MAX_ESCAPES = 20_000
MAX_ATTRIBUTES = 250
MAX_DEPTH = 250

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_WHOLE_TAG = re.compile(r"""<[a-zA-Z](?:=\s*(?:"[^"]*"|'[^']*')|[^>])*""")
_QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
_WORD = re.compile(r"""[^\s/"'=]+""")
_CODE = re.compile(r"<(script|style)\b", re.IGNORECASE)
_CODE_ENDS = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}
_TURNING = re.compile(f"[{DIRECTION_CONTROLS}]")
_OFTEN_UNCLOSED = word_set(
    "area br col dd dt embed hr img input li link meta option p param source tbody td th thead tr wbr"
)

_cleaner = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    url_schemes=set(SCHEMES),
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
    strip_comments=True,
)


class TooComplex(ValueError):
    """HTML that a parser would need far too long for; the message says what there is too much of."""


def clean_html(html: str) -> str:
    """`html` reduced to `TAGS` and `ATTRIBUTES`; relative links lose their address. Raises `TooComplex`.

    Bidirectional controls are removed too: they can make a text read as something else.
    """
    check_html(html)
    return _TURNING.sub("", _cleaner.clean(html))


def check_html(
    html: str, longest: int = MAX_HTML_CHARS, most_tags: int = MAX_TAGS, max_depth: int | None = MAX_DEPTH
) -> None:
    """Refuses HTML that parsers need quadratic time for; the check itself is linear. Raises `TooComplex`.

    The depth is the most that any parser would see: drawings (`<path/>` …) count too. Without `max_depth` it is not checked.
    """
    if len(html) > longest:
        raise TooComplex(f"longer than {longest} characters")
    if html.count("&") > MAX_ESCAPES:
        raise TooComplex("too many escapes")
    html = _without_code(html)
    if html.count("<") > most_tags:
        raise TooComplex("too many tags")
    if max_depth is not None:
        _check_depth(html, max_depth)
    for tag in _WHOLE_TAG.finditer(html):
        if tag.end() - tag.start() > MAX_ATTRIBUTES and _words(tag[0]) > MAX_ATTRIBUTES:
            raise TooComplex("a tag with too many attributes")


def _check_depth(html: str, max_depth: int) -> None:
    depth = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _OFTEN_UNCLOSED:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > max_depth:
                raise TooComplex("nested too deeply")


def _words(tag: str) -> int:
    """An upper bound of the number of attributes: names and unquoted values."""
    return len(_WORD.findall(_QUOTED.sub(" ", tag)))


def _without_code(html: str) -> str:
    """The HTML without the content of `<script>` and `<style>`, where a `<` is no tag."""
    kept, at = [], 0
    while start := _CODE.search(html, at):
        kept.append(html[at : start.end()])
        end = _CODE_ENDS[start[1].lower()].search(html, start.end())
        if end is None:
            return "".join(kept)
        at = end.start()
    kept.append(html[at:])
    return "".join(kept)
