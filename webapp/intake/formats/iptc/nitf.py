"""NITF (IPTC): one story in XML of its own, as many agencies' wires and newsroom systems still send it."""

from __future__ import annotations

from webapp.intake.formats.feed.feed_xml import Element
from webapp.intake.formats.iptc.iptc_xml import children, first, inner_xml, local_name, text_in, within
from webapp.intake.formats.iptc.nitf_body import nitf_to_html
from webapp.intake.formats.json_values import pixels
from webapp.intake.importing.documents import ParsedItem, RawStory, Refusal, SourcePicture, SourceWithdrawal
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.urls import source_for_guid

_TAKEN_BACK = ("canceled", "cancelled", "withheld")
"""Values of `management-status`."""


def read(root: Element) -> list[ParsedItem]:
    """The story of a `nitf` document, or its withdrawal."""
    data, head = within(root, "head", "docdata"), within(root, "body.head")
    guid, status = _guid(first(data, "doc-id")), _attribute(data, "management-status").lower()
    title = text_in(first(first(head, "hedline"), "hl1")) or text_in(within(root, "head", "title"))
    if status in _TAKEN_BACK:
        if not guid:
            return [
                Refusal(clean_line(title) or "a NITF document", f"is {status}, but names no doc-id", refusal="no story")
            ]
        held = "is withheld by its source" if status == "withheld" else ""
        reason = _note(data) or f"{status} by its source"
        return [SourceWithdrawal(source_for_guid(guid), clean_line(title) or guid, reason, held)]
    return [_story(root, data, head, title, guid, embargoed=status == "embargoed")]


def _story(
    root: Element, data: Element | None, head: Element | None, title: str, guid: str, *, embargoed: bool
) -> RawStory:  # fmt: skip
    body, owner = within(root, "body.content"), _attribute(within(root, "head", "pubdata"), "name")
    release = _attribute(first(data, "date.release"), "norm")
    return RawStory(
        title=title,
        body=nitf_to_html(f"<body.content>{inner_xml(body)}</body.content>") if body is not None else "",
        summary=text_in(first(head, "abstract")),
        guid=guid,
        guid_is_global=bool(guid),
        bylines=tuple(filter(None, map(text_in, children(head, "byline")))),
        agencies=tuple(filter(None, (text_in(first(head, "distributor")), owner))),
        place=text_in(first(first(head, "dateline"), "location")),
        credit=text_in(first(head, "rights")) or _attribute(first(data, "doc.copyright"), "holder"),
        topics=tuple(_attribute(one, "key") for one in children(first(data, "key-list"), "keyword")),
        pictures=tuple(_pictures(root)),
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
        published=_attribute(first(data, "date.issue"), "norm")
        or _attribute(within(root, "body.head", "story.date"), "norm"),
        embargoed=release or ("yes" if embargoed else ""),
        expires=_attribute(first(data, "date.expire"), "norm"),
        usage=text_in(first(data, "doc.rights")) or _attribute(first(data, "doc.rights"), "limitations"),
        slug_line=_attribute(first(data, "du-key"), "key"),
    )


def _guid(named: Element | None) -> str:
    """The document's id, with the registry that gave it: by itself it may be a bare number."""
    identity, registry = _attribute(named, "id-string"), _attribute(named, "regsrc")
    return f"{registry}:{identity}" if identity and registry and ":" not in identity else identity


def _note(data: Element | None) -> str:
    return clean_line(_attribute(first(data, "ed-msg"), "info"), 200)


def _pictures(root: Element) -> list[SourcePicture]:
    pictures = []
    for media in (
        one for one in root.iter() if local_name(one) == "media" and "image" in (one.get("media-type") or "image")
    ):
        caption, credit = text_in(first(media, "media-caption")), text_in(first(media, "media-producer"))
        for file in children(media, "media-reference"):
            width, height = (pixels(file.get(side)) for side in ("width", "height"))
            if address := file.get("source", ""):
                pictures.append(
                    SourcePicture(
                        address, width, height, file.get("alternate-text", ""), caption or None, credit or None
                    )
                )
    return pictures


def _attribute(element: Element | None, name: str) -> str:
    return (element.get(name) or "").strip() if element is not None else ""
