/** Says under a headline what `wording.js` finds in it. It keeps nobody from pushing it. */
import { element } from "../../page/dom.js";
import { say } from "../../page/words.js";
import { cutOff, misspelt } from "./wording.js";

/** @import { Misspelt, StationName } from "./wording.js" */

/**
 * Says it under the headline; `use` puts the station's spelling into it. Drawn only when it changes, so it is read out once.
 * @param {HTMLElement} list @param {string} headline @param {StationName[]} names @param {(found: Misspelt) => void} use
 */
export function showAdvice(list, headline, names, use) {
  const over = cutOff(headline);
  const wrong = misspelt(headline, names);
  const state = JSON.stringify([over.map(({ key }) => key), wrong]);
  if (list.dataset.state === state) return;
  list.dataset.state = state;
  const rows = wrong.map((found) => element("li", {}, `${say("name_otherwise", found)} `,
    element("button", { type: "button", class: "button button--quiet", onclick: () => use(found) }, say("name_use", found))));
  const length = over.length && element("li", {}, say("cut_off_on", { surfaces: over.map(({ key }) => say(key)).join(", ") }));
  list.replaceChildren(...rows, ...(length ? [length] : []));
}
