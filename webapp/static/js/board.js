/**
 * The one board of this tab. Elements subscribe to its blocks and render when one changed.
 *
 * A subscriber gets `(value, cause)`: the cause is `{ name, data }` of an event, or `null` for a whole snapshot.
 */
import { apply } from "./apply.js";

export const BLOCKS = ["breaking", "stream", "on_air", "most_read", "promo"];

export class Board {
  #subscribers = new Map();

  constructor(state) {
    this.state = state;
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

  apply(name, data) {
    this.#become(apply(this.state, name, data), { name, data });
    if (name === "article") this.#tell("article", data, { name, data });
  }

  #become(next, cause) {
    const before = this.state;
    this.state = next;
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
