/**
 * Asking once more before something that cannot be taken back unseen. Yes is another act than the one that asked: no key
 * that is held down or pressed again answers, and the focus begins on what does no harm.
 */
import { need } from "../page/dom.js";
import { isLongForFlash } from "./flash-advice.js";

const dialog = need(document, "#confirm", HTMLDialogElement);
const text = need(dialog, '[data-f="what"]');
const advice = need(dialog, '[data-f="advice"]');

/** @type {(means: boolean) => void} */
let answer = () => {};

/**
 * Whether the person means it; `what` is shown with the question. A question that is open already is not asked again.
 * @param {string} what @returns {Promise<boolean>}
 */
export function meant(what) {
  if (dialog.open) return Promise.resolve(false);
  text.textContent = what;
  advice.hidden = !isLongForFlash(what);
  answer(false);
  dialog.showModal();
  need(dialog, '[data-act="back"]').focus();
  return new Promise((resolve) => (answer = resolve));
}

for (const act of ["confirm", "back"]) {
  need(dialog, `[data-act="${act}"]`).addEventListener("click", (event) => {
    // The second half of a double click was meant for what lay there before.
    if (event.detail > 1) return;
    answer(act === "confirm");
    dialog.close();
  });
}
dialog.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.preventDefault();
});
// The event comes a moment after the closing: by then the next question may stand here, and this "no" is not its answer.
dialog.addEventListener("close", () => dialog.open || answer(false));
