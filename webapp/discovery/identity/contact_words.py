"""Numbers and mail addresses on a page, each with what the words before it say that it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qs, unquote, urlsplit

from lxml.html import HtmlElement

from webapp.discovery.site.more_pages import same_site
from webapp.discovery.site.others import in_article, is_of_others, is_sample_mail, is_sample_number
from webapp.discovery.site.site_page import SitePage
from webapp.intake.story.html.tree import line_of

_NUMBER = re.compile(r"(?<![\w/=@-])(?<!\d[.:])\+?\(?\d[\d ().\u00a0–-]{5,22}\d(?![\w@])")
_NO_NUMBER = re.compile(
    r"\d{4}[-.]\d{1,2}[-.]\d{1,2}|(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d|\d{1,2}[.]\d\d\s*[-–]\s*\d{1,2}[.]\d\d"
)
_TEXT = re.compile(
    r"\b(?:i-?text|text|txt|textline|sms|viber|whats ?app|wa|mag-?text|i-?chat|mensahe|pesan|messages?)\b",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:call(?:-?in)?|tumawag|tawag(?:an|i)?|tel(?:e(?:phone|pono|fon|fono|pon)|éfono|éphone)?|tel\. ?no|telp|phone|"
    r"landline|hotline|linya|hubungi|llám\w+|appel\w*|teleponu)\b",
    re.IGNORECASE,
)
_STUDIO = re.compile(
    r"\b(?:studio|on-?air|call-?in|hotline|requests?|estudio|istudyo|booth|kubol|siaran|antenne)\b", re.IGNORECASE
)
_MOBILE = re.compile(r"\b(?:mobile|cell(?:phone)?|cel|cp|globe|smart|sun|tnt|hp|m[óo]vil|celular)\b", re.IGNORECASE)
_NOT_FOR_LISTENERS = re.compile(
    r"\b(?:fax|telefax|advert\w*|publicidad|publicit\w+|ads|sales|benta|marketing|pemasaran|iklan|patalastas|admin\w*|accounting|"
    r"billing|hr|careers?|jobs?|emergency|police|pulis|bumbero|fire|hospital|red cross|ndrrmc|bank|account|gcash|maya|paymaya|"
    r"donat\w+|iban|vat|tin|sec|permit|licen[cs]e|webmaster|privacy|dpo|abuse|no-?reply|support|legal|commercial\w*)\b",
    re.IGNORECASE,
)
_WITH_FAX = re.compile(r"tel\w*\.?\s*(?:/|&|and|at|o)\s*fax(?:\s+no\.?)?", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_HIDDEN_MAIL = re.compile(
    r"([\w.+-]{1,64})\s*[\[({<]\s*(?:at|arroba|sa|arobase|@)\s*[\])}>]\s*([\w-]+(?:\s*(?:\.|[\[({<]\s*(?:dot|"
    r"punto|point|titik|tuldok|\.)\s*[\])}>]|"
    r"\s(?:dot|punto|point|titik|tuldok)\s)\s*[\w-]+)+)",
    re.IGNORECASE,
)
_DOT = re.compile(
    r"\s*(?:[\[({<]\s*(?:dot|punto|point|titik|tuldok|\.)\s*[\])}>]|\s(?:dot|punto|point|titik|tuldok)\s|\.)\s*",
    re.IGNORECASE,
)
_OF_THE_DESK = re.compile(
    r"(?:info|hello|hi|hola|contact|contacto|kontak|studio|news|newsroom|newsdesk|desk|balita|radio|radyo|station|"
    r"mail|office|ask|"
    r"listeners?|letters|editor|redaksi|redaction|care|programs?|on-?air)\w*",
    re.IGNORECASE,
)
MIN_DIGITS, MAX_DIGITS = 7, 15
MAX_LABEL_CHARS = 60
MAX_LINKS = 60
"""Of one page, whatever it holds."""

_REACHES = re.compile(
    r"(?:tel|callto|sms|mailto|viber):|https?://(?:wa\.me|(?:api|web)\.whatsapp\.com)/", re.IGNORECASE
)


@dataclass(frozen=True)
class Candidate:
    """`rank` is how much its words say that it is for listeners; of one `group` (a line) any is right."""

    name: str
    value: str
    rank: int
    group: int
    where: str


def candidates(page: SitePage) -> Iterator[Candidate]:
    """Of the page's links, its text, and the data in its scripts."""
    yield from _linked(page)
    yield from _written(page)
    yield from _in_data(page)


