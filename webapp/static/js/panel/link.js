/** The panel's own line to the board: a fresh snapshot with every connection, then every event in order. */

const BLOCKS = ["stream", "on_air", "most_read"];

/** Calls `onBoard(board)` whenever it changes, `onLink(state)` with `live` or `away`. */
export function follow(onBoard, onLink) {
  let board = null;
  const socket = globalThis.io({ transports: ["websocket"], reconnectionDelayMax: 3000 });
  socket.on("connect", () => onLink("live"));
  socket.on("disconnect", () => onLink("away"));
  socket.on("connect_error", () => onLink("away"));
  socket.on("snapshot", (snapshot) => onBoard((board = snapshot)));
  socket.on("breaking", ({ seq, action, item }) => {
    if (!board || seq <= board.seq) return;
    onBoard((board = { ...board, seq, breaking: headlines(board.breaking, action, item) }));
  });
  for (const block of BLOCKS) {
    socket.on(block, ({ epoch, seq, at, ...body }) => {
      if (board && seq > board.seq) onBoard((board = { ...board, epoch, seq, at, [block]: body }));
    });
  }
}

function headlines(shown, action, item) {
  if (action === "published") return [item, ...shown.filter((other) => other.id !== item.id)];
  if (action === "corrected") return shown.map((other) => (other.id === item.id ? item : other));
  return shown.filter((other) => other.id !== item.id);
}
