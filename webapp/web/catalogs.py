"""Translations read from the committed `.po` files, so that no catalog has to be compiled."""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain, get_locale

from webapp.web.folders import PACKAGE

CATALOGS = PACKAGE / "translations"


def read_catalog(language: str, root: Path = CATALOGS) -> NullTranslations:
    """The translations into `language`; an empty set where there is no such catalog."""
    path = root / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


class Catalogs(Domain):  # type: ignore[misc]
    """Flask-Babel's domain over `read_catalog`. A process reads each language once, when it is first needed."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        language = locale.language if locale else "en"
        if language not in self.cache:
            self.cache[language] = read_catalog(language)
        found: NullTranslations = self.cache[language]
        return found


class CatalogBabel(Babel):  # type: ignore[misc]
    """Flask-Babel with these catalogs."""

    @cached_property
    def domain_instance(self) -> Domain:
        return Catalogs()
