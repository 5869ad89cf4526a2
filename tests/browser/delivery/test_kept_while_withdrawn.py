"""What the first seconds and a race must not spoil: a copy written while its headline is withdrawn, and the size of text."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opening

LOOKS_INTO_SCRIPTS = True

pytestmark = pytest.mark.browser

RACE = r"""async () => {
  const worker = await (await fetch("/sw.js")).text();
  const [, folder] = /"(\/assets\/[^"]*\/worker\/)/.exec(worker);
  const { keep } = await import(`${folder}pages.js`);
  const { drop } = await import(`${folder}purge.js`);
  const html = '<title>News</title><a href="/breaking/wrong">A dam has burst</a>';
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  const isKept = async () => Boolean(await caches.match("/articles", { cacheName: "airwire-pages-1" }));

  const { readable: late, writable } = new TransformStream();
  const arrive = () => new Blob([html]).stream().pipeTo(writable);
  const keeping = keep("/articles", new Response(late, { headers }), Date.now());
  await drop("/breaking/wrong");
  arrive();
  await keeping;
  const whileWithdrawn = await isKept();
  await keep("/articles", new Response(html, { headers }), Date.now());
  const fromAServerBehind = await isKept();
  await keep("/articles", new Response(html.replace("wrong", "right"), { headers }), Date.now());
  const ofAnotherHeadline = await isKept();
  await drop("/breaking/right");
  return [whileWithdrawn, fromAServerBehind, ofAnotherHeadline, await isKept()];
}"""


def test_a_copy_that_is_written_while_its_headline_is_withdrawn_does_not_stay(opened: Opening) -> None:
    page = opened("/lite")
    assert page.evaluate(RACE) == [False, False, True, False]


def test_the_size_of_text_can_be_chosen_at_the_first_visit_at_once(opened: Opening) -> None:
    page = opened()
    assert page.evaluate("localStorage.getItem('airwire.visited')") is None
    page.get_by_role("button", name="Larger text").click()
    expect(page.locator("html")).to_have_attribute("data-text", "larger")
    assert page.evaluate("localStorage.getItem('airwire.visited')") is None  # what comes late has not come
