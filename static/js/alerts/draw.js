/** Draws the authorities' alerts as `templates/alerts/` does. */
import { element, safeAddress, setText, webAddress } from "../page/dom.js";
import { fillTime } from "../clock/time.js";
import { language } from "../page/page.js";
import { say } from "../page/words.js";

/** @import { AlertItem } from "../feed/events.d.ts" */

const SHOWN = 3;
export const SEVERE = ["Extreme", "Severe"];
/** @param {string} tag */
const primary = (tag) => tag.split("-")[0].replace(/^tl$/, "fil");

/** What an alert says in the page's language, or in its own. @param {AlertItem} alert */
export function said(alert) {
  return [alert, ...alert.texts].find((text) => primary(text.language) === primary(language)) ?? alert;
}

/**
 * What stays the same keeps its element: whether it is open, and the reader's place in it.
 * @param {HTMLElement} place @param {AlertItem[]} alerts
 */
export function drawAlerts(place, alerts) {
  /** @type {Map<string, HTMLElement>} */
  const rows = new Map();
  for (const row of place.querySelectorAll("li")) {
    const { id, rev } = row.querySelector(".alert")?.dataset ?? {};
    rows.set(`${id} ${rev}`, row);
  }
  const drawn = alerts.map((alert, n) => {
    const opens = place.dataset.open === "yes" && n === 0 && SEVERE.includes(alert.severity);
    return rows.get(`${alert.id} ${alert.rev}`) ?? row(alert, opens);
  });
  arrange(listOf(place), drawn.slice(0, SHOWN));
  const others = drawn.slice(SHOWN);
  const more = place.querySelector(".alerts__more") ?? element("details", { class: "alerts__more" }, element("summary"), element("ul"));
  if (!others.length) {
    more.remove();
    return;
  }
  setText(more.firstElementChild ?? more, say("more_alerts", { n: others.length }));
  arrange(/** @type {Element} */ (more.lastElementChild), others);
  if (!more.isConnected) place.append(more);
}

/** @param {HTMLElement} place */
function listOf(place) {
  const list = place.querySelector("ul") ?? element("ul");
  if (!list.isConnected || list.parentElement !== place) place.prepend(list);
  return list;
}

/** Moves only what is not in its place: what is moved loses the focus. @param {Element} list @param {HTMLElement[]} rows */
function arrange(list, rows) {
  for (const old of [...list.children]) if (!rows.includes(/** @type {HTMLElement} */ (old))) old.remove();
  rows.forEach((one, n) => {
    if (list.children[n] !== one) list.insertBefore(one, list.children[n] ?? null);
  });
}

/** @param {AlertItem} alert @param {boolean} open */
function row(alert, open) {
  const text = said(alert);
  const lang = primary(text.language) === primary(language) ? null : text.language;
  const facts = element("span", { class: "alert__facts" });
  if (text.area) facts.append(element("span", { dir: "auto" }, text.area), " · ");
  facts.append(`${say("until")} `, time(alert.until));
  const summary = element("summary", {},
    element("b", { class: "alert__severity" }, say(`alert_${alert.severity}`)), " ",
    element("span", { class: "alert__headline", dir: "auto", lang }, text.headline), " ", facts);
  const href = webAddress(alert.web) ?? safeAddress(alert.web);
  return element("li", {}, element("details", {
    class: "alert", open, "data-id": alert.id, "data-rev": alert.rev, "data-severity": alert.severity,
  }, summary,
  alert.onset ? element("p", {}, `${say("from")} `, time(alert.onset)) : null,
  text.instruction ? element("p", { class: "alert__do" }, element("b", {}, say("what_to_do")), " ",
    element("span", { dir: "auto", lang }, text.instruction)) : null,
  element("p", { class: "alert__from" }, element("span", { dir: "auto" }, alert.sender),
    href ? " · " : null, href ? element("a", { href, rel: "noopener nofollow" }, say("whole_alert")) : null)));
}

/** @param {string} moment */
function time(moment) {
  const node = element("time", { "data-form": "upcoming" });
  fillTime(node, moment);
  return node;
}
