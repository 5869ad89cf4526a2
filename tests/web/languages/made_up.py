"""A language that nobody speaks, to see what a third one needs: all texts in brackets, and Polish's dates and plurals."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from babel import Locale
from babel.dates import format_timedelta
from babel.messages.pofile import read_po
from lxml import html

from webapp.web import catalogs

TAG = "qps"
"""Kept free for private use: no browser, no CLDR and no station knows it."""

HEADER = f"""# Made up.
msgid ""
msgstr ""
"Language: {TAG}\\n"
"X-Language-Name: Made up\\n"
"X-Dates-And-Numbers: pl\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


def made_up_catalogs(to: Path, patch: pytest.MonkeyPatch, without: str = "") -> None:
    """Has pages read their catalogs from `to`: Filipino's, and the made-up one, in which the text `without` is missing."""
    filipino = catalogs.CATALOGS / "fil"
    with (filipino / "LC_MESSAGES" / "messages.po").open("rb") as file:
        known = read_po(file, locale="fil")
    (to / "fil").symlink_to(filipino)
    place = to / TAG / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.po").write_text(
        HEADER + "\n\n".join(entry(message.id) for message in known if message.id and message.id != without)
    )
    patch.setattr(catalogs, "CATALOGS", to)
    catalogs.language_names.cache_clear()
    catalogs.locale_of.cache_clear()


def forget(patch: pytest.MonkeyPatch) -> None:
    patch.undo()
    catalogs.language_names.cache_clear()
    catalogs.locale_of.cache_clear()


def entry(text: Any) -> str:
    """`text` is a message's id: one text, or two where it is counted."""
    if isinstance(text, str):
        return f"msgid {quoted(text)}\nmsgstr {quoted(f'⟦{text}⟧')}"
    forms = "\n".join(f"msgstr[{n}] {quoted(f'⟦{n}: {text[min(n, 1)]}⟧')}" for n in range(3))
    return f"msgid {quoted(text[0])}\nmsgid_plural {quoted(text[1])}\n{forms}"


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


READ_OUT = ("aria-label", "title", "placeholder", "alt", "aria-description", "label", "data-label")
WORD = re.compile(r"[A-Za-zÀ-ž]{3,}")


def texts_of(value: Any) -> set[str]:
    """Every text in a JSON value, and its sentences: what a station's people wrote. Names in it stand in small letters."""
    if isinstance(value, dict):
        return {text for inner in value.values() for text in texts_of(inner)}
    if isinstance(value, list | tuple):
        return {text for inner in value for text in texts_of(inner)}
    if not isinstance(value, str):
        return set()
    plain = re.sub(r"<[^>]+>", " ", value)
    return {part.lower() for part in (value, *re.split(r"(?<=[.!?])\s+|  +", plain)) if WORD.search(part)}


def polish() -> set[str]:
    """The words that dates and spans of time have in the made-up language."""
    locale = Locale("pl")
    tables = [names for of in (locale.days, locale.months) for widths in of.values() for names in widths.values()]
    spans = [
        format_timedelta(timedelta(seconds=seconds * n), add_direction=True, locale=locale)
        for seconds in (1, 60, 3_600, 86_400, 604_800)
        for n in (-5, -3, -1, 1, 3, 5)
    ]
    said = [name for names in tables for name in names.values()] + spans
    return {word.lower() for text in said for word in WORD.findall(text)}


def left_in_english(page: str, content: set[str]) -> list[str]:
    """The words outside of brackets that are none of the `content`, with what stands around them."""
    tree = html.document_fromstring(page)
    found, depth = [], 0
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            for name in READ_OUT:
                found += outside(element.get(name) or "", 0, content)[0]
            if element.tag == "meta" and element.get("name") == "description":
                found += outside(element.get("content") or "", 0, content)[0]
    for element, text in texts(tree):
        if not in_another_language(element):
            more, depth = outside(text, depth, content)
            found += more
    return found


def texts(element: Any) -> Any:
    """Each text with the element in which it stands, in the order of the page."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style", "code", "pre", "textarea"):
        return
    if element.text:
        yield element, element.text
    for child in element:
        yield from texts(child)
        if child.tail:
            yield element, child.tail


def in_another_language(element: Any) -> bool:
    stated = next((lang for one in [element, *element.iterancestors()] if (lang := one.get("lang"))), TAG)
    return bool(stated != TAG)


def outside(text: str, depth: int, content: set[str]) -> tuple[list[str], int]:
    """What of `text` is outside of brackets and no content; and how many brackets are open after it."""
    plain = ""
    for sign in text:
        depth += (sign == "⟦") - (sign == "⟧")
        plain += sign if not depth and sign != "⟧" else " "
    rest = re.sub(r"https?://\S+", "", " ".join(plain.lower().split()))
    if not WORD.search(rest):
        return [], depth
    for known in sorted((known for known in content if known in rest), key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", rest)
    left = WORD.findall(rest)
    return [f"{left[0]}: {' '.join(text.split())[:80]}"] if left else [], depth


def script_words_in(page: str) -> dict[str, str]:
    """Every text that a page gives its scripts, under whatever name."""
    found: dict[str, str] = {}
    for script in html.document_fromstring(page).iter("script"):
        if not (script.get("type") or "").endswith("/json"):
            continue
        data = orjson.loads(script.text or "null")
        for key, value in walk(data):
            if key == "words" and isinstance(value, dict):
                found |= {name: text for name, text in value.items() if isinstance(text, str)}
    return found


def walk(value: Any) -> Any:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from walk(inner)
