"""The words that scripts say, in the page's language. `{n}` and the like are filled in by `words.js`.

A key with `.one` and `.other` is chosen by the language's own plural rule.
"""

from __future__ import annotations

from flask_babel import gettext as _


def script_words() -> dict[str, str]:
    return {
        "flash": _("Flash"),
        "bulletin": _("Bulletin"),
        "urgent": _("Urgent"),
        "corrected": _("Corrected"),
        "correction": _("Correction"),
        "withdrawn": _("Withdrawn"),
        "withdrawn_notice": _("The newsroom took back a headline that stood here."),
        "gone_notice": _("A headline that stood here is no longer current."),
        "close": _("Close"),
        "newer.one": _("{n} new headline"),
        "newer.other": _("{n} new headlines"),
        "older.one": _("{n} older headline"),
        "older.other": _("{n} older headlines"),
        "on_air": _("On air"),
        "silent": _("Silent"),
        "off_air": _("Off air"),
        "unknown": _("Status unknown"),
        "nothing_scheduled": _("Nothing is scheduled right now"),
        "left.one": _("{n} min left"),
        "left.other": _("{n} min left"),
        "over": _("ending now"),
        "reads.one": _("{n} read"),
        "reads.other": _("{n} reads"),
        "new": _("New"),
        "up": _("up"),
        "down": _("down"),
        "same": _("same place"),
        "your_zone": _("Times of {city}; the smaller ones are yours ({zone})."),
        "catching_up": _("Catching up with the newsroom…"),
        "offline": _("You are offline. News as of {time}."),
        "as_of": _("No link to the newsroom. News as of {time}."),
        "listen": _("Listen live"),
        "stop": _("Stop listening"),
        "volume": _("Volume"),
        "live": _("Live"),
        "go_live": _("{n} s behind. Go live"),
        "starting": _("Starting the sound…"),
        "stalled": _("The sound stopped arriving. Trying again…"),
        "switching": _("That stream does not answer. Trying {title}…"),
        "offline_sound": _("You are offline. The sound comes back with your connection."),
        "press_again": _("Your browser held the sound back. Press play again."),
        "cannot_play": _(
            "No stream can be played here right now. Try again in a minute, or open the stream in another player."
        ),
        "off_air_hint": _("The station is off the air, so there may be nothing to hear."),
        "silent_hint": _("The stream is up, but there is no sound on it right now."),
        "heard": _("You hear {n} s behind the studio, and so does this card."),
        "stream": _("Stream"),
        "sleep": _("Stop by itself"),
        "sleep_off": _("Never"),
        "sleep_min": _("After {n} min"),
        "nudge": _("If this page runs ahead of your sound"),
        "earlier": _("Earlier"),
        "later": _("Later"),
        "nudge_now": _("{n} s"),
        "turn": _("Turn the articles"),
        "hold": _("Stop turning the articles"),
        "light": _("Light colours"),
        "dark": _("Dark colours"),
        "auto": _("Colours as the device has them"),
        "updated_notice": _("This article was updated."),
        "show_update": _("Show the new version"),
        "article_withdrawn": _("This article was withdrawn"),
        "page_failed": _("This page could not be fetched."),
        "try_again": _("Try again"),
        "loaded": _("{title} is open"),
    }
