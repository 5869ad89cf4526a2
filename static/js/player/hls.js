/** HLS by hls.js (`Hls`), which is fetched only when such a stream is played. */
import { isSaving } from "../page/saver.js";
import { serverNow } from "../clock/time.js";
import { PlayingDate } from "./playing-date.js";

/** @import { StreamSource } from "../feed/events.d.ts" */
/** @import { Engine } from "./engines.js" */

/** @implements {Engine} */
export class HlsEngine {
  plain = false;
  recovered = false;
  #date = new PlayingDate();

  /**
   * @param {HTMLAudioElement} audio @param {StreamSource} source @param {() => void} lost @param {typeof import("hls.js").default} Hls
   */
  constructor(audio, source, lost, Hls) {
    this.audio = audio;
    this.source = source;
    this.hls = new Hls({ enableWorker: false, backBufferLength: 30, liveDurationInfinity: true, startLevel: 0 });
    // Levels come sorted, the thinnest first: sound begins with it, and who saves data stays there.
    if (isSaving()) this.hls.once(Hls.Events.MANIFEST_PARSED, () => { this.hls.autoLevelCapping = 0; });
    this.hls.on(Hls.Events.ERROR, (_, { fatal, type }) => {
      if (!fatal) return;
      if (type === Hls.ErrorTypes.MEDIA_ERROR && !this.recovered) {
        this.recovered = true;
        this.hls.recoverMediaError();
      } else {
        lost();
      }
    });
  }

  start() {
    this.hls.loadSource(this.source.url);
    this.hls.attachMedia(this.audio);
    return this.audio.play();
  }

  stop() {
    this.hls.destroy();
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
  }

  goLive() {
    const edge = this.hls.liveSyncPosition;
    if (!edge) return false;
    this.audio.currentTime = edge;
    this.audio.play();
    return true;
  }

  delay() {
    const playing = this.hls.playingDate?.getTime() ?? null;
    const behind = this.#date.take(playing, this.audio.currentTime, serverNow());
    return behind === null ? null : behind + (this.source.delay_s ?? 0);
  }

  behindEdge() {
    const edge = this.hls.liveSyncPosition;
    return edge === null || edge === undefined ? null : Math.max(0, edge - this.audio.currentTime);
  }
}
