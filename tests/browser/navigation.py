"""Pages that swap what they show: with the Navigation API, and as browsers do that have none (iPhones before iOS 26.2)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.web.server import wait_for

WITHOUT = "Object.defineProperty(globalThis, 'navigation', { value: undefined })"

BOTH_WAYS = [pytest.param(True, id="by the Navigation API"), pytest.param(False, id="without it")]


def made_ready(page: Page, has_navigation: bool) -> Page:
    """The page once its scripts run, loaded anew where it is to have no Navigation API."""
    if not has_navigation:
        page.add_init_script(WITHOUT)
        page.reload()
    wait_for(lambda: page.evaluate("Boolean(customElements.get('aw-player'))"))
    assert page.evaluate("Boolean(globalThis.navigation)") is has_navigation
    return page
