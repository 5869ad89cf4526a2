/**
 * The server's clock as this browser can know it, and times in words.
 *
 * The clock: half the round trip taken off, the best of several answers kept. Until one is in, the device's own.
 */
import { language, zone } from "./page.js";

let ahead = 0;
let roundTrip = Infinity;

/** Milliseconds since the epoch, by the server. */
export function serverNow() {
  return Date.now() + ahead;
}

/** Asks the server for the time once. Without a time of its own, an answer's `Date` (to the second) will do. */
export async function askTime() {
  const sent = performance.now();
  const answer = await fetch("/api/v1/time", { cache: "no-store" });
  const took = performance.now() - sent;
  const told = answer.ok ? Date.parse((await answer.json()).now) : Date.parse(answer.headers.get("Date")) + 500;
  const doubt = answer.ok ? took : took + 1000;
  if (Number.isNaN(told) || doubt > roundTrip) return;
  roundTrip = doubt;
  ahead = told + took / 2 - (Date.now() - (performance.now() - sent - took));
}

const formats = {
  clock: new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", timeZone: zone }),
  date: new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", timeZone: zone }),
};
const relative = new Intl.RelativeTimeFormat(language, { numeric: "always" });
const local = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
const UNITS = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** `2:05 PM` by the station's clock. */
export function clock(moment) {
  return formats.clock.format(new Date(moment));
}

/** The same by the reader's own. */
export function localClock(moment) {
  return local.format(new Date(moment));
}

export function fullDate(moment) {
  return formats.date.format(new Date(moment));
}

/** `3 minutes ago`. */
export function ago(moment) {
  const s = Math.max(1, Math.round((serverNow() - new Date(moment)) / 1000));
  const [unit, size] = UNITS.find(([, size]) => s >= size);
  return relative.format(-Math.round(s / size), unit);
}

/** Fills a `<time>` that knows its form (`data-form`). */
export function fillTime(element, moment) {
  const at = moment ?? "";
  if (element.dateTime !== at) element.dateTime = at;
  refresh(element);
}

function refresh(element) {
  const at = element.dateTime;
  const text = !at ? "" : element.dataset.form === "ago" ? ago(at) : clock(at);
  if (element.textContent !== text) element.textContent = text;
}

/** Whether the reader's own clock shows another time than the station's. */
export function isElsewhere(moment = Date.now()) {
  return clock(moment) !== localClock(moment);
}

export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone?.split("/").pop().replaceAll("_", " ") ?? "";

const tickers = new Set();

/** Calls `tick` once a second while the page is seen (or heard), until `signal` aborts. */
export function everySecond(tick, signal) {
  tickers.add(tick);
  signal?.addEventListener("abort", () => tickers.delete(tick), { once: true });
}

let beats = 0;

/** Started once, by app.js. `awake()` says whether anybody sees or hears the page. */
export function startTicking(awake) {
  setInterval(() => {
    if (!awake()) return;
    for (const tick of tickers) tick();
    if (beats++ % 10 === 0) document.querySelectorAll('time[data-form="ago"]').forEach(refresh);
  }, 1000);
}
