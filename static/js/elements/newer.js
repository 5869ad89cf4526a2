/**
 * Headlines that the reader has not seen: where the live page is open a button shows them, as "2 new headlines". Elsewhere
 * the newest itself is there to be read, and closed; nobody has to leave what they are reading. A flash has its banner.
 */
import { element, need, setText } from "../page/dom.js";
import { forgetAllBut, isUnseen, markAllSeen, markUnseen, unseenCount, watchUnseen } from "../page/newer.js";
import { board, Live } from "../page/site.js";
import { headlineLanguage } from "../page/page.js";
import { worded } from "../page/worded.js";
import { say } from "../page/words.js";

/** @import { BreakingItem } from "../feed/events.d.ts" */
/** @import { Cause } from "../feed/board.js" */

customElements.define("aw-newer", class extends Live {
  #button = element("button", { type: "button", onclick: () => this.reveal() });
  #priority = element("strong");
  #link = element("a", { dir: "auto" });
  #more = element("a", { href: "/" });
  #card = this.#drawCard();

  /** @override @param {AbortSignal} signal */
  start(signal) {
    this.replaceChildren(this.#button, this.#card);
    watchUnseen(() => this.render(), signal);
    board.subscribe("breaking", (items, cause) => this.count(items, cause), signal);
    document.addEventListener("airwire:page", () => this.render(), { signal });
    this.render();
  }

  #drawCard() {
    const close = element("button", { type: "button", "aria-label": say("close"), onclick: () => markAllSeen() }, "×");
    return element("div", { class: "newer__card", role: "group", "aria-label": say("newest") },
      element("p", {}, this.#priority, " ", this.#link), this.#more, close);
  }

  /** Away from the list, what is published meanwhile is counted here; the list counts for itself. */
  /** @param {BreakingItem[]} items @param {Cause | null} cause */
  count(items, cause) {
    if (!document.querySelector("aw-breaking")) {
      if (cause?.name === "breaking" && cause.data.action === "published") markUnseen(cause.data.item.id);
      forgetAllBut(items);
    }
    this.render();
  }

  render() {
    const n = unseenCount();
    const live = document.querySelector("aw-breaking");
    const newest = board.state.breaking.find(({ id, priority }) => priority !== "flash" && isUnseen(id));
    const item = live ? undefined : newest;
    this.hidden = live ? n === 0 : !item;
    this.#button.hidden = !live;
    this.#card.hidden = !item;
    setText(this.#button, n ? `↑ ${say("newer", { n })}` : "");
    if (!item) return;
    setText(this.#priority, say(item.priority));
    setText(this.#link, worded(item, headlineLanguage).headline);
    this.#link.href = item.article ? `/articles/${encodeURIComponent(item.article)}` : "/";
    this.#more.hidden = n < 2;
    setText(this.#more, say("newer", { n }));
  }

  reveal() {
    document.dispatchEvent(new Event("airwire:reveal"));
    const heading = need(document, "#breaking-heading");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    heading.scrollIntoView({ behavior: calm ? "auto" : "smooth" });
  }
});
