/**
 * What plays HLS is a hundred kilobytes, more than the rest of the page: fetched when a hand or the focus comes near a play control,
 * half a second or more before it is pressed, and beforehand only where nobody pays for it or waits for something else.
 */
import { isSaving } from "../page/saver.js";
import { prepare } from "./engines.js";
import { player } from "./player.js";

const NEAR = "aw-player, aw-listen, .studio";
const SIGNS = ["pointerover", "pointerdown", "focusin"];
const FAST_MBIT_S = 5;
const FAST_RTT_MS = 150;
const METERED = new Set(["cellular", "bluetooth", "wimax"]);

/** Begins to look out, until there is a sign or the line is good. */
export function lookOut() {
  const stop = new AbortController();
  const fetchIt = () => player.stream && prepare(player.stream) && stop.abort();
  for (const sign of SIGNS) {
    document.addEventListener(sign, ({ target }) => target instanceof Element && target.closest(NEAR) && fetchIt(), { signal: stop.signal });
  }
  if ("requestIdleCallback" in globalThis && isFree(navigator.connection) && !isSaving()) {
    const idle = () => requestIdleCallback(() => stop.signal.aborted || fetchIt());
    if (document.readyState === "complete") idle();
    else addEventListener("load", idle, { once: true });
  }
}

/** Whether such a line is fast, and nobody pays by the byte. Of one that says nothing of itself it is not known. @param {NetworkInformation} [line] */
export function isFree(line) {
  if (!line || line.saveData || METERED.has(line.type ?? "")) return false;
  return (line.downlink ?? 0) >= FAST_MBIT_S && (line.rtt ?? Infinity) <= FAST_RTT_MS;
}
