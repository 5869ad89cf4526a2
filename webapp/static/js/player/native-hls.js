/** HLS by the system (Apple's browsers). */
import { serverNow } from "../time.js";
import { DelayFilter } from "./playing-date.js";

export class NativeHlsEngine {
  plain = true;
  #filter = new DelayFilter();

  constructor(audio, source) {
    this.audio = audio;
    this.source = source;
  }

  start() {
    this.audio.src = this.source.url;
    return this.audio.play();
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
    const start = this.audio.getStartDate?.().getTime();
    return this.#filter.take(Number.isNaN(start ?? NaN) ? null : start + this.audio.currentTime * 1000, serverNow());
  }

  behindEdge() {
    const { seekable, currentTime } = this.audio;
    return seekable.length ? Math.max(0, seekable.end(seekable.length - 1) - currentTime) : null;
  }
}
