"""The form by which an editor pins a story or keeps it off the list: reading it, and its errors in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask_babel import gettext as _

from webapp.newsroom.drafts import MAX_REASON_CHARS, read_draft
from webapp.newsroom.errors import (
    FieldError,
    Invalid,
    KeyReused,
    NewerBuild,
    NewsroomError,
    NotAllowed,
    NotFound,
    StoreAway,
)
from webapp.newsroom.numbers import whole_number
from webapp.newsroom.reads.pins import MAX_CHOICES, MAX_PINNED, EditorChoiceDraft

MAX_HOURS = 999
"""The longest time for a choice that ends by itself."""


class WrongForm(Invalid):
    """Its message and those of its fields are in the page's language."""


def read_pin_form(form: Mapping[str, str], now: datetime) -> EditorChoiceDraft:
    """The choice in the form. Raises `WrongForm` with a message for each wrong field."""
    hours = form.get("hours", "")
    wrong = [] if _is_duration(hours) else [FieldError("hours", _("Choose from the list how long it stands."))]
    until = now + timedelta(hours=int(hours)) if hours and not wrong else None
    try:
        draft = read_draft(
            EditorChoiceDraft, {"action": form.get("action"), "reason": form.get("reason", ""), "until": until}
        )
    except Invalid as error:
        wrong = [*(FieldError(f["field"], _problem_of(f["field"], form)) for f in error.fields), *wrong]
    if wrong:
        raise WrongForm(" ".join(field["problem"] for field in wrong), fields=wrong)
    return draft


def refusal_message(error: NewsroomError) -> str:
    """`error` as a message for the editor, in the page's language."""
    if isinstance(error, WrongForm):
        return error.message
    if isinstance(error, NewerBuild):
        return str(
            _("Not done: this server runs an older version of Airwire. Send it again: it may reach another one.")
        )
    if isinstance(error, StoreAway):
        return str(_("Not confirmed: the newsroom's server did not answer. Send it again; it happens once."))
    if isinstance(error, NotAllowed):
        return str(_("Editors and admins decide about this."))
    if isinstance(error, NotFound):
        return str(_("A withdrawn story cannot be chosen."))
    if isinstance(error, KeyReused):
        return str(_("This form was sent before, with something else in it. Send it again if this is what you want."))
    fields = {field["field"] for field in error.fields}
    if fields == {"action"}:
        return str(_("%(num)s stories are pinned already; take one back first.", num=MAX_PINNED))
    if fields == {"article"}:
        return str(_("%(num)s stories are pinned or kept off already; take one back first.", num=MAX_CHOICES))
    return error.message


def _is_duration(hours: str) -> bool:
    number = whole_number(hours, 3)
    return not hours or (number is not None and 1 <= number <= MAX_HOURS)


def _problem_of(field: str, form: Mapping[str, str]) -> str:
    if field != "reason":
        return str(_("Choose whether to pin the story or to keep it off."))
    reason = form.get("reason", "").strip()
    if not reason:
        return str(_("Write the reason first."))
    if len(reason) > MAX_REASON_CHARS:
        return str(_("The reason is too long: it may have %(num)s characters.", num=MAX_REASON_CHARS))
    return str(_("The reason has characters in it that cannot be shown. Type it anew."))
