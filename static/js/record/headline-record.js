/** A headline in the record, on an open page: a correction is drawn, a withdrawn headline's wording goes at once. */
import { fillTime } from "../clock/time.js";
import { element } from "../page/dom.js";
import { fillHeadline } from "../page/headline.js";
import { refresh } from "../page/navigate.js";
import { headlineLanguage } from "../page/page.js";
import { Live } from "../page/site.js";
import { worded } from "../page/worded.js";
import { say } from "../page/words.js";

/** @import { BreakingChange, BreakingItem } from "../feed/events.d.ts" */

customElements.define("aw-headline-record", class extends Live {

  /** @override */
  start() {
    this.follow("headline", (change) => change?.item.id === this.dataset.id && this.change(change));
    this.follow("breaking", (items, cause) => cause === null && this.compare(items));
  }

  /** @param {BreakingChange & { at: string }} change */
  change({ action, item, at }) {
    if (action === "withdrawn") this.bury(item, at);
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
    if (!(headline instanceof HTMLElement)) return;
    const words = worded(item, headlineLanguage).headline;
    this.retitle(words);
    fillHeadline(headline, item);
    if (!this.isPage()) return;
    const share = document.querySelector("aw-share");
    if (share instanceof HTMLElement) share.dataset.title = words;
  }

  /** The tab and the history say what the page says. @param {string} words */
  retitle(words) {
    const before = this.querySelector(".headline__text")?.textContent?.trim();
    if (before && this.isPage() && document.title.startsWith(before)) document.title = words + document.title.slice(before.length);
  }

  /** Whether it is the headline of this page, not one row of a list. */
  isPage() {
    return document.querySelector("main")?.dataset.page === "headline";
  }

  /** No word of it stays: its place, when it was withdrawn, and the reason. @param {BreakingItem} item @param {string} at */
  bury({ reason }, at) {
    const address = this.querySelector(".headline__address")?.cloneNode(true);
    const when = element("time", { "data-form": "clock" });
    if (when instanceof HTMLTimeElement) fillTime(when, at);
    const level = /** @type {"h1" | "h2" | "p"} */ (this.querySelector(".headline__text")?.localName ?? "p");
    this.dataset.state = "withdrawn";
    this.retitle(say("headline_withdrawn"));
    this.replaceChildren(element("article", { class: "headline record__withdrawn" },
      ...(address ? [element("p", { class: "headline__kicker" }, address)] : []),
      element(level, { class: "headline__text" }, say("headline_withdrawn")),
      element("p", { class: "headline__note" }, element("strong", {}, say("withdrawn")), " ", when, " ",
        element("span", { dir: "auto" }, reason ?? ""))));
    if (this.isPage()) document.querySelector("aw-share")?.remove();
  }
});
