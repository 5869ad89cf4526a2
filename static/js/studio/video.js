/**
 * The studio's video beside the station's sound, which goes on. It is fetched by the press on its button, and ends when it is hidden,
 * with the page, and while nobody looks. What fails says so, with a way on: trying again, or the video where it is at home.
 */
import { LiveVideo } from "./live-video.js";
import { OtherFrame } from "./other-frame.js";

/** @typedef {{ engineFor: typeof import("../player/engines.js").engineFor, heardBehind: () => number }} Page what the page hands over */
/** @typedef {"" | "starting" | "failed" | "offline"} State */
/** What is on the screen: `again` begins anew, by a press. @typedef {{ begin(): void, again(): void, end(): void }} Show */

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
  /** @type {Show | null} */
  #show = null;

  /** @param {HTMLElement} host @param {Page} page */
  constructor(host, page) {
    this.page = page;
    this.host = host;
    this.isFrame = host.dataset.kind !== "hls";
    this.screen = this.#part(".video-screen");
    this.message = this.#part(".video-screen__message");
    this.full = this.#part(".video-screen__full");
    this.ways = this.#part(".video-screen__ways");
    this.button = this.#part("button.video__show");
    this.words = this.#part("button.video__show span");
    this.shows = this.words.textContent ?? "";
    this.full.onclick = () => this.#enlarge();
    this.#part(".video-screen__again").onclick = () => this.#show?.again();
  }

  toggle() {
    if (this.#show) this.hide();
    else this.#open();
  }

  hide() {
    this.#show?.end();
    this.#show = null;
    this.screen.replaceChildren();
    this.screen.hidden = true;
    this.full.hidden = true;
    this.tell("");
    this.#draw();
  }

  #open() {
    this.screen.hidden = false;
    this.#show = this.isFrame ? new OtherFrame(this) : new LiveVideo(this);
    this.#draw();
    this.#show.begin();
    this.full.hidden = this.isFrame || !(document.fullscreenEnabled || "webkitEnterFullscreen" in HTMLVideoElement.prototype);
  }

  #draw() {
    this.words.textContent = this.#show ? (this.host.dataset.hide ?? "") : this.shows;
    this.button.setAttribute("aria-expanded", String(this.#show !== null));
  }

  #enlarge() {
    const video = /** @type {(HTMLVideoElement & { webkitEnterFullscreen?(): void }) | null} */ (this.screen.querySelector("video"));
    if (video?.requestFullscreen) video.requestFullscreen().catch(() => {});
    else video?.webkitEnterFullscreen?.();
  }

  /** Another site's frame may say by itself that it shows nothing, which is not known here: its ways on are there all the time. @param {State} what */
  tell(what) {
    const text = what ? (this.message.dataset[what] ?? "") : "";
    if (this.message.textContent !== text) this.message.textContent = text;
    const has = this.#show !== null && (this.isFrame || what === "failed" || (what === "starting" && !this.ways.hidden));
    if (!has && this.ways.contains(document.activeElement)) this.button.focus();
    this.ways.hidden = !has;
  }

  /** @param {string} selector @returns {HTMLElement} */
  #part(selector) {
    const found = this.host.querySelector(selector);
    if (!(found instanceof HTMLElement)) throw new Error(`nothing in the video is ${selector}`);
    return found;
  }
}
