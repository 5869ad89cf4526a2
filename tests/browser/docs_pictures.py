"""The pictures of `docs/`, taken of the demo station: `make pictures`. Look at them before they are committed."""

from __future__ import annotations

import io
import sys

from PIL import Image
from playwright.sync_api import Page

from tests.browser.screenshots import ROOT, demo, sign_in

FOLDER = ROOT / "docs" / "images"
COLOURS = 40
MAX_BYTES = 60_000
WIDE, HIGH = 1440, 860


def main() -> None:
    with demo() as (browser, url):
        page = browser.new_page(
            viewport={"width": WIDE, "height": HIGH}, timezone_id="Asia/Manila", color_scheme="light"
        )
        page.goto(f"{url}/panel/sign-in")
        sign_in(page)
        page.keyboard.type("Ferry to Batangas suspended until further notice")
        keep(page, "desk")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#waiting .waits")
        page.locator("#waiting").scroll_into_view_if_needed()
        keep(page, "desk-held", "#waiting")
        page.goto(f"{url}/panel/rundown")
        keep(page, "rundown")
        page.goto(url)
        page.get_by_role("button", name="Listen live").first.click()
        page.get_by_text("Stop listening").first.wait_for()
        page.get_by_text("On air").first.wait_for(timeout=60_000)
        page.wait_for_timeout(8_000)  # the card follows what is heard
        keep(page, "live")


def keep(page: Page, name: str, part: str | None = None) -> None:
    """What is in the window, or a `part` of it, in few colours: text and flat surfaces lose nothing by that."""
    page.wait_for_timeout(900)
    picture = Image.open(io.BytesIO((page.locator(part) if part else page).screenshot())).convert("RGB")
    few = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)
    size = (FOLDER / f"{name}.png").stat().st_size
    sys.stdout.write(f"{name}.png {size} bytes{'' if size <= MAX_BYTES else ': too large'}\n")


if __name__ == "__main__":
    main()
