"""The programme grid as TOML: what `airwire schedule import` reads and `export` writes.

    zone = "Asia/Manila"                  # the clock that all times are read from

    [[programme]]
    id = "gising-bayan"                   # small letters, digits, hyphens
    title = "Gising, Bayan"
    hosts = ["Amihan Reyes", "Joel Dizon"]
    description = "News, traffic and weather before the day begins."
    language = "fil"

    [[programme.slot]]                    # as many as the programme has places in the week
    days = ["mon", "tue", "wed", "thu", "fri"]
    start = "05:00"
    end = "09:00"                         # at or before start: after midnight; "24:00" is midnight
    start_date = 2026-12-01               # optional: a season, both dates included
    end_date = 2027-03-31
    except_dates = [2026-12-25]

    [[programme.segment]]                 # by the clock, inside the programme's slots
    id = "unang-balita"
    title = "Unang Balita"
    description = "The night's news in five minutes."
    start = "05:00"
    end = "05:20"                         # left out: until the next segment, or the end of the slot
    days = ["mon", "fri"]                 # optional: only in slots that begin on these days
    articles = ["rice-prices-hold"]       # shown beside it, in this order
    topics = ["economy", "prices"]        # then what has one of these topics,
    order = "newest"                      #   "newest" first or "most_read" first,
    language = "fil"                      #   in this language only,
    limit = 8                             #   so many in all,
    every_s = 20                          #   each for so many seconds

    [[override]]                          # one date; pre-empts whatever the week has there
    date = 2026-12-25
    start = "06:00"
    end = "08:00"
    title = "Christmas Morning Mass"      # or programme = "gising-bayan", or cancelled = true

    [[override.segment]]                  # its own segments, as above
    id = "homily"
    title = "Homily"
    start = "06:40"

A segment without articles, topics and order takes those of its programme (`articles`, `topics`, `order`, `limit` and
`every_s` may stand there too); where that has none either, the newest articles stand beside it. `title` overrides
take `hosts`, `description` and `language`. An override may be given by `starts_at` and `ends_at` with a UTC offset
instead of date, start and end. Two at once are refused, unless `overlap = "later_wins"` stands at the top.
What the change of clocks does to all this: `wall`.
"""

from __future__ import annotations
