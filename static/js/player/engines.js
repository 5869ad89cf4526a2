/**
 * How a stream is played here: HLS by hls.js where Media Source works, by the system on Apple's, anything else plainly.
 *
 * An engine has `source`, `start()`, `stop()`, `goLive()` (false where it must be started anew), `delay()` (seconds
 * behind the studio, or null; `atLeast` where it may be more) and `behindEdge()` (seconds behind what could be heard).
 * `lost` is called once it is dead.
 */
import { vendor } from "../page/vendor.js";
import { PlainEngine } from "./plain.js";

/** iPhones have no Media Source of the common kind, and Apple's own HLS knows AirPlay and the lock screen. */
function playsHlsItself(audio) {
  const apple = navigator.vendor.startsWith("Apple");
  return audio.canPlayType("application/vnd.apple.mpegurl") !== "" && (apple || !("MediaSource" in globalThis));
}

export async function engineFor(audio, source, lost) {
  if (source.kind !== "hls") return new PlainEngine(audio, source);
  if (playsHlsItself(audio)) {
    const { NativeHlsEngine } = await import("./native-hls.js");
    return new NativeHlsEngine(audio, source);
  }
  const [{ HlsEngine }, Hls] = await Promise.all([import("./hls.js"), vendor("hls.light.min.js", "Hls")]);
  return new HlsEngine(audio, source, lost, Hls);
}
