"""The list of articles, and the page on which one is written or changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.articles.feed_state import feed_id
from webapp.newsroom.articles.picture_paths import upload_of
from webapp.newsroom.articles.search.terms import MAX_QUERY_CHARS
from webapp.newsroom.articles.writing.articles import NEWSROOM, Owner
from webapp.newsroom.articles.writing.from_html import html_to_markdown
from webapp.newsroom.articles.writing.in_work import ArticleInWork
from webapp.newsroom.errors import N_, FieldError, Invalid, NotFound
from webapp.newsroom.model import Article, primary_language
from webapp.panel.articles.listing import ELSEWHERE, OWN, ArticleListing, State, Wanted, fits, origin_of
from webapp.panel.articles.words import article_words
from webapp.panel.articles.writing import in_a_thread
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.panel.words import panel_words
from webapp.web.catalogs import language_names
from webapp.web.query import page_number
from webapp.web.site import Site

PAGE_SIZE = 30
STATES: dict[str, State] = {"": "", "published": "published", "held": "held", "withdrawn": "withdrawn"}
OWNERS: dict[str, Owner] = {"newsroom": "newsroom", "source": "source"}


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/articles?q=&state=&of=&page=`, `GET /panel/articles/new`, `/panel/articles/drafts/<id>`,
    `/panel/articles/<slug>/edit`, `/panel/articles/pictures/<upload>`, `POST /panel/articles/<slug>/owner` `{owner}`.
    """
    views = Blueprint("panel_articles", __name__, url_prefix="/panel/articles")
    listing = ArticleListing(site.replica)
    feeds = {feed_id(feed.url): feed.title or feed.url.split("//")[-1] for feed in site.station.feeds}

    @views.get("")
    def articles() -> Response | AnyResponse:
        page = page_number(request.args.get("page"))
        words, origin = request.args.get("q", "")[:MAX_QUERY_CHARS].strip(), request.args.get("of", "")[:200]
        wanted = Wanted(words, STATES.get(request.args.get("state", ""), ""), origin)
        found: list[Article] = in_a_thread(site, lambda: listing.find(wanted))
        pages = max(1, -(-len(found) // PAGE_SIZE))
        if page > pages:
            raise NotFound(N_("there is no such page"))
        shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        held = _held(site, wanted) if page == 1 else {"in_work": [], "waiting": []}
        return staff_page(
            "panel/articles/page.html", site, wanted=wanted, found=shown, total=len(found), page=page, pages=pages,
            origins=in_a_thread(site, listing.origins), origin_of=origin_of, feeds=feeds, owners=_owners(site, shown),
            traced=_traced(site, shown), own=OWN, elsewhere=ELSEWHERE, **held,
        )  # fmt: skip

    @views.get("/new")
    def new() -> Response | AnyResponse:
        guard.actor("articles")
        return _editor("new", language=site.station.languages[0])

    @views.get("/drafts/<item_id>")
    def draft(item_id: str) -> Response | AnyResponse:
        guard.actor("articles")
        kept, _ = site.articles.in_work.get(item_id)
        if kept is None:
            raise NotFound(N_("there is no such draft; somebody has put it out or discarded it"))
        text = kept.draft.text
        if text is None:
            text = in_a_thread(site, lambda: html_to_markdown(kept.draft.body_html))
        return _editor("draft", kept.draft, text, kept=kept)

    @views.get("/<slug>/edit")
    def edit(slug: str) -> Response | AnyResponse:
        guard.actor("articles")
        article = site.articles.get(slug)
        if article is None:
            raise NotFound(N_("there is no such article"))
        text = in_a_thread(site, lambda: html_to_markdown(article.body_html))
        owner = site.articles.owner_of(article.source) if article.source else None
        return _editor(
            "article", article, text, origin=origin_of(article), owner=owner, feed=feeds.get(owner or ""),
            traced=article.slug in _traced(site, [article]), done=request.args.get("done"),
        )  # fmt: skip

    @views.post("/<slug>/owner")
    def own(slug: str) -> AnyResponse:
        by, asked = guard.actor("articles"), request.form.get("owner", "")
        if asked not in OWNERS:
            raise Invalid(
                "owner: newsroom or source", fields=[FieldError("owner", f"{asked[:40]!r} is neither", "choice")]
            )
        site.desk.own_article(slug, OWNERS[asked], by, site.now())
        return redirect(url_for("panel_articles.edit", slug=slug, done=asked), 303)

    @views.get("/pictures/<upload>")
    def picture(upload: str) -> Response:
        guard.actor("articles")
        data = site.articles.uploads.get(upload)
        if data is None:
            raise NotFound(N_("this picture is not kept any more"))
        response = Response(data, mimetype="image/webp")
        response.headers["Cache-Control"] = "private, max-age=3600"
        return response

    def _editor(kind: str, given: Any = None, text: str = "", **more: Any) -> Response | AnyResponse:
        context = {"kept": None, "origin": OWN, "owner": None, "feed": None, "traced": False, "done": None, **more}
        return staff_page(
            "panel/articles/editor.html", site, panel_words=panel_words() | article_words(), kind=kind, given=given, text=text,
            picture=_picture(given, kind), languages=_languages(site, given), own=OWN, newsroom=NEWSROOM, **context,
        )  # fmt: skip

    return views


def _held(site: Site, wanted: Wanted) -> dict[str, Any]:
    """What is not out: written here, and imported."""
    if wanted.state in ("published", "withdrawn"):
        return {"in_work": [], "waiting": []}
    in_work: list[ArticleInWork] = [] if wanted.origin not in ("", OWN) else site.articles.in_work.every()
    waiting = [one for one, decided in site.articles.waiting.every() if decided is None]
    return {
        "in_work": [one for one in in_work if fits(one.draft.title, wanted.words)],
        "waiting": [
            one
            for one in waiting
            if fits(one.article.title, wanted.words) and wanted.origin in ("", origin_of(one.article))
        ],
    }


def _owners(site: Site, shown: Iterable[Article]) -> dict[str, str]:
    """Source → whose versions count, for those of `shown` that somebody owns."""
    return site.articles.owners_of(article.source for article in shown if article.source)


def _traced(site: Site, shown: Iterable[Article]) -> set[str]:
    """Those of `shown` that an agency took back: the page of wires says where they have been."""
    withdrawn = {article.slug for article in shown if article.withdrawn is not None}
    if not withdrawn:
        return set()
    return withdrawn & {notice.story for notice in site.articles.agency_notices.every() if notice.story}


def _picture(given: Any, kind: str) -> dict[str, Any] | None:
    """The picture for the form: its own address, and `shown`, where staff see it."""
    if given is None or given.picture is None:
        return None
    upload = upload_of(given.picture.url)
    shown = (
        f"/panel/articles/pictures/{upload}"
        if upload
        else given.picture.shown(given.slug).url
        if kind == "article"
        else ""
    )
    return {**given.picture.dump(), "shown": shown}


def _languages(site: Site, given: Any) -> dict[str, str]:
    """The station's languages, and that of the article."""
    tags = [*site.station.languages, *([given.language] if given else [])]
    return {tag: language_names().get(primary_language(tag), tag) for tag in tags}
