"""Lines that address a page's readers and tell nothing of the story. Pure; takes the plain text of one block.

    Read also: Rice prices ease         → a pointer to another story
    Subscribe to our newsletter         → an appeal
    Comments are moderated              → a rule
    Loading…  Back to top               → a label of the page

The same words begin true sentences ("Subscribers of the cooperative …", "Read my lips, he said"), so a pattern has to fit
the whole line, and a pointer that goes on must be a link, a heading, end with a colon, or say "read also" and be no sentence.
"""

from __future__ import annotations

import re

from webapp.intake.wire import reader_words as words

_BEFORE, _AFTER = r"[^\w“\"«„‘']*", r"[\W_]*"
"""What begins with a quotation mark is said by somebody in the story."""


def _whole_line(pattern: str) -> re.Pattern[str]:
    return re.compile(_BEFORE + pattern + _AFTER, re.IGNORECASE | re.DOTALL)


_POINTER_ALONE = _whole_line(words.either(words.POINTERS, words.POINTING_VERBS))
_POINTER_WITH_TITLE = _whole_line(
    rf"{words.either(words.POINTERS, words.POINTING_VERBS)}\s*[:|»>›–—-]\s*(?P<title>.{{3,250}})"
)
_POINTER_WITHOUT_LINK = _whole_line(
    rf"(?:{words.POINTERS_TO_READ}|{words.VERBS_IN_CAPITALS})\s*[:|»>›]\s*(?P<title>[^.]{{3,200}}[^.\s])"
)
_POINTER_AS_HEADING = _whole_line(rf"{words.POINTERS}\s[^.!?:]{{2,60}}")
_POINTER_WITH_COLON = re.compile(rf"{_BEFORE}{words.POINTERS}\s[^.!?:]{{2,60}}:\s*", re.IGNORECASE)
_FOR_READERS = _whole_line(words.either(words.APPEALS, words.RULES, words.LABELS))

_FIGURES = re.compile(r"\d[\d ()-]{6}")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\s+\|\s+")
_ADDRESS = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|(?<!\w)@\w{2,30}\b|\+?\(?\d[\d ()-]{6,18}\d")
"""Mail addresses, names on social networks, telephone numbers."""

MAX_WORDS_BESIDE_ADDRESS, MAX_ADDRESS_CHARS = 10, 200
MAX_LINE_CHARS = 400


def is_for_readers(text: str, linked_chars: int = 0) -> bool:
    """Whether a block only addresses readers, in each of its sentences. `linked_chars` is how much of `text` stands in links."""
    if len(text) > MAX_LINE_CHARS:
        return False
    if _FOR_READERS.fullmatch(text) or is_pointer(text, linked_chars):
        return True
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence]
    if len(sentences) > 1 and all(_FOR_READERS.fullmatch(sentence) for sentence in sentences):
        return True
    return _is_address(text)


def is_pointer(text: str, linked_chars: int = 0, *, heading: bool = False) -> bool:
    """Whether a block leads to another story: by its words and its link, or as the heading of a list."""
    if len(text) > MAX_LINE_CHARS:
        return False
    if _POINTER_ALONE.fullmatch(text) or _POINTER_WITH_COLON.fullmatch(text):
        return True
    if heading and _POINTER_AS_HEADING.fullmatch(text):
        return True
    found = _POINTER_WITH_TITLE.fullmatch(text)
    if found and linked_chars * 2 >= len(found["title"]):
        return True
    return bool(_POINTER_WITHOUT_LINK.fullmatch(text))


def _is_address(text: str) -> bool:
    """`Contact Ana Cruz at ana@radyo.example`, `Twitter: @anacruz`: an address, and nobody but the one it belongs to."""
    if len(text) > MAX_ADDRESS_CHARS or not ("@" in text or _FIGURES.search(text)):
        return False
    bare = _ADDRESS.sub("", text)
    beside = _WORD.findall(bare)
    if bare == text or len(beside) > MAX_WORDS_BESIDE_ADDRESS:
        return False
    if "@" not in text and words.WRITE_TO.isdisjoint(map(str.lower, beside)):
        return False  # figures, or the address of a house
    return all(word.lower() in words.WRITE_TO or word[0].isupper() for word in beside)
