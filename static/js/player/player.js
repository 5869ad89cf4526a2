/**
 * The one player of this tab: what the listener wants (`wanted`), what is so (`state`), and how to get there.
 *
 *     idle ─ play ─► starting ─► playing ◄─► stalled ─► (again, or the next stream) ─► failed ─► (quietly again)
 *
 * It says so by the event "change". Nothing plays unless the listener said so.
 */
import { feed } from "../feed/feed.js";
import { setHeardBehind } from "../on-air/heard.js";
import { recall, remember } from "../page/page.js";
import { isSaving, save } from "../page/saver.js";
import { board } from "../page/site.js";
import { askTime, onClockJump } from "../clock/time.js";
import { engineFor } from "./engines.js";
import { after, ideal, isMixed, preferred, WayHome } from "./route.js";
import { isBedtime, sleepAfter } from "./sleep.js";

/** @import { Candidate, Wish } from "./route.js" */
/** @import { Engine } from "./engines.js" */

/** @typedef {"idle" | "starting" | "playing" | "stalled" | "failed"} PlayerState */
/** @typedef {{ volume: number, muted: boolean, stream: string | null, nudges: Record<string, number> }} Settings */

const STALL_MS = 8000;
const START_MS = 15_000;
/** Where it is next to certain that a browser refuses, nobody is left waiting. */
const MIXED_START_MS = 4000;
const TRIES_PER_STREAM = 2;
const LONGEST_WAIT_MS = 15_000;
/** After so many tries in a row we say so, and try quietly for a quarter of an hour. Then only news wakes us. */
const LOUD_TRIES = 8;
const QUIET_MS = 30_000;
const QUIET_TRIES = 30;
/** Who plays for so long is well: a frozen playlist plays its last seconds again and again. */
const STEADY_MS = 20_000;
const FAR_S = 45;
const SLEPT_MS = 10_000;

export class Player extends EventTarget {
  /** @type {PlayerState} */
  state = "idle";
  /** A key of the page's words, or "" while there is nothing to say. */
  message = "";
  /** The title of the stream that the message is about. */
  title = "";
  wanted = false;
  /** Given by `attach`, before anything can play. @type {HTMLAudioElement} */
  #audio;
  /** @type {Engine | null} */
  #engine = null;
  #attempt = 0;
  #tries = 0;
  #heard = false;
  #since = 0;
  #home = new WayHome();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Settings} */
  #settings = { volume: 1, muted: false, stream: null, nudges: {}, ...recall("player") };

