/** Sending a change so that trying again never does it twice, and so that nobody takes silence for a yes. */

const PATIENCE_MS = 10_000;

/** The newsroom said no: `status`, and the problem document (`detail`, `errors`, `current`, `changed`, …). */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? String(status));
    this.status = status;
    this.problem = problem;
  }
}

/** Nobody confirmed. It may have happened: send again with the same key. */
export class Unconfirmed extends Error {}

/** A key for one wish; the same wish keeps it however often it is sent. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The answer's JSON. Throws `Refused` or `Unconfirmed`. */
export async function send(method, path, body, key) {
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      body: JSON.stringify(body),
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": document.querySelector('meta[name="csrf"]').content,
        "Idempotency-Key": key,
      },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    throw new Unconfirmed(error.message);
  }
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({}));
  if (response.status >= 500) throw new Unconfirmed(problem.detail ?? String(response.status));
  throw new Refused(response.status, problem);
}

/** One wish and its key: the key stays until the wish is granted, refused, or becomes another wish. */
export class Wish {
  #text = "";
  #key = "";

  /** Sends `body`; a repetition of the same goes under the same key. */
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

  restore({ text = "", key = "" } = {}) {
    this.#text = text;
    this.#key = key;
  }
}
