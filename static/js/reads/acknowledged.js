/**
 * Telling a read until the newsroom has it. The same token goes each time, so that a lost answer makes no second read;
 * a refusal is the end of it, and a reader hears of nothing.
 */

const TRIES = 4;
const PAUSE_MS = 4000;
const LONGEST_PAUSE_MS = 60_000;

/** `post(body)` resolves to a Response; `pause(ms)` waits. True once it was acknowledged. */
export async function tell(body, post, pause) {
  const answer = await insist(() => post(body), pause);
  // 409: a try before this one had arrived.
  return Boolean(answer?.ok || answer?.status === 409);
}

/** What `ask()` resolves to once it is a word: silence, trouble and being held up are none. `null` after some tries. */
export async function insist(ask, pause) {
  for (let n = 0; n < TRIES; n += 1) {
    const answer = await ask().catch(() => null);
    if (answer && answer.status !== 429 && answer.status < 500) return answer;
    if (n + 1 < TRIES) await pause(pauseAfter(n, answer?.headers.get("Retry-After")));
  }
  return null;
}

/** Not in step with everybody else who was asked to wait. */
export function pauseAfter(n, asked, random = Math.random()) {
  const wanted = Math.max(PAUSE_MS * 2 ** n, (Number(asked) || 0) * 1000);
  return Math.min(LONGEST_PAUSE_MS, wanted * (1 + random / 2));
}
