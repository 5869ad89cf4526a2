/** Single headlines that embeds follow, also when they are no longer on the board: corrected, over, withdrawn. */

/** @import { EventData } from "../../js/feed/events.d.ts" */
/** @import { Followed, Held } from "./types.d.ts" */

const ANSWER_MS = 10_000;

export class Followers {
  /** By id; `null` where the station has no such headline. @type {Map<string, Followed | null>} */
  #known = new Map();
  /** @type {Set<string>} */
  #wanted = new Set();
  #askedOf = "";
  #home;
  #draw;

  /** @param {string} home @param {() => void} draw */
  constructor(home, draw) {
    this.#home = home;
    this.#draw = draw;
  }

  /** What is known of a headline; undefined until it was asked for. @param {string} id */
  get(id) {
    return this.#known.get(id);
  }

  /** @param {string} id @param {Held | null} held */
  want(id, held) {
    if (this.#wanted.has(id)) return;
    this.#wanted.add(id);
    this.#askedOf = "";
    if (held) this.ask(held).then(this.#draw);
  }

  /** Asks for all of them, once for each state of the board. @param {Held | null} held */
  async ask(held) {
    const place = `${held?.epoch}:${held?.seq}`;
    if (!held || place === this.#askedOf) return;
    this.#askedOf = place;
    await Promise.all([...this.#wanted].map((id) => this.#askFor(id)));
  }

  /** @param {string} id */
  async #askFor(id) {
    const address = `${this.#home}api/v1/breaking/${encodeURIComponent(id)}`;
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS), credentials: "omit" });
      if (answer.status === 404) this.#known.set(id, null);
      else if (answer.ok || answer.status === 410) this.#known.set(id, { corrections: [], ...(await answer.json()), id });
    } catch {
      this.#askedOf = ""; // what is known stays until the next time
    }
  }

  /** @param {EventData<"breaking">} change */
  hear({ action, item, at }) {
    if (!this.#wanted.has(item.id)) return;
    const before = this.#known.get(item.id);
    const { id, priority, published_at } = item;
    const corrections = [...(before?.corrections ?? [])];
    if (action === "corrected") corrections.push({ at: item.corrected_at ?? at, reason: item.reason ?? "" });
    const state = action === "withdrawn" || action === "expired" ? action : "current";
    const words = state === "withdrawn" ? { reason: item.reason } : { headline: item.headline, texts: item.texts, language: item.language };
    this.#known.set(id, { id, state, priority, published_at, ended_at: state === "current" ? undefined : at, corrections, ...words });
  }
}
