/**
 * The one board of this tab. Elements subscribe to its blocks and render when one changed.
 *
 * A subscriber gets `(value, cause)`: the cause is `{ name, data }` of an event, or `null` for a whole snapshot or for time,
 * which ends headlines and segments by itself. `state` is what may be shown now; what came is kept beside it.
 */
import { apply } from "./apply.js";
import { isGuess, nextChange, visible } from "./visible.js";

/** @import { EventData, EventName, Snapshot } from "./events.d.ts" */
/** @import { Numbered } from "./sequence.js" */

/** @typedef {"breaking" | "stream" | "on_air" | "most_read" | "promo" | "alerts"} Block */
/** @typedef {Block | "article" | "headline"} Subject what can be subscribed to: a block, or every event of articles or headlines */
/** @typedef {{ [Name in EventName]: { name: Name, data: EventData<Name> } }[EventName]} Cause */
/**
 * @template {Subject} Name
 * @typedef {Name extends Block ? Snapshot[Name] : EventData<Name extends "article" ? "article" : "breaking">} Value
 */
/**
 * @template {Subject} Name
 * @typedef {(value: Value<Name>, cause: Cause | null) => void} Render
 */

/** @type {Block[]} */
export const BLOCKS = ["breaking", "stream", "on_air", "most_read", "promo", "alerts"];

export class Board {
  /** @type {Map<Subject, Set<Render<any>>>} */
  #subscribers = new Map();
  #whole;
  #now;
  #planned;

  /**
   * Moments are milliseconds since the epoch, by the server. `planned` hears when time will change what is shown
   * (Infinity: never).
   * @param {Snapshot} whole @param {(whole: Snapshot) => number} [now] @param {(moment: number) => void} [planned]
   */
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

  /**
   * Calls `render` on every change of `block` ("article" and "headline": every such event, also of what is on no block)
   * until `signal` aborts.
   * @template {Subject} Name
   * @param {Name} block @param {Render<Name>} render @param {AbortSignal} [signal]
   */
  subscribe(block, render, signal) {
    const subscribers = this.#subscribers.get(block) ?? new Set();
    this.#subscribers.set(block, subscribers.add(render));
    signal?.addEventListener("abort", () => subscribers.delete(render), { once: true });
  }

  /** @param {Snapshot} snapshot */
  replace(snapshot) {
    this.#become(snapshot, null);
  }

  /** Time has passed. */
  look() {
    this.#become(this.#whole, null);
  }

  /** The next event. @param {string} name @param {Numbered} data */
  apply(name, data) {
    const cause = /** @type {Cause} */ ({ name, data });
    this.#become(apply(this.#whole, name, data), cause);
    if (cause.name === "article") this.#call("article", cause.data, cause);
    if (cause.name === "breaking") this.#call("headline", cause.data, cause);
  }

  /** @param {Snapshot} whole @param {Cause | null} cause */
  #become(whole, cause) {
    const before = this.state;
    this.#whole = whole;
    const next = (this.state = visible(whole, this.#now(whole)));
    this.#planned(nextChange(next));
    for (const block of BLOCKS) {
      if (before[block] !== next[block] && !same(before[block], next[block])) this.#call(block, next[block], cause);
    }
  }

  /**
   * One subscriber that fails keeps the news from no other.
   * @param {Subject} block @param {unknown} value @param {Cause | null} cause
   */
  #call(block, value, cause) {
    for (const render of this.#subscribers.get(block) ?? []) {
      try {
        render(value, cause);
      } catch (error) {
        reportError(error);
      }
    }
  }
}

/** @param {unknown} a @param {unknown} b */
function same(a, b) {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
