/**
 * The studio's video beside the station's sound, which goes on: HLS without its own sound, held to the moment that is heard; or the
 * frame of another site. It is fetched by the press on its button, and ends when it is hidden, with the page, and while nobody looks.
 */
/** @import { StreamSource } from "../feed/events.d.ts" */
/** @import { Engine } from "../player/engines.js" */
/** @typedef {{ engineFor: typeof import("../player/engines.js").engineFor, heardBehind: () => number }} Page what the page hands over */

/** Further from the sound than this it is moved there, but not all the time. */
const APART_S = 0.4;
const MOVE_EVERY_MS = 5000;
const LOOK_MS = 1000;
const AGAIN_MS = [2000, 5000, 10_000, 20_000, 30_000];

/** @param {HTMLElement} host @param {Page} page @returns {Promise<Screen>} */
export async function screenIn(host, page) {
  await loadSheet(host.dataset.sheet ?? "");
  return new Screen(host, page);
}

/** @param {string} href */
function loadSheet(href) {
  if ([...document.styleSheets].some((sheet) => sheet.href === new URL(href, location.href).href)) return Promise.resolve();
  return new Promise((done) => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: done }));
  });
}

export class Screen {
  #isShown = false;
  #tries = 0;
  #attempt = 0;
  #movedAt = -Infinity;
  /** @type {Engine | null} */
  #engine = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #looking;
  #life = new AbortController();

  /** @param {HTMLElement} host @param {Page} page */
  constructor(host, page) {
    this.page = page;
    this.host = host;
    this.screen = this.#part(".video-screen");
    this.message = this.#part(".video-screen__message");
    this.full = this.#part(".video-screen__full");
    this.button = this.#part("button.video__show");
    this.words = this.#part("button.video__show span");
    this.show = this.words.textContent ?? "";
    this.full.onclick = () => this.#enlarge();
  }

  toggle() {
    if (this.#isShown) this.hide();
    else this.#open();
  }

  hide() {
    this.#isShown = false;
    this.#life.abort();
    this.#end();
    this.screen.replaceChildren();
    this.screen.hidden = true;
    this.full.hidden = true;
    this.#tell("");
    this.#draw();
  }

  #open() {
    this.#isShown = true;
    this.#tries = 0;
    this.#life = new AbortController();
    this.screen.hidden = false;
    this.#draw();
    if (this.host.dataset.kind === "hls") this.#openVideo();
    else this.#openFrame();
  }

  #draw() {
    this.words.textContent = this.#isShown ? (this.host.dataset.hide ?? "") : this.show;
    this.button.setAttribute("aria-expanded", String(this.#isShown));
  }

  #openFrame() {
    if (!navigator.onLine) return this.#waitForNetwork(() => this.#openFrame());
    const frame = document.createElement("iframe");
    frame.title = this.screen.dataset.label ?? "";
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.src = this.host.dataset.src ?? "";
    this.screen.replaceChildren(frame);
    this.#tell("");
  }

  #openVideo() {
    const { signal } = this.#life;
    const video = document.createElement("video");
    video.muted = true;
    video.playsInline = true;
    video.setAttribute("aria-label", this.screen.dataset.label ?? "");
    this.screen.replaceChildren(video);
    this.full.hidden = !(document.fullscreenEnabled || "webkitEnterFullscreen" in video);
    video.addEventListener("timeupdate", () => this.#plays(), { signal });
    video.addEventListener("ended", () => this.#again(), { signal });
    video.addEventListener("error", () => this.#engine?.plain && this.#again(), { signal });
    // Nobody pays for a video that nobody sees.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#end() : this.#begin()), { signal });
    addEventListener("online", () => { this.#tries = 0; this.#begin(); }, { signal });
    this.#looking = setInterval(() => this.#follow(), LOOK_MS);
    this.#begin();
  }

  get #video() {
    return this.screen.querySelector("video");
  }

  async #begin() {
    const video = this.#video;
    if (!video || document.hidden || !this.#isShown) return;
    this.#stop();
    const attempt = ++this.#attempt;
    this.#tell(navigator.onLine ? "starting" : "offline");
    const { src: url = "", delay = "0" } = this.host.dataset;
    try {
      const source = this.#source(url, Number(delay));
      const engine = await this.page.engineFor(video, source, () => attempt === this.#attempt && this.#again());
      if (attempt !== this.#attempt) return engine.stop();
      this.#engine = engine;
      await engine.start();
    } catch {
      if (attempt === this.#attempt) this.#again();
    }
  }

  /** @param {string} url @param {number} delay @returns {StreamSource} */
  #source(url, delay) {
    return { id: "video", title: "", kind: "hls", url, delay_s: delay, dates_late_s: 0, status: "unknown" };
  }

  #plays() {
    this.#tries = 0;
    this.#tell("");
  }

  #again() {
    this.#stop();
    this.#tell(navigator.onLine ? "failed" : "offline");
    const wait = AGAIN_MS[Math.min(this.#tries++, AGAIN_MS.length - 1)];
    this.#timer = setTimeout(() => this.#begin(), wait * (0.75 + Math.random() / 2));
  }

  /** The lips and the voice: while the sound plays, the video is moved to the moment that is heard, as far as it has that moment. */
  #follow() {
    const [video, engine, heard] = [this.#video, this.#engine, this.page.heardBehind()];
    const behind = engine?.delay() ?? null;
    if (!video || behind === null || !heard || performance.now() - this.#movedAt < MOVE_EVERY_MS) return;
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

  #end() {
    this.#stop();
    if (!this.#isShown) clearInterval(this.#looking);
  }

  /** @param {() => void} then */
  #waitForNetwork(then) {
    this.#tell("offline");
    addEventListener("online", then, { once: true, signal: this.#life.signal });
  }

  #enlarge() {
    const video = /** @type {(HTMLVideoElement & { webkitEnterFullscreen?(): void }) | null} */ (this.#video);
    if (video?.requestFullscreen) video.requestFullscreen().catch(() => {});
    else video?.webkitEnterFullscreen?.();
  }

  /** @param {"" | "starting" | "failed" | "offline"} what */
  #tell(what) {
    const text = what ? (this.message.dataset[what] ?? "") : "";
    if (this.message.textContent !== text) this.message.textContent = text;
  }

  /** @param {string} selector @returns {HTMLElement} */
  #part(selector) {
    const found = this.host.querySelector(selector);
    if (!(found instanceof HTMLElement)) throw new Error(`nothing in the video is ${selector}`);
    return found;
  }
}
