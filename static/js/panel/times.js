/** The station's times as staff need them: with the day, and to the second where an order is told. */
import { formats, zone } from "../page/page.js";

/** @typedef {string | number | Date} Moment what `Date` understands: RFC 3339, milliseconds since the epoch, a date */

const clockTime = new Intl.DateTimeFormat(formats || "en", { timeStyle: "short", timeZone: zone });
const exactTime = new Intl.DateTimeFormat(formats || "en", { timeStyle: "medium", timeZone: zone });
const dayMonth = new Intl.DateTimeFormat(formats || "en", { dateStyle: "medium", timeZone: zone });

/** The date of `at` at the station; "" for none. @param {Moment} [at] */
export function day(at) {
  return at ? dayMonth.format(new Date(at)) : "";
}

/** `2:05 PM` at the station; "" for none. @param {Moment} [at] */
export function clock(at) {
  return at ? clockTime.format(new Date(at)) : "";
}

/** `2:05:09 PM` at the station. @param {Moment} at */
export function exactClock(at) {
  return exactTime.format(new Date(at));
}
