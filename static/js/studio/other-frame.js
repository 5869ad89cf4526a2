/**
 * The frame of another site, without its sound at first. The page cannot look into it: that it has not come is all that can be known.
 */
/** @import { Screen } from "./video.js" */

const LATE_MS = 15_000;
/** Somebody who looks at another tab for a moment comes back to the same frame; after this it is taken away, and costs nothing. */
const UNSEEN_MS = 30_000;

export class OtherFrame {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #late;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #unseen;
  #life = new AbortController();
  #isHere = false;

  /** @param {Screen} on */
  constructor(on) {
    this.on = on;
    const { signal } = this.#life;
    document.addEventListener("visibilitychange", () => this.#look(), { signal });
    addEventListener("online", () => this.#isHere || this.begin(), { signal });
  }

  begin() {
    clearTimeout(this.#late);
    this.#isHere = false;
    if (!navigator.onLine) return this.on.tell("offline");
    const { screen, host } = this.on;
    const frame = document.createElement("iframe");
    frame.title = screen.dataset.label ?? "";
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.src = host.dataset.src ?? "";
    frame.onload = () => this.#came(frame);
    this.on.tell("starting");
    this.#late = setTimeout(() => this.on.tell("failed"), LATE_MS);
    screen.replaceChildren(frame);
  }

  again() {
    this.begin();
  }

  end() {
    this.#life.abort();
    clearTimeout(this.#late);
    clearTimeout(this.#unseen);
  }

  /** @param {HTMLIFrameElement} frame */
  #came(frame) {
    if (!frame.isConnected) return;
    clearTimeout(this.#late);
    this.#isHere = true;
    this.on.tell("");
  }

  #look() {
    clearTimeout(this.#unseen);
    if (document.hidden) this.#unseen = setTimeout(() => this.#takeAway(), UNSEEN_MS);
    else if (!this.on.screen.firstChild) this.begin();
  }

  #takeAway() {
    clearTimeout(this.#late);
    this.on.screen.replaceChildren();
  }
}
