/** A day's programmes: which one is on now, and the reader's own time beside the station's where they differ. */
import { fill, setText } from "../page/dom.js";
import { station } from "../page/page.js";
import { Live } from "../page/site.js";
import { everySecond, isElsewhere, localClock, ownZone, serverNow } from "../clock/time.js";
import { say } from "../page/words.js";

customElements.define("aw-day", class extends Live {
  /** @type {HTMLElement[]} */
  #slots = [];

  /** @override @param {AbortSignal} signal */
  start(signal) {
    this.#slots = [...this.querySelectorAll(".slot")];
    this.mark();
    everySecond(() => this.mark(), signal);
    if (!isElsewhere()) return;
    for (const slot of this.#slots) fill(slot, { local: localClock(slot.dataset.starts ?? "") });
  }

  mark() {
    const now = serverNow();
    for (const slot of this.#slots) {
      const { starts = "", ends = "" } = slot.dataset;
      const phase = Date.parse(ends) <= now ? "past" : Date.parse(starts) <= now ? "now" : "later";
      if (slot.dataset.phase !== phase) slot.dataset.phase = phase;
    }
  }
});

/** Whose times they are. */
customElements.define("aw-zone", class extends Live {
  /** @override */
  start() {
    if (isElsewhere()) setText(this, say("your_zone", { city: station.city, zone: ownZone }));
  }
});
