/** Sending an article's changes: also after a sign-in in another tab, which gives the session another token. */
import { need } from "../../page/dom.js";
import { Refused } from "../send.js";

/** @import { Wish } from "../send.js" */

/**
 * As `wish.send`; where this page's token is of an earlier session, once more with the one of now.
 * @param {Wish} wish @param {string} method @param {string} path @param {object} body
 */
export async function sendAgain(wish, method, path, body) {
  try {
    return await wish.send(method, path, body);
  } catch (error) {
    if (!(error instanceof Refused && error.status === 403 && (await hasNewToken()))) throw error;
    return wish.send(method, path, body);
  }
}

/** Whether the session of now has another token than this page; it has that one then. */
async function hasNewToken() {
  const meta = need(document, 'meta[name="csrf"]', HTMLMetaElement);
  try {
    const answer = await fetch("/panel/state.json", { signal: AbortSignal.timeout(10_000) });
    const { csrf } = await answer.json();
    if (!answer.ok || !csrf || csrf === meta.content) return false;
    meta.content = csrf;
    return true;
  } catch {
    return false;
  }
}
