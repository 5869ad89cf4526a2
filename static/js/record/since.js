/**
 * "Since you tuned in": who comes back after a while is told what broke, what was corrected or withdrawn and what was on. The
 * moment of leaving is kept in this browser alone, and goes to the server with the question.
 */
import { element, need, setText } from "../page/dom.js";
import { headlineLanguage, only, recall, remember } from "../page/page.js";
import { isFor, worded } from "../page/worded.js";
import { say } from "../page/words.js";
import { knownNow } from "../clock/time.js";

/** Shorter absences are no news. */
const AWAY_MS = 15 * 60_000;
const NOTE_MS = 30_000;
const SHOWN = 3;

/** @typedef {{ id: string, headline?: string, reason?: string, priority?: string }} Told */
/** @typedef {{ words: string[], published: Told[], corrected: Told[], withdrawn: Told[], on_air: { title: string }[] }} Since */

/** When this browser was last here, ms; read before it is written for this visit. @type {number | null} */
const left = recall("left");

const note = () => document.hidden || remember("left", knownNow() ?? Date.now());
setInterval(note, NOTE_MS);
addEventListener("pagehide", note);

customElements.define("aw-since", class extends HTMLElement {

  async connectedCallback() {
    const now = knownNow() ?? Date.now();
    if (left === null || now - left < AWAY_MS || sessionStorage.getItem("airwire.since")) return;
    const answer = await fetch(`/api/v1/since?at=${new Date(left).toISOString()}`).catch(() => null);
    if (answer?.ok) this.show(await answer.json());
  }

  /** @param {Since} told */
  show({ words, published, corrected, withdrawn, on_air: onAir }) {
    const mine = published.filter((one) => !only || isFor({ ...one, headline: one.headline ?? "" }, only));
    if (!mine.length && !corrected.length && !withdrawn.length) return;
    setText(need(this, '[data-f="words"]'), words.join(" · "));
    const lines = [
      ...withdrawn.map((one) => line(one, `${say("withdrawn")}: ${one.reason ?? ""}`)),
      ...corrected.map((one) => line(one, `${say("corrected")}: ${ownHeadline(one)}`)),
      ...mine.map((one) => line(one, ownHeadline(one))),
    ];
    need(this, "ul").replaceChildren(...lines.slice(0, SHOWN));
    const titles = [...new Set(onAir.map(({ title }) => title))];
    const aired = need(this, '[data-f="aired"]');
    setText(aired, say("was_on", { titles: titles.join(", ") }));
    aired.hidden = !titles.length;
    need(this, "button").onclick = () => this.close();
    this.hidden = false;
  }

  close() {
    this.hidden = true;
    sessionStorage.setItem("airwire.since", "closed");
  }
});

/** @param {Told} told */
function ownHeadline(told) {
  return worded({ ...told, headline: told.headline ?? "" }, headlineLanguage).headline;
}

/** @param {Told} told @param {string} text */
function line({ id }, text) {
  return element("li", {}, element("a", { href: `/breaking/${encodeURIComponent(id)}`, dir: "auto" }, text));
}
