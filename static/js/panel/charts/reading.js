/** What a chart says at its cursor: in words beneath it, and to who hears it. */
import { whenSaid, valueSaid, clockTime, dayTime } from "./scales.js";
import { word } from "./said.js";

/** @import { ChartData } from "./types.d.ts" */

const BIG_STEP = 6;
const FORWARD = new Set(["ArrowRight", "ArrowUp"]);
const BACK = new Set(["ArrowLeft", "ArrowDown"]);

export class Reading {
  /** Where the cursor is, as Unix time. @type {number | null} */
  at = null;
  #stops;

  /** @param {HTMLElement} chart @param {ChartData} data */
  constructor(chart, data) {
    this.data = data;
    this.chart = chart;
    // A strip is read from change to change.
    this.#stops = data.series.length ? data.times : [...new Set([data.start, ...data.bands.map((band) => band.start)])].sort((a, b) => a - b);
    const plot = chart.querySelector(".chart__plot");
    plot?.setAttribute("aria-valuemax", String(Math.max(0, this.#stops.length - 1)));
  }

  /** The place in `times` of what this instant belongs to. @param {number} at */
  indexAt(at) {
    const { times, step } = this.data;
    let low = 0;
    let high = times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[middle] <= at) low = middle;
      else high = middle - 1;
    }
    const next = low + 1 < times.length && !step && at - times[low] > times[low + 1] - at;
    return next ? low + 1 : low;
  }

  /** Where this key moves the cursor; `null` for other keys. @param {string} key @returns {number | null} */
  moved(key) {
    const stops = this.#stops;
    if (!stops.length) return null;
    const here = this.at === null ? -1 : stops.findLastIndex((stop) => stop <= /** @type {number} */ (this.at));
    const last = stops.length - 1;
    const to = FORWARD.has(key) ? here + 1 : BACK.has(key) ? (here < 0 ? last : here - 1) : key === "PageDown" ? here + BIG_STEP
      : key === "PageUp" ? here - BIG_STEP : key === "Home" ? 0 : key === "End" ? last : null;
    return to === null ? null : stops[Math.min(last, Math.max(0, to))];
  }

  /** Says what was at this instant. @param {number} at */
  say(at) {
    const { data } = this;
    const n = this.indexAt(at);
    this.at = data.series.length ? data.times[n] : at;
    if (this.at === undefined) return;
    const when = data.series.length ? whenSaid(data, this.at) : dayTime(at);
    const values = data.series.map((one) => {
      const value = one.values[n];
      return value === null || value === undefined ? word("not_known") : valueSaid(data, value);
    });
    this.chart.querySelectorAll("[data-value]").forEach((part, of) => (part.textContent = values[of]));
    const beside = this.#beside(n, at);
    const where = this.chart.querySelector(".chart__when");
    if (where) where.textContent = when;
    const said = this.chart.querySelector(".chart__beside");
    if (said) said.textContent = beside.join(" · ");
    const named = data.series.map((one, of) => `${one.name} ${values[of]}`);
    const plot = this.chart.querySelector(".chart__plot");
    plot?.setAttribute("aria-valuetext", [when, ...named, ...beside].join(", "));
    const stop = this.#stops.findLastIndex((one) => one <= /** @type {number} */ (this.at));
    plot?.setAttribute("aria-valuenow", String(Math.max(0, stop)));
  }

  /** What was on and what happened then. @param {number} n @param {number} at @returns {string[]} */
  #beside(n, at) {
    const { data } = this;
    const [from, to] = data.series.length ? [data.times[n], data.times[n] + Math.max(data.step, 1)] : [at, at + 1];
    const bands = data.bands.filter((band) => band.start < to && band.end > from);
    const lanes = data.lanes.flatMap((lane) =>
      lane.bands.filter((band) => band.start < to && Math.max(band.end, band.start + 1) > from).map((band) => band.label));
    const marks = data.marks.filter((mark) => mark.at >= from && mark.at < to);
    const still = data.counting !== null && to > data.counting ? [word("counting")] : [];
    const spans = bands.map((band) => (data.series.length ? band.label : `${dayTime(band.start)} – ${dayTime(band.end)}: ${band.label}`));
    return [...new Set([...still, ...marks.map((mark) => `${clockTime(mark.at)} ${mark.label}`), ...spans, ...lanes])];
  }
}
