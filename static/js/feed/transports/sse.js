/**
 * The second choice: server-sent events, read by `fetch`, which unlike EventSource sees the server's heartbeats.
 * So a proxy that holds the stream back is found out instead of trusted.
 */
import { EventReader } from "./event-reader.js";

/** The server says something every 15 s; after so long without a byte the stream is dead or held back. */
const SILENCE_MS = 35_000;
const FIRST_WAIT_MS = 3000;
const LONGEST_WAIT_MS = 60_000;

export function openEvents(place, on) {
  let attempt = new AbortController();
  let failures = 0;
  let timer;

  async function read() {
    const { signal } = attempt;
    const { epoch, seq } = place();
    const headers = epoch ? { "Last-Event-ID": `${epoch}:${seq}` } : {};
    const answer = await fetch("/api/v1/events", { headers, signal, cache: "no-store" });
    if (!answer.ok) throw new Error(`events: ${answer.status}`);
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
    try {
      await read();
    } catch {
      // Whatever it was, the answer is the same: wait a little longer each time, and come back to the same place.
    }
    attempt.abort();
    if (attempt.closed) return;
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
    attempt.closed = true;
    attempt.abort();
    again();
  }

  run();
  return {
    resume: restart,
    wake: restart,
    close() {
      attempt.closed = true;
      attempt.abort();
      clearTimeout(timer);
    },
  };
}

function withinSilence(reading) {
  let timer;
  const silence = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error("silent")), SILENCE_MS);
  });
  return Promise.race([reading, silence]).finally(() => clearTimeout(timer));
}
