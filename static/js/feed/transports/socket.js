/**
 * The first choice: Socket.IO over websocket. It reconnects by itself, spread out, and says where it stands each time.
 *
 * After a try that failed the server is asked for the time first, and no websocket is tried while it does not answer: Firefox
 * holds each new websocket back longer after each that failed, by up to a minute, and nothing tells it that the line is back.
 *
 * Every transport is `open(place, on)`: the listener's place when it is asked, and who hears what happens.
 */
import { isInstalled } from "../../installed/standalone.js";
import { vendors } from "../../page/page.js";

/** @typedef {typeof import("socket.io-client")} Library */
/** @import { Spot, Transport, TransportEvents } from "../../types.d.ts" */

const ACK_MS = 5000;
const ANSWER_MS = 5000;
/** The server pings every 25 s. Past that the connection is asked, long before the client library would give it up. */
const OVERDUE_MS = 30_000;
/** While the break is young the next try is never far; a network that stays away is not worth a battery. */
const YOUNG_TRIES = 60;
const FIRST_WAIT_MS = 1000;
const YOUNG_WAIT_MS = 2500;
const OLD_WAIT_MS = 20_000;
/** The server hung up on everybody at once. */
const HUNG_UP_WAIT_MS = 3000;

/**
 * Rejects where the client library cannot be had.
 * @param {() => Spot} place @param {TransportEvents} on @returns {Promise<Transport>}
 */
export async function openSocket(place, on) {
  const { io } = /** @type {Library} */ (await import(vendors["socket.io.esm.min.js"]));
  const socket = io({
    transports: ["websocket"],
    query: isInstalled() ? { app: "1" } : {},
    auth: (/** @type {(auth: Spot & { brief: boolean }) => void} */ give) => give({ ...place(), brief: true }),
    timeout: 8000,
    reconnection: false,
  });
  let closed = false;
  let tries = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let overdue;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let next;
  const heard = () => {
    clearTimeout(overdue);
    overdue = setTimeout(ask, OVERDUE_MS);
  };
  socket.on("connect", () => {
    tries = 0;
    heard();
    on.up();
  });
  socket.onAny((name, data) => {
    heard();
    on.message(name, data);
  });
  socket.io.on("ping", () => {
    heard();
    on.alive();
  });
  socket.on("connect_error", () => again(waitAfter(tries)));
  socket.on("disconnect", (reason) => {
    clearTimeout(overdue);
    if (closed) return;
    on.down();
    again(reason === "io server disconnect" ? HUNG_UP_WAIT_MS : FIRST_WAIT_MS);
  });

  /** After about that long; not all listeners at once. @param {number} wait in milliseconds */
  function again(wait) {
    clearTimeout(next);
    if (closed) return;
    next = setTimeout(tryAgain, wait * (0.5 + Math.random()));
  }

  async function tryAgain() {
    const mine = next;
    tries += 1;
    const answers = tries === 1 || (await serverAnswers());
    if (closed || mine !== next) return;
    if (answers) socket.connect();
    else again(waitAfter(tries));
  }

  /** At once: `connect()` alone would wait for the client library's next try, which may be half a minute away. */
  function anew() {
    socket.disconnect();
    clearTimeout(next);
    next = undefined;
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
      clearTimeout(next);
      socket.disconnect();
    },
  };
}

/** @param {number} tries that failed */
function waitAfter(tries) {
  return tries > YOUNG_TRIES ? OLD_WAIT_MS : Math.min(YOUNG_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
}

async function serverAnswers() {
  try {
    const answer = await fetch("/api/v1/time", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
    return answer.status < 500; // a proxy may answer in its place
  } catch {
    return false;
  }
}
