"""ninjs 1.x, 2.x and 3.0 (IPTC): one news item."""

from __future__ import annotations

from typing import Any

from webapp.intake.formats.iptc.ninjs_parts import body, caption, description, headline, lower_keys
from webapp.intake.formats.json_values import as_text, objects_in, pixels, texts_in
from webapp.intake.importing.documents import ParsedItem, RawStory, Refusal, SourcePicture, SourceWithdrawal
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.urls import normalize_url, source_for_guid

_STATUSES = ("usable", "withheld", "canceled")
_NO_STORIES = ("picture", "audio", "video", "graphic", "composite", "package", "event", "planning", "component")
_ADVISORIES = frozenset(
    ("advisory", "advisories", "editorial advisory", "news advisory", "photo advisory", "video advisory", "note to editors",
     "notetoeditors", "editorsnote", "daybook", "schedule", "budget", "memo", "test", "administrative", "service message",
     "servicemessage")
)  # fmt: skip
_TEXTS = frozenset(("headline", "headlines", "title", "bodies", "body_html", "body_xhtml", "body_text"))


def is_ninjs(data: Any) -> bool:
    """Whether an object is one ninjs item, in any version."""
    item = lower_keys(data)
    if any(isinstance(item.get(name), list) for name in ("item", "items")) and _TEXTS.isdisjoint(item):
        return False  # an envelope with a name of its own
    return ("uri" in item or "guid" in item) and not {
        "pubstatus",
        "versioncreated",
        "headlines",
        "body_html",
        "bodies",
    }.isdisjoint(item)


def read(data: Any) -> list[ParsedItem]:
    """One item: a story, its withdrawal, or the reason why it is neither."""
    item = lower_keys(data)
    uri = as_text(item.get("uri")) or as_text(item.get("guid"))
    title, status, kind = headline(item), as_text(item.get("pubstatus")), as_text(item.get("type"))
    if not uri:
        return [Refusal(clean_line(title), "names no uri")]
    if status == "canceled":
        reason = clean_line(as_text(item.get("ednote"))) or "withdrawn by its source"
        return [SourceWithdrawal(source_for_guid(uri), clean_line(title) or uri, reason)]
    if status and status not in _STATUSES:
        return [Refusal(clean_line(title) or uri, f"its pubstatus {status!r} is not one of {', '.join(_STATUSES)}")]
    if status == "withheld":
        return [
            SourceWithdrawal(
                source_for_guid(uri), clean_line(title) or uri, "withheld by its source", "is withheld by its source",
                _version(item), as_text(item.get("versioncreated")),
            )
        ]  # fmt: skip
    if _is_advisory(item, kind.lower()):
        return [Refusal(clean_line(title) or uri, "is an advisory: for newsrooms, not for readers", refusal="no story")]
    if kind.lower() in _NO_STORIES:
        return [Refusal(clean_line(title) or uri, f"its type is {kind!r}: not a story", refusal="no story")]
    return [_story(item, uri, title)]


def _story(item: dict[str, Any], uri: str, title: str) -> RawStory:
    return RawStory(
        title=title,
        body=body(item),
        summary=description(item),
        link=_link(item),
        guid=uri,
        guid_is_global=True,
        slug_line=as_text(item.get("slugline")),
        bylines=texts_in(item.get("byline") or item.get("by") or [])
        or tuple(
            as_text(who.get("name"))
            for who in objects_in(item.get("authors") or [])
            if as_text(who.get("role")) in ("", "author", "writer")
        ),
        agencies=_agencies(item),
        place=as_text(item.get("located")) or _only_name(item.get("places") or []),
        credit=as_text(item.get("copyrightnotice")),
        topics=_topics(item),
        pictures=_pictures(item),
        language=as_text(item.get("language")),
        published=as_text(item.get("firstpublished"))
        or as_text(item.get("firstcreated"))
        or as_text(item.get("versioncreated")),
        updated=as_text(item.get("versioncreated")),
        embargoed=_first(item, "embargoeduntil", "embargoed", "embargoeddate", "embargountil", "embargo"),
        expires=_first(item, "expires", "expiresat", "expirationdate"),
        usage=_usage(item),
        replaces=as_text(item.get("evolvedfrom")),
        version=_version(item),
        base=normalize_url(uri),
    )


