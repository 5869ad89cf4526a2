/** Advice on a flash whose headline is too long for a phone. It keeps nobody from pushing it. */
import { setText } from "../page/dom.js";
import { say } from "../page/words.js";

/** More fill a phone. */
const FLASH_CHARS = 100;

/** @param {string} headline */
export function isLongForFlash(headline) {
  return headline.length > FLASH_CHARS;
}

/** Written only when it changes, so it is read out once. @param {HTMLElement} place @param {string} priority @param {string} headline */
export function advise(place, priority, headline) {
  setText(place, priority === "flash" && isLongForFlash(headline) ? say("flash_long", { n: FLASH_CHARS }) : "");
}
