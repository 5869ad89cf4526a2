"""What an answer that is no stream says about the stream.

====================================================  ===========  ==========================================
answer                                                audio moves  why
====================================================  ===========  ==========================================
no such name, no route, no connection                 unknown      may be our own network; see `witness`
connection refused, reset or silent                   no           the server is reachable, and no player gets more
404, 410                                              no           a mount or playlist that is gone
401, 403, 429, 451                                    unknown      this may hold for us and not for listeners
another 4xx                                           unknown      the same
5xx, an empty 2xx, a redirect that leads nowhere      no           no player gets more
more bytes than a playlist can have, redirects in a   no           no player gets more
circle
a web page over http                                  unknown      may be a captive portal of our own network
a web page over https or on the station's network     no           only that server can have answered
anything else that is no playlist or sound            no           no player can play it
an address that the monitor may not fetch             unknown      the configuration has to be corrected
====================================================  ===========  ==========================================
"""

from __future__ import annotations

from webapp.fetch.addresses import FetchRefused
from webapp.fetch.client import BadResponse
from webapp.fetch.connection import ConnectFailed
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.stream.facts import Observation

REFUSED_RETRY_S = 60.0
"""The next look after a refusal, or at an address that may not be fetched, comes this much later."""

NO_ANSWER = "the stream's server does not answer"
WEB_PAGE = "a web page stands where the stream should be"
WEB_PAGES = ("text/html", "application/xhtml+xml")

REFUSING_STATUSES = (401, 403, 429, 451)
GONE_STATUSES = (404, 410)


def by_error(error: NewsroomError) -> Observation:
    """The observation where no answer came. `error` is what `webapp.fetch` raised."""
    detail = error.message
    match error:
        case ConnectFailed():
            return Observation(reached=False, reason="the stream's server cannot be reached", detail=detail)
        case BadResponse():
            return Observation(moving="no", reason="the stream's address does not lead to a stream", detail=detail)
        case FetchRefused():
            return Observation(
                again_s=REFUSED_RETRY_S, reason="the monitor may not look at this address", detail=detail
            )
    return Observation(moving="no", reason=NO_ANSWER, detail=detail)


def by_status(status: int) -> Observation | None:
    """The observation where the HTTP status decides; `None` where the body does."""
    detail = f"HTTP status {status}"
    if status in (200, 206):
        return None
    if status in REFUSING_STATUSES:
        return Observation(
            again_s=REFUSED_RETRY_S, reason="the stream's server does not let the monitor in", detail=detail
        )
    if status in GONE_STATUSES:
        return Observation(moving="no", reason="nothing is at the stream's address", detail=detail)
    if 400 <= status < 500:
        return Observation(reason="the stream's server does not take the monitor's question", detail=detail)
    return Observation(moving="no", reason="the stream's server answers with an error", detail=detail)


def web_page(url: str, *, private: bool) -> Observation:
    """The observation where HTML came instead of a stream; `private`: the address is on the station's own network."""
    certain = private or url.startswith("https:")
    return Observation(moving="no" if certain else "unknown", reason=WEB_PAGE)
