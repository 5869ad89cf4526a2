/**
 * The day as a picture above the plan: what is planned, what ran, where both part, and now. A programme that is moved or
 * stretched waits for a word before it is in force; pressed, it opens in the form.
 */
import { element, need, setChildren } from "../../page/dom.js";
import { say } from "../../page/words.js";
import { ask, Wish } from "../send.js";
import { showFailure, showStatus } from "../status.js";
import { clock } from "../times.js";
import { dragged, holes, hours, moved, overruns, placed, ran, spanOf, takesFrom } from "./day-line.js";
import { draggable } from "./dragging.js";

/** @import { Broadcast, DayOfRundown } from "../types.d.ts" */
/** @import { Span } from "./day-line.js" */
/** @import { How } from "./dragging.js" */

const EVERY_MS = 8000;
const NOW_EVERY_MS = 5000;
/** Of the day's width: narrower, no picture is made out. */
const PICTURE_PERCENT = 1.2;

export class Timeline {
  #root;
  #date;
  #edit;
  #status;
  #wish = new Wish();
  /** @type {DayOfRundown | null} */
  #data = null;
  #shown = "";
  /** How far the server's clock is ahead of this one. */
  #ahead = 0;
  /** What is moved and not yet in force. @type {{ show: Broadcast, span: Span } | null} */
  #pending = null;
  #isSending = false;

