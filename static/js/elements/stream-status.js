/** What is known of the stream, and its age. Old knowledge is no knowledge: `visible.js` sees to that. */
import { fill } from "../page/dom.js";
import { Live } from "../page/site.js";
import { say } from "../page/words.js";

/** @import { Stream } from "../feed/events.d.ts" */

customElements.define("aw-stream-status", class extends Live {

  /** @override */
  start() {
    this.follow("stream", (stream) => this.render(stream));
  }

  /** @param {Stream} stream */
  render(stream) {
    const byHand = stream.by === "hand";
    this.dataset.status = stream.status;
    fill(this, {
      word: say(stream.status),
      checked: !byHand && Boolean(stream.checked_at),
      checked_at: stream.checked_at,
      by_hand: byHand,
    });
  }
});
