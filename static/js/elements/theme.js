/** Light, dark, or as the device has it. Kept in a cookie, so that the server's next page has it from the first paint. */
import { need, setAttribute } from "../page/dom.js";
import { Live } from "../page/site.js";
import { say } from "../page/words.js";

const ORDER = ["auto", "light", "dark"];

customElements.define("aw-theme", class extends Live {
  /** @type {HTMLButtonElement} */
  #button;

  /** @override @param {AbortSignal} signal */
  start(signal) {
    this.#button = need(this, "button", HTMLButtonElement);
    this.#button.hidden = false;
    this.#button.addEventListener("click", () => this.change(), { signal });
    this.show(document.documentElement.dataset.theme ?? "auto");
  }

  change() {
    const now = document.documentElement.dataset.theme ?? "auto";
    const next = ORDER[(ORDER.indexOf(now) + 1) % ORDER.length];
    document.cookie = `theme=${next === "auto" ? "" : next}; path=/; max-age=31536000; samesite=lax`;
    setAttribute(document.documentElement, "data-theme", next === "auto" ? null : next);
    need(document, 'meta[name="color-scheme"]', HTMLMetaElement).content = next === "auto" ? "light dark" : next;
    this.show(next);
  }

  /** @param {string} theme */
  show(theme) {
    this.#button.title = say(theme);
    need(this.#button, ".sr").textContent = say(theme);
  }
});
