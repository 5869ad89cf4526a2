import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { onWaking } from "../../../static/js/feed/waking.js";

const real = { now: Date.now, setInterval: globalThis.setInterval };
let now = 1_000_000;
let tick;
/** @type {any} */
let page;
let woken;

/** A browser as far as `waking.js` looks at it, whose clock we turn. */
beforeEach(() => {
  Date.now = () => now;
  globalThis.setInterval = (then) => (tick = then);
  const network = Object.assign(new EventTarget(), { type: "wifi" });
  page = { window: new EventTarget(), document: Object.assign(new EventTarget(), { hidden: false }), network };
  globalThis.addEventListener = page.window.addEventListener.bind(page.window);
  globalThis.document = page.document;
  Object.defineProperty(globalThis, "navigator", { value: { connection: network }, configurable: true });
  woken = 0;
  onWaking(() => (woken += 1));
});

afterEach(() => Object.assign(globalThis, { setInterval: real.setInterval }) && (Date.now = real.now));

/** So many milliseconds in which timers go off as they should. */
function pass(ms) {
  for (let past = 0; past < ms; past += 5000) {
    now += 5000;
    tick();
  }
}

/** So many in which none does. */
function sleep(ms) {
  now += ms;
  tick();
}

const tell = (whom, name) => whom.dispatchEvent(new Event(name));

function hide(ms) {
  page.document.hidden = true;
  tell(page.document, "visibilitychange");
  pass(ms);
  page.document.hidden = false;
  tell(page.document, "visibilitychange");
}

test("a page whose machine slept looks at its line with the first tick after it", () => {
  pass(60_000);
  assert.equal(woken, 0);
  sleep(600_000);
  assert.equal(woken, 1);
});

test("a tab seen again looks at its line, but not after a glance elsewhere", () => {
  hide(15_000);
  assert.equal(woken, 0);
  hide(25_000);
  assert.equal(woken, 1);
});

test("the held-back timers of a hidden tab are no sleep", () => {
  page.document.hidden = true;
  tell(page.document, "visibilitychange");
  sleep(60_000);
  assert.equal(woken, 0);
});

test("another network is a sign, another estimate of its speed is none", () => {
  pass(5000);
  tell(page.network, "change");
  assert.equal(woken, 0);
  page.network.type = "cellular";
  tell(page.network, "change");
  assert.equal(woken, 1);
});

test("signs that come together are one", () => {
  tell(page.window, "online");
  tell(page.document, "resume");
  assert.equal(woken, 1);
  pass(5000);
  tell(page.window, "online");
  assert.equal(woken, 2);
});
