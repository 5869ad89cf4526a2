"""From what an editor or a newsroom system sends to the article that is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from webapp.newsroom.articles.sanitize import TooComplex
from webapp.newsroom.articles.writing.markdown import markdown_to_html
from webapp.newsroom.drafts import ArticleDraft, BodyHtml, Markdown, MultiLineText, Topics
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import Article, Language, OneLineText, Picture, Value
from webapp.newsroom.slugs import article_slug

Owner = Literal["newsroom", "source"]
"""Whose versions of an imported article count: the newsroom's here, or those that its source sends."""

NEWSROOM = "newsroom"
"""Stands in the place of the feed that owns a story (`keys.OWNERS`) once the newsroom has taken it over."""


class OwnerDraft(Value):
    """Takes an imported article over, or hands it back."""

    owner: Owner


class ArticleEdit(Value):
    """The changes to an article. Absent fields stay; `null` empties one. `rev` is the revision that the caller saw."""

    rev: int = Field(ge=1)
    title: OneLineText | None = None
    body_html: BodyHtml | None = None
    text: Markdown | None = None
    summary: MultiLineText | None = None
    byline: OneLineText | None = None
    topics: Topics | None = None
    picture: Picture | None = None
    language: Language | None = None
    correction: OneLineText | None = None
    owner: Owner | None = None

    def rendered(self) -> ArticleEdit:
        """The same with its text as HTML. Raises `Invalid` for one that is too complex."""
        if self.text is None:
            return self
        return self.model_copy(update={"text": None, "body_html": body_of(self.text, self.body_html or "")})

    def applied_to(self, known: Article) -> Article:
        """`known` with these changes, once they are rendered. Raises `Invalid` for a title or language taken away."""
        given = {name: getattr(self, name) for name in self.model_fields_set - {"rev", "owner", "text", "body_html"}}
        for name in ("title", "language"):
            if name in given and given[name] is None:
                raise Invalid(f"{name}: missing", fields=[FieldError(name, "missing; it is required", "missing")])
        if "topics" in given:
            given["topics"] = given["topics"] or ()
        if self.body_html is not None:
            given["body_html"] = self.body_html
        return known.model_copy(update=given)


def article_of(draft: ArticleDraft, published_at: datetime) -> Article:
    """The article of `draft`, published at `published_at` where the draft does not say. Raises `Invalid`."""
    given = draft.model_dump(exclude={"text", "at", "draft"})
    given["body_html"] = body_of(draft.text, draft.body_html)
    given["published_at"] = draft.published_at or published_at
    given["slug"] = draft.slug or article_slug(draft.title, given["published_at"])
    return Article.load(given)


def body_of(text: str | None, body_html: str) -> str:
    """The HTML of an article that was sent as Markdown or HTML. Raises `Invalid` for both, and for what is too complex."""
    if text is None:
        return body_html
    if body_html:
        problem = "either Markdown in text or HTML in body_html, not both"
        raise Invalid(f"text: {problem}", fields=[FieldError("text", problem, "not_both")])
    try:
        return markdown_to_html(text)
    except TooComplex as error:
        raise Invalid(f"text: {error}", fields=[FieldError("text", str(error), "too_complex")]) from None
