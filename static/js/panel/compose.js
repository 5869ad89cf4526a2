/** Writing a headline, seeing it as listeners will, and pushing it: once, however often it is sent. */

import { serverNow } from "../clock/time.js";
import { need, setText } from "../page/dom.js";
import { fillHeadline } from "../page/headline.js";
import { zone } from "../page/page.js";
import { say } from "../page/words.js";
import { field, mark, oneLine, unmark, values } from "./fields.js";
import { advise } from "./flash-advice.js";
import { picked } from "./picker.js";
import { showAdvice } from "./pushing/advice.js";
import { changeLines } from "./pushing/changes.js";
import { fillHalves, halves, headless } from "./pushing/halves.js";
import { instantAt, wallAt } from "./pushing/station-time.js";
import { templates } from "./pushing/template.js";
import { releaseNewest, takeBackNewest, waits } from "./pushing/waiting.js";
import { meant } from "./question.js";
import { keyHere } from "./rehearsal/where.js";
import { Refused, Wish } from "./send.js";
import { showFailure, showStatus } from "./status.js";
import { clock } from "./times.js";

/** @import { BreakingItem } from "../feed/events.d.ts" */
/** @import { Half } from "./pushing/halves.js" */
/** @import { WaitingHeadline } from "./types.d.ts" */
/** @typedef {{ headline: string, priority: BreakingItem["priority"], body?: string, article?: string, expires_in?: number, hold_s?: number,
 *   at?: string, texts?: Record<string, Half>, draft?: { id: string, rev: number } }} Draft */

const DRAFT_KEY = keyHere("airwire.draft");
const form = need(document, "#compose", HTMLFormElement);
const status = need(document, "#compose-outcome");
const push = need(form, '[data-act="push"]', HTMLButtonElement);
const advice = need(document, "#advice");
const preview = need(document, "#preview .headline");
const wording = need(document, "#wording");
const names = JSON.parse(wording.dataset.names ?? "[]");
const keepButton = need(form, '[data-act="keep"]', HTMLButtonElement);
const wish = new Wish();
const keeping = new Wish();
let busy = false;
/** The shared draft that is written on here. @type {{ id: string, rev: number } | undefined} */
let taken;

/** `connected()` says how many pages are, for the receipt. @param {() => string} connected */
export function compose(connected) {
  restore();
  show();
  templates(form, () => {
    show();
    keep();
  });
  keepButton.addEventListener("click", keepAsDraft);
  form.addEventListener("input", () => {
    unmark(form);
    show();
    keep();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(connected);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !draft().headline && takeBackNewest()) event.preventDefault();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!(event.shiftKey && releaseNewest())) ask(connected);
    }
  });
}

/** @param {() => string} connected */
async function ask(connected) {
  if (busy) return;
  unmark(form);
  if (!draft().headline) {
    mark(field(form, "headline"), say("headline_missing"));
    return;
  }
  const tag = headless(form);
  if (tag) {
    mark(field(form, `headline.${tag}`), say("headline_missing"));
    return;
  }
  if (!picked(form)) return;
  if (draft().priority === "flash" && !(await meant(draft().headline))) return;
  out(connected);
}

/** @param {() => string} connected */
async function out(connected) {
  if (busy) return;
  busy = push.disabled = true;
  showStatus(status, say("pushing"), "wait");
  const wanted = draft();
  const sending = wish.send("POST", "/breaking", wanted);
  keep();
  try {
    const { seq, id, rev, state, until } = await sending;
    reset();
    if (state) {
      showStatus(status, "");
      waits({ ...wanted, id, rev, state, until, by: document.body.dataset.actor ?? "", corrects: false });
    } else showStatus(status, `${say("out", { time: clock(new Date()), seq })} ${connected()}`);
    field(form, "headline").focus();
  } catch (error) {
    refused(error);
  } finally {
    busy = push.disabled = false;
    push.textContent = say(wish.open ? "push_again" : "push");
    if (wish.open) push.focus();
    stayAt(push);
    show();
    keep();
  }
}

function draft() {
  const { headline, priority, body, article, expires_in, at } = values(form);
  const wanted = /** @type {Draft} */ ({ headline: oneLine(headline), priority });
  if (body.trim()) wanted.body = body.trim();
  if (article.trim()) wanted.article = article.trim();
  if (expires_in) wanted.expires_in = Number(expires_in);
  const texts = halves(form);
  if (texts) wanted.texts = texts;
  if (at) wanted.at = instantAt(at, zone);
  const hold = Number(form.dataset.holdS);
  if (hold && priority !== "flash" && !at) wanted.hold_s = hold;
  if (taken) wanted.draft = taken;
  return wanted;
}

