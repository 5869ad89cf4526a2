/**
 * The one board of this tab. Elements subscribe to its blocks and render when one changed.
 *
 * A subscriber gets `(value, cause)`: the cause is `{ name, data }` of an event, or `null` for a whole snapshot or for time,
 * which ends headlines and segments by itself. `state` is what may be shown now; what came is kept beside it.
 */
import { apply } from "./apply.js";
import { isGuess, nextChange, visible } from "./visible.js";

export const BLOCKS = ["breaking", "stream", "on_air", "most_read", "promo"];

export class Board {
  #subscribers = new Map();
  #whole;
  #now;
  #planned;

  /** `now(whole)` is the moment by the server; `planned(moment)` is told when time will change what is shown (Infinity: never). */
  constructor(whole, now = () => Date.parse(whole.now), planned = () => {}) {
    this.#whole = whole;
    this.#now = now;
    this.#planned = planned;
    this.state = visible(whole, now(whole));
    planned(nextChange(this.state));
  }

  /** Whether what is shown of the air is our guess of what came next: a server knows more. */
  get isGuess() {
    return isGuess(this.#whole, this.state);
  }

  /** Calls `render` on every change of `block` ("article": every article event) until `signal` aborts. */
  subscribe(block, render, signal) {
    const subscribers = this.#subscribers.get(block) ?? new Set();
    this.#subscribers.set(block, subscribers.add(render));
    signal?.addEventListener("abort", () => subscribers.delete(render), { once: true });
  }

  replace(snapshot) {
    this.#become(snapshot, null);
  }

  /** Time has passed. */
  look() {
    this.#become(this.#whole, null);
  }

  apply(name, data) {
    this.#become(apply(this.#whole, name, data), { name, data });
    if (name === "article") this.#tell("article", data, { name, data });
  }

  #become(whole, cause) {
    const before = this.state;
    this.#whole = whole;
    const next = (this.state = visible(whole, this.#now(whole)));
    this.#planned(nextChange(next));
    for (const block of BLOCKS) {
      if (before[block] !== next[block] && !same(before[block], next[block])) this.#tell(block, next[block], cause);
    }
  }

  /** One subscriber that fails keeps the news from no other. */
  #tell(block, value, cause) {
    for (const render of this.#subscribers.get(block) ?? []) {
      try {
        render(value, cause);
      } catch (error) {
        reportError(error);
      }
    }
  }
}

function same(a, b) {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
