/** The button of the studio's video. What shows it is fetched when it is pressed; a press that came before the scripts counts. */
import { heardBehind } from "../on-air/heard.js";
import { parts } from "../page/page.js";
import { buttonFor, pressedEarly } from "../player/early.js";
import { engineFor } from "../player/engines.js";

/** @import { Screen } from "./video.js" */

const EARLY = "#studio-video";

customElements.define("aw-video", class extends HTMLElement {
  /** @type {Promise<Screen> | undefined} */
  #screen;

  connectedCallback() {
    const link = this.querySelector("a");
    if (!link) return;
    buttonFor(link).onclick = () => this.#press();
    if (pressedEarly(EARLY)) this.#press();
  }

  disconnectedCallback() {
    this.#screen?.then((screen) => screen.hide());
  }

  #press() {
    this.#screen ??= import(parts.video).then(({ screenIn }) => screenIn(this, { engineFor, heardBehind }));
    this.#screen.then((screen) => screen.toggle(), () => { this.#screen = undefined; });
  }
});
