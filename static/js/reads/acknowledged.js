/**
 * Sending a read until the newsroom has it. The same token goes each time, so that a lost answer makes no second read;
 * a refusal is the end of it, and a reader hears of nothing.
 */

/** @typedef {(ms: number) => Promise<unknown>} Pause */
/** @typedef {Pick<Response, "status" | "ok"> & { headers: Pick<Headers, "get"> }} Answer */

const TRIES = 4;
const PAUSE_MS = 4000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * True once it was acknowledged.
 * @param {string} body @param {(body: string) => Promise<Answer>} post @param {Pause} pause
 */
export async function deliver(body, post, pause) {
  const answer = await insist(() => post(body), pause);
  // 409: a try before this one had arrived.
  return Boolean(answer?.ok || answer?.status === 409);
}

/**
 * What `ask()` resolves to once it is a word: silence, trouble and being held up are none. `null` after some tries.
 * @template {Answer} Kind
 * @param {() => Promise<Kind>} ask @param {Pause} pause @returns {Promise<Kind | null>}
 */
export async function insist(ask, pause) {
  for (let n = 0; n < TRIES; n += 1) {
    const answer = await ask().catch(() => null);
    if (answer && answer.status !== 429 && answer.status < 500) return answer;
    if (n + 1 < TRIES) await pause(pauseAfter(n, answer?.headers.get("Retry-After")));
  }
  return null;
}

/**
 * Milliseconds; not in step with everybody else who was asked to wait.
 * @param {number} n the try before it @param {string | null} [asked] seconds, as `Retry-After` says @param {number} [random]
 */
export function pauseAfter(n, asked, random = Math.random()) {
  const wanted = Math.max(PAUSE_MS * 2 ** n, (Number(asked) || 0) * 1000);
  return Math.min(LONGEST_PAUSE_MS, wanted * (1 + random / 2));
}
