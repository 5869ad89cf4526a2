"""The Markdown of a stored text, for who goes on writing it. What Markdown has no words for stays HTML within it.

Nothing is lost: what was made is rendered again and compared, paragraph by paragraph and as a whole. What would come back as
something else is given as its HTML, which Markdown lets through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from webapp.newsroom.articles.sanitize import TooComplex, clean_html, word_set
from webapp.newsroom.articles.writing.markdown import markdown_to_html

_VOID = frozenset({"br", "hr", "wbr", "col"})
_BLOCKS = word_set("blockquote caption dd dl dt h2 h3 h4 hr li ol p pre table tbody td tfoot th thead tr ul")
_EMPHASIS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_OLD_EMPHASIS = re.compile(r"(</?)([bi])(?=>)")
_NEW_EMPHASIS = {"b": "strong", "i": "em"}
_SPACES = re.compile(r"[ \t\n\r\f]+")
_AROUND_BLOCKS = re.compile(rf"[ \t\n\r\f]*(</?(?:{'|'.join(sorted(_BLOCKS | {'br'}))})\b[^>]*>)[ \t\n\r\f]*")
_MEANS_SOMETHING = re.compile(r"([\\`*\[\]<]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_]))")
_BEGINS_A_BLOCK = re.compile(
    r"^([ \t]*)(#(?=#{0,5}(?:\s|$))|>|[-+](?=\s|$)|-(?=-)|=|~(?=~~)|\d{1,9}(?=[.)](?:\s|$)))", re.MULTILINE
)
_BETWEEN_LISTS = "<!-- -->"
"""Two lists that follow each other would be one; a comment comes into no article."""


@dataclass
class _Element:
    """An element of sanitised HTML; `attributes` as they stand in its tag."""

    tag: str = ""
    attributes: str = ""
    children: list[_Element | str] = field(default_factory=list)


def html_to_markdown(html: str) -> str:
    """Markdown of which `markdown_to_html` makes the same as `html`, sanitised, but for blanks that nobody sees. Text outside
    of any paragraph becomes one. Raises `TooComplex`.
    """
    clean = clean_html(html)
    blocks = _blocks(_parsed(clean))
    pieces: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        if before and before.tag == block.tag in ("ul", "ol"):
            pieces.append(_BETWEEN_LISTS)
        pieces.append(_checked(block))
    text = "\n\n".join(pieces)
    whole = "".join(map(_html, blocks))
    return text if _same(text, whole) else "\n\n".join(map(_raw, blocks))


def same_html(one: str, other: str) -> bool:
    """Whether both show the same: blanks beside paragraphs are not seen, and `<b>` looks as `<strong>`."""
    return _shown(one) == _shown(other)


def _checked(block: _Element) -> str:
    text = _block(block)
    return text if _same(text, _html(block)) else _raw(block)


def _same(text: str, html: str) -> bool:
    try:
        return same_html(markdown_to_html(text), html)
    except TooComplex:
        return False


def _shown(html: str) -> str:
    parts = re.split(r"(<pre\b.*?</pre>)", clean_html(html), flags=re.DOTALL)
    flowing = (_AROUND_BLOCKS.sub(r"\1", _SPACES.sub(" ", part)).strip(" ") for part in parts[::2])
    kept = [*(part.replace("\n</code>", "</code>") for part in parts[1::2]), ""]
    shown = "".join(piece for pair in zip(flowing, kept, strict=True) for piece in pair)
    return _OLD_EMPHASIS.sub(lambda found: found[1] + _NEW_EMPHASIS[found[2]], shown)


def _blocks(root: _Element) -> list[_Element]:
    """The children of `root`; text beside them in paragraphs."""
    found: list[_Element] = []
    loose: list[_Element | str] = []
    for child in [*root.children, _Element("end")]:
        if isinstance(child, str) or child.tag not in _BLOCKS | {"end"}:
            loose.append(child)
            continue
        if any(not isinstance(one, str) or one.strip() for one in loose):
            found.append(_Element("p", "", loose))
        loose = []
        found += [child] if child.tag != "end" else []
    return found


def _block(block: _Element) -> str:
    """A block as Markdown; as HTML where there are no words for it."""
    if block.attributes and block.tag != "ol":
        return _raw(block)
    match block.tag:
        case "p":
            return _begun(_inline(block).strip())
        case "h2" | "h3" | "h4":
            return f"{'#' * int(block.tag[1])} {_inline(block).strip()}"
        case "hr":
            return "---"
        case "blockquote":
            return _indented("\n\n".join(_block(one) for one in _blocks(block)), "> ", "> ").replace("> \n", ">\n")
        case "ul" | "ol" if not block.attributes:
            items = [child for child in block.children if isinstance(child, _Element)]
            marks = [f"{number}. " if block.tag == "ol" else "- " for number, _ in enumerate(items, 1)]
            return "\n".join(_item(item, mark) for item, mark in zip(items, marks, strict=True))
        case "pre":
            return _fenced(block)
    return _raw(block)


def _item(item: _Element, mark: str) -> str:
    if item.attributes or any(isinstance(one, _Element) and one.tag == "p" for one in item.children):
        raw = _html(item).removeprefix("<li>").removesuffix("</li>")  # compared later, and refused there
        return mark + raw
    parts = [_begun(_inline(one).strip()) if one.tag == "p" else _block(one) for one in _blocks(item)]
    return _indented("\n".join(parts), mark, " " * len(mark))


def _indented(text: str, first: str, others: str) -> str:
    return "\n".join((others if at else first) + line for at, line in enumerate(text.split("\n")))


def _fenced(block: _Element) -> str:
    code = block.children[0] if len(block.children) == 1 else ""
    inner = code.children if isinstance(code, _Element) and code.tag == "code" and not code.attributes else None
    if inner is None or not all(isinstance(one, str) for one in inner):
        return _raw(block)
    return f"~~~~~\n{''.join(map(str, inner)).rstrip(chr(10))}\n~~~~~"


def _inline(element: _Element) -> str:
    return "".join(_escaped(child) if isinstance(child, str) else _phrase(child) for child in element.children)


def _phrase(element: _Element) -> str:
    inner = _inline(element)
    href = re.fullmatch(r' href="([^"\s<>()]+)"(?: rel="[^"]*")?', element.attributes)
    if element.tag == "a" and href and inner.strip():
        return f"[{inner}]({href[1]})"
    if element.tag == "br" and not element.attributes:
        return "\n"
    mark = None if element.attributes else _EMPHASIS.get(element.tag)
    if mark and inner == inner.strip() and inner:
        return f"{mark}{inner}{mark}"
    ending = "" if element.tag in _VOID else f"</{element.tag}>"
    return f"<{element.tag}{element.attributes}>{inner}{ending}"


def _escaped(text: str) -> str:
    return _MEANS_SOMETHING.sub(r"\\\1", _SPACES.sub(" ", text))


def _begun(text: str) -> str:
    """A paragraph none of whose lines begins another block."""
    lines = "\n".join(line.strip(" ") for line in text.split("\n"))
    return _BEGINS_A_BLOCK.sub(lambda found: _disarmed(found[1], found[2]), lines)


def _disarmed(blank: str, mark: str) -> str:
    return f"{blank}\\{mark}" if not mark.isdigit() else f"{blank}{mark}\\"


def _raw(element: _Element) -> str:
    """The element as HTML that is one block of Markdown: without an empty line, which would end it."""
    return re.sub(r"\n\s*\n", lambda found: "&#10;" * found[0].count("\n"), _html(element))


def _html(element: _Element) -> str:
    inner = "".join(escape(one, quote=False) if isinstance(one, str) else _html(one) for one in element.children)
    ending = "" if element.tag in _VOID else f"</{element.tag}>"
    return f"<{element.tag}{element.attributes}>{inner}{ending}"


class _Tree(HTMLParser):
    """Builds elements; the sanitiser has closed all that was open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element()
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
        element = _Element(tag, given)
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _parsed(html: str) -> _Element:
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return tree.root
