"""What a test does with a browser, whichever it is."""

from __future__ import annotations

from typing import Any, Protocol

from playwright.sync_api import Browser


class Window(Protocol):
    errors: list[str]
    """What scripts of its pages threw, where the browser tells."""

    def open(self, url: str) -> None: ...

    def run(self, expression: str) -> Any:
        """What the expression is in the page, once it is settled; of what JSON knows."""

    def load(self, script: str) -> None:
        """Runs a whole script, which the page's own policy would stop."""

    def click(self, selector: str) -> None:
        """By a mouse, on the first that fits."""

    def back(self) -> None: ...

    def close(self) -> None: ...


class ChromiumWindow:
    """Chromium, as all other tests have it."""

    def __init__(self, browser: Browser) -> None:
        self.errors: list[str] = []
        self._context = browser.new_context(viewport={"width": 1280, "height": 800})
        self._page = self._context.new_page()
        self._page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, url: str) -> None:
        self._page.goto(url)

    def run(self, expression: str) -> Any:
        return self._page.evaluate(f"() => {expression}")

    def load(self, script: str) -> None:
        self._page.evaluate(script)

    def click(self, selector: str) -> None:
        self._page.locator(selector).first.click()

    def back(self) -> None:
        self._page.go_back()

    def close(self) -> None:
        self._context.close()
