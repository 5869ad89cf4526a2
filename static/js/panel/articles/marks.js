/** What the buttons over a text make of what is selected. Pure. */

/** @typedef {{ from: number, to: number, text: string, select: [number, number] }} Replaced what stands between two places */

/** @type {Record<string, string>} */
const AROUND = { bold: "**", italic: "*" };
/** @type {Record<string, string>} */
const BEFORE = { heading: "## ", list: "- ", quote: "> " };

/**
 * What a tool makes of the selection; used again, it takes its marks off. Pure.
 * @param {string} text @param {number} start @param {number} end @param {string} tool @returns {Replaced}
 */
export function shaped(text, start, end, tool) {
  const chosen = text.slice(start, end);
  if (tool === "link") return { from: start, to: end, text: `[${chosen}](https://)`, select: [start + chosen.length + 3, start + chosen.length + 11] };
  const mark = AROUND[tool];
  if (mark) {
    const around = text.slice(start - mark.length, start) === mark && text.slice(end, end + mark.length) === mark;
    if (around) return { from: start - mark.length, to: end + mark.length, text: chosen, select: [start - mark.length, end - mark.length] };
    return { from: start, to: end, text: mark + chosen + mark, select: [start + mark.length, end + mark.length] };
  }
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const lines = text.slice(from, end).split("\n");
  const begun = lines.every((one) => one.startsWith(BEFORE[tool]));
  const made = lines.map((one) => (begun ? one.slice(BEFORE[tool].length) : BEFORE[tool] + one)).join("\n");
  return { from, to: end, text: made, select: [from + made.length, from + made.length] };
}
