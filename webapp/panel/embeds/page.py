"""The fleet of embeds: by host, who reads there in which version, what is still shown, and whether the host may."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.drafts import MAX_REASON_CHARS
from webapp.newsroom.embeds.fleet import HostRow, Revoked
from webapp.newsroom.embeds.hosts import NAMED_FRAME, NOT_SAID, SANDBOXED, clean_host, host_of_origin
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.schedule.days import local_date
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.web.embeds.build import embeds_build
from webapp.web.site import Site

MAX_SHOWN = 200


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/embeds`, `POST /panel/embeds` `{host, act: revoke|allow, reason?}`."""
    views = Blueprint("panel_embeds", __name__, url_prefix="/panel/embeds")

    @views.get("")
    def fleet() -> Response | AnyResponse:
        now = site.now()
        rows = site.embed_fleet.rows(now, local_date(site.replica.grid.tz, now))
        return staff_page(
            "panel/embeds.html", site, rows=[_shown(row, site) for row in rows[:MAX_SHOWN]],
            more=max(0, len(rows) - MAX_SHOWN),
            readers=sum(row.use.readers for row in rows), today=sum(row.today for row in rows),
            revoked=sum(row.revoked is not None for row in rows), build=embeds_build(),
            named_frame=NAMED_FRAME,
        )  # fmt: skip

    @views.post("")
    def decide() -> AnyResponse:
        by, asked, text = guard.actor("articles"), request.form.get("act", ""), request.form.get("host", "")
        host = host_of_origin(text.strip()) if "//" in text else clean_host(text)
        if host == NOT_SAID:
            problem = "expected the name of a site, such as partner.example"
            raise Invalid(f"host: {problem}", fields=[FieldError("host", problem)])
        if asked not in ("revoke", "allow"):
            raise Invalid("act: revoke or allow", fields=[FieldError("act", f"{asked[:40]!r} is none of them")])
        now = site.now()
        if asked == "revoke":
            reason = " ".join(request.form.get("reason", "").split())[:MAX_REASON_CHARS]
            site.embed_fleet.revoke(host, Revoked(by=by.name, at=now, reason=reason))
            did = "embeds revoked"
        else:
            site.embed_fleet.allow(host)
            did = "embeds allowed"
        site.audit.note(AuditEntry(now, by.name, by.role, did, host))
        site.embed_visits.revoke(site.embed_fleet.revoked())
        return redirect(url_for("panel_embeds.fleet"), 303)

    return views


def _shown(row: HostRow, site: Site) -> dict[str, Any]:
    """A host, with the headlines that are still shown there though they were corrected or withdrawn."""
    archive = site.replica.headlines
    behind = [
        {"id": item, "readers": readers, "record": archive.get(item)}
        for item, readers in sorted(row.use.behind.items())
    ]
    versions = [
        {"build": name.partition(" ")[0], "pinned": name.endswith(" pinned"), "readers": count}
        for name, count in sorted(row.use.versions.items())
    ]
    known = {one["build"] for one in versions}
    former = [one.partition(" ")[0] for one in row.seen.versions] if row.seen else []
    return {
        "row": row,
        "behind": behind,
        "versions": versions,
        "former": [one for one in dict.fromkeys(former) if one not in known],
        "named": row.host not in (NOT_SAID, SANDBOXED),
    }
