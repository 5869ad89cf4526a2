"""The menu of the panel: in one row on a wide screen, opened and left by the keyboard, and only what a role may open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Panel = Callable[..., Page]


@pytest.mark.parametrize("width", [1366, 1440])
def test_the_bar_is_one_row(at_the_panel: Panel, width: int) -> None:
    page = at_the_panel("Elena")
    page.set_viewport_size({"width": width, "height": 800})
    bar = page.locator(".panel-bar").bounding_box()
    assert bar and bar["height"] < 70
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_group_is_opened_walked_and_left_by_the_keyboard(at_the_panel: Panel) -> None:
    page = at_the_panel("Elena")
    page.set_viewport_size({"width": 1440, "height": 800})
    group = page.get_by_role("button", name="Numbers")
    group.focus()
    expect(page.get_by_role("link", name="Most read")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(group).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Most read")).to_be_focused()
    page.keyboard.press("Escape")
    expect(group).to_be_focused()
    expect(group).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Station").press("Enter")
    expect(group).to_have_attribute("aria-expanded", "false")
    menu = page.locator("ul[data-name=Station]")
    expect(menu.get_by_role("link")).to_have_text(["Rehearsal", "Record", "Checks"])
    menu.get_by_role("link", name="Record").press("Enter")
    page.wait_for_url("**/panel/audit")
    expect(page.get_by_role("button", name="Station")).to_have_attribute("aria-current", "true")
