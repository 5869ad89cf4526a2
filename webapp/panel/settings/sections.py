"""What can be set by a form: each input with its name, its kind, and what it is for. Pure.

Whatever has no form here is set on the page of all settings as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from webapp.newsroom.errors import N_

InputKind = Literal["line", "text", "lines", "whole", "number", "yes", "choice", "several", "secret", "colour"]


@dataclass(frozen=True)
class Input:
    """`choices` of those of which one (`choice`) or some (`several`) can be taken."""

    name: str
    label: str
    help: str = ""
    kind: InputKind = "line"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """`key` is that of the settings; empty where the inputs are keys themselves. A section with `row` is a list whose rows are
    known by that input. One with `needs` is not there at all where those inputs are empty.
    """

    name: str
    title: str
    help: str
    inputs: tuple[Input, ...]
    key: str = ""
    row: str = ""
    row_title: str = ""
    needs: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """The keys of the settings that it changes."""
        return (self.key,) if self.key else tuple(one.name for one in self.inputs)


_PRIVATE = Input(
    "private", N_("Inside your own network"),
    N_("Private and loopback addresses are refused unless this is on."), "yes",
)  # fmt: skip
_LANGUAGE = N_("Two or three letters, such as en or fil; empty for the station's first language.")

SECTIONS: tuple[Section, ...] = (
    Section(
        "station", N_("Station"), N_("What listeners see on every page, and where the site is."),
        (
            Input("name", N_("Name"), N_("In the head of every page, in feeds, and on receivers.")),
            Input("tagline", N_("Tagline"), N_("One line below the name, and what search engines show.")),
            Input("languages", N_("Languages"), N_("One a line, such as en or fil. The first is the default."), "lines"),
            Input("zone", N_("Time zone"), N_("The zone of the schedule and of all times, such as Asia/Manila.")),
            Input("url", N_("Address of the site"), N_("Such as https://radyo.example. Other host names are refused.")),
            Input("other_hosts", N_("Other host names"), N_("One a line; names that are answered too."), "lines"),
            Input("status_page", N_("Public status page"), N_("Shows the stream's last 90 days at /status."), "yes"),
        ),
    ),
    Section(
        "colours", N_("Colours"), N_("The colour of links and buttons. It is made darker or lighter until it can be read."),
        (Input("accent", N_("Colour"), N_("As in #0a4cc4; empty for ours."), "colour"),), key="colours",
    ),
    Section(
        "contact", N_("Contact"), N_("How listeners reach the studio."),
        (
            Input("call", N_("Call-in line"), N_("To be put on air, such as (02) 5555 0777.")),
            Input("text", N_("Text line"), N_("For messages.")),
            Input("email", N_("Mail")),
            Input("address", N_("Street address")),
            Input("links", N_("Pages elsewhere"), N_("One a line, such as https://www.facebook.com/radyo."), "lines"),
        ),
        key="contact",
    ),
    Section(
        "streams", N_("Streams"), N_("In order of preference: players begin with the first."),
        (
            Input("id", N_("Id"), N_("Small letters, digits and hyphens. It stays the same for good.")),
            Input("title", N_("Title"), N_("What listeners choose by.")),
            Input("url", N_("Address of the sound")),
            Input("kind", N_("Kind"), N_("hls is a playlist (.m3u8), icecast a mount, audio anything else."), "choice",
                  ("hls", "icecast", "audio")),
            Input("probe", N_("Status page"), N_("Asked for title and listeners, such as https://…/status-json.xsl.")),
            Input("mount", N_("Mount"), N_("On Icecast, if it is not the address's path.")),
            Input("language", N_("Language"), _LANGUAGE),
            Input("bitrate_kbps", N_("Bit rate"), N_("In kbit/s."), "number"),
            Input("delay_s", N_("Delay"), N_("Seconds from the studio to this server, 0 to 60."), "number"),
            Input("proxied", N_("Served by our proxy"), N_("Where the address has no TLS; see the manual."), "yes"),
            _PRIVATE,
        ),
        key="streams", row="id", row_title="title",
    ),
    Section(
        "video", N_("Studio video"),
        N_("Under the button for listening. Nothing of it is loaded before a listener presses for it."),
        (
            Input("kind", N_("Kind"), N_("hls is a playlist (.m3u8) of your own; of YouTube and Facebook the frame is shown."),
                  "choice", ("", "hls", "youtube", "facebook")),
            Input("url", N_("Address of the video"),
                  N_("The playlist, or the broadcast's address as its share button gives it.")),
            Input("delay_s", N_("Delay"), N_("Seconds from the studio to this server, 0 to 60."), "number"),
        ),
        key="video", needs=("kind", "url"),
    ),
    Section(
        "feeds", N_("Sources"), N_("Where articles come from. Pausing one is on the page Sources."),
        (
            Input("url", N_("Address of the feed")),
            Input("title", N_("Title")),
            Input("every_s", N_("Asked every"), N_("Seconds, 15 or more."), "number"),
            Input("language", N_("Language"), _LANGUAGE),
            Input("zone", N_("Time zone"), N_("Of dates that name none; empty for the station's.")),
            _PRIVATE,
        ),
        key="feeds", row="url", row_title="title",
    ),
    Section(
        "webhooks", N_("Webhooks"), N_("Systems that are told when the stream falls silent, and when it is back."),
        (
            Input("url", N_("Address")),
            Input("secret", N_("Secret"), N_("Signs each notice: whsec_… or a text of at least 16 characters."), "secret"),
            Input("on", N_("Told of"), N_("The states of the stream that are told."), "several",
                  ("on_air", "silent", "off_air", "unknown")),
            _PRIVATE,
        ),
        key="webhooks", row="url",
    ),
    Section(
        "reads", N_("Reads"), N_("How the most-read list is counted."),
        (
            Input("floor", N_("Reads before an article is listed"), "", "whole"),
            Input("honour_privacy_signals", N_("Do not count who asks not to be tracked"), "", "yes"),
            Input("new_readers_at_once", N_("New readers of one address at once"), "", "whole"),
            Input("new_readers_per_hour", N_("New readers of one address an hour"), "", "whole"),
            Input("reports_at_once", N_("Reports of one address at once"), "", "whole"),
            Input("reports_per_second", N_("Reports of one address a second"), "", "number"),
        ),
        key="reads",
    ),
    Section(
        "pushing", N_("Breaking news"), N_("What has to happen before a headline goes out."),
        (
            Input("flash_approval", N_("A flash needs a second person"),
                  "", "choice", ("always", "possible", "never")),
            Input("hold_s", N_("Seconds to take it back"), N_("0 to 30."), "whole"),
            Input("words_per_minute", N_("Words a minute"), N_("How fast an anchor reads, 60 to 300."), "whole"),
        ),
        key="pushing",
    ),
    Section(
        "roles", N_("Roles"), N_("What each role may do, and who has to have a second factor for it."),
        (
            Input("require_second_factor", N_("Must have a second factor"),
                  N_("Whoever has none sets one up before anything else: a passkey, or an app that shows codes."), "several",
                  ("anchor", "producer", "editor", "admin")),
        ),
        key="people",
    ),
    Section(
        "proxies", N_("Proxies"), N_("What stands in front of this site, and who is believed to say a listener's address."),
        (
            Input("hops", N_("Proxies in front"),
                  N_("How many of your own add to X-Forwarded-For, 0 to 5. Open this page by the address that listeners use."),
                  "whole"),
            Input("country_header", N_("Header with the country"),
                  N_("In which the outermost proxy says a listener's country, such as CF-IPCountry; empty where none does.")),
        ),
        key="proxies",
    ),
)  # fmt: skip

BY_NAME = {one.name: one for one in SECTIONS}
