"""Which Chromium looks at the pages: what the set-up may have installed, the lightest first."""

from __future__ import annotations

import shutil

WITHOUT_WINDOWS = "chromium-headless-shell"
NAMES = (WITHOUT_WINDOWS, "chromium", "chromium-browser", "google-chrome")


def found(*, headed: bool = False) -> str | None:
    """Its path; `None` where Playwright's own is to be used. With `headed` it is one that opens windows."""
    names = (name for name in NAMES if not (headed and name == WITHOUT_WINDOWS))
    return next(filter(None, map(shutil.which, names)), None)
