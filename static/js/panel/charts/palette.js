/** The colours of a chart as its sheet has them now (`css/panel/charts/chart.css`). */

/** @import { Palette } from "./types.d.ts" */

const NAMES = [
  "one", "two", "three", "four", "five", "six", "faint", "air", "push", "correction", "withdrawal", "read",
  "on_air", "silent", "off_air", "unknown", "paper", "ink", "ink_2", "rule", "focus",
];

/** @param {Element} chart @returns {Palette} */
export function paletteOf(chart) {
  const style = getComputedStyle(chart);
  const found = NAMES.map((name) => [name, style.getPropertyValue(`--chart-${name.replace("_", "-")}`).trim()]);
  return /** @type {Palette} */ (Object.fromEntries(found));
}
