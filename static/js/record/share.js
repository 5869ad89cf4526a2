/** Shares an address by the system's own sheet where there is one, else copies it. Without either the button is not shown. */
import { airNow } from "../on-air/air.js";
import { need } from "../page/dom.js";
import { station } from "../page/page.js";
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
    const { url = location.href, title = document.title } = "hears" in this.dataset ? whatIHear() : this.dataset;
    try {
      if (navigator.share) await navigator.share({ title, url });
      else await this.copy("hears" in this.dataset ? `${title} ${url}` : url);
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

/** What is on at the moment that this listener hears, and where to hear it. */
function whatIHear() {
  const { programme, segment } = airNow();
  const titles = [...new Set([programme?.title, segment?.title])].filter(Boolean).join(": ");
  const title = titles ? say("i_hear", { titles, station: station.name }) : station.name;
  const path = programme ? `/programmes/${encodeURIComponent(programme.id)}` : "/";
  return { title, url: new URL(path, location.href).href };
}
