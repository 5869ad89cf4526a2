/** A day's programmes: which one is on now, and the reader's own time beside the station's where they differ. */
import { fill } from "../dom.js";
import { Live } from "../site.js";
import { everySecond, isElsewhere, localClock, ownZone, serverNow } from "../time.js";
import { say } from "../words.js";

customElements.define("aw-day", class extends Live {
  start(signal) {
    this.slots = [...this.querySelectorAll(".slot")];
    this.mark();
    everySecond(() => this.mark(), signal);
    if (!isElsewhere()) return;
    for (const slot of this.slots) fill(slot, { local: say("your_time", { time: localClock(slot.dataset.starts) }) });
    fill(this, { zone: say("your_zone", { zone: ownZone }) });
  }

  mark() {
    const now = serverNow();
    for (const slot of this.slots) {
      const phase = Date.parse(slot.dataset.ends) <= now ? "past" : Date.parse(slot.dataset.starts) <= now ? "now" : "later";
      if (slot.dataset.phase !== phase) slot.dataset.phase = phase;
    }
  }
});
