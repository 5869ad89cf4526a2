/** Whose script this is, of which build, and on whose page. */

/** @import { Connection } from "./connection.js" */
/** @typedef {CustomElementConstructor & { airwire?: { build: string, connections: Map<string, Connection> } }} Known */

/** The server writes it in: a short digest of all the embeds' modules. */
export const BUILD = "__BUILD__";

const NAMES = ["ticker", "on-air", "headline", "alerts"];

const own = document.currentScript ?? document.querySelector('script[src*="/embed/"]');
const source = own instanceof HTMLScriptElement ? own.src : "";

/** The station's address with a slash at its end; `null` where nobody says it. @param {Element} embed */
export function homeOf(embed) {
  try {
    const station = embed.getAttribute("station");
    return (station === null ? new URL("../", source) : new URL("./", station)).href;
  } catch {
    return null;
  }
}

/** Whether the page has a version that it chose to keep. */
export function isPinned() {
  return /-[0-9a-f]{16}\.js$/.test(source);
}

/** The connections of another script of the same build on this page: elements know them, and nothing else does. */
export function shared() {
  const classes = NAMES.map((name) => /** @type {Known | undefined} */ (customElements.get(`airwire-${name}`)));
  return classes.find((one) => one?.airwire?.build === BUILD)?.airwire?.connections;
}

/** In the station's own frame: the site around it, which no `Origin` says. @param {"?" | "&"} sign before it in an address */
export function within(sign) {
  if (parent === self || new URL(source || location.href).origin !== location.origin) return "";
  const around = location.ancestorOrigins?.[0] ?? document.referrer;
  return URL.canParse(around) ? `${sign}within=${encodeURIComponent(new URL(around).host)}` : "";
}
