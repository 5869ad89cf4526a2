/**
 * `<aw-chart>`: a chart of what stands in it as JSON, drawn by uPlot. The pointer and the arrow keys move a cursor, whose
 * values stand beneath; dragging, `+` and `-` zoom. Without this script its table says the same.
 */
import { plotting, heights, options } from "./plot.js";
import { lanesHeight } from "./drawing.js";
import { paletteOf } from "./palette.js";
import { Reading } from "./reading.js";
import { keepFresh } from "./fresh.js";

/** @import { ChartData } from "./types.d.ts" */
/** @import uPlot from "uplot" */

const PLOT_HEIGHT = 200;
const STRIP_HEIGHT = 44;
const AXIS_HEIGHT = 30;
const PAPER_WIDTH = 640;
const LEAST_POINTS = 4;
const LEAST_SPAN_S = 600;

class Chart extends HTMLElement {
  /** @type {ChartData} */
  #data;
  /** @type {Reading} */
  #reading;
  /** @type {HTMLElement} */
  #place;
  /** @type {uPlot | null} */
  #plot = null;
  /** The part that is shown, while it is not the whole. @type {[number, number] | null} */
  #shown = null;
  #sizes = new ResizeObserver(() => this.#fit());
  #leaving = new AbortController();

  connectedCallback() {
    const data = this.querySelector("script");
    const place = this.querySelector(".chart__plot");
    if (!data || !place || !plotting()) return;
    this.#place = /** @type {HTMLElement} */ (place);
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    this.#take(JSON.parse(data.textContent ?? ""));
    this.#place.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    this.#place.addEventListener("pointermove", (event) => this.#onFinger(event), { signal });
    for (const button of this.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this.#zoom(button.dataset.zoom ?? ""), { signal });
    }
    addEventListener("beforeprint", () => this.#draw(true), { signal });
    addEventListener("afterprint", () => this.#draw(), { signal });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw(), { signal });
    this.#sizes.observe(this);
  }

  disconnectedCallback() {
    this.#leaving.abort();
    this.#sizes.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
  }

  /** Draws other data in its place, as far zoomed in as before. @param {string} text JSON of a chart */
  take(text) {
    this.#take(JSON.parse(text));
    this.#draw();
  }

  /** @param {ChartData} data */
  #take(data) {
    this.#data = data;
    this.#reading = new Reading(this, data);
    const [from, to] = [this.dataset.from, this.dataset.to].map(Number);
    this.#shown ??= to > from ? [from, to] : null;
  }

  #draw(printed = false) {
    this.#plot?.destroy();
    this.classList.toggle("chart--printed", printed);
    const width = printed ? Math.min(PAPER_WIDTH, this.#place.clientWidth) : this.#place.clientWidth;
    const isStrip = !this.#data.series.length;
    const height = (isStrip ? STRIP_HEIGHT : PLOT_HEIGHT) + AXIS_HEIGHT + lanesHeight(this.#data);
    const on = { cursor: (/** @type {uPlot} */ u) => this.#onCursor(u), scale: (/** @type {uPlot} */ u) => this.#onScale(u) };
    const indexAt = (/** @type {uPlot} */ u, /** @type {number} */ left) => this.#reading.indexAt(u.posToVal(left, "x"));
    const asked = options(this.#data, paletteOf(this), { width, height }, indexAt, on, this.dataset.together ?? this.id);
    const rows = isStrip ? [this.#data.times.map(() => null)] : heights(this.#data);
    const Plot = plotting();
    this.#plot = new Plot(asked, /** @type {uPlot.AlignedData} */ ([this.#data.times, ...rows]), this.#place);
    if (this.#shown) this.#plot.setScale("x", { min: this.#shown[0], max: this.#shown[1] });
    else this.#plot.setScale("x", { min: this.#data.start, max: this.#data.end });
    this.dataset.drawn = "";
  }

  #fit() {
    const width = this.#place.clientWidth;
    if (!width) return;
    if (this.#plot && !this.classList.contains("chart--printed")) this.#plot.setSize({ width, height: this.#plot.height });
    else if (!this.#plot) this.#draw();
  }

  /** @param {uPlot} u */
  #onCursor(u) {
    const left = u.cursor.left ?? -1;
    if (left < 0) return;
    this.#reading.say(u.posToVal(left, "x"));
  }

  /** A drag beyond the ends shows up to the ends. @param {uPlot} u */
  #onScale(u) {
    const { min, max } = u.scales.x;
    if (min === undefined || max === undefined) return;
    const { start, end } = this.#data;
    const isWhole = min <= start && max >= end;
    this.#shown = isWhole ? null : [min, max];
    for (const button of this.querySelectorAll('[data-zoom="out"], [data-zoom="whole"]')) button.toggleAttribute("disabled", isWhole);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#plot) return;
    const zoomed = { "+": "in", "=": "in", "-": "out", 0: "whole" }[event.key];
    const at = this.#reading.moved(event.key);
    if (zoomed) this.#zoom(zoomed);
    else if (at !== null) this.#point(at);
    else return;
    event.preventDefault();
  }

  /** A finger has no hover: where it is, the cursor is. @param {PointerEvent} event */
  #onFinger(event) {
    if (event.pointerType === "mouse" || !this.#plot) return;
    const { left } = this.#plot.over.getBoundingClientRect();
    this.#plot.setCursor({ left: event.clientX - left, top: 10 });
  }

  /** Puts the cursor at this instant, and brings it into view. @param {number} at */
  #point(at) {
    const u = this.#plot;
    if (!u) return;
    const { min = this.#data.start, max = this.#data.end } = u.scales.x;
    if (at < min || at > max) this.#show(at - (max - min) / 2, max - min);
    u.setCursor({ left: u.valToPos(at, "x"), top: 10 });
  }

  /** @param {string} how */
  #zoom(how) {
    const u = this.#plot;
    if (!u) return;
    const { min = this.#data.start, max = this.#data.end } = u.scales.x;
    const span = how === "whole" ? Infinity : (max - min) * (how === "in" ? 0.5 : 2);
    const middle = this.#reading.at !== null && this.#reading.at >= min && this.#reading.at <= max ? this.#reading.at : (min + max) / 2;
    this.#show(middle - span / 2, span);
  }

  /** @param {number} from @param {number} span seconds */
  #show(from, span) {
    const { start, end, step } = this.#data;
    const wide = Math.min(end - start, Math.max(span, step * LEAST_POINTS, LEAST_SPAN_S));
    const min = Math.min(Math.max(start, from), end - wide) || start;
    this.#plot?.setScale("x", { min: wide >= end - start ? start : min, max: wide >= end - start ? end : min + wide });
  }
}

customElements.define("aw-chart", Chart);
keepFresh();
