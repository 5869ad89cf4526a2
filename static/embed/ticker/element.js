/**
 * <airwire-ticker>: a radio-news station's breaking headlines and its most-read list on anybody's page.
 *
 *   <script src="https://station.example/embed/ticker.js" async></script>
 *   <airwire-ticker lang="en" theme="auto" limit="5" show="breaking most-read"></airwire-ticker>
 *
 * It never throws at its host. With the station away it keeps the last list and says how old it is; after an hour it
 * leaves the place to what the page's author put inside the tag.
 */
import { visible } from "../../js/feed/visible.js";
import { connections, connectionTo } from "./connection.js";
import { CSS } from "./style.js";
import { ALERTS_SHOWN, BREAKING_SHOWN, box, make, settings } from "./view.js";

const OLD_MS = 120_000;
const GONE_MS = 3_600_000;
const LOOK_AT_AGE_MS = 15_000;

/** @import { Connection } from "./connection.js" */

const own = document.currentScript ?? document.querySelector('script[src*="/embed/ticker.js"]');

class AirwireTicker extends HTMLElement {
  static observedAttributes = ["lang", "theme", "limit", "show"];
  inView = false;
  #root = this.attachShadow({ mode: "open" });
  /** @type {HTMLElement | null} */
  #place = null;
  /** @type {Connection | null} */
  #connection = null;
  #drawn = "";
  /** @type {IntersectionObserver | null} */
  #watch = null;

  connectedCallback() {
    const home = homeOf(this);
    this.#place ??= dress(this.#root);
    if (!home) return;
    this.#connection = connectionTo(home);
    this.#connection.tickers.add(this);
    this.#watch = new IntersectionObserver((entries) => {
      this.inView = Boolean(entries.at(-1)?.isIntersecting);
      this.#connection?.wake();
    }, { rootMargin: "200px" });
    this.#watch.observe(this.#place);
    this.draw();
  }

  disconnectedCallback() {
    const connection = this.#connection;
    this.#watch?.disconnect();
    this.#connection = null;
    this.inView = false;
    connection?.tickers.delete(this);
    connection?.wake();
  }

  attributeChangedCallback() {
    this.draw();
  }

  /** Writes only where something changed: the page's own scripts may be watching. */
  draw() {
    const connection = this.#connection;
    if (!connection?.held || !this.#place) return;
    const { heardAt, home } = connection;
    const held = visible(connection.held, connection.now);
    const age = Date.now() - heardAt;
    const view = { ...settings(this), home, oldSince: age > OLD_MS ? heardAt : null, gone: age > GONE_MS };
    const key = JSON.stringify([view, held.station, held.alerts?.slice(0, ALERTS_SHOWN), held.breaking.slice(0, BREAKING_SHOWN), held.most_read?.items]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const focused = this.#root.activeElement?.getAttribute("href");
    this.#place.replaceChildren(view.gone ? make("slot") : box(held, view));
    if (focused) [...this.#root.querySelectorAll("a")].find((a) => a.getAttribute("href") === focused)?.focus({ preventScroll: true });
    this.dispatchEvent(new CustomEvent("airwire:change", { bubbles: true, detail: { epoch: held.epoch, seq: held.seq } }));
  }
}

/** The station's address with a slash at its end; `null` where nobody says it. @param {Element} ticker */
function homeOf(ticker) {
  try {
    const station = ticker.getAttribute("station");
    const script = own instanceof HTMLScriptElement ? own.src : "";
    return (station === null ? new URL("../", script) : new URL("./", station)).href;
  } catch {
    return null;
  }
}

/**
 * Style, and the place for what is shown: until there is something, that is what stands inside the tag.
 * @param {ShadowRoot} root
 */
function dress(root) {
  try {
    // Allowed by every Content-Security-Policy, other than a <style>.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(make("style", { textContent: CSS }));
  }
  const place = make("div", { className: "place" }, make("slot"));
  root.append(place);
  return place;
}

const drawAll = () => connections.forEach((connection) => connection.draw());

// An old list says so, and a very old one goes, without the station's help.
setInterval(() => document.hidden || drawAll(), LOOK_AT_AGE_MS);

customElements.define("airwire-ticker", AirwireTicker);
