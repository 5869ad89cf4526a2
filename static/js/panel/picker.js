/** Choosing an article: by words of its title or text, by its slug, or by the address of its page. */

import { need } from "../page/dom.js";
import { say } from "../page/words.js";
import { Combobox } from "./combobox.js";
import { mark } from "./fields.js";
import { day } from "./times.js";

/** @typedef {{ slug: string, title: string, published_at?: string, language?: string }} Article as `/api/v1/articles` lists it */

const OPTIONS = 8;
const PATIENCE_MS = 5000;

/** Makes the pickers inside `root` work; `templates/panel/picker.html` draws them. @param {ParentNode} root */
export function pickers(root) {
  for (const node of root.querySelectorAll("[data-picker]")) picker(node);
}

/**
 * Whether every picker of `form` stands for an article or is empty; the first that does not is marked.
 * @param {HTMLFormElement} form
 */
export function picked(form) {
  for (const node of form.querySelectorAll("[data-picker]")) {
    const { words, slug } = parts(node);
    if (!words.value.trim() || slug.value) continue;
    mark(words, say("picker_choose"));
    return false;
  }
  return true;
}

/** @param {HTMLElement} node */
function parts(node) {
  return {
    words: need(node, "[role=combobox]", HTMLInputElement),
    list: need(node, "[role=listbox]"),
    slug: need(node, "input[type=hidden]", HTMLInputElement),
    status: need(node, "[role=status]"),
  };
}

/** @param {HTMLElement} node */
function picker(node) {
  const { words, list, slug, status } = parts(node);
  new Combobox(words, list, {
    find,
    choose({ value, label }) {
      slug.value = value;
      words.value = label;
      status.textContent = say("picker_chosen", { title: label });
      node.dispatchEvent(new Event("input", { bubbles: true }));
    },
    report(count) {
      status.textContent = say(count < 0 ? "picker_away" : count ? "picker_found" : "picker_none", { n: count });
      status.classList.toggle("sr", count > 0);
    },
  });
  const forget = () => {
    slug.value = status.textContent = "";
    status.classList.add("sr");
  };
  words.addEventListener("input", forget);
  // A hidden field keeps what it has when a form is emptied.
  words.form?.addEventListener("reset", forget);
}

/** The articles that fit `text`, the newest for none. @param {string} text @param {AbortSignal} signal */
async function find(text, signal) {
  const named = /(?:^|\/articles\/)([a-z0-9]+(?:-[a-z0-9]+)+)\/?(?:[?#].*)?$/.exec(text)?.[1];
  const both = await Promise.all([named ? one(named, signal) : [], search(text, signal)]);
  const [exact, found] = both;
  return [...exact, ...found.filter(({ slug }) => slug !== exact[0]?.slug)].slice(0, OPTIONS).map(option);
}

/** @param {string} text @param {AbortSignal} signal @returns {Promise<Article[]>} */
async function search(text, signal) {
  const { articles } = await ask(`?${new URLSearchParams({ q: text, limit: String(OPTIONS) })}`, signal);
  return articles;
}

/** @param {string} slug @param {AbortSignal} signal @returns {Promise<Article[]>} none where there is no such article */
async function one(slug, signal) {
  return ask(`/${slug}`, signal).then((article) => [article], () => []);
}

/** @param {string} path @param {AbortSignal} signal */
async function ask(path, signal) {
  const patience = AbortSignal.any?.([signal, AbortSignal.timeout(PATIENCE_MS)]) ?? signal;
  const response = await fetch(`/api/v1/articles${path}`, { signal: patience });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** @param {Article} article */
function option({ slug, title, published_at, language }) {
  return { value: slug, label: title, note: [day(published_at), language].filter(Boolean).join(" · ") };
}
