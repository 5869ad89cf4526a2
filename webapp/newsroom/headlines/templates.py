"""Headlines with blanks for what comes again and again: `Signal no. {number} over {area}`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field

from webapp.newsroom.drafts import BreakingDraft
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import Language, OneLineText, Priority, Value

BLANK = re.compile(r"\{([a-z][a-z0-9_]{0,30})\}")


class TemplateText(Value):
    """A template in one more language."""

    headline: OneLineText
    body: str | None = Field(default=None, max_length=4000)


class HeadlineTemplate(Value):
    """A headline whose blanks are written in braces, by names of small letters; the same name is the same blank everywhere."""

    name: OneLineText
    headline: OneLineText
    body: str | None = Field(default=None, max_length=4000)
    priority: Priority = "bulletin"
    texts: dict[Language, TemplateText] | None = Field(default=None, max_length=10)

    @property
    def blanks(self) -> tuple[str, ...]:
        """The names of its blanks, in order."""
        texts = [(self.headline, self.body), *((one.headline, one.body) for one in (self.texts or {}).values())]
        return tuple(dict.fromkeys(name for text in texts for name in _blanks(*text)))

    def filled(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The body of a push. Raises `Invalid` with the name of each blank that is missing, and of each field that is none."""
        wrong = [
            FieldError(f"fields.{n}", "missing; it is required", "missing")
            for n in self.blanks
            if not _text(fields.get(n))
        ]
        known = ", ".join(self.blanks)
        wrong += [
            FieldError(f"fields.{name}", f"unknown field; known are {known}", "unknown_field")
            for name in fields
            if name not in self.blanks
        ]
        if wrong:
            raise Invalid.of(wrong)

        def fill(text: str | None) -> str | None:
            return text and BLANK.sub(lambda found: _text(fields[found[1]]), text)

        made: dict[str, Any] = {"headline": fill(self.headline), "body": fill(self.body), "priority": self.priority}
        if self.texts is not None:
            made["texts"] = {tag: {"headline": fill(t.headline), "body": fill(t.body)} for tag, t in self.texts.items()}
        return {name: value for name, value in made.items() if value is not None}


def with_template(body: Any, templates: Iterable[HeadlineTemplate]) -> Any:
    """The body of a push whose `template` and `fields`, if it has them, are filled in; other fields come before the template's.
    Raises `Invalid` for a template that the station does not have.
    """
    if not isinstance(body, dict) or "template" not in body:
        return body
    known = {one.name.casefold(): one for one in templates}
    chosen, fields = known.get(str(body["template"]).casefold()), body.get("fields", {})
    if chosen is None:
        problem = "the station has " + (", ".join(one.name for one in known.values()) or "none")
        raise Invalid(f"template: {problem}", fields=[FieldError("template", problem, "choice")])
    if not isinstance(fields, dict):
        raise Invalid("fields: must be an object", fields=[FieldError("fields", "must be an object", "object")])
    return chosen.filled(fields) | {name: value for name, value in body.items() if name not in ("template", "fields")}


def check_blanks(draft: BreakingDraft) -> None:
    """Raises `Invalid` where a template's blank was left in a headline or its body."""
    halves = [(f"texts.{tag}.", text.headline, text.body) for tag, text in (draft.texts or {}).items()]
    wrong = [
        FieldError(f"{place}{part}", f"the blank {{{name}}} is not filled in", "blank")
        for place, headline, body in [("", draft.headline, draft.body), *halves]
        for part, words in (("headline", headline), ("body", body))
        for name in _blanks(words)
    ]
    if wrong:
        raise Invalid.of(wrong)


def _blanks(*texts: str | None) -> list[str]:
    return [name for text in texts if text for name in BLANK.findall(text)]


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
