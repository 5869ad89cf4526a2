"""Translations read from the committed `.po` files, so that no catalog has to be compiled.

A folder here with a catalog is a language that pages can be in. What a catalog lacks is English, text by text. One whose
language CLDR does not know says in its header how dates and numbers are written: `X-Dates-And-Numbers: en`.
"""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from functools import cache, cached_property
from gettext import c2py
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain, force_locale, get_locale

from webapp.web.folders import PACKAGE

CATALOGS = PACKAGE / "translations"
ENGLISH = "en"
"""The language of the code; it has no catalog."""

MAX_HEADER_CHARS = 2_000
_NAME = re.compile(r'^"X-Language-Name: (.+)\\n"$', re.MULTILINE)
_CONVENTIONS = re.compile(r'^"X-Dates-And-Numbers: (\w+)\\n"$', re.MULTILINE)


def _catalog(language: str, root: Path | None) -> Path:
    return (root or CATALOGS) / language / "LC_MESSAGES" / "messages.po"


def read_catalog(language: str, root: Path | None = None) -> NullTranslations:
    """The translations into `language`; an empty set where there is no such catalog."""
    path = _catalog(language, root)
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    write_mo(compiled, catalog)
    compiled.seek(0)
    found = Translations(compiled)
    found.plural = c2py(catalog.plural_expr)  # type: ignore[assignment] # the compiled form loses it where CLDR does not know the language
    return found


@cache
def language_names() -> dict[str, str]:
    """The languages that pages can be in, as code → its own name for itself."""
    codes = sorted(path.name for path in CATALOGS.iterdir() if _catalog(path.name, None).is_file())
    return {ENGLISH: "English", **{code: _name(code) for code in codes}}


def _name(language: str) -> str:
    if stated := _NAME.search(_header(language)):
        return stated[1]
    return str(locale_of(language).get_language_name(language) or language).capitalize()


@cache
def locale_of(language: str) -> Locale:
    """How `language` writes dates and numbers and counts. Of one that CLDR lacks the `modifier` is its code."""
    try:
        return Locale.parse(language)
    except UnknownLocaleError:
        stated = _CONVENTIONS.search(_header(language))
        return Locale(stated[1] if stated else ENGLISH, modifier=language)


def _header(language: str) -> str:
    path = _catalog(language, None)
    return path.read_text("utf-8")[:MAX_HEADER_CHARS] if path.is_file() else ""


def language_of(locale: Locale) -> str:
    """The code of the language that `locale_of` made `locale` of."""
    return str(locale.modifier or locale.language)


def current_language() -> str:
    """The code of the language that is written now; English outside of a request."""
    locale = get_locale()
    return language_of(locale) if locale else ENGLISH


def in_language(language: str) -> AbstractContextManager[None]:
    """Within it everything is written in `language`."""
    made: AbstractContextManager[None] = force_locale(locale_of(language))
    return made


class Catalogs(Domain):  # type: ignore[misc]
    """Flask-Babel's domain over `read_catalog`. A process reads each language once, when it is first needed."""

    def get_translations(self) -> NullTranslations:
        language = current_language()
        if language not in self.cache:
            self.cache[language] = read_catalog(language)
        found: NullTranslations = self.cache[language]
        return found


class CatalogBabel(Babel):  # type: ignore[misc]
    """Flask-Babel with these catalogs."""

    @cached_property
    def domain_instance(self) -> Domain:
        return Catalogs()
