/**
 * An endless MP3, AAC or Ogg stream (Icecast, SHOUTcast) by the audio element alone. Such a stream has no dates; how far it is
 * behind is known by what its server sends ahead (`burst_s`, which the station's monitor measures): see `PlainDelay`.
 */

import { roundTrip } from "../../clock/time.js";
import { watchLine } from "./line.js";
import { PlainDelay } from "./plain-delay.js";

/** @import { StreamSource } from "../../feed/events.d.ts" */
/** @import { Engine, Lost } from "../engines.js" */

const SIGNS = ["progress", "loadedmetadata"];
/** Not all listeners at once: they lost the line together. */
const LONGEST_SPREAD_MS = 400;
/** The connection, its encryption, and the way of the question. */
const HANDSHAKES = 2.5;

/** @implements {Engine} */
export class PlainEngine {
  plain = true;
  #asked = 0;
  #delay = new PlainDelay();
  #life = new AbortController();
  #lost;

  /** @param {HTMLAudioElement} audio @param {StreamSource} source @param {Lost} lost */
  constructor(audio, source, lost) {
    this.audio = audio;
    this.source = source;
    this.#lost = lost;
  }

  start() {
    // A new query each time, or the browser resumes the old response and with it the old delay.
    const url = new URL(this.source.url, location.href);
    if (url.origin === location.origin || this.source.kind === "icecast") url.searchParams.set("t", String(Date.now()));
    this.#asked = performance.now();
    const { signal } = this.#life;
    for (const sign of SIGNS) this.audio.addEventListener(sign, () => this.#answered(), { once: true, signal });
    this.audio.addEventListener("playing", () => this.#started(), { once: true, signal });
    this.audio.src = url.href;
    return this.audio.play();
  }

  stop() {
    this.#life.abort();
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
  }

  goLive() {
    return false;
  }

  /** What the server sent ahead, what the sound takes to reach it, and every pause since. */
  delay() {
    const { buffered, currentTime: position } = this.audio;
    const end = buffered.length ? buffered.end(buffered.length - 1) : null;
    const behind = this.#delay.behind({ now: performance.now(), position, ahead: this.source.burst_s ?? null, buffered: end });
    return behind === null ? null : behind + (this.source.delay_s ?? 0);
  }

  /** Without the monitor's word only what is here is known, and a browser does not show all of it. */
  get atLeast() {
    return (this.source.burst_s ?? null) === null;
  }

  behindEdge() {
    return this.#delay.lost(performance.now(), this.audio.currentTime);
  }

  /**
   * The server began to answer some round trips after it was asked, and before the first sign of life here. A browser may
   * sit on what came for seconds before it plays.
   */
  #answered() {
    this.#delay.answered(Math.min(performance.now(), this.#asked + HANDSHAKES * roundTrip()));
  }

  #started() {
    const { buffered, currentTime } = this.audio;
    this.#delay.started(currentTime, buffered.length ? buffered.start(0) : currentTime);
    const anew = () => setTimeout(() => this.#lost("anew"), Math.random() * LONGEST_SPREAD_MS);
    watchLine(this.audio, anew, this.#life.signal);
  }
}