  /**
   * @param {HTMLElement} root @param {string} date `2026-03-02`
   * @param {(id: string) => Promise<unknown>} edit opens a broadcast in the form @param {HTMLElement} status
   */
  constructor(root, date, edit, status) {
    this.#root = root;
    this.#date = date;
    this.#edit = edit;
    this.#status = status;
    this.#part("keep").addEventListener("click", () => this.#keep());
    this.#part("leave").addEventListener("click", () => this.#leave());
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#pending) this.#leave();
      if (event.key === "Enter" && this.#pending && event.target instanceof HTMLElement && event.target.matches(".line__show")) {
        event.preventDefault();
        this.#keep();
      }
    });
    document.addEventListener("airwire:refresh", () => this.#load());
  }

  /** Loads the day, and keeps it fresh while somebody looks at it. */
  start() {
    this.#load(true);
    setInterval(() => document.hidden || this.#load(), EVERY_MS);
    setInterval(() => this.#showNow(), NOW_EVERY_MS);
  }

  async #load(isFirst = false) {
    if (this.#pending) return;
    /** @type {DayOfRundown} */
    let data;
    try {
      data = await ask(`/rundown?date=${this.#date}`);
    } catch {
      return; // the plan below says what is the matter
    }
    this.#ahead = Date.parse(data.now) - Date.now();
    const text = JSON.stringify({ ...data, now: null });
    if (this.#pending || text === this.#shown) return this.#showNow();
    this.#shown = text;
    this.#data = data;
    this.#render();
    if (isFirst) this.#scrollToNow();
  }

  #now() {
    return Date.now() + this.#ahead;
  }

  /** @returns {Span} */
  #day() {
    return spanOf(this.#data?.day ?? {});
  }

  /** @param {string} name */
  #part(name) {
    return need(this.#root, `[data-f="${name}"]`);
  }

  #render() {
    if (!this.#data) return;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.id : undefined;
    const { broadcasts } = this.#data;
    const day = this.#day();
    setChildren(this.#part("hours"), ...hours(day).map((at) => this.#at({ from: at, to: at + 3_600_000 }, "line__hour", clock(at))));
    const shown = broadcasts.map((show) => this.#show(show));
    const free = holes(broadcasts.map(spanOf), day).map((span) => this.#mark(span, "line__hole", say("line_hole")));
    setChildren(this.#part("planned"), ...shown, ...free);
    this.#root.hidden = false;
    this.#showNow();
    if (focused) this.#block(focused)?.focus();
  }

  /** What ran, to the moment. */
  #showRan() {
    if (!this.#data) return;
    const { broadcasts, as_run } = this.#data;
    const turns = ran(as_run, Math.min(this.#now(), this.#day().to));
    const runs = turns.map((turn) =>
      turn.id === null
        ? this.#mark(turn, "line__hole", say("line_nothing"))
        : this.#mark(turn, `line__ran${turn.byHand ? " line__ran--hand" : ""}`, turn.title, turn.byHand ? say("line_by_hand") : ""),
    );
    const over = overruns(broadcasts, turns).map((one) => this.#mark(one, "line__over", say("line_over", { title: one.title, n: minutes(one) })));
    setChildren(this.#part("ran"), ...runs, ...over);
    this.#part("ran-row").hidden = !turns.length;
  }

  /** @param {Broadcast} show */
  #show(show) {
    const span = this.#pending?.show.id === show.id ? this.#pending.span : spanOf(show);
    const mayChange = this.#root.dataset.mayPlan === "1" && spanOf(show).to > this.#now();
    const hasBegun = spanOf(show).from <= this.#now();
    const block = element(
      "button",
      { type: "button", class: "line__show", "data-id": show.id, ...(mayChange ? { "aria-describedby": "line-help" } : {}) },
      element("span", { class: "line__title", dir: "auto" }, show.programme.title),
      element("span", { class: "line__time" }, `${clock(span.from)} – ${clock(span.to)}`),
      element("span", { class: "line__parts", "aria-hidden": "true" }, ...this.#segments(show)),
    );
    if (show.entry || show.special) block.classList.add("line__show--changed");
    if (hasBegun && mayChange) block.classList.add("line__show--on");
    if (spanOf(show).to <= this.#now()) block.classList.add("line__show--over");
    if (mayChange) {
      block.dataset.drag = "move";
      if (!hasBegun) block.append(grip("start"), grip("move"));
      block.append(grip("end"));
      draggable(block, {
        hour: () => (this.#part("day").clientWidth / (this.#day().to - this.#day().from)) * 3_600_000,
        to: (how, ms) => this.#move(show, spanOf(show), how, ms),
        by: (how, ms) => this.#move(show, this.#pending?.show.id === show.id ? this.#pending.span : spanOf(show), how, ms),
      });
    }
    block.addEventListener("click", () => {
      if (this.#pending || !mayChange) return;
      this.#edit(show.id).catch((error) => showFailure(error, this.#status));
    });
    const item = element("li", { class: "line__place" }, block);
    this.#put(item, span);
    return item;
  }

  /** Where its segments are, with the picture of what is first beside each. @param {Broadcast} show */
  #segments(show) {
    const own = spanOf(show);
    return show.segments.flatMap((segment) => {
      const span = spanOf(/** @type {{ starts_at?: string, ends_at?: string }} */ (segment));
      const inside = placed(span, own);
      const whole = placed(span, this.#day());
      if (!inside || !whole) return [];
      const slug = (segment.articles?.length ? segment : show.rules).articles?.[0];
      const picture = slug && whole.width > PICTURE_PERCENT ? this.#data?.pictures[slug] : undefined;
      const node = element("span", { class: "line__part", title: segment.title });
      if (picture) node.append(element("img", { src: picture, alt: "", width: "32", height: "32", loading: "lazy" }));
      node.style.insetInlineStart = `${inside.left}%`;
      node.style.inlineSize = `${inside.width}%`;
      return [node];
    });
  }

  /** @param {Span} span @param {string} name @param {string} text @param {string} [more] */
  #mark(span, name, text, more = "") {
    const said = `${text}${more ? `, ${more}` : ""}: ${clock(span.from)} – ${clock(span.to)}`;
    return this.#at(span, name, element("span", { dir: "auto" }, text), said);
  }

  /** @param {Span} span @param {string} name @param {string | Node} content @param {string} [title] */
  #at(span, name, content, title) {
    const node = element("li", { class: name, ...(title ? { title } : {}) }, content);
    this.#put(node, span);
    return node;
  }

  /** @param {HTMLElement} node @param {Span} span */
  #put(node, span) {
    const place = placed(span, this.#day());
    node.hidden = !place;
    node.style.insetInlineStart = `${place?.left ?? 0}%`;
    node.style.inlineSize = `${place?.width ?? 0}%`;
  }

  #showNow() {
    this.#showRan();
    const now = this.#part("now");
    const at = this.#now();
    const { from, to } = this.#day();
    now.hidden = !(at >= from && at < to);
    now.style.insetInlineStart = `${((at - from) / (to - from)) * 100}%`;
    need(now, "span").textContent = clock(at);
  }

  #scrollToNow() {
    const scroller = this.#part("scroller");
    const { from, to } = this.#day();
    const at = Math.min(Math.max((this.#now() - from) / (to - from), 0), 1);
    scroller.scrollLeft = at === 1 || at === 0 ? 0 : at * scroller.scrollWidth - scroller.clientWidth / 3;
  }

  /** @param {string} id */
  #block(id) {
    return /** @type {HTMLElement | null} */ (this.#root.querySelector(`.line__show[data-id="${CSS.escape(id)}"]`));
  }

  /** @param {Broadcast} show @param {Span} start @param {How} how @param {number} ms */
  #move(show, start, how, ms) {
    if (this.#isSending || (this.#pending && this.#pending.show.id !== show.id)) return;
    const span = dragged(start, how, ms, this.#now());
    this.#pending = { show, span };
    const block = this.#block(show.id);
    if (block?.parentElement) this.#put(block.parentElement, span);
    block?.classList.add("line__show--moved");
    const times = `${clock(span.from)} – ${clock(span.to)}`;
    if (block) need(block, ".line__time").textContent = times;
    const from = takesFrom(span, show, this.#data?.broadcasts ?? []);
    this.#part("ask").hidden = false;
    this.#part("asked").textContent = say(from.length ? "line_ask_takes" : "line_ask", {
      title: show.programme.title,
      times,
      others: from.join(", "),
    });
  }

  #leave() {
    const id = this.#pending?.show.id;
    this.#pending = null;
    this.#part("ask").hidden = true;
    this.#render();
    if (id) this.#block(id)?.focus();
    this.#load();
  }

  async #keep() {
    if (!this.#pending || this.#isSending) return;
    const { show, span } = this.#pending;
    this.#isSending = true;
    showStatus(this.#status, say("sending"), "wait");
    try {
      await this.#wish.send("PUT", `/rundown/${show.id}`, moved(show, span));
      showStatus(this.#status, say("rundown_saved", { time: clock(new Date()) }));
    } catch (error) {
      showFailure(error, this.#status);
      if (this.#wish.open) return; // nobody knows: the same may be sent again
    } finally {
      this.#isSending = false;
    }
    this.#shown = "";
    this.#leave();
    document.dispatchEvent(new Event("airwire:refresh"));
  }
}

/** @param {How} how */
function grip(how) {
  return element("span", { class: `line__grip line__grip--${how}`, "data-drag": how, "aria-hidden": "true" });
}

/** @param {Span} span */
function minutes({ from, to }) {
  return Math.round((to - from) / 60_000);
}
