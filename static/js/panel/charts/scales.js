/** What stands at a chart's axes: times by the station's clock, and numbers as the language writes them. */
import { language, zone } from "./said.js";

/** @import { ChartData } from "./types.d.ts" */

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

const clock = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", timeZone: zone });
const day = new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "short", timeZone: zone });
const date = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: zone });
const parts = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: zone });
const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const seconds = new Intl.NumberFormat(language, { maximumFractionDigits: 1, style: "unit", unit: "second", unitDisplay: "short" });
const millis = new Intl.NumberFormat(language, { maximumFractionDigits: 0, style: "unit", unit: "millisecond", unitDisplay: "short" });

/** Many phones' fonts lack CLDR's narrow space. @param {Intl.DateTimeFormat} form @param {number} at */
function written(form, at) {
  return form.format(at * 1000).replaceAll("\u202f", "\u00a0");
}

/** @param {number} at Unix time */
export function clockTime(at) {
  return written(clock, at);
}

/** With the day. @param {number} at Unix time */
export function dayTime(at) {
  return `${written(day, at)}, ${written(clock, at)}`;
}

/** When a moment of the chart was: from when until when, where it lasts. @param {ChartData} chart @param {number} at */
export function whenSaid(chart, at) {
  if (chart.step >= DAY_S) return written(day, at);
  const one = chart.end - chart.start > DAY_S ? dayTime(at) : clockTime(at);
  return chart.step > 60 ? `${one} – ${clockTime(at + chart.step)}` : one;
}

/** @param {ChartData} chart @param {number} value */
export function valueSaid(chart, value) {
  if (chart.format === "count") return number.format(value);
  return value >= 1000 ? seconds.format(value / 1000) : millis.format(value);
}

/** The labels of these instants at the axis: at a day's begin the date. @param {number[]} splits Unix times @param {number} apart */
export function timeLabels(splits, apart) {
  return splits.map((at) => (apart >= DAY_S || parts.format(at * 1000) === "00:00:00" ? written(date, at) : written(clock, at)));
}
