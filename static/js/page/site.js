/** This tab's one board, and the base of elements that follow it. */
import { Board } from "../feed/board.js";
import { need } from "./dom.js";
import { served } from "./page.js";
import { knownNow, onClockJump } from "../clock/time.js";

/** So long after a thing ended it leaves the page by itself: the newsroom's own word of it mostly comes first, and says more. */
const LATE_MS = 1000;
/** @import { Snapshot } from "../feed/events.d.ts" */
/** @import { Render, Subject } from "../feed/board.js" */

/** A timer stands still while the machine sleeps. */
const LONGEST_WAIT_MS = 60_000;
/** @type {ReturnType<typeof setTimeout>} */
let looking;

/** Until the server's clock is known it is as late as the board is. @param {Snapshot} whole */
const now = (whole) => knownNow() ?? Date.parse(whole.now);

export const board = new Board(served, now, (moment) => {
  clearTimeout(looking);
  const wait = Math.max(0, moment - (knownNow() ?? Date.parse(served.now))) + LATE_MS;
  looking = setTimeout(() => board.look(), Number.isFinite(wait) ? Math.min(wait, LONGEST_WAIT_MS) : LONGEST_WAIT_MS);
});
onClockJump(() => board.look());
document.addEventListener("visibilitychange", () => document.hidden || board.look());

/**
 * An element that improves what the server rendered: `start(signal)` when it is on the page, and `signal` aborts
 * when it leaves. `follow(block, render)` renders on change, and at once only where the page is older than the board.
 *
 * What an element keeps is private (`#name`): the names of its own are taken, such as `title` and `part`, which are HTML
 * attributes that readers see.
 * @abstract
 */
export class Live extends HTMLElement {
  #life = new AbortController();

  connectedCallback() {
    this.#life = new AbortController();
    this.start(this.#life.signal);
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  /** @param {AbortSignal} _signal */
  start(_signal) {}

  /**
   * @template {Subject} Name
   * @param {Name} block @param {Render<Name>} render
   */
  follow(block, render) {
    board.subscribe(block, render, this.#life.signal);
    const shown = /** @type {Record<string, any>} */ (board.state)[block];
    if (isOld()) render(shown, null);
  }

  /** The element in this one with `data-f="name"`. Throws where the template has none. @param {string} name */
  field(name) {
    return need(this, `[data-f="${name}"]`);
  }
}

function isOld() {
  const { epoch, seq } = need(document, "#main").dataset;
  return epoch !== board.state.epoch || Number(seq) < board.state.seq;
}
