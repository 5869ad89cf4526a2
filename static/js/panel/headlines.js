/** What is on the page now and what was on it before, and correcting or withdrawing it where it stands. */

import { ago } from "../clock/time.js";
import { clone, need } from "../page/dom.js";
import { fillHeadline } from "../page/headline.js";
import { board } from "../page/site.js";
import { say } from "../page/words.js";
import { field, mark, oneLine, unmark, values } from "./fields.js";
import { advise } from "./flash-advice.js";
import { changeLines } from "./pushing/changes.js";
import { fillHalves, halves } from "./pushing/halves.js";
import { meant } from "./question.js";
import { API, DESK } from "./rehearsal/where.js";
import { Refused, Wish } from "./send.js";
import { showFailure, showStatus } from "./status.js";
import { clock } from "./times.js";
import { AsSent } from "./writing/as-sent.js";

/** @import { BreakingItem } from "../feed/events.d.ts" */
/** @import { Half } from "./pushing/halves.js" */
/** @import { Problem } from "./send.js" */
/** @typedef {"correct" | "withdraw"} Deed */
/** @typedef {{ node: HTMLElement, item: BreakingItem, form: HTMLFormElement | null, status: HTMLElement }} Row
 *   a headline, the form that is open in it, and where its list says what became of it */

/** How many of the record are asked for. */
const EARLIER = 50;

/** One list of headlines: `name` begins the ids of its parts. */
class HeadlineList {
  #list;
  #part;
  /** @type {Map<string, Row>} */
  #rows = new Map();

  /** @param {string} name */
  constructor(name) {
    this.#part = (/** @type {string} */ part) => need(document, `#${name}-${part}`);
    this.#list = need(document, `#${name}`);
  }

  /** Draws the headlines; a form that is open keeps what was typed. @param {BreakingItem[]} items */
  show(items) {
    const ids = new Set(items.map((item) => item.id));
    for (const [id, row] of this.#rows) if (!ids.has(id)) this.#leave(id, row);
    for (const item of items) {
      const row = this.#rows.get(item.id);
      if (!row) this.#rows.set(item.id, newRow(item, this.#part("outcome")));
      else if (row.item.rev !== item.rev) update(row, item);
    }
    items.forEach((item, n) => {
      const node = this.#rows.get(item.id)?.node;
      if (node && this.#list.children[n] !== node) this.#list.insertBefore(node, this.#list.children[n] ?? null);
    });
    this.#part("empty").hidden = items.length > 0;
    this.#part("count").textContent = items.length ? String(items.length) : "";
  }

  /** @param {string} id */
  row(id) {
    return this.#rows.get(id);
  }

  /** Ages go on without any event. */
  tick() {
    for (const row of this.#rows.values()) ages(row);
  }

  /** @param {string} id @param {Row} row */
  #leave(id, row) {
    this.#rows.delete(id);
    const had = row.node.contains(document.activeElement);
    if (row.form) showStatus(row.status, say("gone_while_editing"), "bad");
    row.node.remove();
    if (had) this.#part("title").closest("section")?.querySelector("button")?.focus();
  }
}

const onPage = new HeadlineList("board");
const earlier = new HeadlineList("earlier");

/** @param {BreakingItem[]} items of the board */
export function showHeadlines(items) {
  onPage.show(items);
  if (need(document, "#earlier-open", HTMLDetailsElement).open) askForEarlier();
}

export function tick() {
  onPage.tick();
  earlier.tick();
}

/** Opens a form at a headline on the page, where it is there. @param {string} id @param {Deed} kind */
export function openForm(id, kind) {
  const row = onPage.row(id);
  if (row) open(row, kind);
}

/** Those of the record that have left the page: a wrong one can still be corrected and withdrawn. */
async function askForEarlier() {
  const answer = await fetch(`${API}/breaking?limit=${EARLIER}`).catch(() => null);
  if (!answer?.ok) return; // the list stays as it was
  /** @type {{ headlines: (BreakingItem & { state: string })[] }} */
  const { headlines } = await answer.json();
  earlier.show(headlines.filter(({ state }) => state === "expired"));
}

need(document, "#earlier-open").addEventListener("toggle", askForEarlier);
board.subscribe("headline", () => need(document, "#earlier-open", HTMLDetailsElement).open && askForEarlier());

/** @param {BreakingItem} item @param {HTMLElement} status @returns {Row} */
function newRow(item, status) {
  const row = { node: clone("row-template"), item, form: null, status };
  need(row.node, '[data-act="correct"]').addEventListener("click", () => open(row, "correct"));
  need(row.node, '[data-act="withdraw"]').addEventListener("click", () => open(row, "withdraw"));
  update(row, item);
  return row;
}

/** @param {Row} row @param {BreakingItem} item */
function update(row, item) {
  row.item = item;
  // As listeners see it, but for its links: nobody is led away from the desk by one.
  fillHeadline(need(row.node, ".headline"), item, false);
  need(row.node, ".row__aloud", HTMLAnchorElement).href = `${DESK}/read/${encodeURIComponent(item.id)}`;
  for (const button of row.node.querySelectorAll(".row__acts button")) {
    button.setAttribute("aria-label", `${button.textContent}: ${item.headline}`);
  }
  ages(row);
}

/** @param {Row} row */
function ages({ node, item }) {
  const ends = item.expires_at ? ` · ${say("until", { time: clock(item.expires_at) })}` : "";
  need(node, '[data-f="age"]').textContent = `${ago(item.published_at)}${ends}${missingHalves(item)}`;
}

/** Which of the station's languages a headline in several lacks. @param {BreakingItem} item */
function missingHalves({ texts }) {
  const form = need(document, "#compose", HTMLFormElement);
  const all = [...form.querySelectorAll("[data-half]")].map((half) => /** @type {HTMLElement} */ (half).dataset.half ?? "");
  return texts ? all.filter((tag) => !texts[tag]).map((tag) => ` · ${say("half_missing", { tongue: say(`tongue_${tag}`) })}`).join("") : "";
}

/** @param {Row} row @param {Deed} kind */
function open(row, kind) {
  close(row);
  const form = /** @type {HTMLFormElement} */ (clone(`${kind}-template`));
  row.form = form;
  // The revision that the person has in front of them: a newer one has to be looked at first.
  form.dataset.rev = String(row.item.rev);
  if (kind === "correct") prefill(form, row.item);
  const wish = new Wish();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(row, form, kind, wish);
  });
  form.addEventListener("input", () => adviseOn(form));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(row, kind);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !form.querySelector("button:disabled")) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  need(form, '[data-act="cancel"]').addEventListener("click", () => close(row, kind));
  need(row.node, ".row__form").append(form);
  field(form, kind === "correct" ? "headline" : "reason").focus();
}

