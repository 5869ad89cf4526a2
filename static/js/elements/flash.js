/**
 * The flash banner: the newest flash for twenty minutes, over every page but its own and its article's, until it is closed.
 * Closed it stays, on the next page and in other tabs, until it is corrected: a cookie says so, for the server's pages too.
 */
import { need } from "../page/dom.js";
import { drawHeadline, fillHeadline } from "../page/headline.js";
import { board, Live } from "../page/site.js";
import { everySecond, serverNow } from "../clock/time.js";

const FLASH_MS = 20 * 60_000;
const COOKIE_S = 3600;
const COOKIE_REVISIONS = 8;
/** @param {{ id?: string, rev?: string | number }} item */
const revision = ({ id, rev }) => `${id}.${rev}`;

customElements.define("aw-flash", class extends Live {
  /** Revisions that were closed on this page. @type {Set<string>} */
  #closed = new Set();
  /** Ids that the page's own list began with. @type {Set<string>} */
  #listed = new Set();
  /** @type {HTMLElement} */
  #place;

  /** @override @param {AbortSignal} signal */
  start(signal) {
    this.#closed.clear();
    this.#place = this.field("place");
    const close = need(this, "button");
    close.hidden = false;
    close.addEventListener("click", () => this.dismiss(), { signal });
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.dismiss(), { signal });
    board.subscribe("breaking", () => this.render(), signal);
    document.addEventListener("airwire:page", () => this.turnPage(), { signal });
    this.turnPage();
    everySecond(() => this.hidden || this.render(), signal);
  }

  /** The live page's list begins with the flash: there only one that comes now lies over the page. */
  turnPage() {
    const live = need(document, "#main").dataset.page === "live";
    this.#listed = new Set(live ? board.state.breaking.map(({ id }) => id) : []);
    this.render();
  }

  /** The flash to show, if any. */
  current() {
    const closed = new Set([...this.#closed, ...closedByCookie()]);
    return board.state.breaking.find((item) =>
      item.priority === "flash"
      && serverNow() - Date.parse(item.published_at) < FLASH_MS
      && !this.#listed.has(item.id)
      && !closed.has(revision(item))
      && ![`/breaking/${item.id}`, `/articles/${item.article}`].includes(location.pathname));
  }

  render() {
    const item = this.current();
    const shown = this.#place.querySelector(".headline");
    if (!item) {
      this.hidden = true;
      this.#place.replaceChildren();
    } else if (shown?.dataset.id !== item.id) {
      // Lies over the page, so that what is being read does not move.
      this.classList.add("flash--over");
      this.#place.replaceChildren(drawHeadline(item));
      this.hidden = false;
    } else if (Number(shown.dataset.rev) !== item.rev) {
      fillHeadline(shown, item);
    }
  }

  dismiss() {
    const shown = this.#place.querySelector(".headline");
    if (shown) {
      this.#closed.add(revision(shown.dataset));
      rememberClosed([...this.#closed]);
    }
    this.render();
    need(document, "#main").focus({ preventScroll: true });
  }
});

/** The revisions that the cookie has. */
function closedByCookie() {
  return /(?:^|; )closed=([^;]*)/.exec(document.cookie)?.[1].split("~") ?? [];
}

/** @param {string[]} closed */
function rememberClosed(closed) {
  const marks = [...new Set([...closedByCookie(), ...closed])].slice(-COOKIE_REVISIONS);
  document.cookie = `closed=${marks.join("~")}; path=/; max-age=${COOKIE_S}; samesite=lax`;
}
