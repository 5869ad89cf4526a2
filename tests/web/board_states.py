"""The states that a board can be in, as pure values: each is what some station shows at some hour of its life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.conftest import NOON, ZONE
from webapp.newsroom.alerts.items import MAX_ALERTS_SHOWN, AlertItem, AlertText
from webapp.newsroom.board import Board
from webapp.newsroom.headlines.record import HeadlineRecord, HeadlineRevision
from webapp.newsroom.model import (
    Article,
    ArticleCard,
    BreakingItem,
    MostRead,
    MostReadItem,
    Picture,
    Promo,
    Rotation,
    Stream,
    StreamSource,
)
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.schedule.holds import Holds, OnAirHold
from webapp.newsroom.schedule.on_air import on_air
from webapp.store.board.replica import Replica

NEVER = Grid(zone=ZONE)
"""A station that has not put in its programmes yet."""

DAWN_ONLY = parse_grid(b"""
zone = "Asia/Manila"
[[programme]]
id = "dawn"
title = "Dawn"
[[programme.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
start = "05:00"
end = "06:00"
""")
"""One hour a day; at noon nothing is on."""

SIGNED_OFF = parse_grid(b"""
zone = "Asia/Manila"
[[programme]]
id = "last"
title = "The Last Show"
[[programme.slot]]
days = ["sun"]
start = "20:00"
end = "21:00"
end_date = "2026-03-01"
""")
"""Its last programme was yesterday: nothing is on, and nothing comes."""

ALL_DAY = parse_grid(b"""
zone = "Asia/Manila"
[[programme]]
id = "noon"
title = "Noon"
hosts = ["Lea Abad", "Ramon Cruz"]
description = "News at noon."
language = "fil"
[[programme.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
start = "11:00"
end = "14:00"
[[programme.segment]]
id = "traffic"
title = "Traffic"
description = "Roads & rails."
start = "12:00"
end = "12:30"
topics = ["traffic"]
[[programme]]
id = "night"
title = "Night"
[[programme.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
start = "14:00"
end = "11:00"
""")
"""Something is always on; at noon a segment of a programme."""

PICTURE = Picture(url="https://pictures.example/rice.jpg", width=640, height=360, alt="A market", credit="PNA")


def at(**before: float) -> datetime:
    return NOON - timedelta(**before)


def story(slug: str, **more: Any) -> Article:
    return Article(slug=slug, title=slug.title(), published_at=at(hours=3), source=slug, **more)


RICE = story(
    "rice", summary="Prices fell.", body_html="<p>They fell.</p>", topics=("prices", "traffic"), byline="Ana Cruz",
    agency="PNA", place="Manila", picture=PICTURE, updated_at=at(hours=1), correction="It was Tuesday.",
    corrected_at=at(hours=1), credit="From the wire", canonical="https://elsewhere.example/rice",
)  # fmt: skip
BARE = story("bare")
LOCAL = story("bigas", language="fil", topics=("prices",))
WITHDRAWN = story("rice", withdrawn="It was not so.")
STORIES = (RICE, BARE, LOCAL)

FLASH = BreakingItem(id="f1", rev=1, headline="Quake off Batangas", priority="flash", published_at=at(minutes=2))
FLASH_WITH_STORY = FLASH.model_copy(update={"article": "rice", "body": "Stay out of doors."})
BULLETIN = BreakingItem(
    id="b1", rev=2, headline="Ferry runs again", priority="bulletin", article="rice", published_at=at(minutes=30),
    corrected_at=at(minutes=5), reason="the pier was another one", expires_at=NOON + timedelta(hours=1),
)  # fmt: skip
URGENT = BreakingItem(id="u1", rev=1, headline="Road closed", priority="urgent", published_at=at(hours=1))

HLS = StreamSource(
    id="main", title="Main", url="https://stream.example/live.m3u8", kind="hls", language="fil", bitrate_kbps=96,
    burst_s=4.0, playing="Ana – Song", status="on_air",
)  # fmt: skip
ICECAST = StreamSource(id="low", title="Low", url="https://stream.example/low", kind="icecast", status="unknown")
ON_AIR = Stream(status="on_air", since=at(hours=2), checked_at=at(seconds=9), streams=(HLS, ICECAST))

COUNTED = MostRead(
    window="24h", as_of=at(seconds=5), items=(
        MostReadItem(article="rice", title="Rice", reads=1870, rank=1, was=2),
        MostReadItem(article="bare", title="Bare", reads=12, rank=2, was=1),
        MostReadItem(article="bigas", title="Bigas", reads=3, rank=3, pinned=True),
    ),
)  # fmt: skip
PROMO = Promo(title="Concert & more", link="https://tickets.example/", image=PICTURE, until=NOON + timedelta(days=1))
CARDS = tuple(article.card() for article in STORIES)
TURNING = Rotation(articles=CARDS, every_s=20, starts_at=at(minutes=10))


WARNED = (
    AlertItem(
        id="w1", event="Typhoon", headline="Typhoon off Aurora", area="Aurora; Quezon", severity="Extreme",
        until=NOON + timedelta(hours=6), instruction="Go indoors.\nStay there.", sent=at(hours=1), sender="PAGASA",
        onset=NOON + timedelta(hours=1), web="https://bureau.example/w1",
        texts=(AlertText(language="fil", event="Bagyo", headline="Bagyo sa Aurora"),),
    ),
    *(
        AlertItem(id=f"m{n}", event="Flood", headline=f"River {n} rises", severity="Minor", until=NOON + timedelta(days=2),
                  sent=at(hours=2))
        for n in range(4)
    ),
)  # fmt: skip
"""One with all that an alert may have, and more than are shown unfolded."""

OVER = URGENT.model_copy(
    update={"id": "over", "published_at": at(days=1), "expires_at": at(hours=20), "body": "Both ways."}
)
RIGHTED = OVER.model_copy(update={"rev": 2, "corrected_at": at(hours=23), "reason": "It was the other bridge."})
WRONG = URGENT.model_copy(update={"id": "wrong", "published_at": at(minutes=50)})
TAKEN_BACK = WRONG.model_copy(update={"rev": 2, "reason": "It was not so."})


def _published(item: BreakingItem) -> HeadlineRecord:
    return HeadlineRecord(revisions=(HeadlineRevision(action="published", at=item.published_at, item=item),))


GONE_HEADLINES = (
    _published(OVER).with_revision(HeadlineRevision(action="corrected", at=at(hours=23), item=RIGHTED)),
    _published(WRONG).with_revision(HeadlineRevision(action="withdrawn", at=at(minutes=40), item=TAKEN_BACK)),
)
"""One that was corrected and is over, and one that was withdrawn."""


@dataclass(frozen=True)
class State:
    """What a web process holds: the board, the programme grid, the articles, when the store last confirmed them, and the
    headlines that have left the board."""

    board: Board
    grid: Grid = ALL_DAY
    articles: Sequence[Article] = STORIES
    heard_at: datetime | None = NOON
    headlines: Sequence[HeadlineRecord] = ()

    def put_into(self, replica: Replica) -> None:
        replica.replace(self.board, self.articles, self.grid, [*map(_published, self.board.breaking), *self.headlines])
        replica.heard_at = self.heard_at


def _by_grid(grid: Grid, hold: OnAirHold | None = None, rotation: Rotation | None = None) -> Any:
    return on_air(grid, Holds(on_air=hold), NOON).model_copy(update={"rotation": rotation})


FULL = Board(
    epoch="e", seq=7, breaking=(FLASH_WITH_STORY, BULLETIN, URGENT), stream=ON_AIR, most_read=COUNTED, promo=PROMO,
    on_air=_by_grid(ALL_DAY, rotation=TURNING),
)  # fmt: skip


def _but(**blocks: Any) -> State:
    return State(FULL.model_copy(update=blocks))


def _held(**hold: Any) -> State:
    return _but(on_air=_by_grid(ALL_DAY, OnAirHold(by="Ligaya", **hold), TURNING))


STATES: dict[str, State] = {
    "everything at once": State(FULL, headlines=GONE_HEADLINES),
    "headlines that are over": State(Board(epoch="e"), headlines=GONE_HEADLINES),
    "before the first board": State(Board(), NEVER, (), heard_at=None),
    "nothing ever": State(Board(epoch="e"), NEVER, ()),
    "nothing but articles": State(Board(epoch="e"), NEVER),
    "a hole of the grid": State(FULL.model_copy(update={"on_air": _by_grid(DAWN_ONLY)}), DAWN_ONLY),
    "nothing on, nothing next": State(FULL.model_copy(update={"on_air": _by_grid(SIGNED_OFF)}), SIGNED_OFF),
    "a programme without a segment": _but(on_air=on_air(ALL_DAY, Holds(), NOON + timedelta(hours=1))),
    "no streams": _but(stream=Stream(status="unknown")),
    "streams not looked at yet": _but(stream=Stream(status="unknown", streams=(HLS, ICECAST))),
    "the monitor is gone": _but(stream=ON_AIR.model_copy(update={"checked_at": at(hours=5)})),
    "silent": _but(stream=ON_AIR.model_copy(update={"status": "silent"})),
    "off the air": _but(stream=ON_AIR.model_copy(update={"status": "off_air"})),
    "the status held by hand": _but(stream=Stream(status="off_air", by="hand", since=at(minutes=1), streams=(HLS,))),
    "no articles": State(FULL.model_copy(update={"on_air": _by_grid(ALL_DAY)}), articles=()),
    "no headlines": _but(breaking=()),
    "a flash without a story": _but(breaking=(FLASH,)),
    "a flash whose story is gone": State(FULL, articles=(WITHDRAWN, BARE)),
    "a story withdrawn": State(
        FULL.model_copy(update={"breaking": (BULLETIN.model_copy(update={"article": None}),), "most_read": COUNTED}),
        articles=(WITHDRAWN, BARE, LOCAL),
    ),
    "a rotation without articles": _but(on_air=_by_grid(ALL_DAY, rotation=Rotation(starts_at=at(minutes=1)))),
    "a rotation of one bare card": _but(
        on_air=_by_grid(ALL_DAY, rotation=Rotation(articles=(ArticleCard(slug="bare", title="Bare"),), starts_at=NOON))
    ),
    "held to a segment, until a time": _held(
        programme="noon", segment="traffic", since=at(minutes=5), until=NOON + timedelta(hours=1)
    ),
    "held, and running over": _but(
        on_air=FULL.on_air.model_copy(update={"by": "hand", "ends_at": at(minutes=5), "next": None})
    ),
    "special coverage, with no end": _held(title="Special Coverage", since=at(minutes=5)),
    "held to what the grid has dropped": _held(programme="gone", segment="gone-too", since=at(minutes=5)),
    "the end of a segment is late": _but(
        on_air=FULL.on_air.model_copy(update={"starts_at": at(hours=2), "ends_at": at(hours=1)})
    ),
    "a start without an end": _but(on_air=FULL.on_air.model_copy(update={"ends_at": None})),
    "no most-read": _but(most_read=None),
    "a most-read list of nothing": _but(most_read=MostRead(window="24h", as_of=at(seconds=5))),
    "a most-read list of yesterday": _but(most_read=COUNTED.model_copy(update={"as_of": at(days=1)})),
    "alerts in force": _but(alerts=WARNED),
    "more alerts in force than a board has": _but(alerts=WARNED * (MAX_ALERTS_SHOWN // len(WARNED) + 1)),
    "an alert that is over": _but(alerts=(WARNED[0].model_copy(update={"until": NOON}),)),
    "no promo": _but(promo=None),
    "a promo without a picture": _but(promo=PROMO.model_copy(update={"image": None, "until": None})),
    "the store away for an hour": State(FULL, heard_at=at(hours=1)),
}  # fmt: skip