function show() {
  const { headline, priority, body } = draft();
  const published = new Date(serverNow()).toISOString();
  fillHeadline(preview, { id: "", rev: 0, priority, headline: headline || say("preview_empty"), body, published_at: published }, false);
  preview.toggleAttribute("data-empty", !headline);
  const headlineField = field(form, "headline");
  advise(advice, priority, headline);
  showAdvice(wording, headline, names, use);
  const left = headlineField.maxLength - headlineField.value.length;
  setText(need(form, '[data-count-of="headline"]'), String(left));
}

/** Puts the station's spelling into the headline. @param {import("./pushing/wording.js").Misspelt} found */
function use({ written, name }) {
  const headline = field(form, "headline");
  headline.value = headline.value.replaceAll(written, name);
  show();
  keep();
  headline.focus();
}

/**
 * What its author took back, or a draft, can be written on. Where something else is written already, what was taken back becomes
 * a draft: no word of it is lost.
 * @param {WaitingHeadline} item
 */
export function refill(item) {
  showStatus(status, "");
  if (isWritten()) {
    if (item.state === "held" || item.state === "scheduled" || item.state === "pending") void keepAside(item);
    else if (item.state === "draft") showStatus(status, say("draft_in_the_way"), "bad");
    return;
  }
  const { headline, priority, body = "", article = "", expires_in = "", at, texts } = item;
  for (const [name, value] of Object.entries({ headline, priority, body, article, expires_in, at: wallAt(at, zone) })) {
    field(form, name).value = String(value);
  }
  fillHalves(form, texts);
  taken = item.state === "draft" ? { id: item.id, rev: item.rev } : undefined;
  show();
  keep();
  field(form, "headline").focus();
}

/** Whether the form has words that nobody else has yet. */
function isWritten() {
  const { headline, body, texts } = draft();
  return Boolean(headline || body || texts);
}

/** @param {WaitingHeadline} item that was taken back while something else is written */
async function keepAside({ headline, priority, body, article, expires_in, at, texts }) {
  const wanted = { headline, priority, body, article, expires_in, at, texts };
  try {
    const { id, rev } = await new Wish().send("POST", "/drafts", wanted);
    waits({ ...wanted, id, rev, state: "draft", by: document.body.dataset.actor ?? "", corrects: false });
    showStatus(status, say("draft_kept"));
  } catch (error) {
    showFailure(error, status);
  }
}

function reset() {
  form.reset();
  fillHalves(form);
  taken = undefined;
}

/** Gives the focus back to a button that lost it while it was disabled. @param {HTMLButtonElement} button */
function stayAt(button) {
  if (document.activeElement === document.body) button.focus();
}

/** Keeps it where everybody at the desk finds it. */
async function keepAsDraft() {
  unmark(form);
  const { draft: known, hold_s: _, ...wanted } = draft();
  if (!wanted.headline) return mark(field(form, "headline"), say("headline_missing"));
  keepButton.disabled = true;
  showStatus(status, say("sending"), "wait");
  try {
    const receipt = await (known
      ? keeping.send("PUT", `/drafts/${known.id}`, { ...wanted, rev: known.rev })
      : keeping.send("POST", "/drafts", wanted));
    reset();
    const { id, rev } = receipt;
    waits({ ...wanted, id, rev, state: "draft", by: document.body.dataset.actor ?? "", corrects: false });
    showStatus(status, say("draft_kept"));
    field(form, "headline").focus();
  } catch (error) {
    refused(error);
  } finally {
    keepButton.disabled = false;
    stayAt(keepButton);
    show();
    keep();
  }
}

/**
 * Says why nothing was sent. Where somebody was faster at the shared draft, it shows what they changed, and the next try is upon
 * that; where the draft is gone, it makes a headline of its own.
 * @param {unknown} error
 */
function refused(error) {
  const isFaster = error instanceof Refused && (error.status === 409 || error.status === 404);
  if (!isFaster || !taken) return showFailure(error, status, form);
  const { current } = error.problem;
  taken = current?.state === "draft" ? { id: current.id, rev: current.rev } : undefined;
  showStatus(status, say(taken ? "stale_decide" : "draft_left"), "bad");
  if (taken) status.prepend(...changeLines(error.problem));
}

/** What was typed, and what was sent without an answer, outlives a reload. */
function keep() {
  sessionStorage.setItem(DRAFT_KEY, JSON.stringify({ fields: values(form), wish: wish.save(), taken }));
}

function restore() {
  const { fields = {}, wish: open, taken: before } = JSON.parse(sessionStorage.getItem(DRAFT_KEY) ?? "{}");
  for (const [name, value] of Object.entries(fields)) if (form.elements.namedItem(name)) field(form, name).value = value;
  for (const part of form.querySelectorAll("[data-half]")) part.toggleAttribute("open", Boolean(part.querySelector("textarea")?.value));
  taken = before;
  wish.restore(open);
  if (wish.open) {
    push.textContent = say("push_again");
    showStatus(status, say("unconfirmed_no_answer"), "bad");
    status.dataset.open = "";
  }
}
