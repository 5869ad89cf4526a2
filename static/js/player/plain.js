/**
 * An endless MP3 or AAC stream (Icecast, SHOUTcast) by the audio element alone.
 *
 * Such a stream has no dates. But its server sends a newcomer the last seconds at once (`burst_s`, which the station's
 * monitor measures) and everything else in its time: so the first sound is that much older than the moment the answer
 * began, and each second that passes without a second of playing adds one.
 */

import { roundTrip } from "../clock/time.js";

/** @import { StreamSource } from "../feed/events.d.ts" */
/** @import { Engine } from "./engines.js" */

const SIGNS = ["progress", "loadedmetadata"];
/** The connection, its encryption, and the way of the question. */
const HANDSHAKES = 2.5;

/** @implements {Engine} */
export class PlainEngine {
  plain = true;
  #asked = 0;
  /** @type {number | null} */
  #began = null;
  #ahead = 0;
  #usual = Infinity;
  #life = new AbortController();

  /** @param {HTMLAudioElement} audio @param {StreamSource} source */
  constructor(audio, source) {
    this.audio = audio;
    this.source = source;
  }

  start() {
    // A new query each time, or the browser resumes the old response and with it the old delay.
    const url = new URL(this.source.url, location.href);
    if (url.origin === location.origin || this.source.kind === "icecast") url.searchParams.set("t", String(Date.now()));
    this.#asked = performance.now();
    const { signal } = this.#life;
    for (const sign of SIGNS) this.audio.addEventListener(sign, () => this.#answered(), { once: true, signal });
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
    if (this.#began === null) return null;
    this.#seeAhead();
    return this.#ahead === 0 ? null : this.#ahead + (this.source.delay_s ?? 0) + this.#late();
  }

  /** Without the monitor's word only what is here is known, and a browser does not show all of it. */
  get atLeast() {
    return (this.source.burst_s ?? null) === null;
  }

  /** What a new beginning would win back: a browser always sits on some seconds before the first sound. */
  behindEdge() {
    if (this.#began === null || !this.audio.currentTime) return null;
    const late = this.#late();
    this.#usual = Math.min(this.#usual, late);
    return late - this.#usual;
  }

  /**
   * The server began to answer some round trips after it was asked, and before the first sign of life here. A browser may
   * sit on what came for seconds before it plays.
   */
  #answered() {
    this.#began ??= Math.min(performance.now(), this.#asked + HANDSHAKES * roundTrip());
  }

  /** The monitor's word, or more: nothing that is here came before its time, so what is here was sent ahead. */
  #seeAhead() {
    const { buffered } = this.audio;
    const here = buffered.length ? buffered.end(buffered.length - 1) - this.#elapsed() : 0;
    this.#ahead = Math.max(this.#ahead, this.source.burst_s ?? 0, here);
  }

  #late() {
    return this.#elapsed() - this.audio.currentTime;
  }

  #elapsed() {
    return (performance.now() - (this.#began ?? NaN)) / 1000;
  }
}
