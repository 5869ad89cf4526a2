/** The most-read list: ranks and how they moved, rewritten row by row only where one changed. */
import { element, fill, need, setText } from "../page/dom.js";
import { board, Live } from "../page/site.js";
import { serverNow } from "../clock/time.js";
import { say } from "../page/words.js";

/** @import { MostRead, MostReadItem } from "../feed/events.d.ts" */

const LOOK_MS = 60_000;

customElements.define("aw-most-read", class extends Live {
  /** @type {HTMLElement} */
  #list;

  /** @override @param {AbortSignal} signal */
  start(signal) {
    this.#list = need(this, "ol");
    this.follow("most_read", (ranking) => this.render(ranking));
    // A list that nobody ranks any more is hidden while the page stays open, too.
    const timer = setInterval(() => this.fade(), LOOK_MS);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  /** Hides the list once it is too old to say anything. */
  fade() {
    const listed = board.state.most_read;
    const old = listed !== null && serverNow() - Date.parse(listed.as_of) > Number(this.dataset.hidden) * 1000;
    if (old === this.field("old").hidden) this.render(listed, old);
  }

  /** @param {MostRead | null} ranking @param {boolean} [old] */
  render(ranking, old = false) {
    const items = (old ? [] : ranking?.items ?? []).slice(0, Number(this.dataset.limit));
    // The first list of all has no ranks before it: nothing has moved, and not everything is news.
    const first = items.every(({ was }) => was === null || was === undefined);
    items.forEach((item, i) => this.row(i, item, first));
    while (this.#list.children.length > items.length) this.#list.lastElementChild?.remove();
    fill(this, { old, none: !old && !items.length, age: items.length > 0, as_of: ranking?.as_of });
  }

  /** @param {number} i @param {MostReadItem} item @param {boolean} first */
  row(i, item, first) {
    const row = this.#list.querySelectorAll("li")[i] ?? this.#list.appendChild(blank());
    row.dataset.article = item.article;
    const link = need(row, "a", HTMLAnchorElement);
    const [was, reads] = need(row, ".rank__facts").children;
    const address = `/articles/${encodeURIComponent(item.article)}`;
    const isSameStory = link.getAttribute("href") === address;
    if (!isSameStory) link.href = address;
    // A list of an older build names no language: then what the page came with is known of its story alone.
    if (item.language && item.language !== document.documentElement.lang) link.lang = item.language;
    else if (item.language || !isSameStory) link.removeAttribute("lang");
    setText(link, item.title);
    was.replaceWith(item.pinned ? pin() : first ? element("span") : move(item));
    setText(reads, say("reads", { n: item.reads }));
  }
});

function blank() {
  return element("li", { class: "rank" },
    element("a", { class: "rank__title", dir: "auto" }),
    element("p", { class: "rank__facts" }, element("span"), " ", element("span")));
}

function pin() {
  return element("span", { class: "rank__pin" }, say("pinned"));
}

/** @param {MostReadItem} item */
function move({ rank, was }) {
  if (was === null || was === undefined) return element("span", { class: "move move--new" }, say("new"));
  if (was === rank) return element("span", { class: "move" }, shape("–"), hidden(say("same")));
  const up = was > rank;
  return element("span", { class: `move move--${up ? "up" : "down"}` },
    shape(up ? "▲" : "▼"), " ", hidden(say(up ? "up" : "down")), ` ${Math.abs(was - rank)}`);
}

/** @param {string} text */
function shape(text) {
  return element("span", { "aria-hidden": "true" }, text);
}

/** @param {string} text */
function hidden(text) {
  return element("span", { class: "sr" }, text);
}
