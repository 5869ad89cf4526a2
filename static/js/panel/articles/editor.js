/** The page on which an article is written or changed: nothing typed is lost, and nobody overwrites anybody unseen. */
import { serverNow } from "../../clock/time.js";
import { element, need, setText } from "../../page/dom.js";
import { zone } from "../../page/page.js";
import { say } from "../../page/words.js";
import { field, mark, unmark, values } from "../fields.js";
import { instantAt, wallAt } from "../pushing/station-time.js";
import { Refused, Wish } from "../send.js";
import { showFailure, showStatus } from "../status.js";
import { clock } from "../times.js";
import { changes, fieldsOf, whole } from "./bodies.js";
import { forget, keep, kept } from "./kept.js";
import { merged } from "./merge.js";
import { isDescribed, pictures, showPicture } from "./picture.js";
import { preview } from "./preview.js";
import { sendAgain } from "./sending.js";
import { textTools, wordCount } from "./text-tools.js";
import { withdrawing } from "./withdraw.js";

const form = need(document, "#write", HTMLFormElement);
const outcome = need(document, "#write-outcome");
const main = need(form, "[type=submit]", HTMLButtonElement);
const text = need(form, "#text", HTMLTextAreaElement);
/** @type {HTMLButtonElement[]} */
const buttons = Array.from(form.querySelectorAll(".write__acts button"), (button) => /** @type {HTMLButtonElement} */ (button));
const wishes = { main: new Wish(), keep: new Wish(), discard: new Wish() };
const at = form.querySelector('[name="at"]');
if (at instanceof HTMLInputElement) at.value = wallAt(at.dataset.instant, zone);
/** The article as the server last had it, to this page's knowledge. */
let base = values(form);
let rev = Number(form.dataset.rev);
let busy = false;

restore();
textTools(need(form, "[role=toolbar]"), text);
pictures(form, typed);
show(0);
form.addEventListener("input", () => {
  unmark(form);
  typed();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  act(main.dataset.act === "save" ? save : publish);
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit();
});
form.querySelector('[data-act="keep"]')?.addEventListener("click", () => act(keepDraft));
form.querySelector('[data-act="discard"]')?.addEventListener("click", () => act(discard));
withdrawing(form);

function typed() {
  show();
  hold();
}

function hold() {
  keep(form, { base, fields: values(form), rev, wish: wishes.main.save() });
}

/** @param {number} [pause] ms until the preview is asked for */
function show(pause) {
  const { change } = values(form);
  const note = form.querySelector("#note");
  if (note instanceof HTMLElement && change === "correct") note.hidden = false;
  setText(need(form, "#word-count"), wordCount(text.value));
  showPicture(form);
  if (main.dataset.act === "publish") setText(main, say(wishes.main.open ? "article_publish_again" : isLater() ? "article_schedule" : "article_publish"));
  preview(text.value, pause);
}

/** Whether it is to go out at a time to come. */
function isLater() {
  return Date.parse(instant()) > serverNow();
}

/** When it is to go out, or went out; "" for now. */
function instant() {
  return instantAt(values(form).at ?? "", zone);
}

/** @param {() => Promise<void>} does */
async function act(does) {
  if (busy) return;
  unmark(form);
  if (!isWhole(does)) return;
  busy = true;
  for (const button of buttons) button.disabled = true;
  const focused = document.activeElement;
  showStatus(outcome, say("sending"), "wait");
  try {
    await does();
  } catch (error) {
    refused(error);
  } finally {
    busy = false;
    for (const button of buttons) button.disabled = false;
    if (document.activeElement === document.body && focused instanceof HTMLElement) focused.focus();
    show();
  }
}

/** Whether what is needed is there; what is not is marked. @param {unknown} does */
function isWhole(does) {
  if (does === discard) return true;
  const fields = values(form);
  if (!fields.title.trim()) return mark(field(form, "title"), say("article_title_missing")), false;
  if (does === keepDraft) return true;
  if (!fields.text.trim() && base.text.trim() !== fields.text.trim()) return mark(text, say("article_text_missing")), false;
  if (does === publish && !fields.text.trim()) return mark(text, say("article_text_missing")), false;
  if (!isDescribed(form, base["picture.url"])) return false;
  if (fields.change !== "correct") return true;
  const problem = !fields.correction.trim() ? "article_note_missing" : fields.correction === base.correction ? "article_note_same" : "";
  if (problem) mark(field(form, "correction"), say(problem));
  return !problem;
}

async function publish() {
  const wanted = whole(values(form));
  const when = instant();
  if (when) wanted[isLater() ? "at" : "published_at"] = when;
  if (form.dataset.id) wanted.draft = { id: form.dataset.id, rev };
  const { slug, id, rev: made, until } = await sent(wishes.main, "POST", "/articles", wanted);
  if (slug) return leave(`/panel/articles/${slug}/edit?done=published`, "article_out");
  becomesDraft(id, made);
  const day = new Date(until).toLocaleDateString(document.documentElement.lang, { timeZone: zone });
  showStatus(outcome, say("article_scheduled", { time: `${clock(until)}, ${day}` }));
}

