import assert from "node:assert/strict";
import test from "node:test";

import { deliver, insist, pauseAfter } from "../../../static/js/reads/acknowledged.js";
import { cameBy } from "../../../static/js/reads/via.js";

/** @returns {any} as much of a `Response` as is looked at */
const answer = (status, after) => ({ status, ok: status < 300, headers: { get: () => after ?? null } });

function newsroom(...answers) {
  const told = [];
  const pauses = [];
  const post = async (body) => {
    told.push(body);
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  return { told, pauses, run: () => deliver("read", post, async (ms) => pauses.push(ms)) };
}

test("a read is told once where it is acknowledged", async () => {
  const { run, told } = newsroom(answer(204));
  assert.equal(await run(), true);
  assert.equal(told.length, 1);
});

test("what nobody acknowledged is told again in the same words", async () => {
  const { run, told } = newsroom(new Error("no network"), answer(503), answer(409));
  assert.equal(await run(), true);
  assert.deepEqual(told, ["read", "read", "read"]);
});

test("held up, it waits as long as it was asked to", async () => {
  const { run, pauses } = newsroom(answer(429, "30"), answer(204));
  assert.equal(await run(), true);
  assert.ok(pauses[0] >= 30_000 && pauses[0] <= 45_000);
});

test("a refusal is the end of it, and so is a newsroom that stays away", async () => {
  const refused = newsroom(answer(403));
  assert.equal(await refused.run(), false);
  assert.equal(refused.told.length, 1);
  const away = newsroom(answer(503), answer(503), answer(503), answer(503), answer(503));
  assert.equal(await away.run(), false);
  assert.equal(away.told.length, 4);
});

test("an article opened while the address was held up gets its token a little later", async () => {
  const answers = [answer(429, "2"), new Error("no network"), answer(200)];
  const pauses = [];
  const get = async () => {
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  assert.equal((await insist(get, async (ms) => pauses.push(ms)))?.status, 200);
  assert.equal(pauses.length, 2);
});

test("no pause is longer than a minute, whatever is asked", () => {
  assert.equal(pauseAfter(9, "99999", 1), 60_000);
  assert.ok(pauseAfter(0, "nonsense", 0) === 4000);
});

test("how a reader came", () => {
  const article = "https://radio.example/articles/rice";
  assert.equal(cameBy(`${article}?via=ticker`, "https://partner.example/", false), "ticker");
  assert.equal(cameBy(article, "https://radio.example/", false), "page");
  assert.equal(cameBy(article, "https://partner.example/x", false), "partner");
  assert.equal(cameBy(article, "", false), "direct");
  assert.equal(cameBy(`${article}?via=ticker`, "", true), "page");
  assert.equal(cameBy(article, "android-app://com.example", false), "partner");
});
