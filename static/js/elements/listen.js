/** "Listen live" anywhere on a page: a button of the one player. */
import { need, setAttribute, setText } from "../page/dom.js";
import { buttonFor } from "../player/early.js";
import { player } from "../player/player.js";
import { Live } from "../page/site.js";
import { say } from "../page/words.js";

customElements.define("aw-listen", class extends Live {
  /** @type {HTMLButtonElement | null} */
  #button = null;

  /** @override @param {AbortSignal} signal */
  start(signal) {
    const link = this.querySelector("a");
    if (!link) return;
    this.#button = buttonFor(link);
    this.#button.addEventListener("click", () => player.toggle(), { signal });
    player.addEventListener("change", () => this.render(), { signal });
    this.render();
  }

  render() {
    if (!this.#button) return;
    const plays = player.state !== "idle" && player.state !== "failed";
    setAttribute(this.#button, "data-plays", plays ? "" : null);
    setText(need(this.#button, "span"), say(plays ? "stop" : "listen"));
  }
});
