/** This tab's one board, and the base of elements that follow it. */
import { Board } from "./board.js";
import { served } from "./page.js";

export const board = new Board(served);

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
