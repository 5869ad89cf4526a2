/**
 * The one connection to a station that all its embeds on a page share: a small file asked for now and then, and while somebody
 * looks a stream of events. It is silent while nobody can see an embed, and slower the longer the station is away.
 */
import { nextChange, visible } from "../../js/feed/visible.js";
import { CHANGES } from "./changes.js";
import { Followers } from "./followed.js";
import { BUILD, isPinned, shared, within } from "./origin.js";

/** @import { EventName } from "../../js/feed/events.d.ts" */
/** @import { Held } from "./types.d.ts" */
/** @typedef {{ inView: boolean, localName: string, draw(): void }} Embed */

const POLL_MS = 15_000;
const POLL_BESIDE_STREAM_MS = 120_000;
const LONGEST_PAUSE_MS = 600_000;
const PATIENCE_MS = 10_000;
const LINGER_MS = 20_000;
const STREAM_AGAIN_MS = 300_000;
const POLL_REVOKED_MS = 60_000;

/** @type {(EventName | "snapshot" | "epoch")[]} */
const EVENTS = ["snapshot", "epoch", "breaking", "most_read", "article", "stream", "on_air", "promo", "schedule", "alerts"];

/** By the station's address; another of our scripts on the page has the same. @type {Map<string, Connection>} */
export const connections = shared() ?? new Map();

/** The connection to the station at `home`, made where there is none. @param {string} home with a slash at its end */
export function connectionTo(home) {
  const connection = connections.get(home) ?? new Connection(home);
  connections.set(home, connection);
  return connection;
}

export class Connection {
  /** @type {Set<Embed>} */
  embeds = new Set();
  /** @type {Held | null} */
  held = null;
  heardAt = 0;
  /** The station no longer gives its news to this page's site. */
  isRevoked = false;
  #askedAt = 0;
  #asking = false;
  #fails = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #parting;
  /** @type {EventSource | null} */
  #stream = null;
  #streamFrom = 0;
  #refused = false;
  #ahead = NaN;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #ending;
  #isFirst = true;

