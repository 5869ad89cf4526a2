import assert from "node:assert/strict";
import { test } from "node:test";
import { cutOff, misspelt } from "../../../../static/js/panel/pushing/wording.js";

const NAMES = [{ name: "PAGASA", also: ["Pag-asa"] }, { name: "Phivolcs" }, { name: "Batangas" }, { name: "Batanes" }];

test("a name that the station writes otherwise is found, whole words only", () => {
  assert.deepEqual(misspelt("Pagasa and PAG-ASA warn", NAMES).map(({ written }) => written), ["Pagasa", "PAG-ASA"]);
  assert.deepEqual(misspelt("Philvolcs warns", NAMES), [{ written: "Philvolcs", name: "Phivolcs" }]);
  assert.deepEqual(misspelt("PAGASA warns Batangas, Batanes", NAMES), []);
});

test("where a headline is cut off is said, in bytes where bytes count", () => {
  assert.deepEqual(cutOff("x".repeat(64)), []);
  assert.deepEqual(cutOff("x".repeat(65)).map(({ key }) => key), ["surface_rds"]);
  assert.ok(cutOff("ñ".repeat(65)).some(({ key }) => key === "surface_dab"));
});
