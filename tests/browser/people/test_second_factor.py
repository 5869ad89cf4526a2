"""A second factor as people set it up and use it: a passkey of the computer itself, and an app's codes."""

from __future__ import annotations

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import PASSWORD, Opening
from tests.conftest import Valkey
from tests.web.server import Web
from webapp.store.people.staff import Staff

STATION = '[people]\nrequire_second_factor = ["editor"]\n'


@pytest.fixture
def site(web: Web, valkey_server: Valkey) -> str:
    """The site at the one name for which browsers have passkeys without TLS."""
    store = connect(valkey_server.url)
    store.delete(*store.scan_iter("*:counted:*"), "nothing")
    return web.url.replace("127.0.0.1", "localhost")


def type_password(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def with_passkeys(page: Page) -> None:
    """A device that has them, and whose user is always there."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_set_up_and_opens_as_second_step_and_by_itself(opened: Opening, site: str) -> None:
    page = opened("/panel/sign-in", base=site, width=360)
    with_passkeys(page)
    type_password(page, "Elena")
    expect(page.get_by_text("Your role needs a second factor")).to_be_visible()
    page.get_by_label("A name for it").fill("Laptop")
    page.keyboard.press("Enter")
    expect(page.locator("#codes li")).to_have_count(10)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    codes = page.locator("#codes li").first.inner_text()
    assert codes in saved.value.path().read_text()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator('#link[data-state="live"]')).to_be_visible()
    sign_out(page)

    type_password(page, "Elena")
    page.get_by_role("button", name="Use a passkey").press("Enter")
    expect(page.locator('#link[data-state="live"]')).to_be_visible()
    page.goto(f"{site}/panel/me")
    expect(page.get_by_text("Laptop")).to_be_visible()
    sign_out(page)

    page.get_by_role("button", name="Use a passkey").press("Enter")
    expect(page.locator('#link[data-state="live"]')).to_be_visible()


def test_an_admin_confirms_with_a_passkey_what_gives_somebody_access(
    opened: Opening, site: str, valkey_server: Valkey
) -> None:
    Staff(connect(valkey_server.url)).set_account("Diego", "admin", PASSWORD)
    page = opened("/panel/sign-in", base=site)
    with_passkeys(page)
    type_password(page, "Diego")
    page.locator('#link[data-state="live"]').wait_for()
    page.goto(f"{site}/panel/me")
    page.get_by_role("button", name="Add a passkey").press("Enter")
    expect(page.locator("#codes li")).to_have_count(10)
    page.goto(f"{site}/panel/people")
    page.get_by_label("Name", exact=True).fill("Efren Cruz")
    make = page.get_by_role("button", name="Make the account and its link")
    make.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("neither a new code")
    form = page.locator("form", has=make)
    form.get_by_role("button", name="Confirm with a passkey").press("Enter")
    expect(form.get_by_role("status")).to_contain_text("Confirmed")
    make.press("Enter")
    expect(page.get_by_text("Send this link to")).to_contain_text("Efren Cruz")


def test_an_app_is_set_up_by_its_key_and_its_code_asked_for_by_keyboard_alone(
    opened: Opening, valkey_server: Valkey
) -> None:
    page = opened("/panel/sign-in", width=360)
    type_password(page, "Rosa")
    page.locator('#link[data-state="live"]').wait_for()
    page.goto(page.url.replace("/panel/", "/panel/me"))
    page.get_by_role("button", name="Set up an authenticator app").press("Enter")
    app = pyotp.TOTP(page.locator(".set-up__secret").inner_text().replace(" ", ""))
    expect(page.locator(".set-up__qr svg")).to_be_visible()
    digits = page.get_by_label("The six digits")
    expect(digits).to_be_focused()
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("not the code that the app shows now")).to_be_visible()
    expect(digits).to_be_focused()
    page.keyboard.type(app.now())
    page.keyboard.press("Enter")
    expect(page.locator("#codes li")).to_have_count(10)
    sign_out(page)

    type_password(page, "Rosa")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    expect(page.get_by_label("Code of your app")).to_be_focused()
    used = Staff(connect(valkey_server.url)).account("Rosa")
    assert used and used.code_app
    page.keyboard.type(app.generate_otp(used.code_app.last_step + 1))  # the next one is good already
    page.keyboard.press("Enter")
    expect(page.locator('#link[data-state="live"]')).to_be_visible()
