"""The station's own texts, each a page; its file has them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from webapp.newsroom.model import Value
from webapp.newsroom.plain_text import multi_line

MAX_PAGE_CHARS = 20_000

PageText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_PAGE_CHARS), AfterValidator(multi_line)
]
"""Plain text: a blank line begins a paragraph, addresses become links."""


class StationPages(Value):
    """The station's own texts, each a page: `/about`, `/corrections` (its policy), `/privacy`."""

    about: PageText | None = None
    corrections: PageText | None = None
    privacy: PageText | None = None
