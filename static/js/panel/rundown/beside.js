/** The articles beside a segment, in order, and what fills the rest: read into a form, changed there, and read out. */
import { word } from "../say.js";

const offered = document.getElementById("offered");

/** The article that a title (or its slug) in the picker stands for, or `null`. */
export function slugOf(text) {
  const wanted = text.trim();
  const found = [...offered.options].find(({ value, dataset }) => value === wanted || dataset.slug === wanted);
  return found?.dataset.slug ?? null;
}

function titleOf(slug) {
  return [...offered.options].find(({ dataset }) => dataset.slug === slug)?.value ?? slug;
}

export class Beside {
  /** `rules` has articles, topics, order, limit, every_s, language; `say(text)` reads out what a key press did. */
  constructor(rules, say, withLanguage) {
    this.node = document.getElementById("beside-template").content.firstElementChild.cloneNode(true);
    this.list = this.node.querySelector("ol");
    this.say = say;
    for (const name of ["order", "limit", "every_s", "language"]) this.field(name).value = rules[name] ?? "";
    this.field("topics").value = (rules.topics ?? []).join(", ");
    this.node.querySelector('[data-f="language-field"]').hidden = !withLanguage;
    for (const slug of rules.articles ?? []) this.add(slug);
    this.node.querySelector('[data-act="add"]').addEventListener("click", () => this.pick());
    this.field("pick").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.pick();
    });
  }

  field(name) {
    return this.node.querySelector(`[data-f="${name}"]`);
  }

  /** What the form says, as the API has it; empty rules are left out. */
  get rules() {
    const topics = this.field("topics").value.split(",").map((topic) => topic.trim()).filter(Boolean);
    const told = { articles: [...this.list.children].map((row) => row.dataset.slug), topics };
    if (this.field("order").value) told.order = this.field("order").value;
    if (this.field("language").value) told.language = this.field("language").value;
    for (const name of ["limit", "every_s"]) if (this.field(name).value) told[name] = Number(this.field(name).value);
    return told;
  }

  pick() {
    const input = this.field("pick");
    const slug = slugOf(input.value);
    const problem = slug ? "" : word("rundown_unknown");
    input.closest(".field").querySelector(".field__error").textContent = problem;
    if (!slug) return input.focus();
    input.value = "";
    if (![...this.list.children].some((row) => row.dataset.slug === slug)) this.add(slug);
    this.say(word("rundown_added", { title: titleOf(slug), n: this.list.children.length }));
    input.focus();
  }

  add(slug) {
    const row = document.getElementById("article-template").content.firstElementChild.cloneNode(true);
    const title = titleOf(slug);
    row.dataset.slug = slug;
    row.querySelector('[data-f="title"]').textContent = title;
    for (const [act, key] of [["up", "rundown_up"], ["down", "rundown_down"], ["out", "rundown_remove"]]) {
      const button = row.querySelector(`[data-act="${act}"]`);
      button.setAttribute("aria-label", word(key, { title }));
      button.addEventListener("click", () => this[act](row, title, button));
    }
    this.list.append(row);
  }

  up(row, title, button) {
    row.previousElementSibling?.before(row);
    this.moved(row, title, button);
  }

  down(row, title, button) {
    row.nextElementSibling?.after(row);
    this.moved(row, title, button);
  }

  out(row, title) {
    const next = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector('[data-act="out"]');
    row.remove();
    this.say(word("rundown_removed", { title }));
    (next ?? this.field("pick")).focus();
  }

  moved(row, title, button) {
    button.focus();
    this.say(word("rundown_moved", { title, n: [...this.list.children].indexOf(row) + 1 }));
  }
}
