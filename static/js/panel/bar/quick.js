/**
 * On a phone: the acts at the lower edge lead to the form of each. Where several headlines are out, it is asked which one is meant;
 * where none is, those that have left the page are shown. Nothing is sent from here.
 */
import { element, need } from "../../page/dom.js";
import { board } from "../../page/site.js";
import { say } from "../../page/words.js";
import { openForm } from "../headlines.js";

/** @import { Deed } from "../headlines.js" */

/** @type {Record<string, () => void>} */
const ACTS = {
  write: () => leadTo(need(document, "#headline")),
  correct: () => choose("correct"),
  withdraw: () => choose("withdraw"),
  cut: () => leadTo(need(document, "#cut select")),
};

export function quick() {
  for (const button of document.querySelectorAll("#quick [data-quick]")) {
    if (button instanceof HTMLElement) button.addEventListener("click", () => ACTS[button.dataset.quick ?? ""]?.());
  }
  const which = need(document, "#which", HTMLDialogElement);
  need(which, '[data-act="back"]').addEventListener("click", () => which.close());
}

/** @param {Deed} deed */
function choose(deed) {
  const { breaking } = board.state;
  const [first] = breaking;
  if (!first) {
    const earlier = need(document, "#earlier-open", HTMLDetailsElement);
    earlier.open = true;
    return leadTo(need(earlier, "summary"));
  }
  if (breaking.length === 1) return openAt(first.id, deed);
  const which = need(document, "#which", HTMLDialogElement);
  need(which, "h2").textContent = say(`which_${deed}`);
  need(which, "ul").replaceChildren(...breaking.map(({ id, headline }) => {
    const pick = element("button", { type: "button", class: "button", dir: "auto", onclick: () => {
      which.close();
      openAt(id, deed);
    } }, headline);
    return element("li", {}, pick);
  }));
  which.showModal();
}

/** @param {string} id @param {Deed} deed */
function openAt(id, deed) {
  openForm(id, deed);
  document.activeElement?.closest(".row")?.scrollIntoView({ block: "start" });
}

/** @param {HTMLElement} place that gets the focus */
function leadTo(place) {
  place.focus({ preventScroll: true });
  (place.closest("form, details") ?? place).scrollIntoView({ block: "start" });
}
