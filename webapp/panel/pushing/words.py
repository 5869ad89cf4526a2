"""The texts of the panel's scripts about headlines that are not out yet, in the page's language."""

from __future__ import annotations

from flask_babel import gettext as _


def pushing_words() -> dict[str, str]:
    return {
        "sent_held": _("Goes out at {time}. Esc takes it back, Ctrl+Shift+Enter sends it now."),
        "sent_pending": _("A flash needs a second person. It waits until then."),
        "sent_scheduled": _("Goes out on {time}."),
        "waits_take_back": _("Take it back"),
        "waits_discard": _("Discard it"),
        "waits_held": _("Goes out at {time}."),
        "waits_held_by": _("{by} pushed it. Goes out at {time}."),
        "waits_scheduled": _("Goes out on {time}. By {by}."),
        "waits_missed": _(
            "It should have gone out at {time}, when the newsroom's server was down. Look whether it still holds. By {by}."
        ),
        "waits_draft": _("A draft of {by}."),
        "waits_draft_written": _("A draft of {by}. {name} is writing on it."),
        "draft_kept": _("Kept. Everybody at the desk finds it below."),
        "draft_kept_typed_since": _(
            "Kept as it was when you pressed. What you have typed since is not in the draft yet: keep it again."
        ),
        "typed_since": _(
            "Sent as it was when you pressed. What you have typed since is still here, and has not been sent."
        ),
        "draft_gone": _("Discarded: {headline}"),
        "draft_in_the_way": _("Push or keep what you are writing first."),
        "draft_left": _(
            "Somebody pushed or discarded this draft meanwhile. Look whether it is out; "
            "sent again, yours is a headline of its own."
        ),
        "template_replaced": _("The template has taken the place of what you had typed."),
        "template_put_back": _("Put it back"),
        "which_correct": _("Which headline is to be corrected?"),
        "which_withdraw": _("Which headline is to be withdrawn?"),
        "half_missing": _("not {tongue}"),
        "cut_off_on": _("Too long to be seen whole on: {surfaces}."),
        "surface_rds": _("car radios (64 characters)"),
        "surface_phone": _("a phone's notice (110)"),
        "surface_dab": _("digital radios (128 bytes)"),
        "surface_sms": _("one text message (160)"),
        "name_otherwise": _("The station writes {name}, not {written}."),
        "name_use": _("Write {name}"),
        "waits_pending": _("Waits for a second person: {people}."),
        "waits_nobody": _("Waits for a second person. Nobody else is at the desk now."),
        "waits_alone": _("Nobody has approved it for a minute. You can send it alone."),
        "waits_out": _("Out at {time}: {headline}"),
        "waits_undone": _("Taken back. Nobody outside has seen it: {headline}"),
        "asks_title": _("A flash to approve"),
        "asks_approval": _("{by} wants to send this flash, and needs a second person."),
        "asks_correction": _("{by} wants to make this headline a flash, and needs a second person."),
        "correction_waits": _("It becomes a flash when a second person approves it."),
        "too_late": _("Too late: it is out."),
        "too_early": _("Somebody else may still approve it. Wait until a minute is over."),
        "withdraw_it": _("Withdraw it"),
        "alone_told": _("{by} sent this flash alone ({time}). Somebody else looks at it by {due}."),
        "alone_overdue": _("{by} sent this flash alone ({time}). Somebody else should have looked at it by {due}."),
        "alone_yours": _("You sent this flash alone ({time}). Somebody else looks at it by {due}."),
        "people_you": _("(you)"),
        "people_writing": _("is writing a headline"),
        "people_writing_at": _("is writing at: {headline}"),
        "handover_take": _("Take over"),
        "handover_taken": _("taken over by {by}"),
        "did handover left": _("left a handover:"),
        "did handover taken": _("took over:"),
        "aloud_corrected": _("Corrected. Read this:"),
        "aloud_withdrawn": _("Withdrawn. Do not read it."),
        "aloud_away": _("No link to the newsroom: this may be out of date."),
        "at": _("Time"),
        "texts": _("In other languages"),
        "did breaking draft": _("kept a draft of"),
        "did breaking held": _("pushed, to go out in a moment:"),
        "did breaking pending": _("asked for approval of"),
        "did breaking scheduled": _("scheduled"),
        "did breaking approved": _("approved"),
        "did breaking rewritten": _("changed before it was out:"),
        "did breaking undone": _("took back before it was out:"),
        "did breaking missed": _("kept, because its time was long over:"),
        "did flash sent alone": _("sent without a second person:"),
        "did flash reviewed": _("looked at what was sent alone:"),
    }
