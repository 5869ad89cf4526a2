/** The articles beside a segment, in order, and what fills the rest: read into a form, changed there, and read out. */
import { clone, need } from "../../page/dom.js";
import { say } from "../../page/words.js";

/** @import { Rules } from "../types.d.ts" */

const offered = need(document, "#offered", HTMLDataListElement);

/** The article that a title (or its slug) in the picker stands for, or `null`. @param {string} text */
export function slugOf(text) {
  const wanted = text.trim();
  const found = [...offered.options].find(({ value, dataset }) => value === wanted || dataset.slug === wanted);
  return found?.dataset.slug ?? null;
}

/** @param {string} slug */
function titleOf(slug) {
  return [...offered.options].find(({ dataset }) => dataset.slug === slug)?.value ?? slug;
}

/** What each button of an article's row does, in words. */
const DEEDS = { up: "rundown_up", down: "rundown_down", out: "rundown_remove" };

export class Beside {
  /**
   * `report(text)` reads out what a key press did.
   * @param {Rules} rules @param {(text: string) => void} report @param {boolean} withLanguage
   */
  constructor(rules, report, withLanguage) {
    this.node = clone("beside-template");
    this.list = need(this.node, "ol");
    this.report = report;
    for (const name of /** @type {const} */ (["order", "limit", "every_s", "language"])) {
      this.field(name).value = String(rules[name] ?? "");
    }
    this.field("topics").value = (rules.topics ?? []).join(", ");
    need(this.node, '[data-f="language-field"]').hidden = !withLanguage;
    for (const slug of rules.articles ?? []) this.add(slug);
    need(this.node, '[data-act="add"]').addEventListener("click", () => this.pick());
    this.field("pick").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.pick();
    });
  }

  /** @param {string} name @returns {HTMLInputElement} or a `<select>`, of which no more is used */
  field(name) {
    return /** @type {HTMLInputElement} */ (need(this.node, `[data-f="${name}"]`));
  }

  /** @returns {HTMLElement[]} the rows of the articles, in order */
  get rows() {
    return [...this.list.querySelectorAll("li")];
  }

  /** What the form says, as the API has it; empty rules are left out. */
  get rules() {
    const topics = this.field("topics").value.split(",").map((topic) => topic.trim()).filter(Boolean);
    /** @type {Rules} */
    const rules = { articles: this.rows.map((row) => row.dataset.slug ?? ""), topics };
    if (this.field("order").value) rules.order = this.field("order").value;
    if (this.field("language").value) rules.language = this.field("language").value;
    for (const name of /** @type {const} */ (["limit", "every_s"])) {
      if (this.field(name).value) rules[name] = Number(this.field(name).value);
    }
    return rules;
  }

  pick() {
    const input = this.field("pick");
    const slug = slugOf(input.value);
    const problem = slug ? "" : say("rundown_unknown");
    const place = input.closest(".field")?.querySelector(".field__error");
    if (place) place.textContent = problem;
    if (!slug) return input.focus();
    input.value = "";
    if (!this.rows.some((row) => row.dataset.slug === slug)) this.add(slug);
    this.report(say("rundown_added", { title: titleOf(slug), n: this.rows.length }));
    input.focus();
  }

  /** @param {string} slug */
  add(slug) {
    const row = clone("article-template");
    const title = titleOf(slug);
    row.dataset.slug = slug;
    need(row, '[data-f="title"]').textContent = title;
    for (const act of /** @type {const} */ (["up", "down", "out"])) {
      const button = need(row, `[data-act="${act}"]`);
      button.setAttribute("aria-label", say(DEEDS[act], { title }));
      button.addEventListener("click", () => this[act](row, title, button));
    }
    this.list.append(row);
  }

  /** @param {HTMLElement} row @param {string} title @param {HTMLElement} button */
  up(row, title, button) {
    row.previousElementSibling?.before(row);
    this.moved(row, title, button);
  }

  /** @param {HTMLElement} row @param {string} title @param {HTMLElement} button */
  down(row, title, button) {
    row.nextElementSibling?.after(row);
    this.moved(row, title, button);
  }

  /** @param {HTMLElement} row @param {string} title */
  out(row, title) {
    /** @type {HTMLElement | null | undefined} */
    const next = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector('[data-act="out"]');
    row.remove();
    this.report(say("rundown_removed", { title }));
    (next ?? this.field("pick")).focus();
  }

  /** @param {HTMLElement} row @param {string} title @param {HTMLElement} button */
  moved(row, title, button) {
    button.focus();
    this.report(say("rundown_moved", { title, n: this.rows.indexOf(row) + 1 }));
  }
}
