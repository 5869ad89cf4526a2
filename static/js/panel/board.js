/** What is on the page now, and correcting or withdrawing it where it stands. */

import { fill } from "./headline.js";
import { meant } from "./question.js";
import { Refused, Wish } from "./send.js";
import { age, clock, explain, mark, oneLine, tell, unmark, word } from "./say.js";

const list = document.getElementById("board");
const told = document.getElementById("board-told");
const rows = new Map();

/** Draws the headlines of the board; a form that is open keeps what was typed. */
export function showBoard(items) {
  const ids = new Set(items.map((item) => item.id));
  for (const [id, row] of rows) if (!ids.has(id)) leave(id, row);
  for (const item of items) {
    if (!rows.has(item.id)) rows.set(item.id, newRow());
    update(rows.get(item.id), item);
  }
  items.forEach((item, n) => {
    const { node } = rows.get(item.id);
    if (list.children[n] !== node) list.insertBefore(node, list.children[n] ?? null);
  });
  document.getElementById("board-empty").hidden = items.length > 0;
  document.getElementById("board-count").textContent = items.length || "";
}

/** Ages go on without any event. */
export function tick() {
  for (const row of rows.values()) ages(row);
}

function newRow() {
  const node = document.getElementById("row-template").content.firstElementChild.cloneNode(true);
  const row = { node, item: null, form: null };
  node.querySelector('[data-act="correct"]').addEventListener("click", () => open(row, "correct"));
  node.querySelector('[data-act="withdraw"]').addEventListener("click", () => open(row, "withdraw"));
  return row;
}

function update(row, item) {
  if (row.item?.rev === item.rev) return;
  row.item = item;
  fill(row.node.querySelector(".headline"), item);
  for (const button of row.node.querySelectorAll(".row__acts button")) {
    button.setAttribute("aria-label", `${button.textContent}: ${item.headline}`);
  }
  ages(row);
}

function ages({ node, item }) {
  const ends = item.expires_at ? ` · ${word("until", { time: clock(item.expires_at) })}` : "";
  node.querySelector('[data-f="age"]').textContent = `${word("ago", { age: age(item.published_at) })}${ends}`;
}

function leave(id, row) {
  rows.delete(id);
  const had = row.node.contains(document.activeElement);
  if (row.form) tell(told, word("gone_while_editing"), "bad");
  row.node.remove();
  if (had) document.getElementById("board-title").closest("section").querySelector("button")?.focus();
}

function open(row, kind) {
  close(row);
  const form = document.getElementById(`${kind}-template`).content.firstElementChild.cloneNode(true);
  row.form = form;
  // The revision that the person has in front of them: a newer one has to be looked at first.
  form.dataset.rev = row.item.rev;
  if (kind === "correct") prefill(form, row.item);
  const wish = new Wish();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(row, form, kind, wish);
  });
  form.addEventListener("keydown", (event) => event.key === "Escape" && close(row, kind));
  form.querySelector('[data-act="cancel"]').addEventListener("click", () => close(row, kind));
  row.node.querySelector(".row__form").append(form);
  (form.elements.headline ?? form.elements.reason).focus();
}

function prefill(form, item) {
  form.elements.headline.value = item.headline;
  form.elements.body.value = item.body ?? "";
  form.elements.priority.value = item.priority;
}

function close(row, kind) {
  row.form?.remove();
  row.form = null;
  if (kind) row.node.querySelector(`[data-act="${kind}"]`).focus();
}

async function submit(row, form, kind, wish) {
  unmark(form);
  const { headline, reason } = form.elements;
  if (!reason.value.trim()) mark(reason, word("reason_missing"));
  if (headline && !oneLine(headline.value)) mark(headline, word("headline_missing"));
  if (form.querySelector("[aria-invalid]")) return;
  const becomesFlash = form.elements.priority?.value === "flash" && row.item.priority !== "flash";
  if (becomesFlash && !(await meant(form.elements.headline.value))) return;
  const line = form.querySelector(":scope > .told[role=status]");
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  tell(line, word("sending"), "wait");
  try {
    const receipt = await wish.send(kind === "correct" ? "PATCH" : "DELETE", `/breaking/${row.item.id}`, wanted(row, form, kind));
    row.form = null;
    form.remove();
    tell(told, word(kind === "correct" ? "corrected_out" : "withdrawn_out", { time: clock(new Date()), seq: receipt.seq }));
    row.node.isConnected && row.node.querySelector('[data-act="correct"]').focus();
  } catch (error) {
    if (error instanceof Refused && error.status === 409) stale(form, error.problem, line);
    else explain(error, line, form);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

function wanted(row, form, kind) {
  const { headline, body, priority, reason } = Object.fromEntries(new FormData(form));
  const told = { rev: Number(form.dataset.rev), reason: reason.trim() };
  if (kind !== "correct") return told;
  if (oneLine(headline) !== row.item.headline) told.headline = oneLine(headline);
  if (body.trim() !== (row.item.body ?? "")) told.body = body.trim() || null;
  if (priority !== row.item.priority) told.priority = priority;
  return told;
}

/** Somebody was faster: say who, show what changed, and let the person decide upon the new state. */
function stale(form, problem, line) {
  const box = form.querySelector('[data-f="changed"]');
  const rows = Object.entries(problem.changed ?? {}).map(([name, { was, now }]) => {
    const entry = document.createElement("p");
    const before = document.createElement("del");
    const after = document.createElement("ins");
    before.textContent = was ?? "–";
    after.textContent = now ?? "–";
    entry.append(`${word(name)}: `, before, " → ", after);
    return entry;
  });
  const head = document.createElement("p");
  head.textContent = word("stale", { by: problem.by ?? "?", did: word(problem.did ?? "changed"), time: clock(problem.at) });
  box.replaceChildren(head, ...rows);
  box.hidden = false;
  if (problem.current) form.dataset.rev = problem.current.rev;
  tell(line, word(problem.current ? "stale_decide" : "stale_gone"), "bad");
}
