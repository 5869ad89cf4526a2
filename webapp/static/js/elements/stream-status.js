/** What is known of the stream, and its age. Old knowledge is said to be no knowledge. */
import { fill } from "../dom.js";
import { board, Live } from "../site.js";
import { everySecond, serverNow } from "../time.js";
import { say } from "../words.js";

/** A probe's word older than this is none (the same figure stands in `partials/status.html`). */
const STALE_MS = 180_000;

/** The status that may be shown as true now. */
export function toldStatus({ status, by, checked_at: checked }) {
  const old = by !== "hand" && checked && serverNow() - Date.parse(checked) > STALE_MS;
  return old ? "unknown" : status;
}

customElements.define("aw-stream-status", class extends Live {
  start(signal) {
    this.follow("stream", () => this.render());
    everySecond(() => this.dataset.status !== toldStatus(board.state.stream) && this.render(), signal);
  }

  render() {
    const { stream } = board.state;
    const byHand = stream.by === "hand";
    this.dataset.status = toldStatus(stream);
    fill(this, {
      word: say(this.dataset.status),
      checked: !byHand && Boolean(stream.checked_at),
      checked_at: stream.checked_at,
      by_hand: byHand,
    });
  }
});
