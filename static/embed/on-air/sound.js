/** The station's sound on a partner's page: fetched from the press on, one for all embeds of a station, and let go when it is stopped. */

/** @import { StreamSource } from "../../js/feed/events.d.ts" */
/** @import { Connection } from "../core/connection.js" */

/** @type {WeakMap<Connection, Sound>} */
const sounds = new WeakMap();

/** @param {Connection} connection */
export function soundOf(connection) {
  const sound = sounds.get(connection) ?? new Sound(() => connection.draw());
  sounds.set(connection, sound);
  return sound;
}

/** What this browser can play by itself, the plain ones first. @param {StreamSource[]} streams */
export function playable(streams) {
  const hls = document.createElement("audio").canPlayType("application/vnd.apple.mpegurl") !== "";
  const safe = streams.filter(({ url }) => location.protocol !== "https:" || url.startsWith("https:"));
  const able = safe.filter(({ kind }) => kind !== "hls" || hls);
  return able.sort((a, b) => Number(a.kind === "hls") - Number(b.kind === "hls"));
}

export class Sound {
  /** @type {"off" | "waiting" | "on" | "failed"} */
  state = "off";
  #audio = new Audio();
  #draw;
  /** @type {StreamSource[]} */
  #left = [];

  /** @param {() => void} draw called on each change */
  constructor(draw) {
    this.#draw = draw;
    this.#audio.preload = "none";
    this.#audio.addEventListener("playing", () => this.#become("on"));
    this.#audio.addEventListener("waiting", () => this.#become("waiting"));
    // A phone call or the keys of the machine: what is live is not gone on with from where it was.
    this.#audio.addEventListener("pause", () => this.#audio.src && this.stop());
    for (const name of ["error", "ended"]) this.#audio.addEventListener(name, () => this.#audio.src && this.#next());
  }

  /** @param {StreamSource[]} streams in the order in which they are tried */
  toggle(streams) {
    if (this.state === "on" || this.state === "waiting") return this.stop();
    this.#left = [...streams];
    this.#next();
  }

  stop() {
    this.#let();
    this.#become("off");
  }

  #next() {
    const next = this.#left.shift();
    this.#let();
    if (!next) return this.#become("failed");
    this.#become("waiting");
    this.#audio.src = next.url;
    this.#audio.play().catch((error) => error.name === "NotAllowedError" && this.stop());
  }

  #let() {
    this.#audio.removeAttribute("src");
    this.#audio.load();
  }

  /** @param {Sound["state"]} state */
  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.#draw();
  }
}
