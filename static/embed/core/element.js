/**
 * What all embeds are: an element of ours on somebody else's page. It never throws at its host. With the station away it keeps what
 * it showed and says how old that is; after an hour it leaves the place to what the page's author put inside the tag.
 */
import { visible } from "../../js/feed/visible.js";
import { connections, connectionTo } from "./connection.js";
import { boxed, link, make } from "./make.js";
import { BUILD, homeOf } from "./origin.js";
import { CSS } from "./style.js";
import { SHARED_WORDS } from "./words.js";

/** @import { Connection } from "./connection.js" */
/** @import { Held, View } from "./types.d.ts" */

const OLD_MS = 120_000;
const GONE_MS = 3_600_000;
const LOOK_AT_AGE_MS = 15_000;

/** @abstract */
export class StationEmbed extends HTMLElement {
  static observedAttributes = ["lang", "theme", "limit", "show", "headline"];
  static airwire = { build: BUILD, connections };
  /** Its own rules, beside those that all embeds have. */
  static css = "";
  inView = false;
  /** @type {Connection | null} */
  connection = null;
  #root = this.attachShadow({ mode: "open" });
  /** @type {HTMLElement | null} */
  #place = null;
  #drawn = "";
  /** @type {IntersectionObserver | null} */
  #watch = null;

  /** As much of what is held as decides how it looks. @param {Held} _held @param {View} _view @returns {unknown} */
  parts(_held, _view) {
    return null;
  }

  /** @param {Held} _held @param {View} _view @returns {Node | null} nothing where there is nothing to show */
  picture(_held, _view) {
    return null;
  }

  connectedCallback() {
    const home = homeOf(this);
    this.#place ??= dress(this.#root, /** @type {typeof StationEmbed} */ (this.constructor).css);
    if (!home) return;
    this.connection = connectionTo(home);
    this.connection.embeds.add(this);
    this.#watch = new IntersectionObserver((entries) => {
      this.inView = Boolean(entries.at(-1)?.isIntersecting);
      this.connection?.wake();
    }, { rootMargin: "200px" });
    this.#watch.observe(this.#place);
    this.draw();
  }

  disconnectedCallback() {
    const { connection } = this;
    this.#watch?.disconnect();
    this.connection = null;
    this.inView = false;
    connection?.embeds.delete(this);
    connection?.wake();
  }

  attributeChangedCallback() {
    this.draw();
  }

  /** Writes only where something changed: the page's own scripts may be watching. */
  draw() {
    const { connection } = this;
    if (!connection || !this.#place || !(connection.held || connection.isRevoked)) return;
    // In our own frame that is the news of when the frame came: what was withdrawn since must not come back with it.
    const isServed = this.closest("[data-served]") !== null;
    if (isServed) this.replaceChildren();
    const age = Date.now() - connection.heardAt;
    const view = { ...looks(this), home: connection.home, oldSince: age > OLD_MS ? connection.heardAt : null };
    const held = connection.held && visible(connection.held, connection.now);
    const isGone = age > GONE_MS;
    const key = JSON.stringify([view, isGone, connection.isRevoked, held && !isGone && this.parts(held, view)]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const focused = nameOf(this.#root.activeElement);
    const shown = isGone && !isServed ? make("slot") : held && !isGone && !connection.isRevoked ? this.picture(held, view) : this.#instead(view);
    this.#place.replaceChildren(...(shown ? [shown] : []));
    if (focused) [...this.#root.querySelectorAll("a, button")].find((one) => nameOf(one) === focused)?.focus({ preventScroll: true });
    const detail = held ? { epoch: held.epoch, seq: held.seq } : {};
    this.dispatchEvent(new CustomEvent("airwire:change", { bubbles: true, detail }));
  }

  /** The station does not give its news to this site now, or is away: what the author put inside, else the way there. @param {View} view */
  #instead(view) {
    if (this.childNodes.length) return make("slot");
    const name = this.connection?.held?.station.name ?? new URL(view.home).host;
    const word = this.connection?.isRevoked ? [` · ${SHARED_WORDS[view.lang].not_here}`] : [];
    return boxed(name, view, make("p", { className: "k" }, link(view.home, name), ...word));
  }
}

/** @param {Element | null} node */
function nameOf(node) {
  return node?.getAttribute("href") ?? node?.getAttribute("name");
}

/** What the page's author asked of every embed. @param {HTMLElement} embed @returns {Pick<View, "lang" | "theme">} */
function looks(embed) {
  const tongue = (embed.getAttribute("lang") || embed.closest("[lang]")?.getAttribute("lang") || "en").split("-")[0].toLowerCase();
  const theme = embed.getAttribute("theme");
  return { lang: tongue === "fil" || tongue === "tl" ? "fil" : "en", theme: theme === "dark" || theme === "light" ? theme : "" };
}

/**
 * Style, and the place for what is shown: until there is something, that is what stands inside the tag.
 * @param {ShadowRoot} root @param {string} own
 */
function dress(root, own) {
  try {
    // Allowed by every Content-Security-Policy, other than a <style>.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS + own);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(make("style", { textContent: CSS + own }));
  }
  const place = make("div", { className: "place" }, make("slot"));
  root.append(place);
  return place;
}

const drawAll = () => connections.forEach((connection) => connection.draw());

// An old list says so, and a very old one goes, without the station's help.
setInterval(() => document.hidden || drawAll(), LOOK_AT_AGE_MS);
