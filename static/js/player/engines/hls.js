/**
 * HLS by hls.js (`Hls`), which is fetched only when such a stream is played.
 *
 * A cut line is no end: what is buffered plays on, the stream is asked for meanwhile, and it is lost only when nothing is
 * left. The library alone would skip a piece whose connection was reset, and give up a playlist after two more tries.
 */
import { fetchFirst, firstPlaylistLoader } from "./first-pieces.js";
import { LivePlaylist } from "./live-playlist.js";
import { PlayingDate } from "./playing-date.js";

/** @typedef {{ isSaving: () => boolean, serverNow: () => number }} Page what the engine needs of the page, which fetches it by itself */
/** @import { StreamSource } from "../../feed/events.d.ts" */
/** @import { Engine, Lost } from "../engines.js" */
/** @import { Playlist } from "./first-pieces.js" */
/** @import { News } from "./live-playlist.js" */
/** @import { LoadPolicy, RetryConfig } from "hls.js" */

/** A connection that hangs is given up while there is still something to hear. */
const FIRST_BYTE_MS = 5000;
const LOAD_MS = 20_000;
const RETRY_MS = 500;
const LONGEST_RETRY_MS = 1000;
/** With less a browser may stop already. */
const RUNS_DRY_S = 0.3;
const DRY_LOOK_MS = 100;
/** So many tries while nothing is left to hear; until then the line is tried for ever. */
const TRIES = 3;
/** What came without a status came through no server: the line is cut, and what was asked for is still there. @type {RetryConfig} */
const RETRY = {
  maxNumRetry: Infinity,
  retryDelayMs: RETRY_MS * (0.5 + Math.random()),
  maxRetryDelayMs: LONGEST_RETRY_MS,
  shouldRetry: (_policy, _count, _isTimeout, answer, byDefault) => byDefault || !answer?.code,
};
/** @type {LoadPolicy} */
const PATIENT = {
  default: {
    maxTimeToFirstByteMs: FIRST_BYTE_MS, maxLoadTimeMs: LOAD_MS, errorRetry: RETRY, timeoutRetry: { ...RETRY, retryDelayMs: 0 },
  },
};
/** A second error of the decoder within so long is no accident. */
const RECOVERED_MS = 30_000;

export { fetchFirst };

/** @implements {Engine} */
export class HlsEngine {
  plain = false;
  #date = new PlayingDate();
  #recoveredAt = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resuming;
  #playlist = new LivePlaylist();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #drying;
  #isOver = false;
  #serverNow;

  /**
   * @param {HTMLAudioElement} audio @param {StreamSource} source @param {Lost} lost @param {typeof import("hls.js").default} Hls
   * @param {Promise<Playlist | null> | null} ahead the playlist, where it was fetched already @param {Page} page
   */
  constructor(audio, source, lost, Hls, ahead, { isSaving, serverNow }) {
    this.audio = audio;
    this.source = source;
    this.#serverNow = serverNow;
    this.hls = new Hls({
      enableWorker: false, backBufferLength: 30, liveDurationInfinity: true, startLevel: 0,
      playlistLoadPolicy: PATIENT,
      fragLoadPolicy: PATIENT,
      ...(ahead && { pLoader: firstPlaylistLoader(Hls, ahead) }),
    });
    // Levels come sorted, the thinnest first: sound begins with it, and who saves data stays there.
    if (isSaving()) this.hls.once(Hls.Events.MANIFEST_PARSED, () => { this.hls.autoLevelCapping = 0; });
    this.hls.on(Hls.Events.LEVEL_LOADED, (_, { details }) => this.#learn(this.#playlist.look(details), lost));
    this.hls.on(Hls.Events.ERROR, (_, { fatal, type, errorAction }) => {
      const isLine = type === Hls.ErrorTypes.NETWORK_ERROR;
      if (isLine && this.#ahead > RUNS_DRY_S) fatal && this.#resume();
      else if (!fatal) isLine && (errorAction?.retryCount ?? 0) >= TRIES && lost();
      else if (type === Hls.ErrorTypes.MEDIA_ERROR && performance.now() - this.#recoveredAt > RECOVERED_MS) this.#recover(Hls);
      else lost();
    });
  }

  start() {
    this.hls.loadSource(this.source.url);
    this.hls.attachMedia(this.audio);
    return this.audio.play();
  }

  stop() {
    clearTimeout(this.#resuming);
    clearInterval(this.#drying);
    this.hls.destroy();
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
  }

  goLive() {
    const edge = this.hls.liveSyncPosition;
    if (!edge) return false;
    this.audio.currentTime = edge;
    this.audio.play().catch(() => {}); // the player sees whether it moves
    return true;
  }

  delay() {
    const playing = this.hls.playingDate?.getTime() ?? null;
    const behind = this.#date.take(playing, this.audio.currentTime, this.#serverNow());
    return behind === null ? null : behind + (this.source.delay_s ?? 0) - (this.source.dates_late_s ?? 0);
  }

  behindEdge() {
    const edge = this.hls.liveSyncPosition;
    return edge === null || edge === undefined ? null : Math.max(0, edge - this.audio.currentTime);
  }

  /** Seconds that can still be heard. */
  get #ahead() {
    const { buffered, currentTime } = this.audio;
    return buffered.length ? buffered.end(buffered.length - 1) - currentTime : 0;
  }

  /**
   * A broadcast that ends plays out, and then the element says so. Before a gap, and of an encoder that began anew, what is here
   * is heard to its end; then another stream is, or this one from its new beginning: the library would wait for the old numbers.
   * @param {News} news @param {Lost} lost
   */
  #learn(news, lost) {
    if (this.#isOver) return;
    clearInterval(this.#drying);
    if (news === "recorded") return lost("elsewhere");
    if (news !== "anew" && news !== "gap") return;
    if (news === "anew") {
      this.#isOver = true;
      this.hls.stopLoad();
    }
    this.#drying = setInterval(() => this.#ahead < RUNS_DRY_S && lost(news === "gap" ? "elsewhere" : "anew"), DRY_LOOK_MS);
  }

  /** Not all listeners at once: they lost the line together. */
  #resume() {
    clearTimeout(this.#resuming);
    this.#resuming = setTimeout(() => this.hls.startLoad(), RETRY_MS * (0.5 + Math.random()));
  }

  /**
   * The library leaves an element paused that lost its sound device; who does not want to hear has no engine any more.
   * @param {typeof import("hls.js").default} Hls
   */
  #recover(Hls) {
    this.#recoveredAt = performance.now();
    this.hls.once(Hls.Events.MEDIA_ATTACHED, () => { this.audio.play().catch(() => {}); });
    this.hls.recoverMediaError();
  }
}
