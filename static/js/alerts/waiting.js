/** Says at the desk that alerts of the authorities wait for a person. */
import { need, setText } from "../page/dom.js";
import { say } from "../page/words.js";

const place = need(document, "#alerts-waiting");

/** Written only when it changes, so it is read out once. @param {number} count */
export function showAlertsWaiting(count) {
  if (place.hidden !== !count) place.hidden = !count;
  if (count) setText(need(place, "a"), say("alerts_waiting", { n: count }));
}
