/**
 * The button that follows, and the place for what is new of what is followed. Fetched where one of them is; what it needs of the page is
 * handed to it.
 */
import { Follows } from "./kept.js";

/** @import { Memory, Subject } from "./kept.js" */
/** @typedef {Memory & { announce(text: string): void }} Page */

const SHOWN = 4;

/** Defines both elements, once. @param {Page} page */
export function startFollowing(page) {
  if (customElements.get("aw-follow")) return;
  const follows = new Follows(page);
  defineButton(follows, page.announce);
  defineNews(follows);
}

/** @param {Follows} follows @param {Page["announce"]} announce */
function defineButton(follows, announce) {
  customElements.define("aw-follow", class extends HTMLElement {

    connectedCallback() {
      this.hidden = false;
      this.onclick = () => {
        const isOn = follows.toggle(this.subject);
        this.show(isOn);
        announce(this.querySelector(isOn ? "[data-on]" : "[data-off]")?.textContent ?? "");
      };
      this.show(follows.has(this.subject));
    }

    /** @returns {Subject} */
    get subject() {
      const { kind = "", slug = "", name = "" } = this.dataset;
      return { kind, slug, name };
    }

    /** @param {boolean} isOn */
    show(isOn) {
      this.querySelector("button")?.setAttribute("aria-pressed", String(isOn));
      for (const word of this.querySelectorAll("[data-on]")) word.hidden = !isOn;
      for (const word of this.querySelectorAll("[data-off]")) word.hidden = isOn;
    }
  });
}

/** @param {Follows} follows */
function defineNews(follows) {
  customElements.define("aw-followed", class extends HTMLElement {

    async connectedCallback() {
      const address = follows.address();
      if (!address || this.querySelector("#followed-news")) return;
      const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
      if (!answer?.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const news = page.querySelector("#followed-news");
      if (!news) return;
      if ("whole" in this.dataset) return this.replaceChildren(document.adoptNode(news));
      const cards = [...news.querySelectorAll(".river > li")].slice(0, SHOWN);
      this.querySelector("ul")?.replaceChildren(...cards.map((card) => document.adoptNode(card)));
      this.hidden = !cards.length;
    }
  });
}
