"""What the first seconds and a race must not spoil: copies while a headline is withdrawn and after, and the size of text."""

from __future__ import annotations

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.conftest import Opening
from tests.web.conftest import Newsroom
from tests.web.server import wait_for

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


TOMBSTONE = r"""async (more) => {
  const worker = await (await fetch("/sw.js")).text();
  const [, folder] = /"(\/assets\/[^"]*\/worker\/)/.exec(worker);
  const { keep } = await import(`${folder}pages.js`);
  const { purge } = await import(`${folder}purge.js`);
  await keep("/breaking", await fetch("/breaking"), Date.now());
  const copy = async () => (await caches.match("/breaking", { cacheName: "airwire-pages-1" }))?.text();
  const html = await copy();
  if (more) await keep("/breaking", new Response(html + more, { headers: { "Content-Type": "text/html" } }), Date.now());
  await purge();
  return [html.includes("was withdrawn"), Boolean(await copy())];
}"""


def test_a_tombstone_in_the_record_is_no_reason_to_drop_it_and_its_words_elsewhere_are(
    opened: Opening, newsroom: Newsroom
) -> None:
    wrong = newsroom.push("A dam has burst")["id"]
    newsroom.call("DELETE", f"/breaking/{wrong}", {"rev": 1, "reason": "It leaks."})
    page = opened("/lite")
    wait_for(lambda: "It leaks." in requests.get(f"{newsroom.url}/breaking", timeout=5).text)
    assert page.evaluate(TOMBSTONE, "") == [True, True]
    assert page.evaluate(TOMBSTONE, f'<a href="/breaking/{wrong}">A dam has burst</a>') == [True, False]


def test_the_size_of_text_can_be_chosen_at_the_first_visit_at_once(opened: Opening) -> None:
    page = opened()
    assert page.evaluate("localStorage.getItem('airwire.visited')") is None
    page.get_by_role("button", name="Larger text").click()
    expect(page.locator("html")).to_have_attribute("data-text", "larger")
    assert page.evaluate("localStorage.getItem('airwire.visited')") is None  # what comes late has not come
