/**
 * A press that came before the scripts: until they are here each play control is a link to `#listen`, which leads nowhere
 * else, so that nobody lands on a raw playlist. It becomes a button of the same looks, and the press counts.
 */
import { element } from "../page/dom.js";

const EARLY = "#listen";

/**
 * The button in the place of `control`, with what was in it; one that is a button already stays.
 * @param {HTMLElement} control
 */
export function buttonFor(control) {
  if (control instanceof HTMLButtonElement) return control;
  const focused = document.activeElement === control;
  const button = element("button", { type: "button", class: control.className, "data-do": control.dataset.do }, ...control.childNodes);
  control.replaceWith(button);
  if (focused) button.focus({ preventScroll: true });
  return button;
}

/**
 * Whether somebody here pressed what leads to `place`; whoever only came by an address that ends so did not.
 * @param {string} [place]
 */
export function pressedEarly(place = EARLY) {
  return location.hash === place && (navigator.userActivation?.hasBeenActive ?? true);
}
