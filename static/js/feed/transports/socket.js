/**
 * The first choice: Socket.IO over websocket. It reconnects by itself, spread out, and says where it stands each time.
 *
 * Every transport is `open(place, on)`: the listener's place when it is asked, and who hears what happens.
 */
import { vendor } from "../../page/vendor.js";

/** @import { Spot, Transport, TransportEvents } from "../../types.d.ts" */

const ACK_MS = 5000;
/** The server pings every 25 s. Past that the connection is asked, long before the client library would give it up. */
const OVERDUE_MS = 30_000;
/** While the break is young the next try is never far; a network that stays away is not worth a battery. */
const YOUNG_TRIES = 60;
const YOUNG_WAIT_MS = 2500;
const OLD_WAIT_MS = 20_000;

/**
 * Rejects where the client library cannot be had.
 * @param {() => Spot} place @param {TransportEvents} on @returns {Promise<Transport>}
 */
export async function openSocket(place, on) {
  const io = await vendor("socket.io.min.js", "io");
  const socket = io({
    transports: ["websocket"],
    auth: (/** @type {(place: Spot) => void} */ give) => give(place()),
    timeout: 8000,
    reconnectionDelay: 1000,
    reconnectionDelayMax: YOUNG_WAIT_MS,
    randomizationFactor: 0.5,
  });
  let closed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let overdue;
  const heard = () => {
    clearTimeout(overdue);
    overdue = setTimeout(ask, OVERDUE_MS);
  };
  socket.on("connect", () => {
    socket.io.reconnectionDelayMax(YOUNG_WAIT_MS);
    heard();
    on.up();
  });
  socket.io.on("reconnect_attempt", (tries) => {
    if (tries > YOUNG_TRIES) socket.io.reconnectionDelayMax(OLD_WAIT_MS);
  });
  socket.onAny((name, data) => {
    heard();
    on.message(name, data);
  });
  socket.io.on("ping", () => {
    heard();
    on.alive();
  });
  socket.on("disconnect", (reason) => {
    clearTimeout(overdue);
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

  /** A connection that looks open after a sleep may be dead: an answer within seconds proves it, none makes it anew. */
  function ask() {
    socket.timeout(ACK_MS).emit("resume", place(), (/** @type {Error | null} */ error) => {
      if (closed || !socket.connected) return;
      if (error) anew();
      else heard();
    });
  }

  return {
    resume: ask,
    wake: () => (socket.connected ? ask() : anew()),
    close() {
      closed = true;
      clearTimeout(overdue);
      socket.disconnect();
    },
  };
}
