/** The form of a headline: what is written in it, and how listeners will see that. */
import { serverNow } from "../../clock/time.js";
import { need, setText } from "../../page/dom.js";
import { fillHeadline } from "../../page/headline.js";
import { zone } from "../../page/page.js";
import { say } from "../../page/words.js";
import { field, oneLine, values } from "../fields.js";
import { advise } from "../flash-advice.js";
import { showAdvice } from "../pushing/advice.js";
import { fillHalves, halves } from "../pushing/halves.js";
import { instantAt, wallAt } from "../pushing/station-time.js";

/** @import { BreakingItem } from "../../feed/events.d.ts" */
/** @import { Half } from "../pushing/halves.js" */
/** @import { WaitingHeadline } from "../types.d.ts" */
/** @typedef {{ headline: string, priority: BreakingItem["priority"], body?: string, article?: string, expires_in?: number, hold_s?: number,
 *   at?: string, texts?: Record<string, Half> }} Written */

export const form = need(document, "#compose", HTMLFormElement);
const advice = need(document, "#advice");
const preview = need(document, "#preview .headline");
const wording = need(document, "#wording");
const names = JSON.parse(wording.dataset.names ?? "[]");

/** What is written, as it would be sent. @returns {Written} */
export function written() {
  const { headline, priority, body, article, expires_in, at } = values(form);
  const wanted = /** @type {Written} */ ({ headline: oneLine(headline), priority });
  if (body.trim()) wanted.body = body.trim();
  if (article.trim()) wanted.article = article.trim();
  if (expires_in) wanted.expires_in = Number(expires_in);
  const texts = halves(form);
  if (texts) wanted.texts = texts;
  if (at) wanted.at = instantAt(at, zone);
  const hold = Number(form.dataset.holdS);
  if (hold && priority !== "flash" && !at) wanted.hold_s = hold;
  return wanted;
}

/** Whether the form has words that nobody else has yet. */
export function isWritten() {
  const { headline, body, texts } = written();
  return Boolean(headline || body || texts);
}

/** Writes a headline that was taken back, or a draft, into the form. @param {WaitingHeadline} item */
export function fill({ headline, priority, body = "", article = "", expires_in, at, texts }) {
  for (const [name, value] of Object.entries({ headline, priority, body, article, expires_in: expires_in ?? "", at: wallAt(at, zone) })) {
    field(form, name).value = String(value);
  }
  fillHalves(form, texts);
}

/** Other languages stand open where something is written in them. */
export function openWrittenHalves() {
  for (const part of form.querySelectorAll("[data-half]")) {
    part.toggleAttribute("open", [...part.querySelectorAll("textarea")].some(({ value }) => value));
  }
}

/** Shows it as listeners will see it, with the advice on its length and its names. */
export function show() {
  const { headline, priority, body } = written();
  const published = new Date(serverNow()).toISOString();
  fillHeadline(preview, { id: "", rev: 0, priority, headline: headline || say("preview_empty"), body, published_at: published }, false);
  preview.toggleAttribute("data-empty", !headline);
  const input = field(form, "headline");
  advise(advice, priority, headline);
  showAdvice(wording, headline, names, use);
  setText(need(form, '[data-count-of="headline"]'), String(input.maxLength - input.value.length));
}

/** Puts the station's spelling into the headline, as if it were typed. @param {import("../pushing/wording.js").Misspelt} found */
function use({ written: wrong, name }) {
  const headline = field(form, "headline");
  headline.value = headline.value.replaceAll(wrong, name);
  headline.dispatchEvent(new Event("input", { bubbles: true }));
  headline.focus();
}
