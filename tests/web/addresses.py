"""Every address that can be got: one or more ways to ask for each route, listeners' and staff's apart."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.pages.embeds.pieces import ANY_PIECE, PIECES

NOT_THERE = frozenset({404, 410})
FOR_SOME = frozenset({403})
"""What is not for every role; test_who_may.py says for which."""
ADMINS = frozenset({403})
"""Others are told that it is not for them."""


@dataclass(frozen=True)
class Address:
    """One way to ask for a route, and the statuses beside 200 that are right where what it names is not there."""

    path: str
    also: frozenset[int] = frozenset()


ADDRESSES: dict[str, list[Address]] = {
    "/": [Address("/")],
    "/lite": [Address("/lite"), Address("/lite?every=60")],
    "/articles": [Address("/articles"), Address("/articles?q=rice"), Address("/articles?topic=prices", NOT_THERE)],
    "/articles/<slug>": [Address(f"/articles/{slug}", NOT_THERE) for slug in ("rice", "bare", "bigas")],
    "/breaking": [Address("/breaking"), Address("/breaking?day=2026-03-01"), Address("/breaking?q=quake")],
    "/breaking/<headline_id>": [Address(f"/breaking/{name}", NOT_THERE) for name in ("f1", "over", "wrong")],
    "/schedule": [Address("/schedule"), Address("/schedule?day=2026-03-08")],
    "/status": [Address("/status", NOT_THERE)],
    **{path: [Address(path, NOT_THERE)] for path in ("/about", "/contact", "/corrections", "/privacy")},
    "/topics/<slug>": [Address("/topics/prices", NOT_THERE)],
    "/topics/<slug>.xml": [Address("/topics/prices.xml", NOT_THERE)],
    "/hosts/<slug>": [Address("/hosts/ligaya", NOT_THERE)],
    "/hosts/<slug>.xml": [Address("/hosts/ligaya.xml", NOT_THERE)],
    "/following": [Address("/following"), Address("/following?topic=prices&host=none&programme=noon")],
    "/station.css": [Address("/station.css", NOT_THERE)],
    "/programmes": [Address("/programmes")],
    "/programmes/<programme_id>": [Address(f"/programmes/{name}", NOT_THERE) for name in ("noon", "dawn", "gone")],
    "/programmes/<programme_id>.ics": [Address("/programmes/noon.ics", NOT_THERE)],
    "/most-read": [Address("/most-read"), Address("/most-read?window=1h&of=fil")],
    "/feed.xml": [Address("/feed.xml")],
    "/feed.json": [Address("/feed.json")],
    "/breaking.xml": [Address("/breaking.xml")],
    "/breaking.json": [Address("/breaking.json")],
    "/schedule.ics": [Address("/schedule.ics")],
    "/embed/": [Address("/embed/"), Address("/embed/?theme=dark&in=fil&show=breaking&limit=3&width=300px"),
                Address("/embed/?piece=headline&headline=f1"), Address("/embed/?piece=on-air")],
    f"/embed/<{ANY_PIECE}:piece>": [
        Address("/embed/ticker"), Address("/embed/ticker?lang=fil&show=breaking&theme=dark&limit=3"), Address("/embed/on-air"),
        Address("/embed/headline"), Address("/embed/headline?headline=wrong&lang=fil"), Address("/embed/alerts?lang=fil"),
    ],
    f"/embed/<{ANY_PIECE}:piece>.js": [Address(f"/embed/{name}.js") for name in PIECES],
    f"/embed/<{ANY_PIECE}:piece>-<digest>.js": [Address("/embed/ticker-0123456789abcdef.js", NOT_THERE)],
    "/embed/ticker.json": [Address("/embed/ticker.json")],
    "/oembed": [
        Address("/oembed?url=http://localhost/embed/ticker"),
        Address("/oembed?url=http://localhost/articles/rice", NOT_THERE),
    ],
    "/robots.txt": [Address("/robots.txt")],
    "/sitemap.xml": [Address("/sitemap.xml")],
    "/sitemap-<int:number>.xml": [Address("/sitemap-1.xml")],
    "/news-sitemap.xml": [Address("/news-sitemap.xml")],
    "/api/v1/snapshot": [Address("/api/v1/snapshot")],
    "/api/v1/time": [Address("/api/v1/time")],
    "/api/v1/events": [Address("/api/v1/events")],
    "/api/v1/articles": [Address("/api/v1/articles"), Address("/api/v1/articles?q=rice")],
    "/api/v1/article-drafts": [Address("/api/v1/article-drafts", frozenset({401}))],
    "/api/v1/articles/<slug>": [Address("/api/v1/articles/rice", NOT_THERE)],
    "/api/v1/breaking": [Address("/api/v1/breaking"), Address("/api/v1/breaking?day=2026-03-02")],
    "/api/v1/since": [Address("/api/v1/since?at=2026-03-02T00:00:00Z"), Address("/api/v1/since?epoch=e&seq=3")],
    "/api/v1/breaking/<headline_id>": [Address("/api/v1/breaking/f1", NOT_THERE)],
    "/api/v1/alerts": [Address("/api/v1/alerts")],
    "/api/v1/schedule": [Address("/api/v1/schedule")],
    "/api/v1/most-read": [Address("/api/v1/most-read"), Address("/api/v1/most-read?window=7d&lang=fil")],
    "/api/v1/read-token": [Address("/api/v1/read-token?article=rice", NOT_THERE)],
    "/api/openapi.json": [Address("/api/openapi.json")],
    "/api/asyncapi.json": [Address("/api/asyncapi.json")],
    "/.well-known/security.txt": [Address("/.well-known/security.txt", NOT_THERE)],
    "/healthz": [Address("/healthz")],
    "/readyz": [Address("/readyz", frozenset({503}))],
    "/metrics": [Address("/metrics")],
    "/pictures/<owner>/<key>-<int:width>.<kind>": [Address("/pictures/rice/0123456789abcdef-320.webp", NOT_THERE)],
    "/cards/<of>/<about>/<key>.png": [
        Address("/cards/station/live/now.png", frozenset({302})), Address("/cards/articles/rice/now.png", NOT_THERE | {302}),
    ],
    "/favicon.ico": [Address("/favicon.ico", frozenset({503}))],
    "/apple-touch-icon.png": [Address("/apple-touch-icon.png", frozenset({503}))],
    "/icons/<name>.png": [Address("/icons/icon-96.png", frozenset({503})), Address("/icons/none.png", NOT_THERE)],
    "/api/v1/push/key": [Address("/api/v1/push/key", frozenset({503}))],
    "/notices": [Address("/notices")],
    "/sw.js": [Address("/sw.js")],
    "/manifest.webmanifest": [Address("/manifest.webmanifest")],
    "/websub/<name>/<key>": [Address("/websub/nobody/nothing", NOT_THERE)],
    "/dictionaries/<name>": [Address("/dictionaries/none", NOT_THERE)],
    "/assets/<asked>/<path:name>": [Address("/assets/now/js/app.js"), Address("/assets/now/none.js", NOT_THERE)],
    "/static/<path:filename>": [Address("/static/icon.svg")],
    "/panel/sign-in": [Address("/panel/sign-in")],
    "/panel/sign-in/second": [Address("/panel/sign-in/second", frozenset({302}))],
    "/panel/first-run": [Address("/panel/first-run", NOT_THERE)],
    "/panel/first-run/<secret>": [Address("/panel/first-run/none", NOT_THERE)],
    "/panel/sign-in/invitation/<secret>": [Address("/panel/sign-in/invitation/none", NOT_THERE)],
}  # fmt: skip
"""What listeners, partners and machines ask for, by route."""

SPEAKING = {
    "/",
    "/lite",
    "/articles",
    "/articles/<slug>",
    "/breaking",
    "/breaking/<headline_id>",
    "/schedule",
    "/programmes",
    "/programmes/<programme_id>",
    "/embed/",
    "/most-read",
    "/panel/sign-in",
}
"""Whose words are in the reader's language; an embed has the language of its address."""

