/** The panel's own line to the board: a fresh snapshot with every connection, then every event in order. */

import { isGuess, nextChange, visible } from "../feed/visible.js";

const BLOCKS = ["stream", "on_air", "most_read"];
/** So long after a thing ended it leaves the panel by itself, and is what follows asked for: the newsroom's own word mostly comes first. */
const LATE_MS = 1000;
const LONGEST_MS = 60_000;

/** Calls `onBoard(board)` whenever what may be shown changes, by news or by time; `onLink(state)` with `live` or `away`. */
export function follow(onBoard, onLink) {
  let board = null;
  let ahead = NaN;
  let timer = 0;
  let asking = 0;
  const now = () => Date.now() + ahead;
  const become = (next) => {
    board = next;
    show();
  };
  function show() {
    const shown = visible(board, now());
    clearTimeout(timer);
    timer = setTimeout(show, Math.min(LONGEST_MS, nextChange(shown) - now() + LATE_MS) || LONGEST_MS);
    onBoard(shown);
    clearTimeout(asking);
    if (isGuess(board, shown)) asking = setTimeout(() => socket.emit("resume", {}), 3 * LATE_MS);
  }
  const socket = globalThis.io({ transports: ["websocket"], reconnectionDelayMax: 3000 });
  socket.on("connect", () => onLink("live"));
  socket.on("disconnect", () => onLink("away"));
  socket.on("connect_error", () => onLink("away"));
  socket.on("snapshot", (snapshot) => {
    ahead = Date.parse(snapshot.now) - Date.now();
    become(snapshot);
  });
  socket.on("breaking", ({ seq, action, item }) => {
    if (!board || seq <= board.seq) return;
    become({ ...board, seq, breaking: headlines(board.breaking, action, item) });
  });
  for (const block of BLOCKS) {
    socket.on(block, ({ epoch, seq, at, ...body }) => {
      if (board && seq > board.seq) become({ ...board, epoch, seq, at, [block]: body });
    });
  }
}

function headlines(shown, action, item) {
  if (action === "published") return [item, ...shown.filter((other) => other.id !== item.id)];
  if (action === "corrected") return shown.map((other) => (other.id === item.id ? item : other));
  return shown.filter((other) => other.id !== item.id);
}
