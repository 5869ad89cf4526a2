"""`/panel/settings/text`: all settings as the station's file has them, with signs for secrets, for what has no form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import N_, FieldError, Invalid
from webapp.newsroom.settings.layers import PANEL_KEYS, given
from webapp.newsroom.settings.revisions import SettingsChanged, changed_keys
from webapp.newsroom.settings.secrets import Masks
from webapp.newsroom.station import Station
from webapp.newsroom.toml.station_toml import parse_station
from webapp.newsroom.toml.station_writer import format_settings
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.panel.settings.page import SettingsChanges
from webapp.web.site import Site

MAX_TEXT_CHARS = 200_000


def blueprint(site: Site, guard: Guard, changing: SettingsChanges) -> Blueprint:
    """`GET` and `POST /panel/settings/text` `{text, rev, act: try|put}`."""
    views = Blueprint("settings_text", __name__, url_prefix="/panel/settings/text")
    desk, masks = changing.desk, Masks(site.secret_key)

    def in_panel(station: Station) -> dict[str, Any]:
        return {key: value for key, value in given(station).items() if not desk.layers.is_from_file(key)}

    @views.get("")
    def text() -> Response | AnyResponse:
        guard.actor("settings")
        return _page(format_settings(masks.hidden(in_panel(site.station))))

    @views.post("")
    def change() -> Response | AnyResponse:
        guard.actor("settings")
        typed, upon = request.form.get("text", "")[:MAX_TEXT_CHARS], request.form.get("rev", "0")
        newest = desk.newest()
        if upon != str(newest.rev):
            return _page(typed, status=409, other=newest, theirs=format_settings(masks.hidden(in_panel(site.station))))
        try:
            changes = _changes(typed)
            station = changing.checked(changes)
        except Invalid as error:
            return _page(typed, status=422, problems=[wrong["problem"] for wrong in error.fields])
        if request.form.get("act") == "put" and changing.was_tried(changes, request.form.get("tried", "")):
            try:
                return changing.put(changes, newest.rev, guard)
            except SettingsChanged:
                return _page(typed, status=409, other=desk.newest())
        tried = changing.tried(station)
        sign = "" if any(one.must and not one.ok for one in tried) else changing.sign(changes)
        return _page(typed, tried=tried, sign=sign, changed=changed_keys(given(site.station), given(station)))

    def _changes(typed: str) -> dict[str, Any]:
        """What was typed, by key; `None` for what is not there any more. Raises `Invalid`."""
        before = given(site.station)
        plain = masks.restored(given(parse_station(typed)), before)
        if masks.unknown(plain):
            wrong = FieldError("", "a secret is written as kept-… that is no secret of now: write it again", "wrong")
            raise Invalid(N_("These settings cannot be used."), fields=[wrong])
        named = [key for key in PANEL_KEYS if not desk.layers.is_from_file(key) and (key in plain or key in before)]
        return {key: plain.get(key, None) if key in plain else _default(key) for key in named}

    def _default(key: str) -> Any:
        """What takes a setting back, also where the build brings one along, such as the demo's."""
        return Station().model_dump(mode="json")[key] if key in desk.layers.brought else None

    def _page(typed: str, **given: Any) -> Response | AnyResponse:
        empty: dict[str, Any] = {
            "tried": None,
            "sign": "",
            "other": None,
            "theirs": None,
            "problems": [],
            "changed": (),
        }
        return staff_page(
            "panel/settings/text.html",
            site,
            typed=typed,
            layers=desk.layers,
            rev=desk.newest().rev,
            **{**empty, **given},
        )

    return views