def is_for_listeners(label: str) -> bool:
    """Whether the words before a number or an address do not say that it is for somebody else."""
    return not _NOT_FOR_LISTENERS.search(label)


def digits_of(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _linked(page: SitePage) -> Iterator[Candidate]:
    where = f"link at {page.url}"
    reaching = (link for link in page.tree.iter("a") if _REACHES.match((link.get("href") or "").strip()))
    for number, link in enumerate(islice(reaching, MAX_LINKS), start=1_000_000):
        href = (link.get("href") or "").strip()
        kind, _, rest = href.partition(":")
        chat = _chat_number(href)
        if is_of_others(link) or in_article(link):
            continue
        label = f"{_before(link)} {link.get('title') or ''} {link.get('aria-label') or ''} {line_of(link, 80)}"
        value = unquote(rest.partition("?")[0]).strip()
        if kind.lower() in ("tel", "callto") and MIN_DIGITS <= len(digits_of(value)) <= MAX_DIGITS:
            yield from _numbers(value, label, "call", number, where)
        elif kind.lower() == "sms" and value and not is_sample_number(digits_of(value)):
            yield Candidate("text", value, 3, number, where)
        elif kind.lower() == "mailto" and _MAIL.fullmatch(value):
            yield from _mails(value, label, page, number, where)
        elif chat:
            shown = next(
                (found[0] for found in _NUMBER.finditer(line_of(link, 80)) if digits_of(found[0])[-7:] == chat[-7:]), ""
            )
            yield Candidate("text", shown.strip() or f"+{chat}", 2, number, where)
    for link in page.tree.xpath("//*[@data-cfemail]")[:MAX_LINKS]:
        mail = _uncloaked(link.get("data-cfemail") or "")
        if _MAIL.fullmatch(mail) and not is_of_others(link):
            box = link.getparent() if link.getparent() is not None and link.getparent().tag == "a" else link
            yield from _mails(mail, _before(box), page, hash(mail), where)


def _chat_number(href: str) -> str:
    """The digits of a number to which a link writes: WhatsApp's and Viber's."""
    try:
        parts = urlsplit(href)
        query = parse_qs(parts.query)
    except ValueError:
        return ""
    if parts.scheme == "viber" or parts.hostname in ("api.whatsapp.com", "web.whatsapp.com"):
        digits = digits_of((query.get("number") or query.get("phone") or [""])[0])
    elif parts.hostname == "wa.me":
        digits = digits_of(parts.path)
    else:
        return ""
    return digits if len(digits) >= 8 and not is_sample_number(digits) else ""


def _before(link: HtmlElement) -> str:
    """The words before a link on its line."""
    words: list[str] = []
    for box in (link, *link.iterancestors()):
        for one in box.itersiblings(preceding=True):
            if one.tag in ("br", "a", "p", "div", "h1", "h2", "h3", "h4", "li"):
                words.insert(0, one.tail or "")
                break
            words.insert(0, f"{one.text_content() if isinstance(one.tag, str) else ''}{one.tail or ''}")
        else:
            parent = box.getparent()
            words.insert(0, (parent.text or "") if parent is not None else "")
        if box.tag in ("p", "li", "td", "div", "footer", "body") or "".join(words).strip(" :-–|/,"):
            break
    return " ".join("".join(words).split())[-MAX_LABEL_CHARS:]


def _written(page: SitePage) -> Iterator[Candidate]:
    """Numbers and addresses in the page's text, by the words before them on their line, or the line above."""
    above = ""
    for number, line in enumerate(page.lines):
        text, label, end = line.text[:600], "", 0
        if is_of_others(line.element) or in_article(line.element):
            above = ""
            continue
        for found in _NUMBER.finditer(text):
            own = text[end : found.start()].strip(" :-–|/,;&")
            label = (
                (own or (label if end else above))[-MAX_LABEL_CHARS:]
                if own.lower() not in ("or", "o", "at", "and")
                else label
            )
            end = found.end()
            value = found[0].strip(" .-–")
            if MIN_DIGITS <= len(digits_of(value)) <= MAX_DIGITS and not _NO_NUMBER.fullmatch(value):
                yield from _numbers(value, label, "", number, f"text at {page.url}")
        for mail in _MAIL.finditer(text):
            yield from _mails(
                mail[0].rstrip("."), text[: mail.start()][-MAX_LABEL_CHARS:], page, number, f"text at {page.url}"
            )
        for hidden in _HIDDEN_MAIL.finditer(text):
            shown = f"{hidden[1]}@{_DOT.sub('.', hidden[2])}"
            if _MAIL.fullmatch(shown):
                yield from _mails(shown, text[: hidden.start()][-MAX_LABEL_CHARS:], page, number, f"text at {page.url}")
        above = text if len(text) <= 40 else ""


def _numbers(value: str, label: str, usual: str, group: int, where: str) -> Iterator[Candidate]:
    """A number as what its words say it is for; without words only where it is a link."""
    label = _WITH_FAX.sub("tel", label)
    if _NOT_FOR_LISTENERS.search(label) or is_sample_number(digits_of(value)):
        return
    writes, calls, studio = (bool(pattern.search(label)) for pattern in (_TEXT, _CALL, _STUDIO))
    if writes:
        yield Candidate("text", value, 2 + studio, group, where)
    if calls or (studio and not writes):
        yield Candidate("call", value, 2 + studio, group, where)
    elif not writes and _MOBILE.search(label):
        yield Candidate("text", value, 0, group, where)
    elif not writes and usual:
        yield Candidate(usual, value, 2, group, where)


def _mails(mail: str, label: str, page: SitePage, group: int, where: str) -> Iterator[Candidate]:
    local, _, host = mail.partition("@")
    if is_sample_mail(mail) or _NOT_FOR_LISTENERS.search(f"{label} {re.sub(r'[._+-]', ' ', local)}"):
        return
    at_home = same_site(f"//{host}", page.url)
    rank = 1 + at_home + 2 * bool(_OF_THE_DESK.fullmatch(local)) + 2 * bool(_STUDIO.search(label))
    yield Candidate("email", mail, rank, group, where)


def _uncloaked(code: str) -> str:
    """An address as Cloudflare hides it: bytes, each changed by the first."""
    try:
        data = bytes.fromhex(code[:400])
    except ValueError:
        return ""
    return bytes(byte ^ data[0] for byte in data[1:]).decode("utf-8", "replace") if data else ""


def _in_data(page: SitePage) -> Iterator[Candidate]:
    where = f"data in a script at {page.url}"
    for number, (path, value) in enumerate(page.embedded, start=2_000_000):
        key = path[-1]
        is_number = (
            MIN_DIGITS <= len(digits_of(value)) <= MAX_DIGITS
            and _NUMBER.fullmatch(value)
            and not is_sample_number(digits_of(value))
        )
        if chat := _chat_number(value):
            yield Candidate("text", f"+{chat}", 2, number, where)
        elif is_number and re.search(r"sms|whatsapp|viber|text", key):
            yield Candidate("text", value, 2, number, where)
        elif is_number and re.search(r"phone|tel|hotline|call|studio", key) and "fax" not in key:
            yield Candidate("call", value, 2 + bool(_STUDIO.search(key)), number, where)
        elif re.search(r"e?mail", key) and _MAIL.fullmatch(value):
            yield from _mails(value, key, page, number, where)
