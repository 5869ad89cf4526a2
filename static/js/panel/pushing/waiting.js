/** Headlines that are not out: counted down, approved, sent before their time or taken back where they stand. */
import { serverNow } from "../../clock/time.js";
import { clone, element, need, setText } from "../../page/dom.js";
import { board } from "../../page/site.js";
import { say } from "../../page/words.js";
import { openForm } from "../headlines.js";
import { Refused, Wish } from "../send.js";
import { showFailure, showStatus } from "../status.js";
import { clock, day } from "../times.js";
import { changeLines } from "./changes.js";
import { sentAlone } from "./question.js";

/** @import { DeskState, WaitingHeadline } from "../types.d.ts" */
/** @typedef {"undo" | "release" | "approve" | "alone" | "take"} Act */
/** @typedef {{ node: HTMLElement, item: WaitingHeadline, wish: Wish, asked: number }} Row */

const TICK_MS = 250;
/** The clock that holds the lease sends it; if it has not by then, this panel asks for it. It goes out once all the same. */
const ASK_AFTER_MS = 700;
const ASK_EVERY_MS = 2000;

const mine = need(document, "#waiting");
const asks = need(document, "#asks");
const here = need(document, "#asks-here");
const outcome = need(document, "#waiting-outcome");
const title = document.title;
/** @type {Map<string, Row>} */
const rows = new Map();
/** Those that this page knows more of than the newsroom's last answer: gone, or come since. @type {Map<string, WaitingHeadline | null>} */
const since = new Map();
let me = "";
let people = /** @type {string[]} */ ([]);
/** Who writes at which item. @type {Map<string, string>} */
let writers = new Map();
/** @type {(item: WaitingHeadline) => void} */
let takenBack = () => {};
/** @type {() => void} */
let refresh = () => {};

/** `again` has the newsroom asked anew; `back` gets what its author took back. @param {() => void} again @param {(item: WaitingHeadline) => void} back */
export function waiting(again, back) {
  refresh = again;
  takenBack = back;
  setInterval(tick, TICK_MS);
  need(here, "button").addEventListener("click", focusAsked);
  board.subscribe("breaking", tick);
}

/** @param {DeskState} state */
export function showWaiting(state) {
  me = state.me;
  people = state.people.filter(({ name }) => !same(name, me)).map(({ name }) => name);
  writers = new Map(state.people.flatMap(({ name, writing }) => (writing && !same(name, me) ? [[writing, name]] : [])));
  for (const [id, item] of since) {
    const told = state.waiting.find((one) => one.id === id);
    if (item ? told : !told) since.delete(id);
  }
  const items = [...state.waiting.filter(({ id }) => !since.has(id)), ...[...since.values()].filter((one) => one !== null)];
  draw(items);
}

/** One that has just been sent, before the newsroom's next answer. @param {WaitingHeadline} item */
export function waits(item) {
  since.set(item.id, item);
  if (item.state !== "draft") showStatus(outcome, say(`sent_${item.state}`, { time: whenOut(item) }), "wait");
  draw([...[...rows.values()].map((row) => row.item).filter(({ id }) => id !== item.id), item]);
  setTimeout(refresh, TICK_MS);
}

/** Takes back the newest that is counted down here. Whether there was one. */
export function takeBackNewest() {
  return actOnNewest("undo");
}

/** Sends the newest that is counted down here before its time. Whether there was one. */
export function releaseNewest() {
  return actOnNewest("release");
}

/** @param {Act} act */
function actOnNewest(act) {
  const row = [...rows.values()].reverse().find(({ item }) => item.state === "held" && same(item.by, me));
  if (row) void does(row, act);
  return Boolean(row);
}

/** @param {WaitingHeadline[]} items */
function draw(items) {
  const shown = items.filter((item) => !isOut(item));
  const ids = new Set(shown.map(({ id }) => id));
  for (const [id, row] of rows) if (!ids.has(id)) leave(id, row);
  for (const item of shown) {
    const row = rows.get(item.id) ?? newRow(item);
    row.item = item;
    const list = asksMe(item) ? asks : mine;
    if (row.node.parentElement !== list) list.append(row.node);
    fillRow(row);
  }
  showAsks();
  document.title = asks.hidden ? title : `● ${say("asks_title")} · ${title}`;
}

