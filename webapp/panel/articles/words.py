"""The texts of the scripts that write articles, in the page's language."""

from __future__ import annotations

from flask_babel import gettext as _


def article_words() -> dict[str, str]:
    return {
        "article_title_missing": _("Write the title first."),
        "article_text_missing": _("Write the text first."),
        "article_restored": _("What you had typed here is back."),
        "article_kept": _("Kept as a draft, {time}. Other editors find it under Articles."),
        "article_saved": _("Changed, {time}. Readers have it."),
        "article_unchanged": _("There is nothing to change: all is as it was."),
        "article_corrected": _("Corrected, {time}. Readers see your note above the text."),
        "article_out": _("Published. Opening it…"),
        "article_scheduled": _("It goes out on {time}, by itself."),
        "article_withdrawn": _("Withdrawn. Opening it…"),
        "article_discarded": _("Discarded. Opening the list…"),
        "article_publish": _("Publish"),
        "article_schedule": _("Publish at this time"),
        "article_publish_again": _("Send again"),
        "article_note_missing": _("Write what was wrong, for readers."),
        "article_note_same": _("Readers have this note already. Write what is corrected now."),
        "article_reason_missing": _("Write the reason first; readers see it in the article's place."),
        "article_stale": _(
            "Somebody changed it meanwhile. What you did not touch is now as they wrote it. What both of you changed is "
            "marked: yours is in the field, theirs below it. Look at it and send again."
        ),
        "article_stale_merged": _(
            "Somebody changed it meanwhile, in other places than you. Both are in the form now. Look at it and send again."
        ),
        "article_stale_gone": _("Somebody put it out or discarded it meanwhile. What you typed stays here."),
        "article_stale_withdrawn": _("It was withdrawn meanwhile. What you typed stays here."),
        "article_theirs": _("Theirs: "),
        "article_take_theirs": _("Take theirs"),
        "article_left_out": _("Not taken into the article: {what}"),
        "article_preview_away": _("The preview could not be had. It is tried again as you type."),
        "article_preview_empty": _("Nothing to see yet."),
        "article_words.one": _("{n} word"),
        "article_words.other": _("{n} words"),
        "article_too_complex": _("This text has too many marks or is too long to be read by a browser. Shorten it."),
        "sign_in_again": _("Sign in in another tab, then send again here."),
        "picture_sending": _("Uploading the picture…"),
        "picture_done": _("The picture is here. Say what it shows, and whose it is."),
        "picture_gone": _("The picture is taken off."),
        "picture_alt_missing": _("Say what the picture shows, for who cannot see it."),
        "picture_credit_missing": _("Say whose picture it is."),
        "picture_too_large": _("The file is too large: at most {n} MB are taken."),
        "picture_waits": _("Wait until the picture is here."),
        "wrong_picture_none": _(
            "This file is no picture, or none that can be read. JPEG, PNG, WebP, GIF and AVIF are taken."
        ),
        "wrong_picture_pixels": _("The picture has too many pixels: 24 million are the most."),
        "wrong_picture_small": _("The picture is too small: at least 50 pixels on each side are needed."),
        "wrong_upload_gone": _("The picture is not kept any more. Upload it again."),
        "wrong_too_complex": _("This text has too many marks or is too long. Shorten it."),
        "wrong_picture_alt": _("Say what the picture shows, for who cannot see it."),
        "wrong_picture_credit": _("Say whose picture it is."),
    }
