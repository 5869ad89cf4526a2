import assert from "node:assert/strict";
import { test } from "node:test";
import { worded } from "../../../../static/js/page/worded.js";
import { instantAt, wallAt } from "../../../../static/js/panel/pushing/station-time.js";

const both = { headline: "Taal erupts", body: "Leave now", language: "en", texts: { fil: { headline: "Pumutok ang Taal" } } };

test("a page shows a headline in its own language", () => {
  assert.equal(worded(both, "fil").headline, "Pumutok ang Taal");
  assert.equal(worded(both, "tl-PH").headline, "Pumutok ang Taal");
  assert.equal(worded(both, "fil").body, undefined);
  assert.equal(worded(both, "en-PH"), both);
});

test("a half that is missing is marked, and a headline in one language only is not", () => {
  assert.deepEqual(worded({ ...both, texts: {} }, "fil").foreign, "en");
  assert.equal(worded({ headline: "Taal erupts" }, "fil").foreign, undefined);
});

test("a time of day at the station is the instant that it is there, through changes of clocks", () => {
  assert.equal(instantAt("2026-12-24T18:00", "Asia/Manila"), "2026-12-24T10:00:00.000Z");
  assert.equal(instantAt("2026-10-25T02:30", "Europe/Berlin"), "2026-10-25T00:30:00.000Z");
  assert.equal(instantAt("2026-03-29T02:30", "Europe/Berlin"), "2026-03-29T00:30:00.000Z");
  assert.equal(instantAt("", "Asia/Manila"), "");
  assert.equal(wallAt("2026-12-24T10:00:00.000Z", "Asia/Manila"), "2026-12-24T18:00");
});
