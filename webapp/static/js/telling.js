/**
 * Telling a read until the newsroom has it. The same token goes each time, so that a lost answer makes no second read;
 * a refusal is the end of it, and a reader hears of nothing.
 */

const TRIES = 4;
const PAUSE_MS = 4000;
const LONGEST_PAUSE_MS = 60_000;

/** `post(body)` resolves to a Response; `pause(ms)` waits. True once it was acknowledged. */
export async function tell(body, post, pause) {
  for (let n = 0; n < TRIES; n += 1) {
    const answer = await post(body).catch(() => null);
    // 409: a try before this one had arrived.
    if (answer?.ok || answer?.status === 409) return true;
    if (answer && answer.status !== 429 && answer.status < 500) return false;
    if (n + 1 < TRIES) await pause(pauseAfter(n, answer?.headers.get("Retry-After")));
  }
  return false;
}

/** Not in step with everybody else who was asked to wait. */
export function pauseAfter(n, asked, random = Math.random()) {
  const wanted = Math.max(PAUSE_MS * 2 ** n, (Number(asked) || 0) * 1000);
  return Math.min(LONGEST_PAUSE_MS, wanted * (1 + random / 2));
}
