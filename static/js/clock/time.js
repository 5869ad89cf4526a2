/** The server's clock as this browser can know it (until an answer is in, the device's own), and times in words. */
import { offerDictionary } from "../installed/dictionary.js";
import { formats, zone } from "../page/page.js";
import { say } from "../page/words.js";
import { ServerClock } from "./server-clock.js";

/** @typedef {string | number | Date} Moment what `Date` understands: RFC 3339, milliseconds since the epoch, a date */

const RETRY_MS = [0, 2000, 5000, 15_000, 30_000, 60_000];
const AGAIN_MS = 600_000;
const server = new ServerClock();
/** @type {Set<(ms: number) => void>} */
const jumped = new Set();
let asking = false;
let asked = 0;
let answered = false;

/** Milliseconds since the epoch, by the server. */
export function serverNow() {
  return server.at(Date.now());
}

/** The same, or `null` as long as no server has ever said: this device's own clock may be a day off. */
export function knownNow() {
  return answered ? serverNow() : null;
}

/** Milliseconds to the server and back. */
export function roundTrip() {
  return server.roundTrip;
}

/** Asks the server for the time once; an answer without one has its `Date`, to the second. Rejects where none comes. */
export async function askTime() {
  const sent = performance.now();
  const answer = await fetch("/api/v1/time", { cache: "no-store" });
  const [steady, device] = [performance.now(), Date.now()];
  const took = steady - sent;
  const said = answer.ok ? await answer.json() : {};
  offerDictionary(said.dictionary);
  const says = answer.ok ? Date.parse(said.now) : Date.parse(answer.headers.get("Date") ?? "") + 500;
  answered ||= !Number.isNaN(says);
  server.learn({ says, took, doubt: answer.ok ? took : took + 1000, device, steady });
}

/**
 * Calls `render(ms)` when the device's clock left its course: it slept, or its clock was set.
 * @param {(ms: number) => void} render
 */
export function onClockJump(render) {
  jumped.add(render);
}

/** Asks until an answer is in: after a sleep the network comes back later than we do. */
async function keepTime() {
  if (asking) return;
  asking = true;
  asked = performance.now();
  for (const wait of RETRY_MS) {
    await new Promise((done) => setTimeout(done, wait));
    await askTime().catch(() => {});
    if (server.isKnown) break;
  }
  asking = false;
}

/** Each second: whether the clock is still the one that was corrected. */
function lookAtClock() {
  const jump = server.look(Date.now(), performance.now());
  if (jump || performance.now() - asked > AGAIN_MS) keepTime();
  if (jump) for (const render of jumped) render(jump);
}

const station = new Intl.DateTimeFormat(formats, { hour: "numeric", minute: "2-digit", timeZone: zone });
const relative = new Intl.RelativeTimeFormat(formats, { numeric: "always" });
const local = new Intl.DateTimeFormat(formats, { hour: "numeric", minute: "2-digit" });
/** @type {[unit: Intl.RelativeTimeFormatUnit, seconds: number][]} */
const UNITS = [["day", 86_400], ["hour", 3600], ["minute", 60]];

/** `2:05 PM` by the station's clock. @param {Moment} moment */
export function clock(moment) {
  return station.format(new Date(moment));
}

/** The same by the reader's own. @param {Moment} moment */
export function localClock(moment) {
  return local.format(new Date(moment));
}

/** An age is told from here on. */
const OLD_S = 120;

/** @param {Moment} moment */
function secondsSince(moment) {
  return Math.round((serverNow() - new Date(moment).getTime()) / 1000);
}

/** Whether an age is worth telling. @param {Moment} moment */
export function isOld(moment) {
  return secondsSince(moment) >= OLD_S;
}

/** `3 minutes ago`, or `just now`. @param {Moment} moment */
export function ago(moment) {
  const s = secondsSince(moment);
  if (s < OLD_S) return say("just_now");
  const [unit, size] = UNITS.find(([, size]) => s >= size) ?? UNITS[2];
  return relative.format(-Math.round(s / size), unit);
}

const DAY_MS = 86_400_000;
const stationDate = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
const weekday = new Intl.DateTimeFormat(formats, { weekday: "long", timeZone: zone });
const shortDate = new Intl.DateTimeFormat(formats, { month: "short", day: "numeric", timeZone: zone });

/** `2:05 PM`, with the day where that is not today: `tomorrow, 5:00 AM`. @param {Moment} moment */
export function upcoming(moment) {
  const at = new Date(moment);
  const [on, today] = [at, serverNow()].map((day) => Date.parse(stationDate.format(day)));
  const days = Math.round((on - today) / DAY_MS);
  if (days === 0) return clock(at);
  if (days === 1) return say("tomorrow_at", { time: clock(at) });
  return `${(days > 1 && days < 7 ? weekday : shortDate).format(at)}, ${clock(at)}`;
}

/** @type {Record<string, (moment: Moment) => string>} */
const FORMS = { ago, upcoming };

/** Fills a `<time>` that knows its form (`data-form`). @param {HTMLTimeElement} element @param {string} [moment] RFC 3339 */
export function fillTime(element, moment) {
  const at = moment ?? "";
  if (element.dateTime !== at) element.dateTime = at;
  refresh(element);
}

/** @param {HTMLTimeElement} element */
function refresh(element) {
  const at = element.dateTime;
  const text = at ? (FORMS[element.dataset.form ?? ""] ?? clock)(at) : "";
  if (element.textContent !== text) element.textContent = text;
}

/** Whether the reader's own clock shows another time than the station's. @param {Moment} moment */
export function isElsewhere(moment = Date.now()) {
  return clock(moment) !== localClock(moment);
}

/** The reader's own zone, as a city. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone?.split("/").at(-1)?.replaceAll("_", " ") ?? "";

/** @type {Set<() => unknown>} */
const tickers = new Set();

/**
 * Calls `tick` once a second while the page is seen (or heard), until `signal` aborts.
 * @param {() => unknown} tick @param {AbortSignal} [signal]
 */
export function everySecond(tick, signal) {
  tickers.add(tick);
  signal?.addEventListener("abort", () => tickers.delete(tick), { once: true });
}

let seconds = 0;

/**
 * Started once, by an `app.js`. `awake()` says whether anybody sees or hears the page; one that is shown again is right
 * at once.
 * @param {() => boolean} awake
 */
export function startTicking(awake) {
  const tick = () => {
    lookAtClock();
    if (!awake()) return;
    for (const each of tickers) each();
    if (seconds++ % 10 === 0) document.querySelectorAll(/** @type {"time"} */ ('time:is([data-form="ago"], [data-form="upcoming"])')).forEach(refresh);
  };
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  keepTime();
}
