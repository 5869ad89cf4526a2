/** The studio card: programme, hosts, segment, progress and what is next, at the moment the listener hears. */
import { airNow, watchAir } from "../on-air/air.js";
import { fill, need, setAttribute, setLanguage, setText } from "../page/dom.js";
import { heardBehind, heardNow, isLeast } from "../on-air/heard.js";
import { Live } from "../page/site.js";
import { everySecond } from "../clock/time.js";
import { say } from "../page/words.js";

/** @import { OnAir } from "../feed/events.d.ts" */

customElements.define("aw-on-air", class extends Live {
  /** Seconds behind the studio, as shown. @type {number | undefined} */
  #behind;

  /** @override @param {AbortSignal} signal */
  start(signal) {
    watchAir((air) => this.render(air), signal);
    everySecond(() => this.move(airNow()), signal);
    this.render(airNow());
  }

  /** @param {OnAir} air */
  render(air) {
    const { programme, segment, next } = air;
    this.dataset.empty = String(!programme);
    fill(this, {
      programme: programme?.title ?? say("nothing_scheduled"),
      page: programme ? `/programmes/${encodeURIComponent(programme.id)}` : null,
      hosts: Boolean(programme?.hosts?.length),
      names: programme?.hosts?.join(", ") ?? "",
      slot: Boolean(air.starts_at),
      segment: segment?.title ?? programme?.title,
      about: segment?.description ?? programme?.description,
      starts_at: air.starts_at,
      ends_at: air.ends_at,
      next: Boolean(next),
      next_at: next?.starts_at,
      next_title: next?.segment?.title ?? next?.programme.title,
    });
    setLanguage(need(this, ".on-air__programme"), programme?.language);
    setLanguage(this.field("segment"), programme?.language);
    setLanguage(this.field("next_title"), next?.programme.language);
    this.move(air);
  }

  /** @param {OnAir} air */
  move(air) {
    const from = Date.parse(air.starts_at ?? "");
    const to = Date.parse(air.ends_at ?? "");
    const now = heardNow();
    const minutes = Math.ceil((to - now) / 60_000);
    this.#behind = settled(this.#behind, heardBehind());
    if (to > from) {
      const bar = need(this, "progress");
      setAttribute(bar, "max", Math.round((to - from) / 1000));
      setAttribute(bar, "value", Math.round(Math.min(to - from, Math.max(0, now - from)) / 1000));
    }
    const over = say(air.by === "hand" ? "running_over" : "over");
    fill(this, { left: Number.isNaN(minutes) ? null : minutes > 0 ? say("left", { n: minutes }) : over });
    const heard = this.#behind > 2 ? say(isLeast() ? "heard_least" : "heard", { n: this.#behind }) : "";
    setText(need(this, ".on-air__heard"), heard);
  }
});

/**
 * Whole seconds that do not tremble between two: the number stays until it is clearly another.
 * @param {number | undefined} shown @param {number} seconds
 */
function settled(shown, seconds) {
  return shown === undefined || Math.abs(shown - seconds) > 0.75 ? Math.round(seconds) : shown;
}
