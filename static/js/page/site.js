/** This tab's one board, and the base of elements that follow it. */
import { Board } from "../feed/board.js";
import { served } from "./page.js";
import { knownNow, onClockJump } from "../clock/time.js";

/** So long after a thing ended it leaves the page by itself: the newsroom's own word of it mostly comes first, and says more. */
const LATE_MS = 1000;
/** A timer stands still while the machine sleeps. */
const LONGEST_MS = 60_000;
let looking;

/** Until the server's clock is known it is as late as the board is. */
const now = (whole) => knownNow() ?? Date.parse(whole.now);

export const board = new Board(served, now, (moment) => {
  clearTimeout(looking);
  const wait = Math.max(0, moment - (knownNow() ?? Date.parse(served.now))) + LATE_MS;
  looking = setTimeout(() => board.look(), Number.isFinite(wait) ? Math.min(wait, LONGEST_MS) : LONGEST_MS);
});
onClockJump(() => board.look());
document.addEventListener("visibilitychange", () => document.hidden || board.look());

/**
 * An element that improves what the server rendered: `start(signal)` when it is on the page, and `signal` aborts
 * when it leaves. `follow(block, render)` renders on change, and at once only where the page is older than the board.
 */
export class Live extends HTMLElement {
  #life;

  connectedCallback() {
    this.#life = new AbortController();
    this.start(this.#life.signal);
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  follow(block, render) {
    board.subscribe(block, render, this.#life.signal);
    if (isOld()) render(board.state[block], null);
  }

  /** The part of this element called `name`. */
  part(name) {
    return this.querySelector(`[data-f="${name}"]`);
  }
}

function isOld() {
  const { epoch, seq } = document.getElementById("main").dataset;
  return epoch !== board.state.epoch || Number(seq) < board.state.seq;
}
