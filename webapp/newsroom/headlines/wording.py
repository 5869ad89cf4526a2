"""A headline in several languages: one item, of which each page shows the half in its own language. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import HeadlineText, primary_language

Texts = Mapping[str, HeadlineText | None]


def other_texts(
    texts: Texts | None, headline: str | None, languages: Sequence[str]
) -> dict[str, HeadlineText | None] | None:
    """The texts beside a headline, which is in the first of the station's `languages`; `None` removes a half. The first
    language may be among them if it says the same. Raises `Invalid` for another one, and for a language that is not the
    station's.
    """
    if texts is None:
        return None
    known = {primary_language(tag): tag for tag in languages}
    kept: dict[str, HeadlineText | None] = {}
    for tag, text in texts.items():
        own = known.get(primary_language(tag))
        if own is None:
            problem = f"the station's languages are {', '.join(languages)}"
            raise Invalid(f"texts.{tag}: {problem}", fields=[FieldError(f"texts.{tag}", problem, "choice")])
        if own != languages[0]:
            kept[own] = text
        elif text and headline is not None and text.headline != headline:
            problem = "says something else than headline, which is in this language"
            raise Invalid(f"texts.{tag}: {problem}", fields=[FieldError(f"texts.{tag}", problem, "not_both")])
    return kept


def corrected_texts(before: Texts | None, given: Texts | None, *, is_reworded: bool) -> dict[str, HeadlineText] | None:
    """The texts after a correction. A half that was not corrected together with a reworded headline goes: it may say what
    was wrong. Then the item is still one in several languages, which lacks a half.
    """
    if before is None and given is None:
        return None
    kept = {} if is_reworded else dict(before or {})
    return {tag: text for tag, text in {**kept, **(given or {})}.items() if text is not None}


def is_for(item: Mapping[str, Any], language: str) -> bool:
    """Whether who wants only headlines in `language` sees the headline `item`: it has words in it, or nobody says in which
    language it is, or it is a flash."""
    return item.get("priority") == "flash" or "foreign" not in worded(item, language)


def worded(item: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The public JSON of a headline as a page in `language` shows it: `headline` and `body` are those of its language.
    Where that half is missing they stay, and `foreign` says which language they are in.
    """
    if item.get("texts") is None or not item.get("language"):
        return dict(item)
    wanted = primary_language(language)
    if primary_language(item["language"]) == wanted:
        return dict(item)
    half = next((text for tag, text in item["texts"].items() if primary_language(tag) == wanted), None)
    if half is None:
        return {**item, "foreign": item["language"]}
    return {**item, "headline": half["headline"], "body": half.get("body")}
