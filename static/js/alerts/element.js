/** The authorities' alerts in force, above every page: they come, change and go as the board says. */
import { board, Live } from "../page/site.js";
import { drawAlerts } from "./draw.js";
import { announceAlerts } from "./say.js";

customElements.define("aw-alerts", class extends Live {
  /** @override */
  start() {
    let before = board.state.alerts;
    this.follow("alerts", (items, cause) => {
      this.hidden = !items.length;
      drawAlerts(this, items);
      if (cause) announceAlerts(before.map(({ id }) => id), items);
      before = items;
    });
  }
});
