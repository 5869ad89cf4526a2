/** "2 new headlines": where the live page is open it shows them, elsewhere it leads there. */
import { element } from "../dom.js";
import { go } from "../navigate.js";
import { forget, keepUnseen, markUnseen, unseenCount, watchUnseen } from "../newer.js";
import { board, Live } from "../site.js";
import { say } from "../words.js";

customElements.define("aw-newer", class extends Live {
  start(signal) {
    this.button = element("button", { type: "button", onclick: () => this.show() });
    this.replaceChildren(this.button);
    watchUnseen((n) => this.render(n), signal);
    board.subscribe("breaking", (items, cause) => this.count(items, cause), signal);
    this.render(unseenCount());
  }

  /** Away from the list, what is published meanwhile is counted here; the list counts for itself. */
  count(items, cause) {
    if (document.querySelector("aw-breaking")) return;
    if (cause?.name !== "breaking") return keepUnseen(new Set(items.map(({ id }) => id)));
    const { action, item } = cause.data;
    if (action === "published") markUnseen(item.id);
    else if (action !== "corrected") forget(item.id);
  }

  render(n) {
    this.hidden = n === 0;
    this.button.textContent = n ? `↑ ${say("newer", { n })}` : "";
  }

  show() {
    const list = document.querySelector("aw-breaking");
    if (!list) return go("/");
    document.dispatchEvent(new Event("airwire:reveal"));
    const heading = document.getElementById("breaking-heading");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    heading.scrollIntoView({ behavior: calm ? "auto" : "smooth" });
  }
});
