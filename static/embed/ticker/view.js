/** What a ticker shows, made of elements and texts: nothing from outside becomes markup. */
import { WORDS } from "./words.js";

export const BREAKING_MOST = 3;

export function settings(ticker) {
  const tongue = (ticker.getAttribute("lang") || ticker.closest("[lang]")?.lang || "en").split("-")[0].toLowerCase();
  const limit = Number.parseInt(ticker.getAttribute("limit"), 10) || 5;
  const theme = ticker.getAttribute("theme");
  const wanted = (ticker.getAttribute("show") ?? "").split(/[\s,]+/).filter((part) => part === "breaking" || part === "most-read");
  const dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme:dark)").matches);
  return {
    lang: tongue === "fil" || tongue === "tl" ? "fil" : "en",
    limit: Math.min(10, Math.max(1, limit)),
    show: wanted.length ? wanted : ["breaking", "most-read"],
    dark,
  };
}

export function box(held, view) {
  const words = WORDS[view.lang];
  const lists = [];
  const breaking = held.breaking.slice(0, Math.min(view.limit, BREAKING_MOST));
  const most = (held.most_read?.items ?? []).slice(0, view.limit);
  const only = view.show.length === 1;
  if (view.show.includes("breaking") && (breaking.length || only)) lists.push(headlines(breaking, words, view));
  if (view.show.includes("most-read") && (most.length || only)) lists.push(mostRead(most, words, view));
  const head = make("header", {}, link(held.station.url, held.station.name));
  if (view.oldSince) head.append(make("small", {}, `${words.as_of} `, clock(view.oldSince, view)));
  const body = make("div", { className: `lists${lists.length > 1 ? " two" : ""}` }, ...lists);
  const whole = make("section", { className: `box${view.dark ? " dark" : ""}`, lang: view.lang }, make("div", { className: "in" }, head, body));
  whole.setAttribute("aria-label", held.station.name);
  return whole;
}

function headlines(items, words, view) {
  if (!items.length) return make("div", {}, make("p", { className: "k", textContent: words.no_breaking }));
  return make("div", {}, make("ul", {}, ...items.map((item) => {
    const kicker = make("p", { className: "k" }, make("b", { textContent: words[item.priority] ?? "" }), clock(item.published_at, view));
    if (item.corrected_at) kicker.append(` · ${words.corrected} `, clock(item.corrected_at, view));
    return make("li", { className: item.priority }, kicker, link(addressOf(item, view), item.headline));
  })));
}

function mostRead(items, words, view) {
  const name = make("p", { className: "name", id: "most", textContent: words.most_read });
  if (!items.length) return make("div", {}, name, make("p", { className: "k", textContent: words.no_reads }));
  const plural = new Intl.PluralRules(view.lang);
  const list = make("ol", { className: "most" }, ...items.map((item) => {
    const reads = (words.reads[plural.select(item.reads)] ?? words.reads.other).replace("{n}", item.reads.toLocaleString(view.lang));
    return make("li", {}, link(addressOf(item, view), item.title), make("small", { textContent: reads + (item.pinned ? ` · ${words.pinned}` : move(item)) }));
  }));
  list.setAttribute("aria-labelledby", "most");
  return make("div", {}, name, list);
}

function move({ rank, was }) {
  if (!was || was === rank) return "";
  return was > rank ? ` ▲ ${was - rank}` : ` ▼ ${rank - was}`;
}

const addressOf = (item, { home }) => item.url ?? (item.article ? `${home}articles/${encodeURIComponent(item.article)}?via=ticker` : home);

/** In a tab of its own, since the page around belongs to somebody else; and nothing but a web address. */
function link(href, text) {
  return make("a", { href: /^https?:/.test(href) ? href : "#", textContent: text, target: "_blank", rel: "noopener" });
}

function clock(moment, { lang }) {
  const at = new Date(moment);
  const today = at.toDateString() === new Date().toDateString();
  const told = at.toLocaleString(lang === "fil" ? "fil-PH" : [], { ...(today ? {} : { day: "numeric", month: "short" }), hour: "numeric", minute: "2-digit" });
  return make("time", { dateTime: at.toISOString(), textContent: told });
}

export function make(name, props, ...children) {
  const node = Object.assign(document.createElement(name), props);
  node.append(...children);
  return node;
}
