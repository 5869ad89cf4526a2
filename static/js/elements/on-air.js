/** The studio card: programme, hosts, segment, progress and what is next, at the moment the listener hears. */
import { airNow, watchAir } from "../on-air/air.js";
import { fill, setAttribute, setLanguage, setText } from "../page/dom.js";
import { heardBehind, heardNow, isLeast } from "../on-air/heard.js";
import { Live } from "../page/site.js";
import { everySecond } from "../clock/time.js";
import { say } from "../page/words.js";

customElements.define("aw-on-air", class extends Live {
  start(signal) {
    this.bar = this.querySelector("progress");
    this.heard = this.querySelector(".on-air__heard");
    watchAir((air) => this.render(air), signal);
    everySecond(() => this.move(airNow()), signal);
    this.render(airNow());
  }

  render(air) {
    const { programme, segment, next } = air;
    this.dataset.empty = String(!programme);
    fill(this, {
      programme: programme?.title ?? say("nothing_scheduled"),
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
    for (const name of ["programme", "segment"]) setLanguage(this.part(name), programme?.language);
    setLanguage(this.part("next_title"), next?.programme.language);
    this.move(air);
  }

  move(air) {
    const from = Date.parse(air.starts_at);
    const to = Date.parse(air.ends_at);
    const now = heardNow();
    const minutes = Math.ceil((to - now) / 60_000);
    this.behind = settled(this.behind, heardBehind());
    if (to > from) {
      setAttribute(this.bar, "max", Math.round((to - from) / 1000));
      setAttribute(this.bar, "value", Math.round(Math.min(to - from, Math.max(0, now - from)) / 1000));
    }
    const over = say(air.by === "hand" ? "running_over" : "over");
    fill(this, { left: Number.isNaN(minutes) ? null : minutes > 0 ? say("left", { n: minutes }) : over });
    setText(this.heard, this.behind > 2 ? say(isLeast() ? "heard_least" : "heard", { n: this.behind }) : "");
  }
});

/** Whole seconds that do not tremble between two: the number stays until it is clearly another. */
function settled(shown, seconds) {
  return Math.abs((shown ?? -1) - seconds) > 0.75 ? Math.round(seconds) : shown;
}
