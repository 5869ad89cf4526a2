"""MOS messages as a newsroom system sends them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from xml.sax.saxutils import escape, quoteattr

US, THEM = "airwire.station.mos", "NEWS.STATION.NCS"
_numbers = count(1)


def message(body: str, number: int | None = 0, to: str = US) -> str:
    """A whole message; `number` 0 stands for the next one, `None` for none."""
    number = next(_numbers) if number == 0 else number
    numbered = f"<messageID>{number}</messageID>" if number is not None else ""
    return f"<mos><mosID>{to}</mosID><ncsID>{THEM}</ncsID>{numbered}{body}</mos>"


def story(name: str, slug: str | None = None, seconds: int | None = 60, more: str = "") -> str:
    length = f"<mosExternalMetadata><mosPayload><TextTime>{seconds}</TextTime></mosPayload></mosExternalMetadata>"
    title = escape(name if slug is None else slug)
    return (
        f"<story><storyID>{escape(name)}</storyID><storySlug>{title}</storySlug>"
        f"{'' if seconds is None else length}{more}</story>"
    )


def item(name: str) -> str:
    return f"<item><itemID>{name}</itemID><itemSlug>{name}</itemSlug></item>"


def order(
    kind: str,
    stories: Sequence[str],
    name: str = "RO1",
    slug: str = "Midday Monday",
    start: str = "2026-03-02T11:00:00",
    length: str = "02:00:00",
) -> str:
    return (
        f"<{kind}><roID>{escape(name)}</roID><roSlug>{escape(slug)}</roSlug><roEdStart>{start}</roEdStart>"
        f"<roEdDur>{length}</roEdDur>{''.join(stories)}</{kind}>"
    )


def action(operation: str, source: str, target: str | None = None, name: str = "RO1") -> str:
    aim = "" if target is None else f"<element_target>{target}</element_target>"
    return (
        f"<roElementAction operation={quoteattr(operation)}><roID>{name}</roID>{aim}"
        f"<element_source>{source}</element_source></roElementAction>"
    )


def ids(*names: str, of: str = "storyID") -> str:
    return "".join(f"<{of}>{escape(name)}</{of}>" for name in names)


def about(kind: str, inside: str = "", name: str = "RO1") -> str:
    return f"<{kind}><roID>{escape(name)}</roID>{inside}</{kind}>"


def status(story_id: str, said: str = "PLAY", element: str = "STORY", name: str = "RO1") -> str:
    return (
        f'<roElementStat element="{element}"><roID>{name}</roID><storyID>{story_id}</storyID><status>{said}</status>'
        "<time>2026-03-02T12:00:00</time></roElementStat>"
    )


def script(story_id: str, *paragraphs: str, name: str = "RO1") -> str:
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return f"<roStorySend><roID>{name}</roID><storyID>{story_id}</storyID><storyBody>{body}</storyBody></roStorySend>"
