"""Refusals in the words of the page: what is wrong, and how long to wait after too many tries."""

from __future__ import annotations

from flask_babel import gettext, ngettext
from markupsafe import Markup

from webapp.newsroom.errors import NewsroomError, TooMany
from webapp.panel.reasons import in_words


def wait_s(error: TooMany) -> int:
    return int(error.extra.get("retry_after_s", 1))


def wait_in_words(error: TooMany) -> str:
    seconds = wait_s(error)
    said: str
    if seconds < 60:
        said = ngettext("Too many tries. Wait %(num)s second, then try again.",
                        "Too many tries. Wait %(num)s seconds, then try again.", seconds)  # fmt: skip
    else:
        said = ngettext("Too many tries. Wait %(num)s minute, then try again.",
                        "Too many tries. Wait %(num)s minutes, then try again.", -(-seconds // 60))  # fmt: skip
    return said


def refusal(error: NewsroomError) -> str | Markup:
    """A refusal in the page's language."""
    if isinstance(error, TooMany):
        return wait_in_words(error)
    text = str(error.fields[0]["problem"]) if error.fields else error.message
    said: str = gettext(text)
    return said if said != text else in_words(text)
