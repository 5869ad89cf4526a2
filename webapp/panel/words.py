"""The texts of the panel's scripts beside those of listeners' pages, in the page's language; `words.js` fills in `{names}`."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.panel.alerts.words import alert_words
from webapp.panel.audit.words import audit_words
from webapp.panel.embeds.words import embed_words
from webapp.panel.people.words import people_words
from webapp.panel.pushing.words import pushing_words
from webapp.panel.rehearsal.words import rehearsal_words
from webapp.web.wording import counted


def panel_words() -> dict[str, str]:
    return {
        "urgent": _("Urgent"),
        "bulletin": _("Bulletin"),
        "flash": _("Flash"),
        "on_air": _("On air"),
        "silent": _("Silent"),
        "off_air": _("Off air"),
        "unknown": _("Unknown"),
        "notice_on_air": _("The stream is on the air again, since {time}."),
        "notice_silent": _("Dead air: the stream is up but silent, since {time}."),
        "notice_off_air": _("The stream is off the air, since {time}."),
        "notice_unknown": _("It is not known since {time} whether the stream is on the air."),
        **counted(
            "alerts_waiting",
            lambda n: ngettext(
                "{n} alert of the authorities waits for somebody to decide.",
                "{n} alerts of the authorities wait for somebody to decide.",
                n,
            ),
        ),
        "degraded": _("Something here does not work as it should. Tell whoever looks after the site."),
        "degraded_pages": _("Listeners cannot open a page of the site. Tell whoever looks after it."),
        "degraded_clock": _(
            "The clock stands still: feeds, the most-read list and the record of the air wait. "
            "Headlines and segments end on time all the same. Tell whoever looks after the site."
        ),
        "degraded_outlets": _("A surface outside does not have what it should: see Surfaces."),
        "degraded_store": _("Nothing can be published or changed now. Tell whoever looks after the site at once."),
        "degraded_builds": _("Two versions of Airwire run side by side, and one of them must be stopped or upgraded."),
        "degraded_since": _("since {time}"),
        "link_connecting": _("Connecting…"),
        "link_live": _("Live"),
        "link_polling": _("Live, every few seconds"),
        "link_behind": _("Catching up with the newsroom…"),
        "link_store_away": _("The newsroom's server does not answer."),
        "link_newer_build": _("This server runs an older version of Airwire. Try again: it may reach another one."),
        "link_server_error": _("The newsroom's server reports errors."),
        "link_no_answer": _("The newsroom's server does not answer."),
        "answers_again": _(
            "The newsroom answers again. What was not confirmed can be tried again now; it is done once."
        ),
        "link_away": _("No link to the newsroom. Trying again…"),
        "preview_empty": _("Your headline"),
        "headline_missing": _("Write the headline first."),
        "picker_found": _("{n} to choose from"),
        "picker_none": _("No articles match."),
        "picker_away": _("The search did not work. Type again to retry."),
        "picker_chosen": _("Chosen: {title}"),
        "picker_choose": _("Choose an article from the list, or leave this empty."),
        "push": _("Push"),
        "push_again": _("Send again"),
        "pushing": _("Pushing…"),
        "out": _("Published {time} (no. {seq})."),
        **counted("connected", lambda n: ngettext("{n} page connected", "{n} pages connected", n)),
        "flash_long": _("A flash of more than {n} characters fills a phone. Shorter is read sooner."),
        "sending": _("Sending…"),
        "unconfirmed_no_answer": _(
            "Not confirmed: no answer came from the newsroom. What you typed is kept. "
            "Try again: it is done once, even if the first try arrived."
        ),
        "unconfirmed_store_away": _(
            "Not confirmed: the newsroom's server did not answer. What you typed is kept. "
            "Try again: it is done once, even if the first try arrived."
        ),
        "unconfirmed_newer_build": _(
            "Not sent: this server runs an older version of Airwire than another one, and changes nothing. What you typed is "
            "kept. Try again: it may reach the other one. Tell whoever looks after the site."
        ),
        "unconfirmed_server_error": _(
            "The newsroom's server reported an error ({status}). The fault is not in what you typed; it is kept. "
            "Try again: it is done once. If that fails too, tell whoever runs the server."
        ),
        "unanswered_no_answer": _("No answer came from the newsroom. Try again."),
        "unanswered_store_away": _("The newsroom's server did not answer. Try again in a moment."),
        "unanswered_newer_build": _(
            "This server runs an older version of Airwire. Try again: it may reach another one."
        ),
        "unanswered_server_error": _(
            "The newsroom's server reported an error ({status}). If that happens again, tell whoever runs the server."
        ),
        "refused": _("The newsroom did not take this ({status})."),
        "refused_marked": _("Not sent. Look at what is marked."),
        "refused_for": _("Not sent."),
        "refused_role": _(
            "Not done: your role does not include this. If you signed in anew elsewhere, reload this page."
        ),
        "refused_gone": _("Not done: it is not there any more."),
        "refused_stale": _("Not done: somebody changed it meanwhile. Look at it again, then decide."),
        "refused_often": _("Too much at once. Try again in {n} s."),
        **pushing_words(),
        **rehearsal_words(),
        **alert_words(),
        **embed_words(),
        **audit_words(),
        "wrong_blank": _("A blank of the template is not filled in."),
        "wrong_missing": _("This is needed."),
        "wrong_too_long": _("This is too long: {limit} characters at most."),
        "wrong_too_many": _("These are too many: {limit} at most."),
        "wrong_line": _("Only one line of plain text can stand here."),
        "wrong_text": _("Only plain text can stand here."),
        "wrong_choice": _("Choose one of the list."),
        "wrong_number": _("Write a whole number."),
        "wrong_range": _("This number cannot be taken; the limit is {limit}."),
        "wrong_time": _("Write a date and a time of day, such as 05:30."),
        "wrong_past": _("This time is over. Choose a later one, or leave it empty to push now."),
        "wrong_over": _("It must end later than it begins, and later than now."),
        "wrong_unknown": _("There is no such thing any more. Choose again."),
        "wrong_same": _("Nothing would change."),
        "wrong_ended": _("This headline has ended. It can be corrected; to have it on the air again, push a new one."),
        "wrong_not_both": _("Choose from the list or write something of your own, not both."),
        "wrong_wrong": _("This cannot be taken as it stands."),
        "reason_missing": _("Write the reason first."),
        "cut_missing": _("Choose what to cut to, or write what it is."),
        "signed_out": _("You are signed out. Sign in again in another tab; what you typed is kept."),
        "corrected_out": _("Correction published at {time}."),
        "withdrawn_out": _("Withdrawn everywhere at {time}."),
        "gone_while_editing": _("The headline you were editing has left the page meanwhile."),
        "stale": _("{by} was faster: {did} at {time}."),
        "stale_decide": _("Look at what changed, then send yours again if it still holds."),
        "stale_gone": _("There is nothing left to change."),
        "headline": _("Headline"),
        "body": _("Text"),
        "article": _("Article"),
        "priority": _("Priority"),
        "reason": _("Reason"),
        "expires_at": _("Until"),
        "published": _("published it"),
        "corrected": _("corrected it"),
        "withdrawn": _("withdrew it"),
        "wall_lost": _("The newsroom has not answered since {time}. What stands here is of then."),
        "wall_signed_out": _("Sign in on this screen again: it was signed out at {time}."),
        "expired": _("it expired"),
        "changed": _("changed it"),
        "until": _("until {time}"),
        "until_given_back": _("until ended"),
        "nothing_on": _("Nothing scheduled"),
        "by_grid": _("As scheduled, until {time}"),
        "by_grid_open": _("As scheduled"),
        "by_monitor": _("As the monitor sees it"),
        "held_by": _("Overridden by {by}"),
        "held_somebody": _("Overridden"),
        "checked": _("checked {ago}"),
        "never_checked": _("not checked yet"),
        "whole": _("{title}, the whole programme"),
        "cut_done": _("Cut at"),
        "held": _("Overridden since"),
        "air_returned": _("Back on schedule at"),
        "stream_returned": _("Automatic again at"),
        "did breaking published": _("pushed"),
        "did settings changed": _("changed the settings, change"),
        "did settings put back": _("put settings back, change"),
        "did breaking corrected": _("corrected"),
        "did breaking withdrawn": _("withdrew"),
        "did breaking expired": _("expired:"),
        "did cut to": _("cut to"),
        "did back to the grid": _("returned the air to schedule:"),
        "did stream held": _("overrode the stream's status:"),
        "did stream released": _("returned the stream to automatic:"),
        "did promo set": _("set the promo"),
        "did promo taken off": _("took the promo off"),
        "did grid set": _("put a new schedule in force:"),
        "did rundown changed": _("changed the rundown:"),
        "did rundown given back": _("returned a date to schedule:"),
        "did read on air": _("noted as read on air:"),
        "did most read pinned": _("pinned in most read:"),
        "did most read kept off": _("removed from most read:"),
        "did most read choice taken back": _("removed an editors' choice:"),
        "did source asked": _("had a source checked:"),
        "did source paused": _("paused the source"),
        "did source resumed": _("resumed the source"),
        "did waiting story put out": _("put out the waiting story"),
        "did waiting story put aside": _("put aside the waiting story"),
        "did notice dismissed": _("dismissed the notice"),
        "did token made": _("made a token:"),
        "did tokens removed": _("removed tokens:"),
        "did account made": _("made an account:"),
        "did account removed": _("removed the account"),
        **people_words(),
        **counted("programmes", lambda n: ngettext("{n} programme", "{n} programmes", n)),
        "did most read choice over": _("ended an editors' choice:"),
        "did article published": _("put out the article"),
        "did article updated": _("updated the article"),
        "did article withdrawn": _("withdrew the article"),
        "did article corrected": _("corrected the article"),
        "did article draft kept": _("kept a draft of the article"),
        "did article scheduled": _("set a time for the article"),
        "did article discarded": _("discarded the draft of the article"),
        "did article not put out": _("could not put out the article"),
        "did article taken over": _("took the article over from its source"),
        "did article handed back": _("handed the article back to its source"),
        "did picture uploaded": _("uploaded a picture:"),
    }
