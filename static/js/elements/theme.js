/** Light, dark, or as the device has it. Kept in a cookie, so that the server's next page has it from the first paint. */
import { setAttribute } from "../page/dom.js";
import { Live } from "../page/site.js";
import { say } from "../page/words.js";

const ORDER = ["auto", "light", "dark"];

customElements.define("aw-theme", class extends Live {
  start(signal) {
    this.button = this.querySelector("button");
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.change(), { signal });
    this.show(document.documentElement.dataset.theme ?? "auto");
  }

  change() {
    const now = document.documentElement.dataset.theme ?? "auto";
    const next = ORDER[(ORDER.indexOf(now) + 1) % ORDER.length];
    document.cookie = `theme=${next === "auto" ? "" : next}; path=/; max-age=31536000; samesite=lax`;
    setAttribute(document.documentElement, "data-theme", next === "auto" ? null : next);
    document.querySelector('meta[name="color-scheme"]').content = next === "auto" ? "light dark" : next;
    this.show(next);
  }

  show(theme) {
    this.button.title = say(theme);
    this.button.querySelector(".sr").textContent = say(theme);
  }
});