def _first(item: dict[str, Any], *names: str) -> str:
    """The first date among `names`, also inside an object. An unreadable one is passed on for editors to see."""
    return next(filter(None, (_said(item.get(name)) for name in names)), "")


def _said(value: Any) -> str:
    """All the words in `value`, whatever its shape."""
    if isinstance(value, dict | list):
        return " ".join(filter(None, map(_said, value.values() if isinstance(value, dict) else value)))
    return as_text(value).strip() or ("yes" if value is True else "")


def _usage(item: dict[str, Any]) -> str:
    """ninjs 1.x has one text, later versions a list of rights."""
    rights = [lower_keys(one) for one in objects_in(item.get("rightsinfo") or [])]
    return " ".join(dict.fromkeys(filter(None, (_said(one.get("usageterms")) for one in (item, *rights)))))


def _is_advisory(item: dict[str, Any], kind: str) -> bool:
    """A note to newsrooms: by its type, or by fields that some providers use in its place."""
    genres = [lower_keys(one) for name in ("genre", "genres") for one in objects_in(item.get(name) or [])]
    labels = [kind, as_text(item.get("profile")), as_text(item.get("subtype"))]
    labels += [as_text(genre.get(name)) for genre in genres for name in ("name", "code", "literal")]
    return any(one.strip().lower().rpartition(":")[2] in _ADVISORIES for one in labels)


def _version(item: dict[str, Any]) -> int:
    """ninjs 1.x has it as text; anything but a number is 0."""
    number = as_text(item.get("version")).strip()[:12]
    return int(number) if number.isascii() and number.isdecimal() else 0


def _link(item: dict[str, Any]) -> str:
    for alternative in objects_in(item.get("altids") or []):
        if normalize_url(as_text(alternative.get("value"))):
            return as_text(alternative.get("value"))
    return ""


def _agencies(item: dict[str, Any]) -> tuple[str, ...]:
    """Where the item comes from, the most specific first."""
    sources = tuple(
        as_text(lower_keys(source).get("name"))
        for source in objects_in(item.get("infosources") or item.get("infosource") or [])
    )
    return tuple(filter(None, (*texts_in(item.get("source") or []), *sources, as_text(item.get("copyrightholder")))))


def _only_name(value: Any) -> str:
    """The name of a single place. Several places are what a story is about, not where it was written."""
    names = [as_text(place.get("name")) for place in objects_in(value)]
    return names[0] if len(names) == 1 else ""


def _topics(item: dict[str, Any]) -> tuple[str, ...]:
    named = (as_text(subject.get("name")) for subject in objects_in(item.get("subjects") or item.get("subject") or []))
    return (*texts_in(item.get("keywords") or []), *filter(None, named))


def _pictures(item: dict[str, Any]) -> tuple[SourcePicture, ...]:
    """The featured picture first; of each the rendition nearest to the width that pages show."""
    found = item.get("associations")
    pairs = (
        list(found.items())
        if isinstance(found, dict)
        else [(as_text(lower_keys(one).get("name")), one) for one in objects_in(found or [])]
    )
    pairs.sort(key=lambda pair: "feature" not in str(pair[0]) and "main" not in str(pair[0]))
    pictures: list[SourcePicture] = []
    for _, value in pairs:
        picture = lower_keys(value)
        if as_text(picture.get("type")) not in ("picture", "graphic", ""):
            continue
        text = clean_line(as_text(picture.get("description_text")) or caption(picture), 1000)
        credit = clean_line(
            as_text(picture.get("byline")) or as_text(picture.get("by")) or as_text(picture.get("creditline"))
        )
        for rendition in _renditions(picture):
            width, height = pixels(rendition.get("width")), pixels(rendition.get("height"))
            pictures.append(
                SourcePicture(
                    as_text(rendition.get("href")), width, height, as_text(picture.get("headline")), text, credit
                )
            )
    return tuple(pictures)


def _renditions(picture: dict[str, Any]) -> list[dict[str, Any]]:
    found = picture.get("renditions")
    every = [lower_keys(one) for one in (found.values() if isinstance(found, dict) else objects_in(found or []))]
    images = [
        one for one in every if as_text(one.get("mimetype") or one.get("contenttype") or "image/").startswith("image/")
    ]
    return sorted(images, key=lambda one: abs((pixels(one.get("width")) or 0) - 1280))
