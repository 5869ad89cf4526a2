/** An endless MP3 or AAC stream (Icecast, SHOUTcast) by the audio element alone. */

/** Some seconds of playing show how much the server sent ahead. */
const SETTLED_S = 3;

export class PlainEngine {
  plain = true;
  #burst = null;
  #began = 0;
  #from = 0;

  constructor(audio, source) {
    this.audio = audio;
    this.source = source;
  }

  start() {
    // A new query each time, or the browser resumes the old response and with it the old delay.
    const url = new URL(this.source.url, location.href);
    if (url.origin === location.origin || this.source.kind === "icecast") url.searchParams.set("t", Date.now());
    this.audio.src = url.href;
    return this.audio.play();
  }

  stop() {
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
  }

  goLive() {
    return false;
  }

  /** What the server sent ahead when it began, and every pause since. */
  delay() {
    const drift = this.#drift();
    return this.#burst === null ? null : this.#burst + drift;
  }

  behindEdge() {
    return this.#burst === null ? null : Math.max(0, this.#drift());
  }

  #drift() {
    const { audio } = this;
    if (!this.#began) {
      this.#began = performance.now();
      this.#from = audio.currentTime;
    }
    const elapsed = (performance.now() - this.#began) / 1000;
    if (this.#burst === null && elapsed > SETTLED_S && audio.buffered.length) {
      this.#burst = Math.max(0, audio.buffered.end(audio.buffered.length - 1) - audio.currentTime);
    }
    return elapsed - (audio.currentTime - this.#from);
  }
}
