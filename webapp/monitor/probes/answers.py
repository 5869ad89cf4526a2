"""What an answer that is no stream says about the stream.

====================================================  ===========  ==========================================
answer                                                audio moves  why
====================================================  ===========  ==========================================
no such name, no route, no connection                 unknown      may be our own network; a witness decides
connection refused, broken off, or silent             no           their end is there, and no player gets more
404, 410                                              no           a mount or playlist that is gone
401, 403, 429, 451                                    unknown      they answer us so, perhaps not listeners
another 4xx                                           unknown      the same
5xx, an empty 2xx, a redirect that leads nowhere      no           no player gets more
more bytes than a playlist can have, redirects in a   no           no player gets more
circle
a web page over http                                  unknown      may be a portal of our own network
a web page over https or on the station's network     no           nobody else can have answered
anything else that is no playlist or sound            no           no player can play it
an address that we do not go to                       unknown      the configuration is to be mended
====================================================  ===========  ==========================================
"""

from __future__ import annotations

from webapp.fetch.addresses import FetchRefused
from webapp.fetch.client import BadResponse
from webapp.fetch.connection import ConnectFailed
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.stream.facts import Observation

LEAVE_ALONE_S = 60.0
"""Where we are not let in, or may not go, we ask this seldom."""

NO_ANSWER = "the stream's server does not answer"
WEB_PAGE = "a web page stands where the stream should be"
WEB_PAGES = ("text/html", "application/xhtml+xml")

SHUT_OUT = (401, 403, 429, 451)
GONE = (404, 410)


def by_error(error: NewsroomError) -> Observation:
    """The reading where there was no answer to judge."""
    said = error.message
    match error:
        case ConnectFailed():
            return Observation(reached=False, reason="the stream's server cannot be reached", detail=said)
        case BadResponse():
            return Observation(moving="no", reason="the stream's address does not lead to a stream", detail=said)
        case FetchRefused():
            return Observation(again_s=LEAVE_ALONE_S, reason="the monitor may not look at this address", detail=said)
    return Observation(moving="no", reason=NO_ANSWER, detail=said)


def by_status(status: int) -> Observation | None:
    """The reading where the status decides; `None` where the body does."""
    said = f"HTTP status {status}"
    if status in (200, 206):
        return None
    if status in SHUT_OUT:
        return Observation(again_s=LEAVE_ALONE_S, reason="the stream's server does not let the monitor in", detail=said)
    if status in GONE:
        return Observation(moving="no", reason="nothing is at the stream's address", detail=said)
    if 400 <= status < 500:
        return Observation(reason="the stream's server does not take the monitor's question", detail=said)
    return Observation(moving="no", reason="the stream's server answers with an error", detail=said)


def web_page(url: str, *, private: bool) -> Observation:
    """The reading where HTML came."""
    certain = private or url.startswith("https:")
    return Observation(moving="no" if certain else "unknown", reason=WEB_PAGE)
