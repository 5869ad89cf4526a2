/**
 * How a stream is played here: HLS by hls.js where Media Source works, by the system on Apple's, anything else plainly.
 */
import { serverNow } from "../clock/time.js";
import { parts, vendors } from "../page/page.js";
import { isSaving } from "../page/saver.js";
import { fetchAhead, vendor } from "../page/vendor.js";
import { PlainEngine } from "./engines/plain.js";

/** @import { StreamSource } from "../feed/events.d.ts" */

/**
 * Plays one stream. `start()` rejects as `play()` does; `goLive()` is false where it must be started anew; `delay()` is
 * seconds behind the studio (`atLeast` where it may be more), `behindEdge()` behind what could be heard, both `null` while
 * nobody knows. `plain` where the audio element says itself that something is wrong.
 * @typedef {{
 *   source: StreamSource, plain: boolean, atLeast?: boolean,
 *   start(): Promise<void>, stop(): void, goLive(): boolean, delay(): number | null, behindEdge(): number | null,
 * }} Engine
 */

/**
 * It is dead: to be tried again, begun "anew" at once, or left for another stream ("elsewhere").
 * @typedef {(how?: "anew" | "elsewhere") => void} Lost
 */

/**
 * iPhones have no Media Source of the common kind, and Apple's own HLS knows AirPlay and the lock screen. WebKit on other systems
 * names the same vendor, and has neither.
 * @param {HTMLAudioElement} audio
 */
function playsHlsItself(audio) {
  const apple = navigator.vendor.startsWith("Apple") && /^(Mac|iP)/.test(navigator.platform);
  return audio.canPlayType("application/vnd.apple.mpegurl") !== "" && (apple || !("MediaSource" in globalThis));
}

const LIBRARY = "hls.light.min.js";

/**
 * Has what will play `source` fetched, but not run. Whether anything had to be.
 * @param {StreamSource} source
 */
export function prepare({ kind }) {
  const needed = kind === "hls" && !playsHlsItself(document.createElement("audio"));
  if (needed) fetchAhead(vendors[LIBRARY], parts.hls);
  return needed;
}

/**
 * `lost` is called once it is dead. Rejects where what plays it cannot be fetched.
 * @param {HTMLAudioElement} audio @param {StreamSource} source @param {Lost} lost @returns {Promise<Engine>}
 */
export async function engineFor(audio, source, lost) {
  if (source.kind !== "hls") return new PlainEngine(audio, source, lost);
  if (playsHlsItself(audio)) {
    const { NativeHlsEngine } = await import("./engines/native-hls.js");
    return new NativeHlsEngine(audio, source);
  }
  const isHere = "Hls" in globalThis;
  const library = vendor(LIBRARY, "Hls");
  library.catch(() => {}); // it is waited for below
  const { HlsEngine, fetchFirst } = /** @type {typeof import("./engines/hls.js")} */ (await import(parts.hls));
  const ahead = isHere ? null : fetchFirst(new URL(source.url, location.href).href);
  return new HlsEngine(audio, source, lost, await library, ahead, { isSaving, serverNow });
}
