"""How listeners reach the station; its file has it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from webapp.newsroom.links import web_link
from webapp.newsroom.model import OneLineText, Value

PhoneNumber = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[\d() ./-]{3,30}$")]


class Contact(Value):
    """The studio's lines: `call` to be put on air, `text` for messages; `links` are the station's pages elsewhere."""

    call: PhoneNumber | None = None
    text: PhoneNumber | None = None
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$", max_length=200)] | None = None
    address: OneLineText | None = None
    links: tuple[str, ...] = Field(default=(), max_length=20)

    @field_validator("links")
    @classmethod
    def _web_addresses(cls, links: tuple[str, ...]) -> tuple[str, ...]:
        for link in links:
            if link.startswith("/"):
                raise ValueError("a link leads to another site, such as https://www.facebook.com/radyo")
            web_link(link)
        return links
