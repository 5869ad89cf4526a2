/** A chart's data as uPlot wants it: series, scales, axes. */
import { drawBehind, drawOver, lanesHeight } from "./drawing.js";
import { timeLabels, valueSaid } from "./scales.js";
import { zone } from "./said.js";

/** @import { ChartData, ChartSeries, Palette } from "./types.d.ts" */
/** @import uPlot from "uplot" */

const LABEL_EDGE = 28;
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3]];

/** uPlot's class, which its script leaves in the global scope. @returns {typeof uPlot} */
export function plotting() {
  return /** @type {{ uPlot: typeof uPlot }} */ (/** @type {unknown} */ (globalThis)).uPlot;
}

/** Each series' values over those of the ones after it, where they are stacked. @param {ChartData} chart @returns {(number | null)[][]} */
export function heights(chart) {
  const rows = chart.series.map((one) => one.values);
  if (!chart.stacked) return rows;
  /** @type {(number | null)[][]} */
  const made = [];
  for (let n = rows.length - 1; n >= 0; n--) {
    const below = made[0];
    made.unshift(rows[n].map((value, at) => (value === null ? null : value + (below?.[at] ?? 0))));
  }
  return made;
}

/**
 * @param {ChartData} chart @param {Palette} palette @param {{ width: number, height: number }} size
 * @param {(u: uPlot, left: number) => number} indexAt the place in `times` of a position
 * @param {{ cursor: (u: uPlot) => void, scale: (u: uPlot) => void }} on @param {string} together charts with one cursor
 * @returns {uPlot.Options}
 */
export function options(chart, palette, size, indexAt, on, together) {
  const isStrip = !chart.series.length;
  const lanes = lanesHeight(chart);
  return {
    ...size,
    pxAlign: 1,
    tzDate: (at) => plotting().tzDate(new Date(at * 1000), zone),
    padding: [chart.marks.length ? 4 : 8, isStrip ? LABEL_EDGE : 16, 0, isStrip ? LABEL_EDGE : 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: true, y: false, dist: 8 },
      points: { show: chart.series.some((one) => one.look !== "bars"), size: 8 },
      sync: { key: together },
      dataIdx: (u, _series, found) => (u.cursor.left === undefined || u.cursor.left < 0 ? found : indexAt(u, u.cursor.left)),
    },
    scales: {
      x: { time: true, range: (_u, least, most) => [least ?? chart.start, most ?? chart.end] },
      y: { range: (_u, _least, most) => [0, isStrip ? 1 : Math.max(4, (most ?? 0) * 1.12)] },
    },
    axes: [timeAxis(palette, lanes), isStrip ? { show: false } : valueAxis(chart, palette)],
    series: [{}, ...(isStrip ? [{ show: false }] : chart.series.map((one, n) => series(one, n, chart, palette)))],
    hooks: { drawClear: [drawBehind(chart, palette)], draw: [drawOver(chart, palette)], setCursor: [on.cursor], setScale: [on.scale] },
  };
}

/** @param {Palette} palette @param {number} lanes @returns {uPlot.Axis} */
function timeAxis(palette, lanes) {
  return {
    stroke: palette.ink_2,
    font: fontOf(),
    gap: 6 + lanes,
    size: 30 + lanes,
    space: 64,
    grid: { show: false },
    ticks: { show: !lanes, stroke: palette.rule, size: 5 },
    border: { show: true, stroke: palette.rule, width: 1 },
    values: (_u, splits) => timeLabels(splits, splits.length > 1 ? splits[1] - splits[0] : 0),
  };
}

/** @param {ChartData} chart @param {Palette} palette @returns {uPlot.Axis} */
function valueAxis(chart, palette) {
  return {
    stroke: palette.ink_2,
    font: fontOf(),
    gap: 6,
    size: (_u, values) => 16 + 7.5 * Math.max(2, ...(values ?? []).map((one) => one?.length ?? 0)),
    space: 36,
    incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000],
    grid: { stroke: palette.rule, width: 1 },
    ticks: { show: false },
    values: (_u, splits) => splits.map((one) => valueSaid(chart, one)),
  };
}

/** @param {ChartSeries} one @param {number} n @param {ChartData} chart @param {Palette} palette @returns {uPlot.Series} */
function series(one, n, chart, palette) {
  const color = palette[one.tone];
  const { paths } = plotting();
  const common = { label: one.name, stroke: color, width: 1.5, spanGaps: false };
  if (one.look === "bars") {
    const filled = one.tone === "faint" ? { fill: palette.paper, width: 1 } : { fill: color, width: 0 };
    return { ...common, ...filled, points: { show: false }, paths: paths.bars?.({ align: 1, size: [0.86, 60], gap: 1 }) };
  }
  if (one.look === "dots") return { ...common, width: 0, paths: () => null, points: { show: true, size: 8, fill: n ? palette.paper : color, width: 2 } };
  if (one.look === "area") return { ...common, fill: color, width: 0, points: { show: false }, paths: paths.stepped?.({ align: 1 }) };
  return { ...common, width: 2, dash: DASHES[n % DASHES.length], points: { show: chart.times.length < 3 } };
}

function fontOf() {
  return `12px ${getComputedStyle(document.body).fontFamily}`;
}