/** @param {HTMLFormElement} form @param {BreakingItem} item */
function prefill(form, item) {
  field(form, "headline").value = item.headline;
  field(form, "body").value = item.body ?? "";
  field(form, "priority").value = item.priority;
  fillHalves(form, item.texts);
}

/** @param {Row} row @param {Deed} [kind] whose button gets the focus back */
function close(row, kind) {
  row.form?.remove();
  row.form = null;
  if (kind) need(row.node, `[data-act="${kind}"]`).focus();
}

/** @param {Row} row @param {HTMLFormElement} form @param {Deed} kind @param {Wish} wish */
async function submit(row, form, kind, wish) {
  unmark(form);
  const { headline, priority, reason } = values(form);
  if (!reason.trim()) mark(field(form, "reason"), say("reason_missing"));
  if (kind === "correct" && !oneLine(headline)) mark(field(form, "headline"), say("headline_missing"));
  if (form.querySelector("[aria-invalid]")) return;
  const becomesFlash = priority === "flash" && row.item.priority !== "flash";
  if (becomesFlash && !(await meant(headline))) return;
  const place = need(form, ":scope > .outcome[role=status]");
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  showStatus(place, say("sending"), "wait");
  const sent = new AsSent(form);
  try {
    const receipt = await wish.send(kind === "correct" ? "PATCH" : "DELETE", `/breaking/${row.item.id}`, wanted(row, form, kind));
    const done = receipt.state === "pending" ? "correction_waits" : kind === "correct" ? "corrected_out" : "withdrawn_out";
    const words = say(done, { time: clock(new Date()), seq: receipt.seq });
    if (kind === "correct" && sent.typedSince.length) return goOn(form, sent, receipt, `${words} ${say("typed_since")}`);
    row.form = null;
    form.remove();
    showStatus(row.status, words);
    if (row.node.isConnected) need(row.node, '[data-act="correct"]').focus();
  } catch (error) {
    if (error instanceof Refused && error.status === 409) stale(form, error.problem, place);
    else showFailure(error, place, form);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

/**
 * A correction is out, and its author has typed on: that is the next one's, upon the new revision, with a reason of its own.
 * @param {HTMLFormElement} form @param {AsSent} sent @param {{ rev: number, state?: string }} receipt @param {string} words
 */
function goOn(form, sent, { rev, state }, words) {
  if (state !== "pending") form.dataset.rev = String(rev);
  const reason = field(form, "reason");
  if (!sent.typedSince.includes(reason)) reason.value = "";
  showStatus(need(form, ":scope > .outcome[role=status]"), words);
}

/**
 * What is to be sent: of a correction only what is another.
 * @param {Row} row @param {HTMLFormElement} form @param {Deed} kind
 */
function wanted(row, form, kind) {
  const { headline, body, priority, reason } = values(form);
  /** @type {{ rev: number, reason: string, headline?: string, body?: string | null, priority?: string, texts?: Record<string, Half | null> }} */
  const change = { rev: Number(form.dataset.rev), reason: reason.trim() };
  if (kind !== "correct") return change;
  if (oneLine(headline) !== row.item.headline) change.headline = oneLine(headline);
  if (body.trim() !== (row.item.body ?? "")) change.body = body.trim() || null;
  if (priority !== row.item.priority) change.priority = priority;
  // All languages stand in the form: what is left as it was is still right.
  const texts = halves(form);
  const gone = Object.keys(row.item.texts ?? {}).filter((tag) => !texts?.[tag]).map((tag) => [tag, null]);
  const isReworded = "headline" in change || "body" in change || JSON.stringify(texts ?? {}) !== JSON.stringify(row.item.texts ?? {});
  if (isReworded && (texts || gone.length)) change.texts = { ...texts, ...Object.fromEntries(gone) };
  return change;
}

/**
 * Somebody was faster: say who, show what changed, and let the person decide upon the new state.
 * @param {HTMLFormElement} form @param {Problem} problem @param {HTMLElement} place
 */
function stale(form, problem, place) {
  const box = need(form, '[data-f="changed"]');
  box.replaceChildren(...changeLines(problem));
  box.hidden = false;
  if (problem.current) form.dataset.rev = String(problem.current.rev);
  showStatus(place, say(problem.current ? "stale_decide" : "stale_gone"), "bad");
}

/** @param {HTMLFormElement} form that corrects or withdraws */
function adviseOn(form) {
  const place = form.querySelector('[data-f="advice"]');
  const { priority, headline } = values(form);
  if (place instanceof HTMLElement) advise(place, priority, oneLine(headline));
}
