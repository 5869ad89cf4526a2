"""Reasons that other parts of the newsroom give (why a source failed, why a story waits, what is wrong with a stream), in the
reader's language.

They are kept as English sentences, the same as in the log. Each is recognised here by its form and said in the page's language;
one of no form that is known stays English, and is marked as such.
"""

from __future__ import annotations

import re

from flask_babel import gettext
from markupsafe import Markup

from webapp.newsroom.errors import N_
from webapp.web.catalogs import ENGLISH, current_language

FORMS = (
    # a source that is asked
    N_("answers {status}: it wants a key, or does not want us"),
    N_("answers 404: there is nothing at this address"),
    N_("answers 410: it is gone for good; take it out of the station's file"),
    N_("answers 429: we ask too often"),
    N_("answers {status}"),
    N_("more than {n} redirects"),
    N_("{host} is an address inside a network; only public ones are fetched"),
    N_("{host} has no address"),
    N_("the name {host} was not resolved in time"),
    N_("the name {host} is not known"),
    N_("the answer is not HTTP: {reason}"),
    N_("it is {kind}, not something to read"),
    N_("{n} bytes; at most {most} are taken"),
    N_("the answer was cut off"),
    N_("no full answer within {n} s"),
    N_("no answer in time"),
    N_("the connection failed: {reason}"),
    N_("the certificate is not good: {reason}"),
    # where something was found on a station's site
    N_("heading and title of {url}"),
    N_("title of {url}"),
    N_("WordPress' REST root of {url}"),
    N_("the page's words at {url}"),
    N_("the site says otherwise elsewhere"),
    N_("the site has several, and does not say which is the station's own"),
    N_("it may be another's"),
    N_("it is only concluded"),
    N_("no word of the page shows it"),
    # why a search came to nothing
    N_("{url}: {kind} is no page; give the address of the station's front page"),
    N_("took too long"),
    N_("it answers, and sends no sound without an end"),
    N_("it is a page, no feed"),
    N_("it answers, and has only the sample story of the system that made it"),
    N_("it is a drawing (SVG); the logo has to be a PNG, JPEG or WebP"),
    N_("it gives no answer"),
    # a new password
    N_("at least {n} characters; several words that do not belong together make a good one"),
    N_("at most {n} characters"),
    N_(
        "is little more than the name of the account or of the station; several words that do not belong together make a good one"
    ),
    N_("is among those that are guessed first; several words that do not belong together make a good one"),
    # a name
    N_("1 to {n} characters"),
    # what it sent
    N_("neither a CAP document nor an index of them (Atom, RSS)"),
    N_("no CAP document is at its address"),
    N_("the document is not signed with its sender's certificate, or was changed since"),
    N_("the document is not well-formed XML: {reason}"),
    N_("the document has a DOCTYPE or entities of its own, which no CAP document needs"),
    N_("could not be read; this is noted as a fault of ours"),
    N_("nothing in it was taken"),
    N_("neither a feed ({kinds}) nor an HTML page"),
    N_("XML, but none of RSS, Atom, NITF and NewsML-G2"),
    N_("{format}, but its XML is not well-formed"),
    N_("it defines entities of its own, which no news item needs"),
    N_("an HTML page in place of a feed ({reason})"),
    N_("begins like JSON, but is none"),
    N_("begins like JSON, but is none: line {line}, column {column}: {problem}"),
    N_("the site answers with an error: {reason}"),
    N_("the feed has no entries"),
    N_("the feed is cut off before its first entry"),
    N_("the feed is cut off in it"),
    N_("the feed is cut off there"),
    N_("not a feed"),
    N_("an empty page"),
    # a story
    N_("withdrawn by its source"),
    N_("deleted by its source"),
    N_("blocked by its source"),
    N_("withheld by its source"),
    N_("no longer public where it came from"),
    N_("its status is {status}"),
    N_("is protected by a password"),
    N_("has a title but no text"),
    N_("has neither title nor text"),
    N_("the same story as “{title}”, which came first"),
    N_("was withdrawn here: {reason}"),
    N_("was put aside here by {by}"),
    N_("the newsroom has taken it over; hand it back to let its source's versions in"),
    N_("older than the version here"),
    N_("its source let it be shown until {time}"),
    N_("its source forbids it: “{words}”"),
    N_("embargoed until {time}"),
    N_("its embargo cannot be read: “{words}”"),
    N_("dated {time}, which is still to come"),
    N_("its title says that it is under embargo, and no field says until when"),
    N_("date taken from the address"),
    N_("date found in the page's markup by a library"),
    N_("date unknown: taken as the time first seen"),
    N_("date without a time zone, still to come in the station's: taken as the time first seen"),
    N_("the time zone “{zone}” is not known: taken as the station's ({own})"),
    N_("an agency's notice that withdraws a story"),
    N_("an agency's correction: a note to editors, no story"),
    N_("an agency's advisory to editors, no story"),
    N_("a note to editors, no story"),
    N_("a test, no story"),
    N_("{reason}; it waits for an editor"),
    N_("{reason}; that never came in here"),
    N_("{reason}; dismissed by {by}"),
    N_("{reason}; it is withdrawn"),
    N_("no article was found on the page"),
    N_("a page, but no article: {title}"),
    N_("a site's front page, not an article: {title}"),
    N_("a page that lists stories, not an article: {title}"),
    N_("the page is no page to read: {problem}"),
    N_("taken from a site's front page"),
    N_("much of the page's text was left out: perhaps {share} of the story is here"),
    # a stream
    N_("the stream's server does not answer"),
    N_("a web page stands where the stream should be"),
    N_("the stream's server cannot be reached"),
    N_("the stream's address does not lead to a stream"),
    N_("the monitor may not look at this address"),
    N_("the stream's server does not let the monitor in"),
    N_("nothing is at the stream's address"),
    N_("the stream's server does not take the monitor's question"),
    N_("the stream's server answers with an error"),
    N_("the monitor could not look at the stream"),
    N_("the address sends a file, not a live stream"),
    N_("the stream ends as soon as it begins"),
    N_("the stream stands still"),
    N_("the stream has ended"),
    N_("the stream's address sends no sound"),
    N_("the stream says that it has a gap"),
    N_("the stream's playlist leads to no sound"),
    N_("there is no sound in the stream's playlist"),
    N_("what stands at the address is no playlist"),
    N_("the newest sound cannot be fetched"),
    N_("no new segment for {n} s"),
    N_("no encoder is connected"),
    N_("the encoder is away; a fallback plays"),
    N_("an on-demand relay that nobody listens to"),
    N_("no sound could be decoded"),
    N_("the server's status page cannot be read"),
    N_("the server's status page does not say whether an encoder is connected"),
    N_("the server's status page has no {mount}; if a proxy renames it, set the stream's `mount`"),
    N_("the server lists a mount without its name"),
    N_("the server has several streams; set `mount` to one of {names}"),
    N_("AzuraCast lists several stations; ask for one of them: /api/nowplaying/<station>"),
    N_("the server mistakes the letters of titles; Icecast needs <charset>UTF-8</charset> in the mount"),
    N_("an on-demand relay that nobody listens to: it is tried every ten minutes"),
    N_("nobody looked"),
    N_("the address is a playlist file; the stream's own address stands in it"),
    # a surface: by what evidence it did what it was asked, or why it did not
    N_("answered {status}"),
    N_("answers 410: it wants no more"),
    N_("{reason}, sent to {pages} open pages"),
    N_("served by {n} web process"),
    N_("served by {n} web processes"),
    N_("{n} of {all} web processes have not said yet that they serve it"),
    N_("no web process is running"),
    N_("file written: {n} bytes"),
    N_("file written: blank"),
    N_("somebody else writes to {path}"),
    N_("sent; the encoder answered {answer}"),
    N_("sent; the encoder answered nothing"),
    N_("the encoder answers {answer}"),
    N_("{host} is an address inside a network; set private = true to allow it"),
    N_("sent; receivers connected: {n}"),
    N_("taken by {n} of {all} services"),
    N_("not taken by {services}"),
    N_("address {n} is none that apprise knows"),
    N_("address {n} is inside a network; set private = true to allow it"),
    N_("read back"),
    N_("deleted; no longer found there"),
    N_("looked through the account's posts: not there"),
    N_("somebody deleted it there"),
    N_("edited"),
    N_("edited: it says that it was withdrawn"),
    N_("it may stand there, and bots cannot look: its withdrawal was posted"),
    N_("the answer has the message"),
    N_("dry run: nothing was sent"),
    N_("dry run: nothing was sent; it would be “{text}”"),
    N_("says that it took the post, and shows none"),
    N_("says that it took the post, and shows another text"),
    N_("says that it took the message, and shows another text"),
    N_("says that it deleted the post, and still shows it"),
    N_("answers {status}: the account or its token are not accepted: {said}"),
    N_("title read back on {mounts}"),
    N_("no encoder is connected on {mounts}"),
    N_("took the title, and has another one on {mounts}"),
    N_("answers 401: user or password are wrong"),
    N_("answers with a live playlist"),
    N_("answers with something that is no HLS playlist"),
    N_("is a playlist that the station's pages may not read: its server has to allow it (CORS)"),
    N_("is a playlist without pieces"),
    N_("is a recording with an end, nothing live"),
    N_("makes a frame of whatever the channel sends; that is known only while it is live"),
    N_("makes a frame; Facebook shows only public videos in it, and tells nobody before"),
    N_("may be embedded, as YouTube says"),
    N_("may not be embedded: allow embedding in YouTube's settings of the video"),
    N_("is private at YouTube"),
    N_("is not known to YouTube"),
    N_("browsers show a video only from an address that begins with https://"),
    N_(
        "for 'youtube' give the broadcast's address, such as https://www.youtube.com/live/abcdefghijk, or the channel's "
        "with its id, such as https://www.youtube.com/channel/UC…/live; of a channel's @name YouTube makes no frame"
    ),
    N_("for 'facebook' give the address of the video, such as https://www.facebook.com/radyo/videos/123456789"),
    N_("sends no sound now"),
    N_("sends sound that browsers play"),
    N_("no browser plays {kind}"),
    N_("without TLS: browsers refuse it on a page that has it; set proxied = true, or give it TLS"),
    N_("is of the kind {found}, not {kind}"),
    N_("gives no story that can be taken"),
    N_("its newest stories are"),
    N_("took a test notice"),
    N_("every page renders with it"),
    N_("pages do not render with it"),
    N_("in the light theme {colour} is used, with a contrast of {n} to 1"),
    N_("in the dark theme {colour} is used, with a contrast of {n} to 1"),
    N_("without a second factor: {n} of {all}; they set one up before their next page"),
    N_("can approve a flash, and nobody else: each would wait for a minute"),
    N_("can approve a flash of somebody else"),
    N_("proxies in front of you: {n}; with {hops} anybody could name an address"),
    N_("is your proxy's address, not yours; proxies in front of you: {n}"),
    N_("would be your address, and is inside a network; proxies in front of you: {n}"),
    N_("is the address of your request"),
    N_("is the site's address of your request"),
    N_("is the host of your request"),
    N_("is the scheme of your request"),
    N_("would be the host of your request; your browser asked for {asked}"),
    N_("would be the scheme of your request; your browser asked for {asked}"),
    N_("is believed of nobody while no proxy is trusted"),
    N_("says {country} of your request"),
    N_("says no country of your request"),
    N_("must be at most {n}"),
    N_("must be at least {n}"),
    N_("must be more than {n}"),
    N_("must be one of {choices}"),
    N_("must be the name of a header, such as CF-IPCountry"),
    N_("an address begins with https:// or http:// and has a host"),
    N_("{zone} is no time zone; an example of one is 'Asia/Manila'"),
    N_("{name} is no host; write a name or an address, such as 'ncs.radyo.example' or '192.168.1.30'"),
    N_("{what} is there twice; each has its own {name}"),
    # where something was found: fits much, so last
    N_("{reason} (not sure: {why})"),
    N_("{sign}: the only zone of {country}"),
    N_("{sign} at {url}"),
)
"""Each with the parts that differ in braces; `{reason}` and `{why}` are reasons themselves. The first that fits is taken."""

