"""What stands after a story and is no part of it: end marks, credits, appeals, addresses. Takes the text of one paragraph."""

from __future__ import annotations

import re

from webapp.intake.wire.reader_lines import is_for_readers

_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")

_END = re.compile(
    r"[(\[]?(?:END|ENDS|-30-|###|xxx)[)\]]?|\*+|_+|-+|"
    r"(?:keywords?|listen live|name|e-?mail|website)\s*[:.…]*|"
    r"(?:[\w'’]+ ){0,2}live ?stream(?:ing)?|"
    r"(?:also|previously|more|elsewhere) (?:on|from|in) .{2,40}:|"
    r"(?:weiterlesen|lire la suite|もっと読む|続きを読む)\W*|"
    r"the post .{1,300} (?:appeared first on|first appeared on) .{1,100}|"
    r"[\s【\[]*(?:纠错|责任编辑|編輯|编辑|記者|责编)[^。]{0,60}",
    re.IGNORECASE | re.DOTALL,
)
_CREDIT = re.compile(
    r"\(?\s*(?:©|\(c\)\s|copyright\b|™|the-cnn-wire\b).*|"
    r"(?:[^\s.!?]+\s+){0,3}©\s*(?:copyright)?\s*\d{4}.*|[^!?]{0,160}\ball rights reserved\.?|"
    r"[(\[]\s*(?:reporting|additional reporting|writing|edited|editing|with reports?|report|compiled|source|sources)\b"
    r"[^()]{2,300}[)\]]|"
    r"(?:(?:additional )?(?:reporting|writing)|(?:re)?written|compiled|edited) (?:and \w+ )?by [^.!?;]{3,160};"
    r" (?:(?:additional |re)?(?:reporting|writing|editing|written|edited)(?: and \w+)? by [^.!?;]{3,160}[;.]?\s*){1,4}|"
    r"(?:originally|first) published (?:by|at|on|in|under) [^.!?,]{2,160}\.?|"
    r"this (?:article|story) (?:was|is) (?:originally |first )?(?:published|produced|republished) .{2,250}",
    re.IGNORECASE | re.DOTALL,
)
_ONLY_WHEN = re.compile(
    r".{0,40}\b\d{1,2}:\d{2}\b.{0,40}\b\d{4}\b.{0,10}|(?:published|updated|posted)\b.{0,60}\d{4}.{0,20}", re.IGNORECASE
)

MAX_ENDING_CHARS = 400


def is_end_matter(text: str, linked_chars: int = 0) -> bool:
    """Whether a last paragraph is not part of the story: an end mark, a mail address, "Continue reading".

    `linked_chars` is how much of `text` stands in links.
    """
    if len(text) > MAX_ENDING_CHARS:
        return False
    bare = " ".join(_EMAIL.sub(" ", text).split())
    if not bare or _END.fullmatch(bare) or is_for_readers(bare, linked_chars):
        return True
    return bare != text and is_end_matter(bare, linked_chars)


def is_credit(text: str) -> bool:
    """Whether a last paragraph only names the rights holder or the people who worked on the story."""
    return len(text) <= MAX_ENDING_CHARS and bool(_CREDIT.fullmatch(text))


def is_date_only(text: str) -> bool:
    """Whether the paragraph only says when the story was published."""
    return len(text) <= 90 and bool(_ONLY_WHEN.fullmatch(text))
