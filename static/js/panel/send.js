/** Asking the newsroom and sending it changes: trying again never does one twice, and nobody takes silence for a yes. */

import { need } from "../page/dom.js";
import { API } from "./rehearsal/where.js";

const PATIENCE_MS = 10_000;
/** What a problem says of why nothing was done, by its type. @type {Record<string, string | undefined>} */
export const REASONS = {
  "urn:airwire:problem:store-away": "store_away",
  "urn:airwire:problem:newer-build": "newer_build",
};
/** A proxy's word for a server that it cannot reach, or that is too busy to be asked. */
const FROM_A_PROXY = new Set([502, 503, 504]);

/** @typedef {{ field: string, code: string, limit?: number }} FieldProblem one of a problem's `errors` */

/**
 * A problem document (RFC 9457) with what the newsroom says beside it: `errors` field by field; where somebody was
 * faster, who (`by`) did what (`did`) and when (`at`), `changed` name by name and the `current` state, if there is one.
 * @typedef {{
 *   type?: string, detail?: string, errors?: FieldProblem[], retry_after_s?: number, by?: string, did?: string, at?: string,
 *   changed?: Record<string, { was: string | null, now: string | null }>, current?: any,
 * }} Problem
 */

/** The newsroom said no: the HTTP `status`, and its problem document. */
export class Refused extends Error {
  /** @param {number} status @param {Problem} problem */
  constructor(status, problem) {
    super(problem.detail ?? String(status));
    this.status = status;
    this.problem = problem;
  }
}

/** No answer that means anything. `why`: `no_answer` (none came), `store_away`, `newer_build` (try again), `server_error` (a fault). */
export class Unanswered extends Error {
  /** @param {string} why @param {number} [status] */
  constructor(why, status = 0) {
    super(why);
    this.why = why;
    this.status = status;
  }
}

/** The same for a change. It may have happened: send again with the same key. */
export class Unconfirmed extends Unanswered {}

/** A key for one wish; the same wish keeps it however often it is sent. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The JSON at `path` (under `/api/v1`, or the rehearsal's). Throws `Refused` or `Unanswered`. @param {string} path @returns {Promise<any>} */
export function ask(path) {
  return call(path, {}, Unanswered);
}

/**
 * Sends `body`; the answer's JSON. Throws `Refused` or `Unconfirmed`.
 * @param {string} method @param {string} path under `/api/v1` @param {object} body @param {string} key of the wish
 * @returns {Promise<any>}
 */
export function send(method, path, body, key) {
  const headers = {
    "Content-Type": "application/json",
    "X-CSRFToken": need(document, 'meta[name="csrf"]', HTMLMetaElement).content,
    "Idempotency-Key": key,
  };
  return call(path, { method, body: JSON.stringify(body), headers }, Unconfirmed);
}

/** @param {string} path @param {RequestInit} options @param {typeof Unanswered} Silence */
async function call(path, options, Silence) {
  let response;
  let said;
  try {
    response = await fetch(`${API}${path}`, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
    said = await response.text();
  } catch {
    throw new Silence("no_answer");
  }
  const answer = parsed(said);
  if (response.ok && answer) return answer;
  if (response.status >= 400 && response.status < 500) throw new Refused(response.status, answer ?? {});
  throw new Silence(reason(response.status, answer), response.status);
}

/** @param {number} status @param {Problem | null} problem */
function reason(status, problem) {
  const known = REASONS[problem?.type ?? ""];
  if (known) return known;
  return !problem && FROM_A_PROXY.has(status) ? "no_answer" : "server_error";
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** One wish and its key: the key stays until the wish is granted, refused, or becomes another wish. */
export class Wish {
  #text = "";
  #key = "";

  /**
   * Sends `body`; a repetition of the same goes under the same key. Throws as `send` does.
   * @param {string} method @param {string} path @param {object} body
   */
  async send(method, path, body) {
    const text = JSON.stringify([method, path, body]);
    if (text !== this.#text) {
      this.#text = text;
      this.#key = newKey();
    }
    try {
      const receipt = await send(method, path, body, this.#key);
      this.#text = "";
      return receipt;
    } catch (error) {
      if (error instanceof Refused) this.#text = "";
      throw error;
    }
  }

  /** Whether something was sent that nobody has confirmed. */
  get open() {
    return this.#text !== "";
  }

  /** To outlive a reload of the page. */
  save() {
    return { text: this.#text, key: this.#key };
  }

  /** @param {{ text?: string, key?: string }} [saved] */
  restore({ text = "", key = "" } = {}) {
    this.#text = text;
    this.#key = key;
  }
}
