"""The newsroom's control panel, and the write API for newsroom systems."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Flask

from webapp.desk.settings import SettingsDesk
from webapp.newsroom.settings.proxy_rules import ProxyRules
from webapp.panel import desk_page, wall, write_api
from webapp.panel.alerts import api as alerts_api
from webapp.panel.alerts import page as alerts_page
from webapp.panel.articles import api as articles_api
from webapp.panel.articles import page as articles_page
from webapp.panel.articles import promo
from webapp.panel.audit import page as audit_page
from webapp.panel.auth import Guard
from webapp.panel.embeds import page as embeds_page
from webapp.panel.first_run import page as first_run_page
from webapp.panel.first_run.page import Searches
from webapp.panel.listeners import api as listeners_api
from webapp.panel.listeners import page as listeners_page
from webapp.panel.monitoring import checks, encoder, sources, streams
from webapp.panel.outlets import api as outlets_api
from webapp.panel.outlets import page as outlets_page
from webapp.panel.people import sign_in
from webapp.panel.people.access import Access
from webapp.panel.people.browser_sessions import BrowserSessions
from webapp.panel.people.entry import Entry
from webapp.panel.people.known_browser import KnownBrowsers
from webapp.panel.people.pages import accounts, own
from webapp.panel.people.pages.proof import Proof
from webapp.panel.people.passkeys import Passkeys
from webapp.panel.people.role_names import role_name
from webapp.panel.people.sign_in_gate import SignInGate
from webapp.panel.people.verifier import Verifier
from webapp.panel.people.wall_pass import WallPass
from webapp.panel.pushing import api as waiting_api
from webapp.panel.pushing import notes, read_aloud
from webapp.panel.reads import airtime, page
from webapp.panel.rehearsal import api as rehearsal_api
from webapp.panel.rehearsal import pages as rehearsal_pages
from webapp.panel.rundown import api as rundown_api
from webapp.panel.rundown import page as rundown_page
from webapp.panel.settings import page as settings_page
from webapp.panel.settings import text as settings_text
from webapp.panel.settings.page import SettingsChanges
from webapp.panel.settings.tried import Tries
from webapp.panel.wires import page as wires_page
from webapp.web.rehearsal.exercises import AlertsOfBothBoards
from webapp.web.rehearsal.site import RehearsalSite
from webapp.web.site import Site


def blueprints(
    app: Flask,
    site: Site,
    rehearsal: RehearsalSite,
    read_upload: articles_api.ReadUpload,
    settings: SettingsDesk,
    tries: Tries,
    in_force: Callable[[], None],
    fixed: ProxyRules,
    searches: Searches,
    bound: str = "",
) -> list[Blueprint]:
    """The blueprints of the panel, the write API and the `rehearsal`. Also adds sessions, CSRF and the sign-in gate to `app`.

    `read_upload` is for pictures that editors upload; `tries` tries a change of the settings, and `in_force` puts what was
    changed in force in this process, which is bound to the address `bound`
    and of whose proxies the environment says what is `fixed`;
    `searches` look through a station's site for the first run.
    """
    changing = SettingsChanges(site, settings, tries, in_force, fixed, bound)
    access = Access(site.audit, site.now)
    wall_pass = WallPass(site.secret_key, site.https, site.staff, site.now)
    sessions, verifier = BrowserSessions(site), Verifier()
    guard, browsers = Guard(app, site, access, wall_pass, sessions), KnownBrowsers(site.secret_key, site.https)
    entry, passkeys = Entry(site, sessions, browsers, access), Passkeys(lambda: site.station, site.ceremonies)
    proof = Proof(site, entry, verifier, passkeys)
    app.jinja_env.filters["role"] = role_name
    app.wsgi_app = SignInGate(app, lambda: site.station, browsers)  # type: ignore[method-assign]
    return [
        write_api.blueprint(site, guard),
        articles_api.blueprint(site, guard, read_upload),
        articles_page.blueprint(site, guard),
        promo.blueprint(site, guard),
        outlets_api.blueprint(site, guard),
        outlets_page.blueprint(site, guard),
        embeds_page.blueprint(site, guard),
        alerts_api.blueprint(site, guard, AlertsOfBothBoards(site.desk, rehearsal.desk, rehearsal.rehearsal_keys)),
        alerts_page.blueprint(site, guard),
        waiting_api.blueprint(site, guard),
        read_aloud.blueprint(site, guard),
        notes.blueprint(site, guard),
        desk_page.blueprint(site, guard),
        first_run_page.blueprint(site, changing, entry, verifier, searches),
        sign_in.blueprint(site, browsers, entry, passkeys, verifier),
        own.blueprint(site, guard, sessions, passkeys, proof, verifier),
        accounts.blueprint(site, guard, proof),
        airtime.blueprint(site, guard),
        rundown_page.blueprint(site, guard),
        rundown_api.blueprint(site, guard),
        page.blueprint(site, guard),
        listeners_page.blueprint(site, guard),
        listeners_api.blueprint(site, guard),
        sources.blueprint(site, guard),
        wires_page.blueprint(site, guard),
        streams.blueprint(site, guard),
        checks.blueprint(site, guard),
        audit_page.blueprint(site, guard),
        settings_text.blueprint(site, guard, changing),
        settings_page.blueprint(site, guard, changing),
        wall.blueprint(site, wall_pass),
        encoder.blueprint(site, guard),
        rehearsal_api.blueprint(rehearsal, guard),
        rehearsal_pages.blueprint(rehearsal, guard),
    ]
