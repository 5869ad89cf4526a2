/**
 * The feed from the newsroom: keeps this tab's place in the log and the board up to date over the best transport there is.
 *
 * A ladder of three: websocket, server-sent events, polling. A rung that is not up within its patience gets the next
 * one beside it, and when it comes up again those below it are closed; that two bring the same for a while does no
 * harm, since `sequence.js` drops what is known.
 */
import { spot, begin, dropped, receive } from "./sequence.js";
import { board } from "../page/site.js";
import { serverNow } from "../clock/time.js";
import { openPolling } from "./transports/poll.js";
import { openSocket } from "./transports/socket.js";
import { openEvents } from "./transports/sse.js";
import { onWaking } from "./waking.js";

/** @import { Spot, Transport, TransportEvents } from "../types.d.ts" */
/** @import { Snapshot } from "./events.d.ts" */

/** @typedef {"connecting" | "live" | "polling" | "behind" | "away" | "offline"} FeedState */
/** @typedef {{ up: boolean, wasUp: boolean, closed: boolean, transport: Transport | null, timer?: ReturnType<typeof setTimeout> }} Rung */
/** @typedef {(place: () => Spot, on: TransportEvents) => Transport | Promise<Transport>} Open */

/** @typedef {{ open: Open, patience?: number, slow?: boolean }} Way `patience` in milliseconds */

/** @type {Way[]} */
const LADDER = [
  { open: openSocket, patience: 6000 },
  { open: openEvents, patience: 8000 },
  { open: openPolling, slow: true },
];
const RESUME_MS = 6000;
const STORE_AWAY_MS = 15_000;

class Feed {
  /** @type {FeedState} */
  state = "connecting";
  /** When the page was last known to be whole, in milliseconds by the server. */
  confirmedAt = Date.parse(board.state.now) || Date.now();
  #ladder = LADDER;
  #place = begin(board.state.epoch || null, board.state.seq);
  /** @type {Rung[]} */
  #rungs = [];
  /** @type {Set<(state: FeedState) => void>} */
  #watchers = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resumeTimer;
  /** A whole board came, so nobody has said what was withdrawn before it. */
  #isReplaced = false;
  /** @type {(() => void) | undefined} */
  #onReplaced;
  /** Since when the store is away, as the server says. @type {number | null} */
  #storeAway = null;

  /** By these ways, the best first. @param {Way[]} [ladder] */
  start(ladder = LADDER) {
    this.#ladder = ladder;
    onWaking(() => this.#wake());
    addEventListener("offline", () => this.#show());
    // An open socket keeps a page out of the back/forward cache; it comes back and catches up.
    addEventListener("pagehide", () => this.#closeFrom(0));
    addEventListener("pageshow", (event) => event.persisted && this.#climb(0));
    this.#climb(0);
  }

  /**
   * Calls `render` on each change of the state until `signal` aborts.
   * @param {(state: FeedState) => void} render @param {AbortSignal} [signal]
   */
  watch(render, signal) {
    this.#watchers.add(render);
    signal?.addEventListener("abort", () => this.#watchers.delete(render), { once: true });
  }

  /** Calls `run` when a whole board came in place of the events that this tab has missed; also where it came before. @param {() => void} run */
  onReplaced(run) {
    this.#onReplaced = run;
    if (this.#isReplaced) run();
  }

  /** A board that came with a page we went to; of use where it is of our history and newer. @param {Snapshot} snapshot */
  consider(snapshot) {
    if (snapshot.epoch === this.#place.epoch) this.#take("snapshot", snapshot);
  }

  /** @param {number} index */
  async #climb(index) {
    if (this.#rungs[index] || index >= this.#ladder.length) return;
    /** @type {Rung} */
    const rung = { up: false, wasUp: false, closed: false, transport: null };
    this.#rungs[index] = rung;
    this.#wait(index);
    try {
      const transport = await this.#ladder[index].open(() => spot(this.#place), {
        up: () => this.#up(index, rung),
        down: () => this.#down(index, rung),
        alive: () => this.#alive(),
        message: (name, data) => rung.closed || (this.#take(name, data) && this.#replaced()),
      });
      rung.transport = transport;
      if (rung.closed) transport.close();
    } catch {
      this.#climb(index + 1);
    }
    this.#show();
  }

  /** @param {number} index */
  #wait(index) {
    const rung = this.#rungs[index];
    const { patience } = this.#ladder[index];
    clearTimeout(rung.timer);
    if (!patience) return;
    // A way that was up will most likely be up again: no need for everybody to run to the next rung at once.
    const wait = rung.wasUp ? patience * (2 + Math.random()) : patience;
    rung.timer = setTimeout(() => !rung.up && !rung.closed && this.#climb(index + 1), wait);
  }

  /** @param {number} index @param {Rung} rung */
  #up(index, rung) {
    if (rung.closed) return;
    rung.up = rung.wasUp = true;
    clearTimeout(rung.timer);
    this.#closeFrom(index + 1);
    this.#alive();
    this.#show();
  }

  /** @param {number} index @param {Rung} rung */
  #down(index, rung) {
    if (rung.closed) return;
    rung.up = false;
    this.#place = dropped(this.#place);
    this.#wait(index);
    this.#show();
  }

  /** @param {number} index */
  #closeFrom(index) {
    for (const rung of this.#rungs.splice(index)) {
      rung.closed = true;
      clearTimeout(rung.timer);
      rung.transport?.close();
    }
  }

  #replaced() {
    this.#isReplaced = true;
    this.#onReplaced?.();
  }

  /** Whether a whole board came. @param {string} name @param {unknown} data */
  #take(name, data) {
    this.#storeAway = awaySince(data);
    const { place, steps } = receive(this.#place, name, data);
    this.#place = place;
    for (const step of steps) {
      if (step.do === "replace") board.replace(step.board);
      else if (step.do === "apply") board.apply(step.name, step.data);
      else this.#resume();
    }
    if (!place.waiting) {
      clearTimeout(this.#resumeTimer);
      this.#alive();
    }
    this.#show();
    return steps.some((step) => step.do === "replace");
  }

  /** Asks the best way that is up for what is missing, and again if nothing comes of it. */
  #resume() {
    clearTimeout(this.#resumeTimer);
    this.#rungs.find((rung) => rung.up)?.transport?.resume();
    this.#resumeTimer = setTimeout(() => this.#place.waiting && this.#resume(), RESUME_MS);
  }

  #wake() {
    for (const rung of this.#rungs) rung.transport?.wake();
    this.#show();
  }

  #alive() {
    if (!this.#place.waiting) this.confirmedAt = this.#storeAway ?? serverNow();
  }

  #show() {
    const next = this.#judge();
    if (next === this.state) return;
    this.state = next;
    for (const render of this.#watchers) render(next);
  }

  /** @returns {FeedState} */
  #judge() {
    if (!navigator.onLine) return "offline";
    if (this.#place.waiting) return "behind";
    if (this.#storeAway) return "away";
    const index = this.#rungs.findIndex((rung) => rung.up);
    if (index < 0) return this.#rungs.length > 1 ? "away" : "connecting";
    return this.#ladder[index].slow ? "polling" : "live";
  }
}

/**
 * A snapshot says when the server itself last heard from the store (`as_of`); `null` where that is a moment ago.
 * @param {any} data
 */
function awaySince(data) {
  const heard = Date.parse(data?.as_of);
  return Date.parse(data?.now) - heard > STORE_AWAY_MS ? heard : null;
}

export const feed = new Feed();