function showAsks() {
  asks.hidden = here.hidden = asks.children.length === 0;
}

/** Leads to what this person is asked first: to the row, so that it is read before it is approved. */
export function focusAsked() {
  const first = asks.firstElementChild;
  if (first instanceof HTMLElement) first.focus();
}

/** Whether it is out already: a correction is when the board has its revision. @param {WaitingHeadline} item */
function isOut(item) {
  return board.state.breaking.some(({ id, rev }) => id === item.id && rev >= item.rev);
}

/** Whether it is for this person to approve. @param {WaitingHeadline} item */
function asksMe(item) {
  return item.state === "pending" && !same(item.changed_by ?? item.by, me);
}

/** @param {string} one @param {string} other */
function same(one, other) {
  return one.toLowerCase() === other.toLowerCase();
}

/** @param {string} id @param {Row} row */
function leave(id, row) {
  const had = row.node.contains(document.activeElement);
  rows.delete(id);
  row.node.remove();
  const out = board.state.breaking.find((item) => item.id === id);
  if (out && same(row.item.by, me)) showStatus(outcome, say("waits_out", { headline: out.headline, time: clock(serverNow()) }));
  if (had) need(document, "#headline").focus();
}

/** @param {WaitingHeadline} item @returns {Row} */
function newRow(item) {
  const row = { node: clone("waiting-template"), item, wish: new Wish(), asked: 0 };
  for (const button of row.node.querySelectorAll("button")) {
    button.addEventListener("click", (event) => {
      // The second half of a double click was meant for what lay there before.
      if (event.detail < 2) void does(row, /** @type {Act} */ (button.dataset.act));
    });
  }
  rows.set(item.id, row);
  return row;
}

/** @param {Row} row */
function fillRow({ node, item }) {
  node.dataset.state = item.state;
  setText(need(node, '[data-f="headline"]'), item.headline);
  const body = need(node, '[data-f="body"]');
  setText(body, item.body ?? "");
  body.hidden = !item.body;
  const priority = need(node, ".priority");
  priority.dataset.priority = item.priority;
  setText(priority, say(item.priority));
  setText(need(node, '[data-f="state"]'), stateInWords(item));
  /** @param {Act} act @param {boolean} offered */
  const offer = (act, offered) => (need(node, `[data-act="${act}"]`).hidden = !offered);
  const pending = item.state === "pending";
  offer("approve", asksMe(item));
  offer("take", item.state === "draft");
  offer("release", !pending && item.state !== "draft");
  offer("alone", pending && !asksMe(item) && isLongEnough(item));
  for (const button of node.querySelectorAll("button")) {
    const words = button.dataset.act === "undo" ? undoWords(item) : button.textContent;
    button.setAttribute("aria-label", `${words}: ${item.headline}`);
  }
  countDown({ node, item });
}

/** @param {WaitingHeadline} item */
function stateInWords(item) {
  const by = item.changed_by ?? item.by;
  const time = item.until ? clock(item.until) : "";
  if (item.state === "pending") {
    if (asksMe(item)) return say(item.corrects ? "asks_correction" : "asks_approval", { by });
    if (isLongEnough(item)) return say("waits_alone");
    return people.length ? say("waits_pending", { people: people.join(", ") }) : say("waits_nobody");
  }
  const writer = writers.get(item.id);
  if (item.state === "draft" && writer) return say("waits_draft_written", { by, name: writer });
  if (item.state === "scheduled") return say("waits_scheduled", { time: whenOut(item), by });
  const others = item.state === "held" && !same(item.by, me);
  return say(others ? "waits_held_by" : `waits_${item.state}`, { time, by });
}

/** When it goes out: with its day, where that was chosen. @param {WaitingHeadline} item */
function whenOut({ state, until }) {
  return until ? (state === "scheduled" ? `${day(until)}, ` : "") + clock(until) : "";
}

/** Whether somebody else had time enough. @param {WaitingHeadline} item */
function isLongEnough(item) {
  return item.until !== undefined && Date.parse(item.until) <= serverNow();
}

/** @param {WaitingHeadline} item */
function undoWords({ state }) {
  return say(state === "missed" || state === "draft" ? "waits_discard" : "waits_take_back");
}

