/** Choosing an article: by words of its title or text, by its slug, or by the address of its page. */

import { Combobox } from "./combobox.js";
import { day, mark, word } from "./say.js";

const MOST = 8;
const PATIENCE_MS = 5000;

/** Makes the pickers inside `root` work; `templates/panel/picker.html` draws them. */
export function pickers(root) {
  for (const node of root.querySelectorAll("[data-picker]")) picker(node);
}

/** Whether every picker of `form` stands for an article or is empty; the first that does not is marked. */
export function picked(form) {
  for (const node of form.querySelectorAll("[data-picker]")) {
    const { words, slug } = parts(node);
    if (!words.value.trim() || slug.value) continue;
    mark(words, word("picker_choose"));
    return false;
  }
  return true;
}

function parts(node) {
  return {
    words: node.querySelector("[role=combobox]"),
    list: node.querySelector("[role=listbox]"),
    slug: node.querySelector("input[type=hidden]"),
    told: node.querySelector("[role=status]"),
  };
}

function picker(node) {
  const { words, list, slug, told } = parts(node);
  new Combobox(words, list, {
    find,
    choose({ value, label }) {
      slug.value = value;
      words.value = label;
      told.textContent = word("picker_chosen", { title: label });
      node.dispatchEvent(new Event("input", { bubbles: true }));
    },
    say(count) {
      told.textContent = word(count < 0 ? "picker_away" : count ? "picker_found" : "picker_none", { n: count });
      told.classList.toggle("sr", count > 0);
    },
  });
  const forget = () => {
    slug.value = told.textContent = "";
    told.classList.add("sr");
  };
  words.addEventListener("input", forget);
  // A hidden field keeps what it has when a form is emptied.
  words.form?.addEventListener("reset", forget);
}

/** The articles that fit `text`, the newest for none. */
async function find(text, signal) {
  const named = /(?:^|\/articles\/)([a-z0-9]+(?:-[a-z0-9]+)+)\/?(?:[?#].*)?$/.exec(text)?.[1];
  const both = await Promise.all([named ? one(named, signal) : [], search(text, signal)]);
  const [exact, found] = both;
  return [...exact, ...found.filter(({ slug }) => slug !== exact[0]?.slug)].slice(0, MOST).map(option);
}

async function search(text, signal) {
  const { articles } = await ask(`?${new URLSearchParams({ q: text, limit: MOST })}`, signal);
  return articles;
}

async function one(slug, signal) {
  return ask(`/${slug}`, signal).then((article) => [article], () => []);
}

async function ask(path, signal) {
  const patience = AbortSignal.any?.([signal, AbortSignal.timeout(PATIENCE_MS)]) ?? signal;
  const response = await fetch(`/api/v1/articles${path}`, { signal: patience });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

function option({ slug, title, published_at, language }) {
  return { value: slug, label: title, note: [day(published_at), language].filter(Boolean).join(" · ") };
}
