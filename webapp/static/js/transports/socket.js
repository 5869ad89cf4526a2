/**
 * The first choice: Socket.IO over websocket. It reconnects by itself, spread out, and says where it stands each time.
 *
 * Every transport is `open(place, on) → { resume(), wake(), close() }`; `place()` is the listener's place, and `on` has
 * `up()`, `message(name, data)`, `alive()` and `down()`.
 */
import { vendor } from "../vendor.js";

const ACK_MS = 5000;

export async function openSocket(place, on) {
  const io = await vendor("socket.io.min.js", "io");
  const socket = io({
    transports: ["websocket"],
    auth: (give) => give(place()),
    timeout: 8000,
    reconnectionDelay: 1000,
    reconnectionDelayMax: 20_000,
    randomizationFactor: 0.5,
  });
  let closed = false;
  socket.on("connect", on.up);
  socket.onAny(on.message);
  socket.io.on("ping", on.alive);
  socket.on("disconnect", (reason) => {
    if (closed) return;
    on.down();
    // The client library leaves it at that when the server hung up. We come back, not all at once.
    if (reason === "io server disconnect") setTimeout(() => closed || socket.connect(), 1000 + Math.random() * 4000);
  });

  /** At once: `connect()` alone would wait for the client library's next try, which may be half a minute away. */
  function anew() {
    socket.disconnect();
    on.down();
    socket.connect();
  }

  /** A line that looks open after a sleep may be dead: an answer within seconds proves it, none makes it anew. */
  function ask() {
    socket.timeout(ACK_MS).emit("resume", place(), (error) => {
      if (error && !closed && socket.connected) anew();
    });
  }

  return {
    resume: ask,
    wake: () => (socket.connected ? ask() : anew()),
    close() {
      closed = true;
      socket.disconnect();
    },
  };
}
