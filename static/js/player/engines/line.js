/**
 * Whether the connection of an endless stream broke. Chromium does not say: it plays what it has, and then waits for ever. But a
 * live stream brings something three times a second, and who has run dry over a silent line will get nothing more. Pure.
 */

const SILENT_MS = 1500;
const HAVE_FUTURE_DATA = 3;

/**
 * Calls `cut` when nothing is left to hear and nothing comes.
 * @param {EventTarget & { readyState: number }} audio @param {() => void} cut @param {AbortSignal} signal
 * @param {() => number} [now] milliseconds
 */
export function watchLine(audio, cut, signal, now = () => performance.now()) {
  let came = now();
  audio.addEventListener("progress", () => { came = now(); }, { signal });
  for (const sign of ["waiting", "stalled"]) {
    audio.addEventListener(sign, () => audio.readyState < HAVE_FUTURE_DATA && now() - came > SILENT_MS && cut(), { signal });
  }
}
