/** "Listen live" anywhere on a page: a button of the one player. */
import { setAttribute, setText } from "../page/dom.js";
import { buttonFor } from "../player/early.js";
import { player } from "../player/player.js";
import { Live } from "../page/site.js";
import { say } from "../page/words.js";

customElements.define("aw-listen", class extends Live {
  start(signal) {
    const link = this.querySelector("a");
    if (!link) return;
    this.button = buttonFor(link);
    this.button.addEventListener("click", () => player.toggle(), { signal });
    this.words = this.button.querySelector("span");
    player.addEventListener("change", () => this.render(), { signal });
    this.render();
  }

  render() {
    const plays = player.state !== "idle" && player.state !== "failed";
    setAttribute(this.button, "data-plays", plays ? "" : null);
    setText(this.words, say(plays ? "stop" : "listen"));
  }
});
