/**
 * The authorities' alerts. What no longer stands goes at once; what is new is drawn by modules that are fetched only then, since
 * mostly there is none.
 */
import { board, Live } from "../page/site.js";

/** @import { AlertItem } from "../feed/events.d.ts" */
/** @import { Cause } from "../feed/board.js" */

customElements.define("aw-alerts", class extends Live {
  /** @override */
  start() {
    this.follow("alerts", (items, cause) => void this.render(items, cause));
  }

  /** @param {AlertItem[]} items @param {Cause | null} cause */
  async render(items, cause) {
    const before = [...this.querySelectorAll(".alert")].map(({ dataset }) => `${dataset.id}`);
    const standing = new Set(items.map(({ id }) => id));
    for (const row of this.querySelectorAll("li")) {
      if (!standing.has(row.querySelector(".alert")?.dataset.id ?? "")) row.remove();
    }
    this.hidden = !items.length;
    const [{ drawAlerts }, { announceAlerts }] = await Promise.all([import("./draw.js"), import("./say.js")]);
    drawAlerts(this, board.state.alerts);
    if (cause) announceAlerts(before, items);
  }
});
