/** Headlines that are not out: counted down, approved, sent before their time or taken back where they stand. */
import { serverNow } from "../../clock/time.js";
import { clone, need, setText } from "../../page/dom.js";
import { board } from "../../page/site.js";
import { say } from "../../page/words.js";
import { Refused, Wish } from "../send.js";
import { showFailure, showStatus } from "../status.js";
import { clock } from "../times.js";
import { sentAlone } from "./question.js";
import { tooSlow } from "./too-slow.js";
import { asksMe, isLongEnough, same, stateInWords, undoWords, whenOut } from "./waiting-words.js";

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
/** @type {import("./waiting-words.js").Desk} */
let desk = { me: "", others: [], writers: new Map() };
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
  const others = state.people.filter(({ name }) => !same(name, state.me));
  const writers = new Map(others.flatMap(({ name, writing }) => (writing ? [[writing, name]] : [])));
  desk = { me: state.me, others: others.map(({ name }) => name), writers };
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
  const row = [...rows.values()].reverse().find(({ item }) => item.state === "held" && same(item.by, desk.me));
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
    const list = asksMe(item, desk) ? asks : mine;
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

/** @param {string} id @param {Row} row */
function leave(id, row) {
  const had = row.node.contains(document.activeElement);
  rows.delete(id);
  row.node.remove();
  const out = board.state.breaking.find((item) => item.id === id);
  if (out && same(row.item.by, desk.me)) showStatus(outcome, say("waits_out", { headline: out.headline, time: clock(serverNow()) }));
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
  setText(need(node, '[data-f="state"]'), stateInWords(item, desk));
  /** @param {Act} act @param {boolean} offered */
  const offer = (act, offered) => (need(node, `[data-act="${act}"]`).hidden = !offered);
  const pending = item.state === "pending";
  offer("approve", asksMe(item, desk));
  offer("take", item.state === "draft");
  offer("release", !pending && item.state !== "draft");
  offer("alone", pending && !asksMe(item, desk) && isLongEnough(item));
  for (const button of node.querySelectorAll("button")) {
    const words = button.dataset.act === "undo" ? undoWords(item) : button.textContent;
    button.setAttribute("aria-label", `${words}: ${item.headline}`);
  }
  countDown({ node, item });
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
  if (!(over > ASK_AFTER_MS) || !same(row.item.by, desk.me) || serverNow() - row.asked < ASK_EVERY_MS) return;
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
    if (act === "undo" && same(item.by, desk.me) && !item.corrects && item.state !== "draft") takenBack(item);
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
  const now = tooSlow(row.item, error.problem, place, outcome);
  if (!now) return;
  row.item = now;
  fillRow(row);
}