  /** @param {HTMLAudioElement} audio */
  attach(audio) {
    this.#audio = audio;
    audio.volume = this.#settings.volume;
    audio.muted = this.#settings.muted;
    audio.addEventListener("playing", () => this.#plays());
    audio.addEventListener("waiting", () => this.#waits());
    audio.addEventListener("stalled", () => this.#waits());
    audio.addEventListener("ended", () => this.#again());
    audio.addEventListener("error", () => this.#engine?.plain && this.#again());
    // The system's own buttons pause; a live stream that is paused is stopped.
    audio.addEventListener("pause", () => this.state === "playing" && !audio.ended && this.stop());
    // Good news: the network, our own line to the newsroom, the stream.
    addEventListener("online", () => this.#wake());
    feed.watch((state) => state === "live" && this.#wake());
    board.subscribe("stream", ({ status }) => this.state === "failed" && status === "on_air" && this.#wake());
    // A sleep that the steady clock did not see: what is measured by it is wrong from here on.
    onClockJump((ms) => ms > SLEPT_MS && this.state === "playing" && this.#engine?.plain && this.#restart());
    setInterval(() => this.#measure(), 1000);
  }

  /** @returns {Candidate[]} in the order of the operator's preference */
  get streams() {
    return board.state.stream.streams.map((stream) => ({ ...stream, mixed: isMixed(stream.url, location.href) }));
  }

  /** The one to play while all is well. */
  get stream() {
    return preferred(this.streams, this.#wish);
  }

  /** @returns {Wish} */
  get #wish() {
    return { chosen: this.#settings.stream, saving: isSaving() };
  }

  /** @returns {Candidate | undefined} the one that plays, or would */
  get current() {
    return this.#engine?.source ?? this.stream;
  }

  get volume() {
    return this.#settings.volume;
  }

  get muted() {
    return this.#settings.muted;
  }

  /** Each stream has its own. */
  get nudge() {
    return this.#settings.nudges[this.current?.id ?? ""] ?? 0;
  }

  /** Seconds behind the live edge that could be heard, or `null`. */
  get behindEdge() {
    return this.state === "playing" ? (this.#engine?.behindEdge() ?? null) : null;
  }

  toggle() {
    if (this.state === "idle" || this.state === "failed") this.play();
    else this.stop();
  }

  play() {
    if (!this.stream) return;
    this.wanted = true;
    this.#tries = 0;
    for (const wait of [0, 1500, 4000]) setTimeout(() => askTime().catch(() => {}), wait);
    this.#start(this.stream);
  }

  stop() {
    this.wanted = false;
    sleepAfter(0);
    this.#end();
    this.#become("idle", "");
  }

  goLive() {
    if (!this.#engine?.goLive()) this.#restart();
  }

  /** @param {string} id of a stream */
  choose(id) {
    this.#set({ stream: id });
    if (this.wanted) this.#restart();
  }

  /** Saving data: the thinnest stream, from now on. @param {boolean} on */
  setSaver(on) {
    save(on);
    if (this.wanted) this.#restart();
    else this.#changed();
  }

  /** @param {number} volume between 0 and 1 */
  setVolume(volume) {
    this.#audio.volume = volume;
    this.#audio.muted = false;
    this.#set({ volume, muted: false });
  }

  /** @param {boolean} muted */
  setMuted(muted) {
    this.#audio.muted = muted;
    this.#set({ muted });
  }

  /** Seconds that the listener adds to what was measured, to make the page meet the ear. @param {number} nudge */
  setNudge(nudge) {
    const { nudges } = this.#settings;
    const { id } = this.current ?? {};
    if (!id) return;
    const ours = this.streams.filter((stream) => stream.id in nudges).map((stream) => [stream.id, nudges[stream.id]]);
    this.#set({ nudges: { ...Object.fromEntries(ours), [id]: Math.min(60, Math.max(-60, nudge)) } });
    this.#measure();
  }

  /** @param {Partial<Settings>} settings */
  #set(settings) {
    Object.assign(this.#settings, settings);
    remember("player", this.#settings);
    this.#changed();
  }

  #restart() {
    this.#tries = 0;
    this.#start(this.stream);
  }

  #wake() {
    if (this.wanted && this.state !== "playing" && this.state !== "starting") this.#restart();
  }

  /** @param {Candidate | undefined} source @param {string | null} [message] `null` to try without a word */
  async #start(source, message = "starting") {
    if (!source) return;
    const isQuiet = message === null;
    this.#end();
    const attempt = ++this.#attempt;
    if (!isQuiet) this.#become("starting", navigator.onLine ? message : "offline_sound");
    this.#timer = setTimeout(() => attempt === this.#attempt && this.#again(), source.mixed ? MIXED_START_MS : START_MS);
    try {
      const engine = await engineFor(this.#audio, source, () => attempt === this.#attempt && this.#again());
      if (attempt !== this.#attempt) return engine.stop();
      this.#engine = engine;
      await engine.start();
    } catch (error) {
      if (attempt !== this.#attempt) return;
      const name = error instanceof Error ? error.name : "";
      if (name === "NotAllowedError") this.#fail("press_again");
      else if (name !== "AbortError") this.#again();
    }
  }

  #end() {
    this.#attempt += 1;
    clearTimeout(this.#timer);
    const engine = this.#engine;
    this.#engine = null;
    engine?.stop();
    setHeardBehind(null);
  }

  #plays() {
    if (!this.wanted) return;
    clearTimeout(this.#timer);
    this.#since = performance.now();
    this.#heard = true;
    this.#become("playing", "");
  }

  #waits() {
    if (this.state !== "playing" || this.#audio.readyState > 2) return;
    const attempt = this.#attempt;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (attempt !== this.#attempt || this.#audio.readyState > 2) return;
      this.#become("stalled", navigator.onLine ? "stalled" : "offline_sound");
      this.#timer = setTimeout(() => attempt === this.#attempt && this.#again(), STALL_MS / 2);
    }, STALL_MS / 2);
  }

  /** Something went wrong: the same stream again, then the next, each time a little later. */
  #again() {
    if (!this.wanted) return;
    const failed = this.current;
    const attempt = this.#endAndCount(failed);
    if (!navigator.onLine) return this.#become("stalled", "offline_sound");
    if (this.#tries > LOUD_TRIES) return this.#tryQuietly();
    const other = after(this.streams, failed);
    if (failed?.mixed && (!other || other.mixed)) return this.#fail("no_tls");
    const next = failed?.mixed || this.#tries % TRIES_PER_STREAM === 0 ? other : failed;
    const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** (this.#tries - 1)) * (0.75 + Math.random() / 2);
    const message = next?.id !== failed?.id ? "switching" : this.#heard ? "stalled" : "starting";
    this.#become("stalled", message, next);
    this.#timer = setTimeout(() => attempt === this.#attempt && this.#start(next, message), wait);
  }

  /** @param {Candidate | undefined} failed */
  #endAndCount(failed) {
    this.#end();
    this.#tries += 1;
    if (failed?.id === ideal(this.streams, this.#wish)?.id) this.#home.failed(performance.now());
    return this.#attempt;
  }

  #tryQuietly() {
    const beyond = this.#tries - LOUD_TRIES;
    if (this.state !== "failed") this.#fail(board.state.stream.status === "off_air" ? "off_air_hint" : "cannot_play");
    if (beyond > QUIET_TRIES) return;
    const attempt = this.#attempt;
    const next = this.streams[beyond % this.streams.length] ?? this.stream;
    this.#timer = setTimeout(() => attempt === this.#attempt && this.#start(next, null), QUIET_MS * (0.75 + Math.random() / 2));
  }

  /** @param {string} message */
  #fail(message) {
    this.#end();
    this.#become("failed", message);
  }

  #measure() {
    if (this.wanted && isBedtime()) return this.stop();
    if (this.state !== "playing") return;
    // Nobody drifts for good: who fell far behind (a sleep, a long stall) is brought back.
    if ((this.behindEdge ?? 0) > FAR_S) return this.goLive();
    setHeardBehind((this.#engine?.delay() ?? 0) + this.nudge, Boolean(this.#engine?.atLeast) && !this.nudge);
    if (performance.now() - this.#since > STEADY_MS) this.#settle();
    this.#changed();
  }

  /** It plays well. On a backup: back to the preferred stream once that is. */
  #settle() {
    this.#tries = 0;
    const home = ideal(this.streams, this.#wish);
    if (home?.id === this.current?.id) this.#home.arrived();
    else if (home && this.#home.isOpen(home, performance.now())) this.#start(home);
  }

  /** @param {PlayerState} state @param {string} message @param {Candidate} [next] */
  #become(state, message, next = this.current) {
    this.state = state;
    this.message = message;
    this.title = next?.title ?? "";
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

export const player = new Player();
