/** Light, dark, or as the device has it. Kept in a cookie, so that the server's next page has it from the first paint. */
import { need, setAttribute } from "../page/dom.js";
import { Live } from "../page/site.js";
import { say } from "../page/words.js";

const deviceIsDark = matchMedia("(prefers-color-scheme: dark)");

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

  /** Each press is seen: to the other of the two, as the device has it or against it. */
  change() {
    const device = deviceIsDark.matches ? "dark" : "light";
    const other = (document.documentElement.dataset.theme ?? device) === "dark" ? "light" : "dark";
    const next = other === device ? "auto" : other;
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
