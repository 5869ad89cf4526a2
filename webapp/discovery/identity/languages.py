"""The languages in which the station speaks: by its page's words where they are clear, else as the page states them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from webapp.discovery.facts import DISAGREES, UNHEARD, Fact
from webapp.discovery.site.site_page import SitePage
from webapp.intake.formats.json_values import as_text
from webapp.intake.story.language import guess_language, parse_language_tag
from webapp.intake.story.small_words import SMALL_WORDS
from webapp.newsroom.model import primary_language

MIN_WORDS = 12
"""Of one language, in lines that are clearly of it: then the page's words weigh more than what it states."""

MIN_SHARE = 0.3
"""Of all such words: then a language is one of the station's."""

MIN_SECOND_WORDS = 20
"""Of a language beside the one that the page states: a quotation makes no station of two languages."""

MIN_LINE_WORDS = 5
MIN_TEXT_WORDS = 12
"""Of a page on which a small word of its language must be."""

MIN_HINTS, MIN_ENGLISH_HINTS = 2, 4
"""Of words that only one language has. English stands at the foot of any page."""

_UNKNOWN = "und"

Statement = tuple[str, str]
"""A language, and by which sign it is stated."""


def languages(page: SitePage) -> Iterator[Fact]:
    """The page's own language first; then others that it speaks, and versions of it in others.

    Systems say English of every page until somebody sets it: the words decide between statements, and where there are too few of
    them, statements that differ from each other or from those few are not sure.
    """
    stated, versions = _own_statements(page), _versions(page)
    words, own = _words_by_language(page), _own_words(page)
    total = sum(words.values())
    clear = [code for code, count in words.most_common() if count >= MIN_WORDS and count >= MIN_SHARE * total]
    spoken = [code for code in clear if own.get(code, MIN_HINTS) >= MIN_HINTS]
    if spoken:
        yield from _by_words(page, stated, spoken, words)
    else:
        yield from _by_statements(page, stated)
    for code, where in versions:
        yield Fact("language", code, f"{where} at {page.url}", "certain")


def _by_words(page: SitePage, stated: list[Statement], spoken: list[str], words: Counter[str]) -> Iterator[Fact]:
    heard = [one for one in stated if one[0] in spoken or one[0] not in SMALL_WORDS]
    for code, where in stated:
        fact = Fact("language", code, f"{where} at {page.url}", "certain")
        yield fact if (code, where) in heard else fact.unsure(DISAGREES)
    for code in spoken:
        fact = Fact("language", code, f"the page's words at {page.url}", "likely")
        if not heard:
            yield replace(fact, sure="certain") if {code for code, _ in stated} <= {"en"} else fact
        elif words[code] >= MIN_SECOND_WORDS:
            yield fact


def _by_statements(page: SitePage, stated: list[Statement]) -> Iterator[Fact]:
    codes = {code for code, _ in stated}
    hinted = _hinted(page, stated[0][0]) if len(codes) == 1 else ""
    for code, where in stated:
        fact = Fact("language", code, f"{where} at {page.url}", "certain")
        if len(codes) > 1 or hinted:
            yield fact.unsure(DISAGREES)
        else:
            yield fact.unsure(UNHEARD) if _is_unheard(page, code) else fact
    if hinted:
        yield Fact("language", hinted, f"the page's words at {page.url}").unsure(DISAGREES)


def _own_statements(page: SitePage) -> list[Statement]:
    """What the page states its own language to be."""
    stated = [(page.tree.get("lang") or page.tree.get("xml:lang") or "", "html lang")]
    stated += [(value, "og:locale") for value in page.metas.get("og:locale", ())]
    stated += [(value, "content-language") for value in page.metas.get("content-language", ())]
    stated += [
        (as_text(thing.get("inLanguage")), "JSON-LD inLanguage") for thing in page.things("WebSite", "RadioStation")
    ]
    return _known(stated)


def _versions(page: SitePage) -> list[Statement]:
    """In which languages there are versions of the page."""
    stated = [
        (code, "hreflang")
        for link in page.tree.iter("link")
        if "alternate" in (link.get("rel") or "") and (code := link.get("hreflang")) and code != "x-default"
    ]
    stated += [(value, "og:locale:alternate") for value in page.metas.get("og:locale:alternate", ())]
    return _known(stated)


def _known(stated: list[tuple[str, str]]) -> list[Statement]:
    return [
        (primary_language(code), where) for tag, where in stated if (code := parse_language_tag(tag.replace("_", "-")))
    ]


def _words_by_language(page: SitePage) -> Counter[str]:
    """How many words stand in lines that are clearly of one language; short lines, such as a menu's, are of none."""
    found: Counter[str] = Counter()
    rest: list[str] = []
    for line in page.lines:
        count = len(line.text.split())
        if count >= MIN_LINE_WORDS:
            code = guess_language(line.text, _UNKNOWN)
            if code == _UNKNOWN:
                rest.append(line.text)
            else:
                found[primary_language(code)] += count
    if rest and (code := guess_language(" ".join(rest), _UNKNOWN)) != _UNKNOWN:
        found[primary_language(code)] += sum(len(text.split()) for text in rest)
    return found


def _hinted(page: SitePage, stated: str) -> str:
    """Another language of which a few words stand on a page that has hardly one of the stated one; empty if there is none."""
    if stated not in SMALL_WORDS:
        return ""
    for counts in (_count_words(page, SMALL_WORDS), _own_words(page)):
        best = max(counts, key=lambda code: counts[code])
        least = MIN_ENGLISH_HINTS if best == "en" else MIN_HINTS
        if best != stated and counts[best] >= max(least, 3 * counts[stated]):
            return best
    return ""


def _is_unheard(page: SitePage, stated: str) -> bool:
    """Whether a page with some text has not one small word of the language that it states. Menus in English have none either."""
    count = sum(len(line.text.split()) for line in page.lines)
    return (
        stated in SMALL_WORDS
        and stated != "en"
        and count >= MIN_TEXT_WORDS
        and not _count_words(page, SMALL_WORDS)[stated]
    )


def _own_words(page: SitePage) -> dict[str, int]:
    """By language, how many words stand on the page that no other language has: `ang` and `sa` are of several."""
    return _count_words(page, _OWN_WORDS)


def _count_words(page: SitePage, known: Mapping[str, frozenset[str]]) -> dict[str, int]:
    words = [word.strip(".,;:!?") for line in page.lines for word in line.text.lower().split()]
    return {code: sum(word in small for word in words) for code, small in known.items()}


_OWN_WORDS = {
    code: small - frozenset[str]().union(*(other for name, other in SMALL_WORDS.items() if name != code))
    for code, small in SMALL_WORDS.items()
}
