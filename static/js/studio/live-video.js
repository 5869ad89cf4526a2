/**
 * The station's own video: HLS without its own sound, held to the moment that is heard. While nobody looks, nobody pays for it.
 */
/** @import { StreamSource } from "../feed/events.d.ts" */
/** @import { Engine } from "../player/engines.js" */
/** @import { Screen } from "./video.js" */

/** Further from the sound than this it is moved there, but not all the time. */
const APART_S = 0.4;
const MOVE_EVERY_MS = 5000;
const LOOK_MS = 1000;
const AGAIN_MS = [2000, 5000, 10_000, 20_000, 30_000];

export class LiveVideo {
  #tries = 0;
  #attempt = 0;
  #movedAt = -Infinity;
  /** @type {Engine | null} */
  #engine = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #looking;
  #life = new AbortController();
  #video = document.createElement("video");

  /** @param {Screen} on */
  constructor(on) {
    this.on = on;
    const { signal } = this.#life;
    const video = this.#video;
    video.muted = true;
    video.playsInline = true;
    video.setAttribute("aria-label", on.screen.dataset.label ?? "");
    on.screen.replaceChildren(video);
    video.addEventListener("timeupdate", () => this.#plays(), { signal });
    video.addEventListener("ended", () => this.#fail(), { signal });
    video.addEventListener("error", () => this.#engine?.plain && this.#fail(), { signal });
    video.addEventListener("leavepictureinpicture", () => document.hidden && this.#stop(), { signal });
    document.addEventListener("visibilitychange", () => this.#look(), { signal });
    addEventListener("online", () => this.again(), { signal });
    this.#looking = setInterval(() => this.#follow(), LOOK_MS);
  }

  async begin() {
    if (document.hidden || this.#life.signal.aborted) return;
    this.#stop();
    const attempt = ++this.#attempt;
    this.on.tell(navigator.onLine ? "starting" : "offline");
    const { src: url = "", delay = "0" } = this.on.host.dataset;
    try {
      const source = this.#source(url, Number(delay));
      const engine = await this.on.page.engineFor(this.#video, source, () => attempt === this.#attempt && this.#fail());
      if (attempt !== this.#attempt) return engine.stop();
      this.#engine = engine;
      await engine.start();
    } catch {
      if (attempt === this.#attempt) this.#fail();
    }
  }

  again() {
    this.#tries = 0;
    this.begin();
  }

  end() {
    this.#life.abort();
    this.#stop();
    clearInterval(this.#looking);
  }

  /** In a window of its own over other programs it is still looked at. */
  #look() {
    if (!document.hidden) {
      if (!this.#engine) this.begin();
    } else if (document.pictureInPictureElement !== this.#video) this.#stop();
  }

  /** @param {string} url @param {number} delay @returns {StreamSource} */
  #source(url, delay) {
    return { id: "video", title: "", kind: "hls", url, delay_s: delay, dates_late_s: 0, status: "unknown" };
  }

  #plays() {
    this.#tries = 0;
    this.on.tell("");
  }

  #fail() {
    this.#stop();
    this.on.tell(navigator.onLine ? "failed" : "offline");
    const wait = AGAIN_MS[Math.min(this.#tries++, AGAIN_MS.length - 1)];
    this.#timer = setTimeout(() => this.begin(), wait * (0.75 + Math.random() / 2));
  }

  /** The lips and the voice: while the sound plays, the video is moved to the moment that is heard, as far as it has that moment. */
  #follow() {
    const [video, engine, heard] = [this.#video, this.#engine, this.on.page.heardBehind()];
    const behind = engine?.delay() ?? null;
    if (behind === null || !heard || performance.now() - this.#movedAt < MOVE_EVERY_MS) return;
    const apart = behind - heard;
    const { seekable, currentTime } = video;
    if (Math.abs(apart) < APART_S || !seekable.length) return;
    const to = Math.min(Math.max(currentTime + apart, seekable.start(0)), seekable.end(seekable.length - 1) - 1);
    if (Math.abs(to - currentTime) < APART_S) return;
    this.#movedAt = performance.now();
    video.currentTime = to;
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#attempt += 1;
    const engine = this.#engine;
    this.#engine = null;
    engine?.stop();
  }
}
