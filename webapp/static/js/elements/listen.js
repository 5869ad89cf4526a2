/** "Listen live" anywhere on a page: without script a link to the stream, with it a button of the one player. */
import { element, setAttribute, setText } from "../dom.js";
import { player } from "../player/player.js";
import { Live } from "../site.js";
import { say } from "../words.js";

customElements.define("aw-listen", class extends Live {
  start(signal) {
    const link = this.querySelector("a");
    if (!link) return;
    this.button = element("button", { type: "button", class: link.className, onclick: () => player.toggle() });
    this.button.append(...link.childNodes);
    link.replaceWith(this.button);
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
