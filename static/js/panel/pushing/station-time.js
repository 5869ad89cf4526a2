/** A date and time of day at the station, as a form has it, and the instant that it is. Pure. */

/**
 * The instant of `2026-12-24T18:00` in `zone`; "" for none. Where the clock is set back it is the first of two.
 * @param {string} local @param {string} zone
 */
export function instantAt(local, zone) {
  const wall = Date.parse(`${local}Z`);
  if (Number.isNaN(wall)) return "";
  const candidates = [offsetAt(wall - 864e5, zone), offsetAt(wall + 864e5, zone)].map((offset) => wall - offset);
  const right = candidates.filter((at) => at + offsetAt(at, zone) === wall);
  return new Date(Math.min(...(right.length ? right : candidates))).toISOString();
}

/** The date and time of day of the instant `at` in `zone`, for a form; "" for none. @param {string | undefined} at @param {string} zone */
export function wallAt(at, zone) {
  if (!at) return "";
  const instant = Date.parse(at);
  return new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 16);
}

/** Milliseconds by which `zone` is ahead of UTC at `instant`. @param {number} instant @param {string} zone */
function offsetAt(instant, zone) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  });
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - Math.floor(instant / 1000) * 1000;
}
