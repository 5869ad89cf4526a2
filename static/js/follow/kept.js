/** What this device follows; nothing of it is kept anywhere else. */

/** @typedef {{ kind: string, slug: string, name: string }} Subject */
/** @typedef {{ recall(key: string): any, remember(key: string, value: unknown): void }} Memory the browser's own, as the page has it */

const KEY = "follows";
const MOST = 50;

export class Follows {
  #memory;

  /** @param {Memory} memory */
  constructor(memory) {
    this.#memory = memory;
  }

  /** @returns {Subject[]} the last one first */
  all() {
    const kept = this.#memory.recall(KEY);
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.kind === "string" && typeof one.slug === "string").slice(0, MOST) : [];
  }

  /** @param {Subject} subject */
  has({ kind, slug }) {
    return this.all().some((one) => one.kind === kind && one.slug === slug);
  }

  /** @param {Subject} subject @returns {boolean} whether it is followed now */
  toggle(subject) {
    const was = this.has(subject);
    const others = this.all().filter((one) => one.kind !== subject.kind || one.slug !== subject.slug);
    this.#memory.remember(KEY, was ? others : [subject, ...others].slice(0, MOST));
    return !was;
  }

  /** The address of what is new of all of them; null where nothing is followed. */
  address() {
    const all = this.all();
    return all.length ? `/following?${new URLSearchParams(all.map(({ kind, slug }) => [kind, slug]))}` : null;
  }
}
