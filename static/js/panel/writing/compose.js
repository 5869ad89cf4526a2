/** Writing a headline, seeing it as listeners will, and pushing it: once, however often it is sent. */

import { need } from "../../page/dom.js";
import { say } from "../../page/words.js";
import { field, mark, unmark, values } from "../fields.js";
import { picked } from "../picker.js";
import { changeLines } from "../pushing/changes.js";
import { headless } from "../pushing/halves.js";
import { templates } from "../pushing/template.js";
import { releaseNewest, takeBackNewest, waits } from "../pushing/waiting.js";
import { meant } from "../question.js";
import { keyHere } from "../rehearsal/where.js";
import { Refused, Wish } from "../send.js";
import { showFailure, showStatus } from "../status.js";
import { clock } from "../times.js";
import { AsSent } from "./as-sent.js";
import { fill, form, isWritten, openWrittenHalves, show, written } from "./form.js";

/** @import { WaitingHeadline } from "../types.d.ts" */

const DRAFT_KEY = keyHere("airwire.draft");
const status = need(document, "#compose-outcome");
const push = need(form, '[data-act="push"]', HTMLButtonElement);
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
  templates(form, changed);
  keepButton.addEventListener("click", keepAsDraft);
  form.addEventListener("input", () => {
    unmark(form);
    changed();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(connected);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !written().headline && takeBackNewest()) event.preventDefault();
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
  if (!written().headline) {
    mark(field(form, "headline"), say("headline_missing"));
    return;
  }
  const tag = headless(form);
  if (tag) {
    mark(field(form, `headline.${tag}`), say("headline_missing"));
    return;
  }
  if (!picked(form)) return;
  if (written().priority === "flash" && !(await meant(written().headline))) return;
  out(connected);
}

/** @param {() => string} connected */
async function out(connected) {
  if (busy) return;
  busy = push.disabled = true;
  showStatus(status, say("pushing"), "wait");
  const wanted = taken ? { ...written(), draft: taken } : written();
  const sent = new AsSent(form);
  const sending = wish.send("POST", "/breaking", wanted);
  keep();
  try {
    const { seq, id, rev, state, until } = await sending;
    const typedOn = sent.empty();
    openWrittenHalves();
    taken = undefined;
    const receipt = state ? "" : `${say("out", { time: clock(new Date()), seq })} ${connected()}`;
    showStatus(status, [receipt, typedOn ? say("typed_since") : ""].filter(Boolean).join(" "));
    if (state) waits({ ...wanted, id, rev, state, until, by: document.body.dataset.actor ?? "", corrects: false });
    if (!typedOn) toHeadline();
  } catch (error) {
    refused(error);
  } finally {
    busy = push.disabled = false;
    push.textContent = say(wish.open ? "push_again" : "push");
    if (wish.open && !sent.typedSince.length) push.focus();
    stayAt(push);
    changed();
  }
}

/** The form is another one: shows that, and keeps it. */
function changed() {
  show();
  keep();
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
  fill(item);
  taken = item.state === "draft" ? { id: item.id, rev: item.rev } : undefined;
  changed();
  field(form, "headline").focus();
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

/** The next headline is written where this one was; who went elsewhere meanwhile stays there. */
function toHeadline() {
  const at = document.activeElement;
  if (!at || at === document.body || form.contains(at)) field(form, "headline").focus();
}

/** Gives the focus back to a button that lost it while it was disabled. @param {HTMLButtonElement} button */
function stayAt(button) {
  if (document.activeElement === document.body) button.focus();
}

/** Keeps it where everybody at the desk finds it. What is typed meanwhile is the same draft, and can be kept as that. */
async function keepAsDraft() {
  unmark(form);
  const { hold_s: _, ...wanted } = written();
  const known = taken;
  if (!wanted.headline) return mark(field(form, "headline"), say("headline_missing"));
  keepButton.disabled = true;
  showStatus(status, say("sending"), "wait");
  const sent = new AsSent(form);
  try {
    const { id, rev } = await (known
      ? keeping.send("PUT", `/drafts/${known.id}`, { ...wanted, rev: known.rev })
      : keeping.send("POST", "/drafts", wanted));
    const typedOn = sent.typedSince.length > 0;
    taken = typedOn ? { id, rev } : undefined;
    if (!typedOn) sent.empty();
    openWrittenHalves();
    waits({ ...wanted, id, rev, state: "draft", by: document.body.dataset.actor ?? "", corrects: false });
    showStatus(status, say(typedOn ? "draft_kept_typed_since" : "draft_kept"));
    if (!typedOn) toHeadline();
  } catch (error) {
    refused(error);
  } finally {
    keepButton.disabled = false;
    stayAt(keepButton);
    changed();
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
  openWrittenHalves();
  taken = before;
  wish.restore(open);
  if (wish.open) {
    push.textContent = say("push_again");
    showStatus(status, say("unconfirmed_no_answer"), "bad");
    status.dataset.open = "";
  }
}