  /** @param {string} home */
  constructor(home) {
    this.home = home;
    this.followed = new Followers(home, () => this.draw());
    document.addEventListener("visibilitychange", () => this.wake());
    for (const name of ["online", "pageshow"]) addEventListener(name, () => this.wake());
    // A page with an open stream would not be kept for the way back.
    addEventListener("pagehide", () => this.#hush());
    // A page that does not allow the connection is asked once, not for ever.
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      if (effectiveDirective === "connect-src" && blockedURI.startsWith(new URL(home).origin)) this.#refused = true;
    });
  }

  get awake() {
    return !this.#refused && !document.hidden && [...this.embeds].some((embed) => embed.inView);
  }

  /** Milliseconds since the epoch by the station's clock; NaN as long as it has not said. */
  get now() {
    return Date.now() + this.#ahead;
  }

  wake() {
    clearTimeout(this.#parting);
    if (!this.awake) {
      clearTimeout(this.#timer);
      this.#parting = setTimeout(() => this.#hush(), document.hidden ? 0 : LINGER_MS);
    } else if (!this.#stream) {
      this.#later(Math.max(0, this.#askedAt + POLL_MS / 3 - Date.now()));
    } else {
      this.#later(POLL_BESIDE_STREAM_MS);
    }
  }

  async #ask() {
    if (!this.awake || this.#asking) return;
    this.#asking = true;
    this.#askedAt = Date.now();
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(`${this.home}embed/ticker.json${within("?")}`, { signal: stop.signal, credentials: "omit" });
      if (!answer.ok) throw new Error(String(answer.status));
      const says = Date.parse(answer.headers.get("Date") ?? "");
      if (says) this.#ahead = says - Date.now();
      this.#take(await answer.json());
      if (!this.isRevoked) await this.followed.ask(this.held);
      this.#fails = 0;
    } catch {
      this.#fails += 1;
      this.#hush();
    }
    clearTimeout(patience);
    this.#asking = false;
    this.draw();
    if (!this.#fails) this.#listen();
    const alone = this.isRevoked ? POLL_REVOKED_MS : POLL_MS;
    const pause = this.#stream ? POLL_BESIDE_STREAM_MS : alone * 2 ** Math.max(0, this.#fails - 1);
    this.#later(Math.min(pause, LONGEST_PAUSE_MS));
  }

  /** @param {Held} fresh */
  #take(fresh) {
    this.heardAt = fresh.stale_since ? Date.parse(fresh.stale_since) : Date.now();
    this.isRevoked = Boolean(fresh.revoked);
    if (this.isRevoked) return this.#hush();
    // A cache in between may be behind what the stream said.
    const behind = this.held?.epoch === fresh.epoch && this.held.seq > fresh.seq;
    if (!behind) this.held = fresh;
  }

  /** @param {number} ms */
  #later(ms) {
    clearTimeout(this.#timer);
    // Embeds all over the country were opened by the same news: they do not ask in step.
    if (this.awake) this.#timer = setTimeout(() => this.#ask(), ms * (0.85 + 0.3 * Math.random()));
  }

  #listen() {
    if (this.#stream || !this.held || this.isRevoked || !self.EventSource || !this.awake) return;
    if (navigator.connection?.saveData || Date.now() < this.#streamFrom) return;
    const place = encodeURIComponent(`${this.held.epoch}:${this.held.seq}`);
    const names = [...new Set([...this.embeds].map(({ localName }) => localName.replace("airwire-", "")))].sort().join();
    const about = `&embed=${names}&build=${BUILD}${isPinned() ? "&pinned" : ""}${this.#isFirst ? "&first" : ""}${within("&")}`;
    const stream = new EventSource(`${this.home}api/v1/events?succeeds&last-event-id=${place}${about}`);
    let opened = false;
    stream.onopen = () => {
      opened = true;
      this.#isFirst = false;
    };
    stream.addEventListener("revoked", () => {
      this.isRevoked = true;
      this.#hush();
      this.draw();
      this.#later(POLL_REVOKED_MS);
    });
    for (const name of EVENTS) stream.addEventListener(name, ({ data }) => this.#hear(name, data));
    // Left alone it would try again every three seconds, and the browser would note each failure on the page.
    stream.onerror = () => {
      this.#hush();
      this.#streamFrom = opened ? 0 : Date.now() + STREAM_AGAIN_MS;
      this.#later(POLL_MS);
    };
    this.#stream = stream;
  }

  /** @param {EventName | "snapshot" | "epoch"} name @param {string} text */
  #hear(name, text) {
    const { held } = this;
    if (!held) return;
    let event;
    try {
      event = JSON.parse(text);
    } catch {
      return;
    }
    const sameHistory = event.epoch === held.epoch;
    if (sameHistory && event.seq <= held.seq) return;
    const goesOn = name === "epoch" && event.seq === held.seq && follows(event.succeeds, held);
    if (name !== "snapshot" && !goesOn && !(sameHistory && event.seq === held.seq + 1)) {
      this.#later(1000);
      return;
    }
    if (name !== "epoch") CHANGES[name]?.(held, event);
    if (name === "breaking") this.followed.hear(event);
    if (name === "snapshot") this.followed.ask(held);
    Object.assign(held, { epoch: event.epoch, seq: event.seq });
    this.heardAt = Date.now();
    this.draw();
  }

  #hush() {
    this.#stream?.close();
    this.#stream = null;
  }

  draw() {
    for (const embed of this.embeds) embed.draw();
    this.#drawAtTheNextEnd();
  }

  /** A headline's time is over without anybody's word. */
  #drawAtTheNextEnd() {
    clearTimeout(this.#ending);
    const wait = this.held ? nextChange(visible(this.held, this.now)) - this.now : NaN;
    if (wait < LONGEST_PAUSE_MS) this.#ending = setTimeout(() => this.draw(), wait);
  }
}

/** Whether what is held is of an epoch that another goes on from. @param {{ epoch: string, seq: number }[]} succeeds @param {Held} held */
function follows(succeeds, held) {
  return succeeds.some(({ epoch, seq }) => epoch === held.epoch && held.seq <= seq);
}
