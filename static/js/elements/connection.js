/** A quiet line of text when the page is behind: catching up, offline, or news as of a time. Nothing while all is well. */
import { setText } from "../page/dom.js";
import { BLOCKS } from "../feed/board.js";
import { feed } from "../feed/feed.js";
import { board, Live } from "../page/site.js";
import { clock, everySecond } from "../clock/time.js";
import { say } from "../page/words.js";

/** A hiccup is nobody's business. */
const PATIENCE_MS = 2500;

/** @import { FeedState } from "../feed/feed.js" */

customElements.define("aw-connection", class extends Live {
  #since = 0;
  /** @type {FeedState} */
  #state = feed.state;

  /** @override @param {AbortSignal} signal */
  start(signal) {
    this.#since = performance.now();
    this.#state = feed.state;
    feed.watch((state) => {
      if (isWell(this.#state)) this.#since = performance.now();
      this.#state = state;
      this.render();
    }, signal);
    everySecond(() => this.render(), signal);
    // A page served while the store was away says so; the first news after that takes it back.
    for (const block of BLOCKS) board.subscribe(block, () => document.querySelector(".stale")?.remove(), signal);
  }

  render() {
    const waited = performance.now() - this.#since;
    const text = isWell(this.#state) || (this.#state !== "offline" && waited < PATIENCE_MS) ? "" : this.words();
    setText(this, text);
    this.hidden = !text;
  }

  words() {
    const time = clock(feed.confirmedAt);
    if (this.#state === "offline") return say("offline", { time });
    if (this.#state === "away") return say("as_of", { time });
    return say("catching_up");
  }
});

/** @param {FeedState} state */
function isWell(state) {
  return state === "live" || state === "polling";
}
