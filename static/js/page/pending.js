/** A page that was asked for and cannot be had now: what is open stays, the reader hears of it, and it is opened as soon as it comes. */
import { announce } from "./announce.js";
import { element, need, setText } from "./dom.js";
import { feed } from "../feed/feed.js";
import { say } from "./words.js";

const FIRST_WAIT_MS = 4000;
const LONGEST_WAIT_MS = 60_000;

export class Pending {
  #open;
  #stay;
  /** @type {HTMLElement | null} */
  #bar = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #wait = FIRST_WAIT_MS;

  /**
   * `open()` tries again and ends in `wait` or `clear`; `stay()` is called when the reader gives the page up.
   * @param {() => unknown} open @param {() => void} stay
   */
  constructor(open, stay) {
    this.#open = open;
    this.#stay = stay;
    addEventListener("online", () => this.#again());
    addEventListener("offline", () => this.#bar && this.#show());
    feed.watch((state) => (state === "live" || state === "polling") && this.#again());
  }

  /** The page did not come: it is tried by itself, at once when the network is back. */
  wait() {
    const isNews = !this.#bar;
    this.#show();
    if (isNews) announce(this.#words());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (navigator.onLine ? this.#open() : this.wait()), this.#wait);
    this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
  }

  clear() {
    clearTimeout(this.#timer);
    this.#bar?.remove();
    this.#bar = null;
    this.#wait = FIRST_WAIT_MS;
  }

  #again() {
    if (this.#bar) this.#open();
  }

  #words() {
    return say(navigator.onLine ? "page_pending" : "page_offline");
  }

  #show() {
    this.#bar ??= this.#draw();
    setText(need(this.#bar, "p"), this.#words());
    need(this.#bar, "button").hidden = !navigator.onLine;
  }

  #draw() {
    const bar = element("div", { class: "pending", role: "group", "aria-label": say("pending") },
      element("p"),
      element("button", { type: "button", onclick: () => this.#open() }, say("try_again")),
      element("button", { type: "button", onclick: () => { this.clear(); this.#stay(); } }, say("stay_here")));
    need(document, ".dock aw-player").before(bar);
    return bar;
  }
}
