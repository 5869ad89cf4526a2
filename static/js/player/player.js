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
import { SoundClock } from "./sound-clock.js";

/** @import { Candidate, Wish } from "./route.js" */
/** @import { Engine } from "./engines.js" */

/** @typedef {"idle" | "starting" | "playing" | "stalled" | "failed"} PlayerState */
/** @typedef {{ volume: number, muted: boolean, stream: string | null, nudges: Record<string, number> }} Settings */

/** Sound that stands still for so long is a stall, whatever the browser says. */
const STILL_S = 3;
/** So long it may then take to move again by itself: less where all is there, and it is the device that does not play. */
const REFILL_S = 5;
const MEND_S = 3;
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
  /** Everything is there, and this device does not play it. */
  #deaf = false;
  #since = 0;
  #clock = new SoundClock();
  /** Whether the browser has said that it plays, and where it said so last; NaN while it waits for data. */
  #begun = false;
  #from = NaN;
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
    audio.addEventListener("playing", () => this.#begins());
    audio.addEventListener("timeupdate", () => audio.currentTime > this.#from && this.#plays());
    for (const away of ["waiting", "seeking", "emptied"]) audio.addEventListener(away, () => { this.#from = NaN; });
    audio.addEventListener("ended", () => this.#again());
    audio.addEventListener("error", () => this.#engine?.plain && this.#again());
    // The system's own buttons pause; a live stream that is paused is stopped.
    audio.addEventListener("pause", () => this.state === "playing" && !audio.ended && this.stop());
    // Good news: the network, a headset, our own line to the newsroom, the stream.
    addEventListener("online", () => this.#wake());
    navigator.mediaDevices?.addEventListener("devicechange", () => this.#wake());
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

  /** The browser plays nothing before a hand is seen. */
  get isHeldBack() {
    return this.wanted && this.state === "failed" && this.message === "press_again";
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
      const engine = await engineFor(this.#audio, source, (how) => attempt === this.#attempt && this.#lost(source, how));
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
    this.#begun = false;
    this.#from = NaN;
    engine?.stop();
    setHeardBehind(null);
  }

  /** The browser says that it plays. It does once time passes there. */
  #begins() {
    this.#from = this.#audio.currentTime;
    if (!this.#begun) this.#clock.begin(this.#from, performance.now());
    this.#begun = true;
  }

  /** @param {boolean} isSure */
  #plays(isSure = false) {
    if (!this.wanted || this.state === "playing" || this.#audio.paused || this.#audio.error) return;
    if (this.#deaf && !isSure) return;
    clearTimeout(this.#timer);
    this.#since = performance.now();
    this.#heard = true;
    this.#deaf = false;
    this.#clock.begin(this.#audio.currentTime, this.#since);
    this.#become("playing", "");
  }

  /** What is said is what is heard: sound that stands still has stalled. It is mended in place, then anew. */
  #watch() {
    const { currentTime, readyState, paused, error } = this.#audio;
    if (paused && this.#engine && this.state !== "failed") this.#unpause();
    if (!this.#begun) return;
    this.#clock.look(error ? NaN : currentTime, performance.now());
    if (this.#clock.isSure) this.#plays(true);
    const { still } = this.#clock;
    if (still < STILL_S) return;
    this.#deaf = readyState > 2 || paused;
    const patience = this.state === "failed" ? 0 : this.#deaf ? MEND_S : REFILL_S;
    if (still >= STILL_S + patience) this.#again();
    else if (this.state !== "stalled") this.#become("stalled", this.#deaf ? "no_device" : navigator.onLine ? "stalled" : "offline_sound");
  }

  /** Nobody pressed pause, or it would be stopped: a lost device leaves the element paused without a word, and so does WebKit's way back. */
  #unpause() {
    this.#audio.play().catch((error) => error.name === "NotAllowedError" && this.#fail("press_again"));
  }

  /** @param {Candidate} source @param {"anew" | "elsewhere"} [how] */
  #lost(source, how) {
    if (how === "anew") this.#start(source, "stalled");
    else this.#again(how === "elsewhere");
  }

  /** Something went wrong: the same stream again, then the next (or that at once), each time a little later. */
  #again(elsewhere = false) {
    if (!this.wanted) return;
    const failed = this.current;
    const attempt = this.#endAndCount(failed);
    if (!navigator.onLine) return this.#become("stalled", "offline_sound");
    if (this.#tries > LOUD_TRIES) return this.#tryQuietly();
    const other = after(this.streams, failed);
    if (failed?.mixed && (!other || other.mixed)) return this.#fail("no_tls");
    const next = failed?.mixed || elsewhere || (this.#tries % TRIES_PER_STREAM === 0 && !this.#deaf) ? other : failed;
    const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** (this.#tries - 1)) * (0.75 + Math.random() / 2);
    const message = this.#deaf ? "no_device" : next?.id !== failed?.id ? "switching" : this.#heard ? "stalled" : "starting";
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
    if (this.state !== "failed") this.#fail(this.#deaf ? "no_device" : board.state.stream.status === "off_air" ? "off_air_hint" : "cannot_play");
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
    this.#watch();
    if (this.state !== "playing" || !this.#clock.moving) return;
    // Nobody drifts for good: who fell far behind (a sleep, a long stall) is brought back.
    if ((this.behindEdge ?? 0) > FAR_S) return this.goLive();
    this.#learn();
    setHeardBehind((this.#engine?.delay() ?? 0) + this.nudge, Boolean(this.#engine?.atLeast) && !this.nudge);
    if (performance.now() - this.#since > STEADY_MS) this.#settle();
    this.#changed();
  }

  /** What the monitor knows of the stream by now: its burst, how late its dates are. */
  #learn() {
    const source = this.streams.find(({ id }) => id === this.current?.id);
    if (this.#engine && source) this.#engine.source = source;
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