async function save() {
  const fields = values(form);
  const wanted = changes(base, fields);
  if (fields.change === "correct") wanted.correction = fields.correction.replace(/\s+/g, " ").trim();
  if (!Object.keys(wanted).length) return showStatus(outcome, say("article_unchanged"), "wait");
  if (fields.own) wanted.owner = "newsroom";
  const receipt = await sent(wishes.main, "PATCH", `/articles/${form.dataset.slug}`, { rev, ...wanted });
  settle(receipt.rev, fields);
  if (fields.own) return leave(`/panel/articles/${form.dataset.slug}/edit?done=newsroom`, "article_saved");
  showStatus(outcome, say(wanted.correction ? "article_corrected" : "article_saved", { time: clock(serverNow()) }));
  need(form, '[value="update"]', HTMLInputElement).checked = true;
}

async function keepDraft() {
  const fields = values(form);
  const wanted = whole(fields);
  const when = instant();
  if (when) wanted.published_at = when;
  const known = form.dataset.id;
  const { id, rev: made } = await (known
    ? sent(wishes.keep, "PUT", `/article-drafts/${known}`, { ...wanted, rev })
    : sent(wishes.keep, "POST", "/article-drafts", wanted));
  becomesDraft(id, made, fields);
  showStatus(outcome, say("article_kept", { time: clock(serverNow()) }));
}

async function discard() {
  await sent(wishes.discard, "DELETE", `/article-drafts/${form.dataset.id}`, { rev });
  leave("/panel/articles", "article_discarded");
}

/** @param {Wish} wish @param {string} method @param {string} path @param {object} body */
function sent(wish, method, path, body) {
  const answer = sendAgain(wish, method, path, body);
  hold();
  return answer;
}

/** @param {string} id @param {number} made its revision @param {Record<string, string>} [fields] */
function becomesDraft(id, made, fields = values(form)) {
  forget(form);
  Object.assign(form.dataset, { kind: "draft", id });
  history.replaceState(null, "", `/panel/articles/drafts/${id}`);
  need(form, '[data-act="discard"]').hidden = false;
  settle(made, fields);
}

/** The server has this now: what was typed since is on top of it. @param {number} made @param {Record<string, string>} fields */
function settle(made, fields) {
  rev = made;
  base = fields;
  for (const theirs of form.querySelectorAll(".write__theirs")) theirs.remove();
  hold();
}

/** @param {string} path @param {string} word */
function leave(path, word) {
  forget(form);
  showStatus(outcome, say(word, { time: clock(serverNow()) }));
  location.assign(path);
}

/** @param {unknown} error */
function refused(error) {
  if (!(error instanceof Refused && error.status === 409)) {
    showFailure(error, outcome, form);
    if (error instanceof Refused && error.status === 401) {
      outcome.append(" ", element("a", { href: "/panel/sign-in", target: "_blank" }, say("sign_in_again")));
    }
    return hold();
  }
  const { current } = error.problem;
  if (!current) {
    // It goes on as an article of its own.
    Object.assign(form.dataset, { kind: "new", id: "" });
    return showStatus(outcome, say("article_stale_gone"), "bad");
  }
  if (current.withdrawn) return showStatus(outcome, say("article_stale_withdrawn"), "bad");
  const clashes = takeIn(base, values(form), { ...base, ...fieldsOf(current) }, current.rev);
  showStatus(outcome, say(clashes.length ? "article_stale" : "article_stale_merged"), "bad");
}

/**
 * Puts together what was typed and what the server has by now, and shows where both differ.
 * @param {Record<string, string>} before @param {Record<string, string>} mine @param {Record<string, string>} theirs @param {number} made
 */
function takeIn(before, mine, theirs, made) {
  const { fields, clashes } = merged(before, mine, theirs);
  fillIn(fields);
  settle(made, theirs);
  for (const name of clashes) offer(field(form, name), theirs[name]);
  hold();
  return clashes;
}

/** @param {HTMLInputElement} input @param {string} theirs */
function offer(input, theirs) {
  const place = input.type === "hidden" ? null : input.closest(".field");
  if (!place) return;
  const take = element("button", { type: "button", class: "button" }, say("article_take_theirs"));
  const shown = element("p", { class: "write__theirs" }, say("article_theirs"), element("ins", { dir: "auto" }, theirs || "–"), " ", take);
  take.addEventListener("click", () => {
    input.value = theirs;
    shown.remove();
    input.focus();
    typed();
  });
  place.append(shown);
}

/** @param {Record<string, string>} fields */
function fillIn(fields) {
  for (const [name, value] of Object.entries(fields)) {
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLInputElement && input.type === "checkbox") input.checked = true;
    else if (input) field(form, name).value = value;
  }
}

function restore() {
  const before = kept(form);
  if (!before) return;
  wishes.main.restore(before.wish);
  const isTyped = Object.entries(before.fields).some(([name, value]) => value !== before.base[name]);
  if (!isTyped && !wishes.main.open) return;
  if (before.rev === rev || wishes.main.open) {
    // With what was sent and not confirmed the base stays: the answer says whether somebody was faster.
    fillIn(before.fields);
    if (wishes.main.open) [base, rev] = [before.base, before.rev];
    showStatus(outcome, say(wishes.main.open ? "unconfirmed_no_answer" : "article_restored"), wishes.main.open ? "bad" : "good");
    return;
  }
  const clashes = takeIn(before.base, before.fields, base, rev);
  showStatus(outcome, say(clashes.length ? "article_stale" : "article_stale_merged"), "bad");
}
