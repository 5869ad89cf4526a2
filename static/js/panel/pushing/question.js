/** Asking once more before one person sends a flash without a second one: a deliberate act, with a name to it. */
import { need } from "../../page/dom.js";

const dialog = need(document, "#alone", HTMLDialogElement);
const text = need(dialog, '[data-f="what"]');

/** @type {(means: boolean) => void} */
let answer = () => {};

/** Whether the person means it. @param {string} what @returns {Promise<boolean>} */
export function sentAlone(what) {
  if (dialog.open) return Promise.resolve(false);
  text.textContent = what;
  answer(false);
  dialog.showModal();
  need(dialog, '[data-act="back"]').focus();
  return new Promise((resolve) => (answer = resolve));
}

for (const act of ["confirm", "back"]) {
  need(dialog, `[data-act="${act}"]`).addEventListener("click", (event) => {
    if (event.detail > 1) return; // the second half of a double click was meant for what lay there before
    answer(act === "confirm");
    dialog.close();
  });
}
dialog.addEventListener("close", () => dialog.open || answer(false));
