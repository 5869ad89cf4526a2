/** Writing a headline, seeing it as listeners will, and pushing it: once, however often it is sent. */

import { serverNow } from "../clock/time.js";
import { need, setText } from "../page/dom.js";
import { fillHeadline } from "../page/headline.js";
import { say } from "../page/words.js";
import { field, mark, oneLine, unmark, values } from "./fields.js";
import { advise } from "./flash-advice.js";
import { picked } from "./picker.js";
import { releaseNewest, takeBackNewest, waits } from "./pushing/waiting.js";
import { meant } from "./question.js";
import { Wish } from "./send.js";
import { showFailure, showStatus } from "./status.js";
import { clock } from "./times.js";

/** @import { BreakingItem } from "../feed/events.d.ts" */
/** @import { WaitingHeadline } from "./types.d.ts" */
/** @typedef {{ headline: string, priority: BreakingItem["priority"], body?: string, article?: string, expires_in?: number, hold_s?: number }} Draft */

const DRAFT_KEY = "airwire.draft";
const form = need(document, "#compose", HTMLFormElement);
const status = need(document, "#compose-outcome");
const push = need(form, '[data-act="push"]', HTMLButtonElement);
const advice = need(document, "#advice");
const preview = need(document, "#preview .headline");
const wish = new Wish();
let busy = false;

/** `connected()` says how many pages are, for the receipt. @param {() => string} connected */
export function compose(connected) {
  restore();
  show();
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
    form.reset();
    if (state) {
      showStatus(status, "");
      waits({ ...wanted, id, rev, state, until, by: document.body.dataset.actor ?? "", corrects: false });
    } else showStatus(status, `${say("out", { time: clock(new Date()), seq })} ${connected()}`);
    field(form, "headline").focus();
  } catch (error) {
    showFailure(error, status, form);
  } finally {
    busy = push.disabled = false;
    push.textContent = say(wish.open ? "push_again" : "push");
    if (wish.open) push.focus();
    show();
    keep();
  }
}

function draft() {
  const { headline, priority, body, article, expires_in } = values(form);
  const wanted = /** @type {Draft} */ ({ headline: oneLine(headline), priority });
  if (body.trim()) wanted.body = body.trim();
  if (article.trim()) wanted.article = article.trim();
  if (expires_in) wanted.expires_in = Number(expires_in);
  const hold = Number(form.dataset.holdS);
  if (hold && priority !== "flash") wanted.hold_s = hold;
  return wanted;
}

function show() {
  const { headline, priority, body } = draft();
  const published = new Date(serverNow()).toISOString();
  fillHeadline(preview, { id: "", rev: 0, priority, headline: headline || say("preview_empty"), body, published_at: published }, false);
  preview.toggleAttribute("data-empty", !headline);
  const headlineField = field(form, "headline");
  advise(advice, priority, headline);
  const left = headlineField.maxLength - headlineField.value.length;
  setText(need(form, '[data-count-of="headline"]'), String(left));
}

/** What its author took back can be written on, unless they write something else already. @param {WaitingHeadline} item */
export function refill(item) {
  showStatus(status, "");
  if (draft().headline) return;
  const { headline, priority, body = "", article = "", expires_in = "" } = item;
  for (const [name, value] of Object.entries({ headline, priority, body, article, expires_in })) field(form, name).value = String(value);
  show();
  keep();
  field(form, "headline").focus();
}

/** What was typed, and what was sent without an answer, outlives a reload. */
function keep() {
  sessionStorage.setItem(DRAFT_KEY, JSON.stringify({ fields: values(form), wish: wish.save() }));
}

function restore() {
  const { fields = {}, wish: open } = JSON.parse(sessionStorage.getItem(DRAFT_KEY) ?? "{}");
  for (const [name, value] of Object.entries(fields)) field(form, name).value = value;
  wish.restore(open);
  if (wish.open) {
    push.textContent = say("push_again");
    showStatus(status, say("unconfirmed_no_answer"), "bad");
    status.dataset.open = "";
  }
}
