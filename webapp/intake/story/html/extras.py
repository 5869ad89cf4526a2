"""Which boxes are not the story: shares, ads, related links, comments, sign-ups. By their names, and by what they hold.

    <div class="related-posts">           is an extra
    <ul id="related-charges">             is a list in the story
    <div class="elementor-widget-text">   is a box as page builders name all of theirs

A name alone decides nothing. All its words must be words for extras and their frames, and what the box holds besides links
must be a small part of the text around it.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from webapp.intake.story.html.tree import remove_element, text_of
from webapp.newsroom.articles.sanitize import word_set

_EXTRAS = word_set(
    "ad ads advert adverts advertisement advertisements advertorial advertising adsense anzeige banner banners "
    "blogcard "
    "breadcrumb breadcrumbs comment comments commentlist respond replies crunchbase disqus donate donation feedflare "
    "flare follow followus like likes "
    "newsletter outbrain paywall popular promo promos promotion promoted publicidad recirc recommended "
    "recommendations related "
    "relatedposts relatedarticles relatedcontent sharedaddy share shares sharing sharebar social socials sociable "
    "sponsor "
    "sponsored sponsors subscribe subscription support taboola teaser teasers trending werbung addtoany addthis"
)
_FRAMES = word_set(
    "a about above author avatar body children depth even odd meta metadata reply thread user after all also and area "
    "article articles aside at bar before below block blocks bottom box boxes btn by button "
    "buttons card cards carousel center col column container content count embed entry first footer for foot form "
    "from full grid "
    "group head header heading holder horizontal icon icons in inline inner item items js last layout left lg link "
    "links list "
    "main may md media medium middle mod module modules more most nav native new news of on one or outer page pane "
    "panel part "
    "post posts primary region right rail row secondary section share sidebar signup single site slot sm small "
    "stories story "
    "sub sticky tab text the this title to tool toolbar tools top ul unit us vertical view views widget widgets wide "
    "with wrap "
    "wrapper xl xs you your zone sd jp jetpack wp td et vc pb dpsp fb elementor is has no"
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NUMBERED_COMMENT = re.compile(r"comment[-_]?\d")

_NOT_COUNTED = word_set("a button noscript option script style svg template")

_BESIDE = word_set("aside footer form header nav p li td blockquote")

_ORDINARY = word_set(
    "ad banner donate donation follow like likes popular promotion promoted related share shares social socials sponsor "
    "sponsored support teaser teasers trending widget menu tags embed rating"
)
"""Words that name things in the news too."""

_NOT_IN_PROSE = ("a", "button", "form", "iframe", "img", "input")

MAX_NAMES_CHARS = 300
MIN_SENTENCE_CHARS, MIN_PROSE_CHARS = 80, 160
MIN_LINKED_WORDS = 4

MAX_SHARE_OF_TEXT = 3
"""An extra holds less than one part in so many of the text that is in no link."""


def is_extra(element: HtmlElement) -> bool:
    """Whether a box's class or id says that it is not the story."""
    return any(
        _NUMBERED_COMMENT.search(name.lower()) or _names_an_extra(name, element.tag)
        for name in names_of(element).split()
    )


def names_of(element: HtmlElement) -> str:
    """The element's class and id, as written."""
    return f"{element.get('class', '')} {element.get('id', '')}"[:MAX_NAMES_CHARS]


def _names_an_extra(name: str, tag: object) -> bool:
    words = [word.lower() for word in _WORD.findall(name)]
    extras = [word for word in words if word in _EXTRAS]
    if tag == "p" and extras == ["paywall"]:
        return False  # on a paragraph it marks the text behind the wall
    return bool(extras) and all(word in _EXTRAS or word in _FRAMES for word in words)


def remove_extras(root: HtmlElement) -> None:
    """Removes the extras within `root`."""
    whole = unlinked_length(root)
    for element in list(root.iter(etree.Element)):
        if element is not root and is_to_go(element, whole):
            remove_element(element)


def is_to_go(element: HtmlElement, whole: int) -> bool:
    """Whether a box is an extra by its name and by what it holds; `whole` is the `unlinked_length` of all there is."""
    if not is_extra(element) or unlinked_length(element) * MAX_SHARE_OF_TEXT >= whole:
        return False
    return not (is_named_for_news(element) and is_prose(element))


def is_named_for_news(element: HtmlElement) -> bool:
    """Whether a box's name has words for extras that name things in the news too, such as `support`, and no others."""
    words = {word.lower() for word in _WORD.findall(names_of(element))}
    return bool(words & _ORDINARY) and words & _EXTRAS <= _ORDINARY


def is_prose(element: HtmlElement) -> bool:
    """Whether a box holds sentences, and no link, picture or field."""
    return unlinked_length(element) >= MIN_PROSE_CHARS and next(element.iter(*_NOT_IN_PROSE), None) is None


def unlinked_length(element: HtmlElement) -> int:
    """How many characters of visible text are in no link; a menu has none, however long it is."""
    length, waiting = 0, [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one.tag, str) and one.tag not in _NOT_COUNTED:
            length += len((one.text or "").strip())
            waiting.extend(one)
        if one is not element:
            length += len((one.tail or "").strip())
    return length


def running_text(root: HtmlElement) -> str:
    """The sentences on a page: paragraphs that are longer than a label and no list of links, without those beside "
    "the story."""
    texts = []
    for block in root.iter("p", "blockquote", "li", "td", "pre", "h2", "h3"):
        if any(around.tag in _BESIDE or is_extra(around) for around in block.iterancestors()):
            continue
        if unlinked_length(block) >= MIN_SENTENCE_CHARS and next(block.iter("p"), block) is block:
            texts.append(text_of(block))
    return "\n".join(texts)


def is_linked_line(block: HtmlElement) -> bool:
    """Whether a block is one link, or several, with no words of its own and no end of a sentence."""
    text = text_of(block)
    linked = sum(len(text_of(link)) for link in block.iter("a"))
    return (
        linked * 10 >= len(text) * 9
        and len(text.split()) >= MIN_LINKED_WORDS
        and not text.endswith((".", "!", "?", "…", "”", '"'))
    )
