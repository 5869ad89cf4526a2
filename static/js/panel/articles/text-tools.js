/** The buttons over the text: each puts its Markdown around what is selected, or before its lines. */
import { say } from "../../page/words.js";
import { shaped } from "./marks.js";

const KEYS = new Map([["b", "bold"], ["i", "italic"], ["k", "link"]]);

/** Makes the toolbar of `field` work, by keyboard too. @param {HTMLElement} bar @param {HTMLTextAreaElement} field */
export function textTools(bar, field) {
  const buttons = [...bar.querySelectorAll("button")];
  bar.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button) use(field, button.dataset.tool ?? "");
  });
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (at < 0 || !step) return;
    event.preventDefault();
    const next = buttons[(at + step + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
  field.addEventListener("keydown", (event) => {
    const tool = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && KEYS.get(event.key.toLowerCase());
    if (!tool) return;
    event.preventDefault();
    use(field, tool);
  });
}

/** @param {HTMLTextAreaElement} field @param {string} tool */
function use(field, tool) {
  const { from, to, text, select } = shaped(field.value, field.selectionStart, field.selectionEnd, tool);
  field.focus();
  field.setSelectionRange(from, to);
  // As if it was typed, so that it can be undone; where the browser cannot, it is put there all the same.
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, from, to);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.setSelectionRange(...select);
}

/** How many words `text` has, in words. @param {string} text */
export function wordCount(text) {
  return say("article_words", { n: text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0 });
}
