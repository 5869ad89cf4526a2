"""A site whose settings nobody has changed yet, and the admin who may."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.settings.admin import Admin, signed_in
from webapp.store.core import keys


@pytest.fixture(scope="module")
def whole_site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path_factory.mktemp("settings"))


@pytest.fixture
def site(whole_site: InProcessSite, valkey_server: Valkey) -> InProcessSite:
    """One where nobody has changed anything yet, and which has no accounts."""
    connect(valkey_server.url).delete(keys.SETTINGS, keys.SETTINGS_REV, keys.STAFF)
    whole_site.running.services.load_settings()
    return whole_site


@pytest.fixture
def admin(site: InProcessSite) -> Admin:
    return signed_in(site, "Ligaya")