ACCESS_FORMS = (
    N_("from {network}, a browser known to the name"),
    N_("from {network}, a browser new to the name"),
    N_("from {network}, a browser known to the name, {how}"),
    N_("from {network}, a browser new to the name, {how}"),
    N_("from {network}"),
    N_("for a name that nobody has, from {network}"),
    N_("for nobody known, from {network}"),
    N_("for {name}, whose password was right, from {network}"),
    N_("for {name}, from {network}"),
    N_("too many tries for a name that nobody has, for {n} s more, from {network}"),
    N_("too many tries for {name}, for {n} s more, from {network}"),
    N_("{asked}: the own password was wrong, from {network}"),
    N_("with a code"),
    N_("with a recovery code"),
    N_("with a passkey"),
)
"""What the record has of sign-ins; `{how}` is one of these itself."""

_NESTED = ("reason", "why", "how")

Patterns = list[tuple[str, re.Pattern[str]]]
_PART = re.compile(r"\\\{(\w+)\\\}")


def _patterns(forms: tuple[str, ...]) -> Patterns:
    return [(form, re.compile(_PART.sub(r"(?P<\1>.+?)", re.escape(form)))) for form in forms]


_REASONS, _ACCESS = _patterns(FORMS), _patterns(ACCESS_FORMS)


def access_in_words(what: str) -> str | Markup:
    """What the record says of a sign-in, or of a try, in the language of the page."""
    return in_words(what, _ACCESS)


def in_words(reason: str | None, patterns: Patterns = _REASONS) -> str | Markup:
    """`reason` in the language of the page. Text that is not known stays as it is, and says that it is English."""
    if not reason or current_language() == ENGLISH:
        return reason or ""
    for form, pattern in patterns:
        if found := pattern.fullmatch(reason):
            parts = {
                name: in_words(part, patterns) if name in _NESTED else part for name, part in found.groupdict().items()
            }
            return Markup.escape(gettext(form)).format(**parts)
    return Markup('<span lang="en">{}</span>').format(reason)
