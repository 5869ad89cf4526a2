"""Which Chromium looks at the pages: what the set-up may have installed, the lightest first."""

from __future__ import annotations

import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def found() -> str | None:
    """Its path; `None` where Playwright's own is to be used."""
    return next(filter(None, map(shutil.which, NAMES)), None)
