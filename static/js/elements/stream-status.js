/** What is known of the stream, and its age where that is worth telling. Old knowledge is no knowledge: `visible.js` sees to that. */
import { everySecond, isOld } from "../clock/time.js";
import { fill } from "../page/dom.js";
import { board, Live } from "../page/site.js";
import { say } from "../page/words.js";

/** @import { Stream } from "../feed/events.d.ts" */

customElements.define("aw-stream-status", class extends Live {

  /** @override @param {AbortSignal} signal */
  start(signal) {
    this.follow("stream", (stream) => this.render(stream));
    everySecond(() => this.age(board.state.stream), signal);
  }

  /** @param {Stream} stream */
  render(stream) {
    const byHand = stream.by === "hand";
    this.dataset.status = stream.status;
    fill(this, {
      word: say(stream.status),
      checked_at: stream.checked_at,
      by_hand: byHand,
    });
    this.age(stream);
  }

  /** @param {Stream} stream */
  age({ by, checked_at: at }) {
    fill(this, { checked: by !== "hand" && at !== null && at !== undefined && isOld(at) });
  }
});
