"""Every call of `/api/v1` by its endpoint: what it does, who may, what is sent and answered.

A test compares it with the addresses that the application has.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from webapp.newsroom.alerts.items import AlertItem
from webapp.newsroom.articles.writing.articles import ArticleEdit, OwnerDraft
from webapp.newsroom.articles.writing.in_work import KeptArticleChange
from webapp.newsroom.board import Former
from webapp.newsroom.drafts import (
    Approval,
    ArticleDraft,
    BreakingDraft,
    Correction,
    DraftChange,
    OnAirHoldDraft,
    PromoDraft,
    ReadOnAirDraft,
    Release,
    Reviewed,
    StreamHoldDraft,
    TakeBack,
    Withdrawal,
)
from webapp.newsroom.model import Article, ArticleCard, BreakingItem, MostRead, OnAir, Promo, Stream, Value
from webapp.newsroom.people.notes import NoteDraft
from webapp.newsroom.reads.pins import EditorChoiceDraft
from webapp.newsroom.schedule.dated_entries import EntryDraft, EntryRemoval
from webapp.pages.api.read_beacons import ReadReport

Who = Literal[
    "anybody",
    "anchor, producer, editor",
    "anchor, producer",
    "producer, editor",
    "producer",
    "editor",
    "staff",
    "encoder",
]

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
COUNT: Schema = {"type": "integer", "minimum": 0}
ANY: Schema = {"type": "object"}


def ref(model: type[Value]) -> Schema:
    """Where the schema of `model` stands in the document."""
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def of(**properties: Schema) -> Schema:
    """An object with at least these members."""
    return {"type": "object", "required": list(properties), "properties": properties}


def many(item: Schema) -> Schema:
    return {"type": "array", "items": item}


AUTO: Schema = {
    "type": "object",
    "required": ["auto"],
    "additionalProperties": False,
    "properties": {"auto": {"const": True}},
}
"""Ends what was set by hand."""

RECEIPT = {
    **of(epoch=TEXT, seq=COUNT),
    "properties": {"id": TEXT, "slug": TEXT, "rev": COUNT, "epoch": TEXT, "seq": COUNT},
}
WAITS = of(
    id=TEXT, rev=COUNT, state={"enum": ["held", "pending", "scheduled"]}, until={**INSTANT, "type": ["string", "null"]}
)
REASON = {
    "type": "object",
    "required": ["reason"],
    "additionalProperties": False,
    "properties": {"reason": {**TEXT, "maxLength": 500}},
}
SNAPSHOT = {
    **of(
        epoch=TEXT,
        seq=COUNT,
        now=INSTANT,
        breaking=many(ref(BreakingItem)),
        stream=ref(Stream),
        on_air=ref(OnAir),
        most_read={"anyOf": [ref(MostRead), {"type": "null"}]},
        promo={"anyOf": [ref(Promo), {"type": "null"}]},
        alerts=many(ref(AlertItem)),
    ),
}
SNAPSHOT["required"] = ["epoch", "seq", "now", "breaking", "stream", "on_air"]
SNAPSHOT["properties"]["succeeds"] = many(ref(Former))


@dataclass(frozen=True)
class Operation:
    """`sends` and `answers` are models or schemas; `query` the parameters of the address; `statuses` those beside the usual."""

    summary: str
    who: Who = "anybody"
    sends: Any = None
    answers: Any = None
    status: int = 200
    query: dict[str, Schema] = field(default_factory=dict)
    media: str = "application/json"
    sends_media: str = "application/json"
    statuses: dict[int, tuple[str, Any]] = field(default_factory=dict)


LIMIT: Schema = {"type": "integer", "minimum": 1, "maximum": 100}
DAY: Schema = {"type": "string", "format": "date"}
PUSHED = {202: ("it waits, and nobody sees it yet", WAITS)}
SAME = {200: ("the same request was carried out before, or nothing was to be shown", RECEIPT)}
OUTLETS = of(id=TEXT, rev=COUNT, state=TEXT, red={"type": "boolean"}, outlets=many(ANY))

COUNT_OR_NULL: Schema = {"type": ["integer", "null"], "minimum": 0}
BY: Schema = {"enum": ["way", "place", "language", "country"]}

OPERATIONS: dict[str, Operation] = {
    "read_api.snapshot": Operation("The board", answers=SNAPSHOT),
    "read_api.time": Operation("The server's clock", answers=of(now=INSTANT)),
    "sse.events": Operation("The events, as server-sent events", answers=TEXT, media="text/event-stream"),
    "headlines_api.headlines": Operation(
        "Headlines of the record", answers=of(headlines=many(ANY)), query={"limit": LIMIT, "day": DAY}
    ),
    "headlines_api.headline": Operation(
        "One headline, also after its time", answers=ANY, statuses={410: ("it was withdrawn", ANY)}
    ),
    "since_api.since": Operation(
        "What a listener missed",
        answers=of(words=many(TEXT), published=many(ANY), corrected=many(ANY), withdrawn=many(ANY)),
        query={"at": INSTANT, "epoch": TEXT, "seq": COUNT},
    ),
    "alerts.alerts": Operation("Alerts in force", answers=of(alerts=many(ref(AlertItem)))),
    "read_api.articles": Operation(
        "Articles, newest first, or those that fit words best",
        answers=of(articles=many(ref(ArticleCard))),
        query={
            "page": {"type": "integer", "minimum": 1},
            "limit": {**LIMIT, "maximum": 50},
            "lang": TEXT,
            "topic": TEXT,
            "q": TEXT,
        },
    ),
    "read_api.article": Operation("One article", answers=ref(Article), statuses={410: ("it was withdrawn", ANY)}),
    "read_api.schedule": Operation(
        "The programmes of some days", answers=of(broadcasts=many(ANY)), query={"from": INSTANT, "to": INSTANT}
    ),
    "reads_api.most_read": Operation(
        "The most-read list",
        answers=ref(MostRead),
        query={"window": {"enum": ["1h", "24h", "7d"]}, "limit": LIMIT, "lang": TEXT},
    ),
    "reads_api.read_token": Operation(
        "A token for one read",
        answers=of(token=TEXT),
        query={"article": TEXT},
        statuses={204: ("who asks is not counted", None)},
    ),
    "reads_api.reads": Operation("One read", sends=ReadReport, status=204),
    "gone_api.gone": Operation(
        "Which of them were withdrawn, or never were",
        sends=of(articles=many(TEXT), headlines=many(TEXT)),
        answers=of(articles=many(TEXT), headlines=many(TEXT)),
    ),
    "push_api.key": Operation("What a browser subscribes to notices with", answers=of(key=TEXT)),
    "push_api.subscribe": Operation(
        "Subscribe a browser to notices",
        sends={
            "type": "object",
            "required": ["endpoint", "keys"],
            "properties": {
                "endpoint": TEXT,
                "keys": of(p256dh=TEXT, auth=TEXT),
                "levels": many({"enum": ["flash", "bulletin", "all"]}),
                "topics": many(TEXT),
                "quiet_hours": of(**{"from": TEXT, "to": TEXT, "zone": TEXT}),
                "language": TEXT,
                "replaces": TEXT,
            },
        },
        answers=ANY,
        status=201,
        statuses={200: ("it was known", ANY)},
    ),
    "push_api.unsubscribe": Operation("End a subscription", sends=of(endpoint=TEXT), status=204),
    "write_api.publish": Operation(
        "Push a headline", "anchor, producer, editor", BreakingDraft, RECEIPT, 201, statuses=PUSHED
    ),
    "write_api.correct": Operation("Correct a headline", "anchor, producer, editor", Correction, RECEIPT),
    "write_api.withdraw": Operation("Withdraw a headline everywhere", "anchor, producer, editor", Withdrawal, RECEIPT),
    "write_api.revisions": Operation("Every revision of a headline", "anchor, producer, editor", answers=ANY),
    "waiting_api.waiting": Operation(
        "Headlines that are not out", "anchor, producer, editor", answers=of(waiting=many(ANY), sent_alone=many(ANY))
    ),
    "waiting_api.keep": Operation(
        "Keep a headline as a draft", "anchor, producer, editor", BreakingDraft, RECEIPT, 201, statuses=PUSHED
    ),
    "waiting_api.change": Operation("Change a draft", "anchor, producer, editor", DraftChange, RECEIPT),
    "waiting_api.approve": Operation(
        "Approve somebody else's flash", "anchor, producer, editor", Approval, RECEIPT, 201, statuses=PUSHED
    ),
    "waiting_api.release": Operation(
        "Send a headline before its time", "anchor, producer, editor", Release, RECEIPT, 201, statuses=PUSHED
    ),
    "waiting_api.undo": Operation("Take back what is not out yet", "anchor, producer, editor", TakeBack, ANY),
    "waiting_api.review": Operation(
        "Say that a flash sent alone was looked at", "anchor, producer, editor", Reviewed, ANY
    ),
    "desk_notes.leave": Operation(
        "Leave a note at the desk, or a handover", "anchor, producer, editor", NoteDraft, RECEIPT, 201
    ),
    "desk_notes.take": Operation("Take a handover over", "anchor, producer, editor", answers=RECEIPT),
    "outlets_api.outlets": Operation("What became of a headline, surface by surface", "staff", answers=OUTLETS),
    "alerts_api.take": Operation(
        "Take an alert",
        "anchor, producer, editor",
        TEXT,
        RECEIPT,
        201,
        sends_media="application/cap+xml",
        statuses={**SAME, 202: ("it waits for a person", RECEIPT)},
    ),
    "write_api.stream": Operation(
        "Set the stream's status by hand", "anchor, producer", {"oneOf": [ref(StreamHoldDraft), AUTO]}, RECEIPT
    ),
    "write_api.on_air": Operation(
        "Cut to a segment by hand", "anchor, producer", {"oneOf": [ref(OnAirHoldDraft), AUTO]}, RECEIPT
    ),
    "rundown_api.read_on_air": Operation(
        "Note that an article is read on air", "anchor, producer", ReadOnAirDraft, ANY
    ),
    "write_api.promo": Operation(
        "Show a promo, or none", "producer, editor", {"oneOf": [ref(PromoDraft), AUTO, {"type": "null"}]}, RECEIPT
    ),
    "write_api.choose": Operation(
        "Pin a story, or keep it off the list", "editor", {"oneOf": [ref(EditorChoiceDraft), AUTO]}, RECEIPT
    ),
    "write_api.put_out": Operation(
        "Put an article out, now or at a time", "editor", ArticleDraft, RECEIPT, 201, statuses=PUSHED
    ),
    "write_api.update": Operation("Replace an article whole", "editor", ArticleDraft, RECEIPT),
    "articles_api.edit": Operation("Change parts of an article", "editor", ArticleEdit, RECEIPT),
    "articles_api.own": Operation("Take an imported article over, or hand it back", "editor", OwnerDraft, RECEIPT),
    "articles_api.drafts": Operation("Articles that are not out", "editor", answers=of(drafts=many(ANY))),
    "articles_api.keep": Operation(
        "Keep an article as a draft, or until its time", "editor", ArticleDraft, RECEIPT, 201, statuses=PUSHED
    ),
    "articles_api.change": Operation("Change a draft of an article", "editor", KeptArticleChange, RECEIPT),
    "articles_api.discard": Operation("Discard a draft of an article", "editor", of(rev=COUNT), RECEIPT),
    "articles_api.see": Operation(
        "The HTML of a text in Markdown", "editor", of(text=TEXT), of(html=TEXT, left_out=many(TEXT))
    ),
    "articles_api.upload": Operation(
        "Upload a picture",
        "editor",
        {"type": "string", "format": "binary"},
        of(url=TEXT, width=COUNT, height=COUNT),
        201,
        sends_media="image/*",
    ),
    "write_api.pull": Operation("Withdraw an article", "editor", REASON, RECEIPT),
    "listeners_api.listeners": Operation(
        "Listeners now and through time; what is not known is null",
        "staff",
        answers=of(
            now={"type": ["object", "null"]},
            step_s=COUNT,
            at=many(INSTANT),
            listeners=many(COUNT_OR_NULL),
            by=BY,
            parts={"type": "object", "additionalProperties": many(COUNT_OR_NULL)},
            programmes=many(ANY),
        ),
        query={"from": INSTANT, "to": INSTANT, "by": BY},
    ),
    "listeners_api.deliveries": Operation(
        "How long headlines took from their push to the sockets",
        "staff",
        answers=of(
            deliveries=many(
                of(id=TEXT, seq=COUNT, action=TEXT, at=INSTANT, listeners=COUNT, p50_ms=COUNT, p99_ms=COUNT)
            )
        ),
        query={"from": INSTANT, "to": INSTANT},
    ),
    "rundown_api.rundown": Operation(
        "A day as planned and as run", "staff", answers=of(date=DAY, broadcasts=many(ANY)), query={"date": DAY}
    ),
    "rundown_api.change": Operation("Change one date", "producer", EntryDraft, ANY),
    "rundown_api.give_back": Operation("The grid applies to that date again", "producer", EntryRemoval, ANY),
    "rundown_api.as_run": Operation(
        "What was on, by the grid or by whose hand",
        "staff",
        answers=ANY,
        query={"from": INSTANT, "to": INSTANT, "format": {"enum": ["json", "csv"]}},
    ),
    "encoder.encoder": Operation(
        "The encoder says that it connected or disconnected",
        "encoder",
        {
            "type": "object",
            "required": ["said"],
            "properties": {"said": {"enum": ["connected", "disconnected"]}, "stream": TEXT},
        },
        ANY,
        202,
    ),
}

REHEARSED = (
    "write_api.publish", "write_api.correct", "write_api.withdraw", "write_api.revisions", "write_api.stream",
    "write_api.on_air", "write_api.promo", "waiting_api.waiting", "waiting_api.keep", "waiting_api.change",
    "waiting_api.approve", "waiting_api.release", "waiting_api.undo", "waiting_api.review", "desk_notes.leave",
    "desk_notes.take", "alerts_api.take",
)  # fmt: skip
"""Calls that the rehearsal has too."""

MAYBE: Schema = {**INSTANT, "type": ["string", "null"]}
REHEARSAL = of(began_at=MAYBE, acted_at=MAYBE, empties_at=MAYBE)

OPERATIONS |= {
    **{
        f"rehearsal.{name}": replace(OPERATIONS[name], summary=f"{OPERATIONS[name].summary}, in the rehearsal")
        for name in REHEARSED
    },
    "rehearsal.about": Operation("Since when there is a rehearsal, and when it is cleared", "staff", answers=REHEARSAL),
    "rehearsal.clear": Operation("Clear the rehearsal", "anchor, producer, editor", answers=REHEARSAL),
    "rehearsal.snapshot": Operation("The rehearsal's board", "staff", answers=SNAPSHOT),
    "rehearsal.alerts": Operation("Alerts in force in the rehearsal", "staff", answers=of(alerts=many(ref(AlertItem)))),
    "rehearsal.headlines": Operation(
        "Headlines of the rehearsal", "staff", answers=of(headlines=many(ANY)), query={"limit": LIMIT}
    ),
    "rehearsal.headline": Operation("One headline of the rehearsal", "staff", answers=ANY),
    "rehearsal.outlets": Operation("What each surface would have been sent", "staff", answers=OUTLETS),
}

MODELS: tuple[type[Value], ...] = (
    AlertItem,
    Approval,
    Article,
    ArticleCard,
    ArticleDraft,
    ArticleEdit,
    KeptArticleChange,
    OwnerDraft,
    BreakingDraft,
    BreakingItem,
    Correction,
    DraftChange,
    EditorChoiceDraft,
    EntryDraft,
    EntryRemoval,
    Former,
    MostRead,
    NoteDraft,
    OnAir,
    OnAirHoldDraft,
    Promo,
    PromoDraft,
    ReadOnAirDraft,
    ReadReport,
    Release,
    Reviewed,
    Stream,
    StreamHoldDraft,
    TakeBack,
    Withdrawal,
)
"""Whose schemas stand in the documents, from the types that the code itself reads and writes."""
