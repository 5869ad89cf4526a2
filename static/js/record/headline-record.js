/** A headline in the record, on an open page: a correction is drawn, a withdrawn headline's wording goes at once. */
import { element } from "../page/dom.js";
import { fillHeadline } from "../page/headline.js";
import { refresh } from "../page/navigate.js";
import { Live } from "../page/site.js";
import { say } from "../page/words.js";

/** @import { BreakingChange, BreakingItem } from "../feed/events.d.ts" */

customElements.define("aw-headline-record", class extends Live {

  /** @override */
  start() {
    this.follow("headline", (change) => change?.item.id === this.dataset.id && this.change(change));
    this.follow("breaking", (items, cause) => cause === null && this.compare(items));
  }

  /** @param {BreakingChange} change */
  change({ action, item }) {
    if (action === "withdrawn") this.bury(item);
    else if (action === "corrected") this.fill(item);
  }

  /** The board came as a whole, or time has passed: what was current and is not on it any more has ended. @param {BreakingItem[]} items */
  compare(items) {
    if (this.dataset.state !== "current") return;
    const item = items.find(({ id }) => id === this.dataset.id);
    if (item) this.fill(item);
    else refresh();
  }

  /** @param {BreakingItem} item */
  fill(item) {
    const headline = this.querySelector(".headline");
    if (headline instanceof HTMLElement) fillHeadline(headline, item);
  }

  /** No word of it stays: the reason alone. @param {BreakingItem} item */
  bury({ reason }) {
    this.dataset.state = "withdrawn";
    this.replaceChildren(element("article", { class: "headline record__withdrawn" },
      element("p", { class: "headline__text" }, say("headline_withdrawn")),
      element("p", { class: "headline__note" }, element("strong", {}, say("withdrawn")), ` ${reason ?? ""}`)));
    if (document.querySelector("main")?.dataset.page !== "headline") return;
    document.title = say("headline_withdrawn");
    document.querySelector("aw-share")?.remove();
  }
});
