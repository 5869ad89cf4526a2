"""Changing the station's settings: checked whole, kept as a revision with who and when, in force everywhere within seconds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from webapp.desk.air import StreamDesk
from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.errors import N_, FieldError, Invalid, NotFound
from webapp.newsroom.field_errors import field_error
from webapp.newsroom.settings.layers import PANEL_KEYS, SettingsLayers, Values, given
from webapp.newsroom.settings.revisions import SettingsRevision, changed_keys
from webapp.newsroom.staff import Actor
from webapp.newsroom.station import Station
from webapp.store.audit.audit import Audit
from webapp.store.settings.settings import Settings


class SettingsDesk:
    """`layers` is what the operator's file sets, which nobody changes here. Methods raise `StoreAway`."""

    def __init__(self, settings: Settings, layers: SettingsLayers, streams: StreamDesk, audit: Audit) -> None:
        self._settings = settings
        self.layers = layers
        self._streams = streams
        self._audit = audit

    def newest(self) -> SettingsRevision:
        return self._settings.newest()

    def station_of(self, rev: int) -> Station | None:
        """The settings of a revision; `None` where it is not kept any more, or cannot be used here."""
        found = self._settings.revision(rev) if rev else SettingsRevision(rev=0)
        try:
            return self.layers.station(found.values) if found else None
        except ValidationError:
            return None

    def history(self) -> list[SettingsRevision]:
        """What was changed, newest first."""
        return self._settings.history()

    def candidate(self, changes: Values) -> Station:
        """The station as it would be with `changes`, by key; `None` for a key takes it back. Nothing is kept.

        Raises `Invalid` for what the file sets, and for what cannot be used; its fields have paths such as `streams.1.url`.
        """
        self._refuse(changes)
        return self._usable({**self.newest().values, **changes})[1]

    def put(
        self, changes: Values, upon: int, by: Actor, now: datetime, put_back: int | None = None
    ) -> SettingsRevision:
        """Puts `changes` in force. `upon` is the revision that they were made upon.

        Raises `Invalid` as `candidate`, `SettingsChanged` where another change came first, and `NotAllowed`.
        """
        newest = self._settings.newest()
        self._refuse(changes)
        return self._keep({**newest.values, **changes}, newest, upon, by, now, put_back)

    def _keep(
        self, merged: Values, newest: SettingsRevision, upon: int, by: Actor, now: datetime, put_back: int | None
    ) -> SettingsRevision:
        by.must("settings")
        values, station = self._usable(merged)
        before = self.layers.station(newest.values)
        changed = changed_keys(given(before), given(station))
        if not changed and values == newest.values:
            return newest
        revision = SettingsRevision(
            rev=upon + 1, at=now, by=by.name, role=by.role, changed=changed, put_back=put_back, values=values
        )
        did = "settings put back" if put_back is not None else "settings changed"
        entry = AuditEntry(now, by.name, by.role, did, f"{revision.rev}: {', '.join(changed)}")
        self._settings.put(revision, entry, self._audit)
        if "streams" in changed:
            self._streams.introduce_streams([one.source() for one in station.streams], now)
        return revision

    def put_back(self, rev: int, by: Actor, now: datetime) -> SettingsRevision:
        """Makes the settings what they were as of revision `rev`; 0 is before anybody changed anything.

        Raises `NotFound` for one that is not kept any more, else as `put`.
        """
        newest = self._settings.newest()
        found = self._settings.revision(rev) if rev else SettingsRevision(rev=0)
        if found is None:
            raise NotFound(N_("this change is not kept any more"))
        return self._keep(found.values, newest, newest.rev, by, now, rev)

    def _refuse(self, changes: Values) -> None:
        if fields := list(self._refused(changes)):
            raise Invalid(N_("These settings cannot be used."), fields=fields)

    def _usable(self, merged: Values) -> tuple[dict[str, Any], Station]:
        """`merged` without what says nothing, and the station of it. Raises `Invalid`."""
        values = {key: value for key, value in merged.items() if value is not None or key in self.layers.brought}
        try:
            station = self.layers.station(values)
        except ValidationError as error:
            wrong = [field_error(Station, one) for one in error.errors()]
            raise Invalid(N_("These settings cannot be used."), fields=wrong) from None
        return values, station

    def _refused(self, changes: Values) -> Iterator[FieldError]:
        for key in changes:
            if self.layers.is_from_file(key):
                yield FieldError(key, f"is set by {self.layers.path}: change it there", "in_file")
            elif key not in PANEL_KEYS:
                yield FieldError(key, "unknown setting", "unknown_field")
