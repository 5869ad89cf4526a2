/** Stops the sound by itself after a while, by the clock: a device that slept past it stays silent when it wakes. */

/** @type {number | null} */
let at = null;
let minutes = 0;

/** @param {number} n minutes; 0 for never */
export function sleepAfter(n) {
  minutes = n;
  at = n ? Date.now() + n * 60_000 : null;
}

/** What was asked for, in minutes; 0 for never. */
export function sleepMinutes() {
  return minutes;
}

/** Minutes until then, rounded up; 0 for never. */
export function sleepLeft() {
  return at === null ? 0 : Math.max(1, Math.ceil((at - Date.now()) / 60_000));
}

/** What another page of this tab needs to go on with it. */
export function sleepState() {
  return { at, minutes };
}

/** @param {ReturnType<typeof sleepState>} state */
export function recallSleep(state) {
  ({ at, minutes } = state);
}

/** Whether it is time; says so once. */
export function isBedtime() {
  if (at === null || Date.now() < at) return false;
  sleepAfter(0);
  return true;
}
