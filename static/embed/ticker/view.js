/** What a ticker shows, made of elements and texts: nothing from outside becomes markup. */
import { worded } from "../../js/page/worded.js";
import { AREA_CHARS, saidIn } from "../core/alert.js";
import { boxed, clock, cut, link, make } from "../core/make.js";
import { WORDS } from "./words.js";

/** @import { AlertItem, BreakingItem, MostReadItem } from "../../js/feed/events.d.ts" */
/** @import { Held, View as Whole } from "../core/types.d.ts" */
/** @typedef {typeof WORDS["en"] | typeof WORDS["fil"]} Words */
/** @typedef {{ limit: number, show: string[] }} Settings what the page's author asked of a ticker */
/** @typedef {Whole & Settings} View */

export const BREAKING_SHOWN = 3;
export const ALERTS_SHOWN = 2;

/** @param {HTMLElement} ticker @returns {Settings} */
export function settings(ticker) {
  const limit = Number.parseInt(ticker.getAttribute("limit") ?? "", 10) || 5;
  const wanted = (ticker.getAttribute("show") ?? "").split(/[\s,]+/).filter((part) => part === "breaking" || part === "most-read");
  return {
    limit: Math.min(10, Math.max(1, limit)),
    show: wanted.length ? wanted : ["breaking", "most-read"],
  };
}

/** @param {Held} held @param {View} view */
export function box(held, view) {
  const words = WORDS[view.lang];
  const lists = [];
  const breaking = held.breaking.slice(0, Math.min(view.limit, BREAKING_SHOWN));
  const most = (held.most_read?.items ?? []).slice(0, view.limit);
  const only = view.show.length === 1;
  if (view.show.includes("breaking") && (breaking.length || only)) lists.push(headlines(breaking, words, view));
  if (view.show.includes("most-read") && (most.length || only)) lists.push(mostRead(most, words, view));
  const head = make("header", {}, link(held.station.url, held.station.name));
  if (view.oldSince) head.append(make("small", {}, `${words.as_of} `, clock(view.oldSince, view)));
  const body = make("div", { className: `lists${lists.length > 1 ? " two" : ""}` }, ...lists);
  return boxed(held.station.name, view, head, ...warnings(held.alerts ?? [], words, view), body);
}

/** The authorities' alerts, whatever lists are shown. @param {AlertItem[]} alerts @param {Words} words @param {View} view */
function warnings(alerts, words, view) {
  return alerts.slice(0, ALERTS_SHOWN).map((alert) => {
    const said = saidIn(alert, view.lang);
    const where = said.area ? `${cut(said.area, AREA_CHARS)} · ` : "";
    return make("p", { className: "w" }, make("b", { textContent: words[alert.severity] }), link(view.home, said.headline),
      make("small", {}, `${where}${words.until} `, clock(alert.until, view)));
  });
}

/** @param {Held["breaking"]} items @param {Words} words @param {View} view */
function headlines(items, words, view) {
  if (!items.length) return make("div", {}, make("p", { className: "k", textContent: words.no_breaking }));
  return make("div", {}, make("ul", {}, ...items.map((item) => {
    const priority = make("b", { textContent: words[item.priority] ?? "" });
    const kicker = make("p", { className: "k" }, priority, clock(item.published_at, view));
    if (item.corrected_at) kicker.append(` · ${words.corrected} `, clock(item.corrected_at, view));
    const { headline, foreign } = worded(item, view.lang);
    const wording = link(addressOf(item, view), headline);
    if (foreign) {
      kicker.append(` · ${foreign.toUpperCase()}`);
      wording.lang = foreign;
    }
    return make("li", { className: item.priority }, kicker, wording);
  })));
}

/** @param {NonNullable<Held["most_read"]>["items"]} items @param {Words} words @param {View} view */
function mostRead(items, words, view) {
  const name = make("p", { className: "name", id: "most", textContent: words.most_read });
  if (!items.length) return make("div", {}, name, make("p", { className: "k", textContent: words.no_reads }));
  const plural = new Intl.PluralRules(view.lang);
  const list = make("ol", { className: "most" }, ...items.map((item) => {
    const forms = /** @type {Record<string, string>} */ (words.reads);
    const reads = (forms[plural.select(item.reads)] ?? words.reads.other).replace("{n}", item.reads.toLocaleString(view.lang));
    const facts = make("small", { textContent: reads + (item.pinned ? ` · ${words.pinned}` : move(item)) });
    const title = link(addressOf(item, view), item.title);
    if (item.language && item.language !== view.lang) title.lang = item.language;
    return make("li", {}, title, facts);
  }));
  list.setAttribute("aria-labelledby", "most");
  return make("div", {}, name, list);
}

/** @param {MostReadItem} item */
function move({ rank, was }) {
  if (!was || was === rank) return "";
  return was > rank ? ` ▲ ${was - rank}` : ` ▼ ${rank - was}`;
}

/** @param {{ url?: string, article?: string }} item @param {View} view */
function addressOf({ url, article }, { home }) {
  return url ?? (article ? `${home}articles/${encodeURIComponent(article)}?via=ticker` : home);
}
