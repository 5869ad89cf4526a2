/** How large text is, of three sizes. Kept in a cookie, so that the server's next page has it from the first paint. */
import { setAttribute } from "../page/dom.js";
import { Live } from "../page/site.js";

const YEAR_S = 31_536_000;

customElements.define("aw-text-size", class extends Live {

  /** @override @param {AbortSignal} signal */
  start(signal) {
    this.addEventListener("click", ({ target }) => {
      const button = target instanceof Element && target.closest("button");
      if (button) this.choose(button.value);
    }, { signal });
    this.show();
  }

  /** @param {string} size "large", "larger", or "usual" for the browser's own */
  choose(size) {
    const chosen = size === "usual" ? "" : size;
    document.cookie = `text=${chosen}; path=/; max-age=${YEAR_S}; samesite=lax`;
    setAttribute(document.documentElement, "data-text", chosen || null);
    this.show();
  }

  show() {
    const size = document.documentElement.dataset.text ?? "usual";
    for (const button of this.querySelectorAll("button")) setAttribute(button, "aria-pressed", String(button.value === size));
  }
});
