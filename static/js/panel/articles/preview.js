/** The text as readers will see it, made by the newsroom's server a moment after somebody stops typing. */
import { need, setText } from "../../page/dom.js";
import { say } from "../../page/words.js";
import { newKey, Refused, send } from "../send.js";
import { showStatus } from "../status.js";

const PAUSE_MS = 700;
const shown = need(document, "#preview");
const leftOut = need(document, "#left-out");
let timer = 0;
/** What is shown, or asked for. @type {string | undefined} */
let seen;

/** Shows `text`, soon. @param {string} text @param {number} [pause] ms */
export function preview(text, pause = PAUSE_MS) {
  clearTimeout(timer);
  timer = window.setTimeout(() => look(text), pause);
}

/** @param {string} text */
async function look(text) {
  if (text === seen) return;
  seen = text;
  if (!text.trim()) {
    setText(shown, say("article_preview_empty"));
    return showStatus(leftOut, "", "bad");
  }
  try {
    const { html, left_out: out } = await send("POST", "/article-preview", { text }, newKey());
    if (seen !== text) return;
    shown.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    showStatus(leftOut, out.length ? say("article_left_out", { what: out.join(" ") }) : "", "bad");
  } catch (error) {
    if (seen !== text) return;
    seen = undefined;
    if (error instanceof Refused && error.status === 422) showStatus(leftOut, say("article_too_complex"), "bad");
    else setText(shown, say("article_preview_away"));
  }
}
