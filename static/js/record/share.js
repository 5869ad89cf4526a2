/** Shares an address by the system's own sheet where there is one, else copies it. Without either the button is not shown. */
import { need } from "../page/dom.js";
import { say } from "../page/words.js";

/** How long the word that it was copied stands. */
const COPIED_MS = 4000;

customElements.define("aw-share", class extends HTMLElement {

  connectedCallback() {
    if (!navigator.share && !navigator.clipboard) return;
    this.hidden = false;
    need(this, ".share__go").onclick = () => this.share();
  }

  async share() {
    const { url = location.href, title = document.title } = this.dataset;
    try {
      if (navigator.share) await navigator.share({ title, url });
      else await this.copy(url);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return; // the reader closed the sheet
      this.say(say("not_copied"));
    }
  }

  /** @param {string} url */
  async copy(url) {
    await navigator.clipboard.writeText(url);
    this.say(say("copied"));
  }

  /** @param {string} text */
  say(text) {
    const place = need(this, ".share__done");
    place.textContent = text;
    setTimeout(() => { if (place.textContent === text) place.textContent = ""; }, COPIED_MS);
  }
});
