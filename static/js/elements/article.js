/**
 * An open article learns that it was updated (and offers the new version) or withdrawn (and shows no word of it any more).
 * Its recording and the live sound never play at once: what was asked for last does.
 */
import { element } from "../page/dom.js";
import { refresh } from "../page/navigate.js";
import { Live } from "../page/site.js";
import { say } from "../page/words.js";
import { player } from "../player/player.js";

/** @import { ArticleChange } from "../feed/events.d.ts" */

customElements.define("aw-article", class extends Live {

  /** @override */
  start() {
    this.follow("article", (change) => change?.slug === this.dataset.slug && this.change(change));
  }

  /** @param {ArticleChange} change */
  change({ action }) {
    const notice = this.field("notice");
    if (action === "withdrawn") {
      this.field("article").replaceChildren(element("h1", { class: "article__title" }, say("article_withdrawn")));
      notice.hidden = true;
    } else if (action === "updated") {
      notice.replaceChildren(say("updated_notice"), " ",
        element("button", { type: "button", onclick: () => refresh() }, say("show_update")));
      notice.hidden = false;
    }
  }
});

const RECORDING = "audio[data-recording]";

document.addEventListener("play", ({ target }) => {
  if (target instanceof HTMLAudioElement && target.matches(RECORDING) && player.wanted) player.stop();
}, true); // events of media do not rise

player.addEventListener("change", () => {
  if (!player.wanted) return;
  for (const audio of document.querySelectorAll(RECORDING)) /** @type {HTMLAudioElement} */ (audio).pause();
});
