"""Words that scripts and templates put together alike: counted things, names of languages."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import get_locale, gettext

from webapp.web.catalogs import ENGLISH, language_names, locale_of

SAMPLES = (*range(201), 1_000, 1_000_000)
"""Numbers among which every plural form of a language occurs."""


def counted(key: str, form: Callable[[int], str]) -> dict[str, str]:
    """`{"reads.one": "{n} read", "reads.other": "{n} reads"}`: a text for each plural form that the page's language has.

    `form` is the text for a number, by `ngettext`.
    """
    category = (get_locale() or locale_of(ENGLISH)).plural_form
    samples = {category(n): n for n in reversed(SAMPLES)}
    samples.setdefault("other", SAMPLES[-1])
    return {f"{key}.{name}": form(n) for name, n in sorted(samples.items())}


def tongue(language: str) -> str:
    """`in Filipino`, as the mark of a text that stands in another language than its page."""
    known = {"en": gettext("in English"), "fil": gettext("in Filipino")}
    name = language_names().get(language, language)
    return known.get(language) or str(gettext("in %(language)s", language=name))