PANEL: dict[str, list[Address]] = {
    "/panel/": [Address("/panel/")],
    "/panel/read": [Address("/panel/read"), Address("/panel/read?in=fil")],
    "/panel/read/<headline_id>": [Address(f"/panel/read/{name}", NOT_THERE) for name in ("f1", "over", "wrong")],
    "/panel/reads": [Address("/panel/reads"), Address("/panel/reads?window=1h&of=fil")],
    "/panel/reads/<slug>": [Address("/panel/reads/rice", NOT_THERE)],
    "/panel/listeners": [Address("/panel/listeners"), Address("/panel/listeners?span=90d&by=place")],
    "/api/v1/listeners": [Address("/api/v1/listeners?by=country")],
    "/api/v1/deliveries": [Address("/api/v1/deliveries")],
    "/panel/rundown": [Address("/panel/rundown"), Address("/panel/rundown?date=2026-03-01")],
    "/panel/rundown/articles/<slug>": [Address("/panel/rundown/articles/rice", NOT_THERE)],
    "/panel/rundown/programmes/<name>": [Address("/panel/rundown/programmes/noon", NOT_THERE)],
    "/panel/alerts": [Address("/panel/alerts")],
    "/panel/wall": [Address("/panel/wall")],
    "/panel/sources": [Address("/panel/sources")],
    "/panel/articles": [Address("/panel/articles"), Address("/panel/articles?q=rice&state=published&of=own")],
    "/panel/articles/new": [Address("/panel/articles/new", FOR_SOME)],
    "/panel/articles/drafts/<item_id>": [Address("/panel/articles/drafts/none", NOT_THERE | FOR_SOME)],
    "/panel/articles/<slug>/edit": [Address("/panel/articles/rice/edit", NOT_THERE | FOR_SOME)],
    "/panel/articles/pictures/<upload>": [Address("/panel/articles/pictures/none", NOT_THERE | FOR_SOME)],
    "/panel/promo": [Address("/panel/promo"), Address("/panel/promo?article=rice")],
    "/panel/wires": [Address("/panel/wires")],
    "/panel/streams": [Address("/panel/streams")],
    "/radiodns/spi/3.1/SI.xml": [Address("/radiodns/spi/3.1/SI.xml")],
    "/radiodns/spi/3.1/<path:bearer>/<day>_PI.xml": [
        Address("/radiodns/spi/3.1/fm/5e0/5abc/09390/20260302_PI.xml", NOT_THERE)
    ],
    "/radiodns/vis/vis.json": [Address("/radiodns/vis/vis.json?topic=/topic/fm/5e0/5abc/09390/text", NOT_THERE)],
    "/radiodns/vis/slides/<of>/<about>/<version>.png": [
        Address("/radiodns/vis/slides/breaking/f1/1.png", frozenset({404, 503}))
    ],
    "/panel/embeds": [Address("/panel/embeds")],
    "/panel/me": [Address("/panel/me")],
    "/panel/people": [Address("/panel/people", frozenset({403}))],
    "/panel/outlets": [Address("/panel/outlets")],
    "/panel/audit": [
        Address("/panel/audit", FOR_SOME),
        Address("/panel/audit?by=Ana&act=headlines&from=2026-03-01&q=quake", FOR_SOME),
    ],
    "/panel/audit.csv": [Address("/panel/audit.csv", FOR_SOME)],
    "/panel/audit.jsonl": [Address("/panel/audit.jsonl?act=air", FOR_SOME)],
    "/panel/rehearsal/audit": [Address("/panel/rehearsal/audit?by=Ana", FOR_SOME)],
    "/panel/rehearsal/audit.csv": [Address("/panel/rehearsal/audit.csv", FOR_SOME)],
    "/panel/rehearsal/audit.jsonl": [Address("/panel/rehearsal/audit.jsonl", FOR_SOME)],
    "/panel/checks": [Address("/panel/checks")],
    "/panel/rehearsal": [Address("/panel/rehearsal")],
    "/panel/rehearsal/state.json": [Address("/panel/rehearsal/state.json")],
    "/panel/rehearsal/alerts": [Address("/panel/rehearsal/alerts")],
    "/panel/rehearsal/wall": [Address("/panel/rehearsal/wall")],
    "/panel/rehearsal/outlets": [Address("/panel/rehearsal/outlets")],
    "/panel/rehearsal/read": [Address("/panel/rehearsal/read"), Address("/panel/rehearsal/read?in=fil")],
    "/panel/rehearsal/read/<headline_id>": [Address("/panel/rehearsal/read/none", NOT_THERE)],
    "/api/v1/rehearsal": [Address("/api/v1/rehearsal")],
    "/api/v1/rehearsal/snapshot": [Address("/api/v1/rehearsal/snapshot")],
    "/api/v1/rehearsal/alerts": [Address("/api/v1/rehearsal/alerts")],
    "/api/v1/rehearsal/breaking": [Address("/api/v1/rehearsal/breaking?limit=5")],
    "/api/v1/rehearsal/breaking/<headline_id>": [Address("/api/v1/rehearsal/breaking/none", NOT_THERE)],
    "/api/v1/rehearsal/breaking/<headline_id>/outlets": [Address("/api/v1/rehearsal/breaking/none/outlets", NOT_THERE)],
    "/api/v1/rehearsal/breaking/<item_id>/revisions": [Address("/api/v1/rehearsal/breaking/none/revisions", NOT_THERE)],
    "/api/v1/rehearsal/waiting": [Address("/api/v1/rehearsal/waiting")],
    "/panel/settings": [Address("/panel/settings", ADMINS)],
    "/panel/settings/text": [Address("/panel/settings/text", ADMINS)],
    "/panel/settings/<section>": [
        Address(f"/panel/settings/{name}", ADMINS) for name in ("station", "streams", "pushing")
    ],
    "/panel/settings/<section>/<row>": [
        Address("/panel/settings/feeds/new", ADMINS),
        Address("/panel/settings/feeds/none", NOT_THERE | ADMINS),
    ],
    "/api/v1/breaking/<headline_id>/outlets": [Address("/api/v1/breaking/f1/outlets", NOT_THERE)],
    "/panel/streams.json": [Address("/panel/streams.json")],
    "/panel/state.json": [Address("/panel/state.json")],
    "/api/v1/rundown": [Address("/api/v1/rundown")],
    "/api/v1/as-run": [Address("/api/v1/as-run"), Address("/api/v1/as-run?format=csv")],
    "/api/v1/waiting": [Address("/api/v1/waiting")],
    "/api/v1/breaking/<item_id>/revisions": [Address("/api/v1/breaking/f1/revisions", NOT_THERE)],
}
"""What only staff are shown, by route."""
