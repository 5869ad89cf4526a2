/** HLS by the system (Apple's browsers). */
import { serverNow } from "../../clock/time.js";
import { PlayingDate } from "./playing-date.js";

/** @import { StreamSource } from "../../feed/events.d.ts" */
/** @import { Engine } from "../engines.js" */

/** @implements {Engine} */
export class NativeHlsEngine {
  plain = true;
  #date = new PlayingDate();

  /** @param {HTMLAudioElement} audio @param {StreamSource} source */
  constructor(audio, source) {
    this.audio = audio;
    this.source = source;
  }

  /** Rejects where the playlist has ended: only then the sound has a length. */
  async start() {
    this.audio.src = this.source.url;
    await this.audio.play();
    if (Number.isFinite(this.audio.duration)) throw new Error("the broadcast is over");
  }

  stop() {
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
  }

  goLive() {
    const { seekable } = this.audio;
    if (!seekable.length) return false;
    this.audio.currentTime = seekable.end(seekable.length - 1);
    return true;
  }

  delay() {
    const { currentTime } = this.audio;
    const start = this.audio.getStartDate?.().getTime() ?? NaN;
    const behind = this.#date.take(Number.isNaN(start) ? null : start + currentTime * 1000, currentTime, serverNow());
    return behind === null ? null : behind + (this.source.delay_s ?? 0) - (this.source.dates_late_s ?? 0);
  }

  behindEdge() {
    const { seekable, currentTime } = this.audio;
    return seekable.length ? Math.max(0, seekable.end(seekable.length - 1) - currentTime) : null;
  }
}
