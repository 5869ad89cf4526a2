/**
 * The second choice: server-sent events, read by `fetch`, which unlike EventSource sees the server's heartbeats.
 * So a proxy that holds the stream back is found out instead of trusted.
 */
import { isInstalled } from "../../installed/standalone.js";
import { EventReader } from "./event-reader.js";

/** @import { Spot, Transport, TransportEvents } from "../../types.d.ts" */

/** The server says something every 15 s; after so long without a byte the stream is dead or held back. */
const SILENCE_MS = 35_000;
const FIRST_WAIT_MS = 3000;
const LONGEST_WAIT_MS = 60_000;

/** @param {() => Spot} place @param {TransportEvents} on @returns {Transport} */
export function openEvents(place, on) {
  let attempt = new AbortController();
  /**
   * Attempts that were given up from outside: what becomes of them is nobody's business.
   * @type {WeakSet<AbortController>}
   */
  const given = new WeakSet();
  let failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function read() {
    const { signal } = attempt;
    const { epoch, seq } = place();
    /** @type {HeadersInit} */
    const headers = epoch ? { "Last-Event-ID": `${epoch}:${seq}` } : {};
    const answer = await fetch(`/api/v1/events?succeeds${isInstalled() ? "&app" : ""}`, { headers, signal, cache: "no-store" });
    if (!answer.ok || !answer.body) throw new Error(`events: ${answer.status}`);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    const events = new EventReader((name, data) => on.message(name, JSON.parse(data)));
    for (let first = true; ; first = false) {
      const { done, value } = await withinSilence(reader.read());
      if (done) return;
      if (first) on.up();
      failures = 0;
      on.alive();
      events.push(value);
    }
  }

  async function run() {
    const mine = attempt;
    try {
      await read();
    } catch {
      // Whatever it was, the answer is the same: wait a little longer each time, and come back to the same place.
    }
    mine.abort();
    if (given.has(mine)) return;
    on.down();
    failures += 1;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
    timer = setTimeout(again, wait * (0.5 + Math.random()));
  }

  function again() {
    clearTimeout(timer);
    attempt = new AbortController();
    run();
  }

  function restart() {
    given.add(attempt);
    attempt.abort();
    again();
  }

  run();
  return {
    resume: restart,
    wake: restart,
    close() {
      given.add(attempt);
      attempt.abort();
      clearTimeout(timer);
    },
  };
}

/** Throws after too long a silence. @template Piece @param {Promise<Piece>} reading @returns {Promise<Piece>} */
function withinSilence(reading) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  /** @type {Promise<never>} */
  const silence = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error("silent")), SILENCE_MS);
  });
  return Promise.race([reading, silence]).finally(() => clearTimeout(timer));
}
