/** How a page of the panel follows its board: as listeners do, or in the rehearsal by asking, since nobody is sent that board. */
import { feed } from "../../feed/feed.js";
import { API, IN_REHEARSAL } from "./where.js";

/** @import { Spot, Transport, TransportEvents } from "../../types.d.ts" */

const SEEN_MS = 1000;
const HIDDEN_MS = 8000;
const PATIENCE_MS = 8000;

export function follow() {
  if (IN_REHEARSAL) feed.start([{ open: openRehearsal }]);
  else feed.start();
}

/** @param {() => Spot} place @param {TransportEvents} on @returns {Transport} */
function openRehearsal(place, on) {
  let closed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function ask() {
    clearTimeout(timer);
    try {
      const answer = await fetch(`${API}/snapshot`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!answer.ok) throw new Error(String(answer.status));
      const board = await answer.json();
      if (closed) return;
      on.up();
      const here = place();
      if (board.epoch === here.epoch && board.seq === here.seq) on.alive();
      else on.message("snapshot", board);
    } catch {
      if (!closed) on.down();
    }
    if (!closed) timer = setTimeout(ask, document.hidden ? HIDDEN_MS : SEEN_MS);
  }

  ask();
  return {
    resume: ask,
    wake: ask,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
