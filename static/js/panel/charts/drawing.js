/** What uPlot does not draw by itself: bands behind the plot and in lanes beneath, marks, and time of which nothing is known. */

/** @import { ChartBand, ChartData, Palette } from "./types.d.ts" */
/** @import uPlot from "uplot" */

export const LANE_HEIGHT = 14;
const LANE_GAP = 4;
const HATCH = 6;

/** The height that a chart's lanes need, in CSS pixels. @param {ChartData} chart */
export function lanesHeight(chart) {
  return chart.lanes.length ? chart.lanes.length * LANE_HEIGHT + 2 * LANE_GAP : 0;
}

/** Behind everything. @param {ChartData} chart @param {Palette} palette @returns {(u: uPlot) => void} */
export function drawBehind(chart, palette) {
  return (u) => {
    const { top, height } = u.bbox;
    within(u, () => {
      const isStrip = !chart.series.length;
      for (const band of chart.bands) {
        u.ctx.globalAlpha = isStrip ? 1 : 0.22;
        box(u, band, top, height, palette[band.tone]);
        u.ctx.globalAlpha = 1;
        if (band.tone === "unknown") hatch(u, band.start, band.end, palette.ink_2);
      }
      for (const [start, end] of gaps(chart)) hatch(u, start, end, palette.ink_2);
    });
  };
}

/** Over everything. @param {ChartData} chart @param {Palette} palette @returns {(u: uPlot) => void} */
export function drawOver(chart, palette) {
  return (u) => {
    const { ctx, bbox } = u;
    const px = devicePixelRatio;
    chart.lanes.forEach((lane, n) => {
      const top = bbox.top + bbox.height + (LANE_GAP + n * LANE_HEIGHT + 2) * px;
      for (const band of lane.bands) {
        if (band.end > band.start) box(u, band, top, (LANE_HEIGHT - 4) * px, palette[band.tone], palette.ink);
        else dot(u, band.start, top + (LANE_HEIGHT / 2 - 2) * px, palette);
      }
    });
    within(u, () => {
      for (const mark of chart.marks) {
        const x = Math.round(u.valToPos(mark.at, "x", true));
        ctx.strokeStyle = ctx.fillStyle = palette[mark.tone];
        ctx.lineWidth = 1.5 * px;
        ctx.setLineDash(mark.tone === "push" ? [] : [4 * px, 3 * px]);
        ctx.beginPath();
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
        ctx.setLineDash([]);
        flag(ctx, x, bbox.top, px, mark.tone);
      }
      if (chart.counting !== null) hatch(u, chart.counting, chart.end, palette.paper);
    });
  };
}

/**
 * The head of a mark: each kind has its own shape, for who cannot tell the colours apart.
 * @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} px @param {string} tone
 */
function flag(ctx, x, y, px, tone) {
  const size = 5 * px;
  ctx.beginPath();
  if (tone === "push") {
    ctx.moveTo(x - size, y);
    ctx.lineTo(x + size, y);
    ctx.lineTo(x, y + 1.6 * size);
  } else if (tone === "correction") ctx.rect(x - size * 0.8, y, 1.6 * size, 1.6 * size);
  else ctx.arc(x, y + size, size * 0.9, 0, 2 * Math.PI);
  if (tone === "read") ctx.stroke();
  else ctx.fill();
}

/** @param {uPlot} u @param {ChartBand} band @param {number} top @param {number} height @param {string} fill @param {string} [edge] */
function box(u, band, top, height, fill, edge) {
  const { left, width } = u.bbox;
  const from = Math.max(left, u.valToPos(band.start, "x", true));
  const to = Math.min(left + width, u.valToPos(band.end, "x", true));
  if (to <= left || from >= left + width) return;
  u.ctx.fillStyle = fill;
  u.ctx.fillRect(from, top, Math.max(to - from, devicePixelRatio), height);
  if (!edge) return;
  u.ctx.strokeStyle = edge;
  u.ctx.lineWidth = devicePixelRatio / 2;
  u.ctx.strokeRect(from, top, Math.max(to - from, devicePixelRatio), height);
}

/** @param {uPlot} u @param {number} at @param {number} y @param {Palette} palette */
function dot(u, at, y, palette) {
  const x = u.valToPos(at, "x", true);
  if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) return;
  u.ctx.beginPath();
  u.ctx.arc(x, y, 4 * devicePixelRatio, 0, 2 * Math.PI);
  u.ctx.fillStyle = palette.paper;
  u.ctx.strokeStyle = palette.ink;
  u.ctx.lineWidth = 2 * devicePixelRatio;
  u.ctx.fill();
  u.ctx.stroke();
}

/** Slanted lines from `start` to `end`. @param {uPlot} u @param {number} start @param {number} end @param {string} stroke */
function hatch(u, start, end, stroke) {
  const { ctx, bbox } = u;
  const [from, to] = [start, end].map((at) => u.valToPos(at, "x", true));
  if (to <= bbox.left || from >= bbox.left + bbox.width) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(from, bbox.top, to - from, bbox.height);
  ctx.clip();
  ctx.strokeStyle = stroke;
  ctx.globalAlpha = 0.55;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  const low = Math.max(from, bbox.left);
  const high = Math.min(to, bbox.left + bbox.width);
  for (let x = low - bbox.height; x < high; x += HATCH * devicePixelRatio) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}

/** Times of which no series knows anything, as pairs of Unix times. @param {ChartData} chart @returns {[number, number][]} */
export function gaps(chart) {
  /** @type {[number, number][]} */
  const found = [];
  if (!chart.step || !chart.series.length) return found;
  chart.times.forEach((at, n) => {
    if (chart.series.some((one) => one.values[n] !== null)) return;
    const last = found[found.length - 1];
    if (last && last[1] === at) last[1] = at + chart.step;
    else found.push([at, at + chart.step]);
  });
  return found;
}

/** @param {uPlot} u @param {() => void} draw */
function within(u, draw) {
  const { left, top, width, height } = u.bbox;
  u.ctx.save();
  u.ctx.beginPath();
  u.ctx.rect(left, top, width, height);
  u.ctx.clip();
  draw();
  u.ctx.restore();
}
