/**
 * The breaking list. A new headline shows at once if the reader is at its top and looking; otherwise it waits behind
 * a button, so that nothing moves under the eye. Corrections change in place. What is withdrawn goes at once,
 * and leaves word for who saw it.
 */
import { element, fill, need, setAttribute } from "../page/dom.js";
import { drawHeadline, fillHeadline } from "../page/headline.js";
import { watchPlaces } from "../page/glide.js";
import { forget, markAllSeen, markUnseen } from "../page/newer.js";
import { only } from "../page/page.js";
import { board, Live } from "../page/site.js";
import { isFor } from "../page/worded.js";
import { serverNow } from "../clock/time.js";
import { say } from "../page/words.js";

/** @import { BreakingChange, BreakingItem } from "../feed/events.d.ts" */
/** @import { Cause } from "../feed/board.js" */

customElements.define("aw-breaking", class extends Live {
  /** @type {HTMLElement} */
  #list;
  /** Ids of those that wait behind the button. @type {Set<string>} */
  #held = new Set();
  /** By id, when each ends. @type {Map<string, string | undefined>} */
  #expiries = new Map();

  /** @override @param {AbortSignal} signal */
  start(signal) {
    this.#list = need(this, ".breaking__list");
    this.#held.clear();
    this.#expiries = new Map(board.state.breaking.map((item) => [item.id, item.expires_at]));
    this.follow("breaking", (items, cause) => this.render(only ? items.filter((item) => isFor(item, only)) : items, cause));
    document.addEventListener("visibilitychange", () => this.revealIfWatched(), { signal });
    document.addEventListener("scroll", () => this.revealIfWatched(), { signal, passive: true });
    document.addEventListener("airwire:reveal", () => this.reveal(), { signal });
    if (this.isWatched()) markAllSeen();
  }

  /** The rows by the ids of their headlines. */
  rows() {
    /** @type {Map<string, HTMLElement>} */
    const rows = new Map();
    for (const node of this.querySelectorAll("li[data-id], li > .headline")) {
      const row = node.closest("li");
      const id = row?.dataset.id ?? node.dataset.id;
      if (row && id) rows.set(id, row);
    }
    return rows;
  }

  /** In view and not scrolled past: what comes in above moves nothing that is being read. */
  isWatched() {
    return !document.hidden && this.getBoundingClientRect().top >= 0;
  }

  /** @param {BreakingItem[]} items @param {Cause | null} cause */
  render(items, cause) {
    const settle = watchPlaces(this.querySelectorAll("li"));
    const wanted = new Map(items.map((item) => [item.id, item]));
    const rows = this.rows();
    for (const [id, row] of rows) if (!wanted.has(id)) this.takeOut(id, row, cause);
    for (const id of [...this.#held]) if (!wanted.has(id)) this.letGo(id);
    for (const item of items) {
      this.#expiries.set(item.id, item.expires_at);
      const row = rows.get(item.id);
      if (row) this.correct(row, item);
      else if (!this.#held.has(item.id)) this.hold(item.id);
    }
    if (this.#held.size && this.isWatched()) this.reveal();
    else settle();
    fill(this, { none: items.length === 0 && !this.#list.children.length });
  }

  /** @param {string} id */
  hold(id) {
    this.#held.add(id);
    markUnseen(id);
  }

  /** @param {string} id */
  letGo(id) {
    this.#held.delete(id);
    forget(id);
  }

  /** @param {HTMLElement} row @param {BreakingItem} item */
  correct(row, item) {
    const headline = row.querySelector(".headline");
    if (!headline || Number(headline.dataset.rev) === item.rev) return;
    fillHeadline(headline, item);
    light(row);
  }

  revealIfWatched() {
    if (this.#held.size && this.isWatched()) this.reveal();
  }

  /** Shows what was held, each in its place: newest first. */
  reveal() {
    const settle = watchPlaces(this.querySelectorAll("li"));
    const items = [...board.state.breaking].sort((a, b) => b.published_at.localeCompare(a.published_at));
    for (const item of items.reverse()) {
      if (!this.#held.has(item.id)) continue;
      const row = element("li", {}, drawHeadline(item));
      const older = [...this.#list.children].find((other) => published(other) <= item.published_at);
      this.#list.insertBefore(row, older ?? null);
      light(row);
      this.letGo(item.id);
    }
    this.tidy();
    fill(this, { none: false });
    settle();
  }

  /** Keeps the list at a sensible height: what no longer fits goes to the older ones. */
  tidy() {
    const extra = [...this.#list.children].slice(Number(this.dataset.shown));
    if (!extra.length) return;
    const older = this.querySelector(".breaking__older") ?? this.makeOlder();
    need(older, "ol").prepend(...extra);
    need(older, "summary").textContent = say("older", { n: older.querySelectorAll("li").length });
  }

  makeOlder() {
    const list = element("ol", { class: "breaking__list" });
    const older = element("details", { class: "breaking__older" }, element("summary"), list);
    this.#list.after(older);
    return older;
  }

  /** @param {string} id @param {HTMLElement} row @param {Cause | null} cause */
  takeOut(id, row, cause) {
    const change = cause?.name === "breaking" && cause.data.item.id === id ? cause.data : null;
    const expires = this.#expiries.get(id);
    const ended = change?.action === "expired" || (expires && Date.parse(expires) <= serverNow());
    if (ended) row.remove();
    else if (row.querySelector(".headline")) leaveWord(row, change);
  }
});

/** @param {Element} row */
function published(row) {
  return row.querySelector("time")?.dateTime ?? "";
}

/**
 * A reader who saw the headline learns that it no longer stands. Its words are gone.
 * @param {HTMLElement} row @param {BreakingChange | null} change
 */
function leaveWord(row, change) {
  const close = element("button", { type: "button", class: "tool", onclick: () => row.remove() }, "×");
  setAttribute(close, "aria-label", say("close"));
  const text = change
    ? element("p", {}, element("strong", {}, say("withdrawn")), ` ${say("withdrawn_notice")} `, element("bdi", {}, change.item.reason))
    : element("p", {}, say("gone_notice"));
  row.replaceChildren(element("div", { class: "withdrawn" }, text, close));
}

/** @param {HTMLElement} row */
function light(row) {
  row.classList.add("is-new");
  setTimeout(() => row.classList.remove("is-new"), 4000);
}