/** The seconds left stand on the button. @param {{ node: HTMLElement, item: WaitingHeadline }} row */
function countDown({ node, item }) {
  const left = item.state === "held" && item.until ? Math.max(0, Math.ceil((Date.parse(item.until) - serverNow()) / 1000)) : 0;
  const words = undoWords(item);
  setText(need(node, '[data-act="undo"]'), item.state === "held" ? `${words} · ${left}` : words);
}

function tick() {
  for (const [id, row] of rows) {
    if (isOut(row.item)) leave(id, row);
    else if (row.item.state === "pending") fillRow(row);
    else if (row.item.state === "held") {
      countDown(row);
      askFor(row);
    }
  }
  showAsks();
}

/** Its time has come, and nobody has sent it. @param {Row} row */
function askFor(row) {
  const over = serverNow() - Date.parse(row.item.until ?? "");
  if (!(over > ASK_AFTER_MS) || !same(row.item.by, me) || serverNow() - row.asked < ASK_EVERY_MS) return;
  row.asked = serverNow();
  // Whoever was faster: it is out, and that is what was asked for.
  new Wish().send("POST", `/breaking/${row.item.id}/release`, { rev: row.item.rev }).catch(() => refresh());
}

/** @type {Record<Exclude<Act, "take">, { path: string, more: object }>} */
const CALLS = {
  undo: { path: "undo", more: {} },
  release: { path: "release", more: {} },
  approve: { path: "approve", more: {} },
  alone: { path: "approve", more: { alone: true } },
};

/** @param {Row} row @param {Act} act */
async function does(row, act) {
  const { item, node, wish } = row;
  if (act === "take") return takenBack(item);
  if (act === "alone" && !(await sentAlone(item.headline))) return;
  const { path, more } = CALLS[act];
  const buttons = node.querySelectorAll("button");
  // Disabled, the button that was pressed loses the focus.
  const wasHere = node.contains(document.activeElement);
  for (const button of buttons) button.disabled = true;
  const place = need(node, ".outcome");
  showStatus(place, say("sending"), "wait");
  try {
    const receipt = await wish.send("POST", `/breaking/${item.id}/${path}`, { rev: item.rev, ...more });
    showStatus(place, "");
    if (receipt.state === "scheduled") return;
    since.set(item.id, null);
    rows.delete(item.id);
    node.remove();
    const done = act !== "undo" ? "waits_out" : item.state === "draft" ? "draft_gone" : "waits_undone";
    showStatus(outcome, say(done, { headline: item.headline, time: clock(serverNow()) }));
    if (wasHere && isNowhere()) need(document, "#headline").focus();
    if (act === "undo" && same(item.by, me) && !item.corrects && item.state !== "draft") takenBack(item);
  } catch (error) {
    refused(row, error, place);
  } finally {
    for (const button of buttons) button.disabled = false;
    // At the row, not at its button: a second press of Enter must not approve what has not been read.
    if (wasHere && isNowhere() && node.isConnected) node.focus();
    showAsks();
    refresh();
  }
}

/** Whether nothing has the focus: who moved on meanwhile keeps theirs. */
function isNowhere() {
  return document.activeElement === null || document.activeElement === document.body;
}

/** @param {Row} row @param {unknown} error @param {HTMLElement} place */
function refused(row, error, place) {
  if (!(error instanceof Refused) || error.status !== 409) return showFailure(error, place);
  const { type, current } = error.problem;
  if (type === "urn:airwire:problem:too-late") {
    showStatus(outcome, say(current ? "too_late" : "stale_gone"), "bad");
    if (!current) return;
    const { id, headline } = row.item;
    const withdraw = element("button", { type: "button", class: "button button--danger", onclick: () => openForm(id, "withdraw") }, say("withdraw_it"));
    withdraw.setAttribute("aria-label", `${say("withdraw_it")}: ${headline}`);
    outcome.append(" ", withdraw);
    withdraw.focus();
    return;
  }
  if (type === "urn:airwire:problem:too-early") return showStatus(place, say("too_early"), "wait");
  if (current?.id === row.item.id && current.state) {
    row.item = current;
    fillRow(row);
  }
  showStatus(place, say("stale_decide"), "bad");
  place.prepend(...changeLines(error.problem));
}
