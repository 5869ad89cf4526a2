/** The button that follows, and the place for what is new of what is followed. Fetched where one of them is. */
import { announce } from "../page/announce.js";
import { need } from "../page/dom.js";
import { addressOfNews, isFollowed, toggle } from "./kept.js";

/** @import { Subject } from "./kept.js" */

const SHOWN = 4;

customElements.define("aw-follow", class extends HTMLElement {

  connectedCallback() {
    this.hidden = false;
    need(this, "button").onclick = () => {
      this.show(toggle(this.subject));
      announce(need(this, this.isOn ? "[data-on]" : "[data-off]").textContent ?? "");
    };
    this.show(isFollowed(this.subject));
  }

  /** @returns {Subject} */
  get subject() {
    const { kind = "", slug = "", name = "" } = this.dataset;
    return { kind, slug, name };
  }

  get isOn() {
    return need(this, "button").getAttribute("aria-pressed") === "true";
  }

  /** @param {boolean} on */
  show(on) {
    need(this, "button").setAttribute("aria-pressed", String(on));
    need(this, "[data-on]").hidden = !on;
    need(this, "[data-off]").hidden = on;
  }
});

customElements.define("aw-followed", class extends HTMLElement {

  async connectedCallback() {
    const address = addressOfNews();
    if (!address || this.querySelector("#followed-news")) return;
    const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const news = page.querySelector("#followed-news");
    if (!news) return;
    if ("whole" in this.dataset) return this.replaceChildren(document.adoptNode(news));
    const cards = [...news.querySelectorAll(".river > li")].slice(0, SHOWN);
    need(this, "ul").replaceChildren(...cards.map((card) => document.adoptNode(card)));
    this.hidden = !cards.length;
  }
});
