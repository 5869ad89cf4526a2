import assert from "node:assert/strict";
import { test } from "node:test";
import { changes, fieldsOf, whole } from "../../../../static/js/panel/articles/bodies.js";
import { shaped } from "../../../../static/js/panel/articles/marks.js";
import { merged } from "../../../../static/js/panel/articles/merge.js";

const FIELDS = fieldsOf({ title: "Rice", text: "So.", language: "en", topics: ["prices"] });

test("what only one of two people changed counts, and what both did is asked about", () => {
  const base = { title: "Rice", summary: "", text: "So." };
  const { fields, clashes } = merged(base, { ...base, title: "Rice up", text: "So!" }, { ...base, summary: "Short", text: "So?" });
  assert.deepEqual(fields, { title: "Rice up", summary: "Short", text: "So!" });
  assert.deepEqual(clashes, ["text"]);
  assert.deepEqual(merged(base, { ...base, text: "Yes" }, { ...base, text: "Yes" }).clashes, []);
});

test("an article is sent without what is empty, and a change with nothing but what differs", () => {
  assert.deepEqual(whole(FIELDS), { title: "Rice", text: "So.", language: "en", topics: ["prices"] });
  assert.deepEqual(changes(FIELDS, FIELDS), {});
  const other = { ...FIELDS, title: " Rice\n up ", topics: "prices, rice, ,rice" };
  assert.deepEqual(changes(FIELDS, other), { title: "Rice up", topics: ["prices", "rice"] });
  assert.deepEqual(changes({ ...FIELDS, byline: "Ana" }, FIELDS), { byline: null });
});

test("a picture goes with its size and its words, and is taken off as a whole", () => {
  const pictured = fieldsOf({ title: "Rice", picture: { url: "/pictures/uploaded/x", width: 9, height: 8, alt: "A sack", credit: "Ana" } });
  const picture = { url: "/pictures/uploaded/x", width: 9, height: 8, alt: "A sack", credit: "Ana" };
  assert.deepEqual(changes(fieldsOf({ title: "Rice" }), pictured), { picture });
  assert.deepEqual(changes(pictured, fieldsOf({ title: "Rice" })), { picture: null });
});

/** @param {string} text @param {number} start @param {number} end @param {string} tool */
function used(text, start, end, tool) {
  const { from, to, text: made } = shaped(text, start, end, tool);
  return text.slice(0, from) + made + text.slice(to);
}

test("a tool puts its marks around what is selected, and takes them off again", () => {
  assert.equal(used("rice is up", 8, 10, "bold"), "rice is **up**");
  assert.equal(used("rice is **up**", 10, 12, "bold"), "rice is up");
  assert.equal(used("see here", 4, 8, "link"), "see [here](https://)");
  assert.equal(used("a\nb\nc", 2, 5, "list"), "a\n- b\n- c");
  assert.equal(used("a\n- b\n- c", 2, 9, "list"), "a\nb\nc");
  assert.equal(used("Prices", 3, 3, "heading"), "## Prices");
});
