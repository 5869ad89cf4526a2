/**
 * Passkeys: a form that is `data-passkey="create"` or `"get"` asks the browser for one before it is sent, with what the server says at
 * its `data-options`. Within a form, `data-proof` asks for one that confirms the act that is chosen next. Where a browser has none, both stay
 * hidden.
 */

/** @typedef {{ id: string, type: "public-key" }} Named */
/** @typedef {{ ceremony: string, publicKey: Record<string, any> }} Asked */

/** The server refused, and says why. */
class Refused extends Error {}

/** A field that the template promises. @param {HTMLFormElement} form @param {string} name */
const field = (form, name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/** @param {string} text URL-safe base64 */
function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer | null} buffer */
function text(buffer) {
  if (!buffer) return undefined;
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
  return btoa(letters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {Named[] | undefined} list */
const named = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

/** @param {Record<string, any>} asked @returns {Promise<Credential | null>} */
function create(asked) {
  const user = { ...asked.user, id: bytes(asked.user.id) };
  const options = { ...asked, user, challenge: bytes(asked.challenge), excludeCredentials: named(asked.excludeCredentials) };
  return navigator.credentials.create({ publicKey: /** @type {any} */ (options) });
}

/** @param {Record<string, any>} asked @returns {Promise<Credential | null>} */
function get(asked) {
  const options = { ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials) };
  return navigator.credentials.get({ publicKey: /** @type {any} */ (options) });
}

/** What the server reads. @param {any} credential */
function written({ rawId, type, response }) {
  return JSON.stringify({
    id: text(rawId), rawId: text(rawId), type,
    response: {
      clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject),
      authenticatorData: text(response.authenticatorData), signature: text(response.signature), userHandle: text(response.userHandle),
    },
  });
}

/**
 * Throws what the server says is wrong, in the page's language.
 * @param {HTMLFormElement} form @param {string} [address] @returns {Promise<Asked>}
 */
async function ask(form, address = "") {
  const headers = { "X-CSRFToken": field(form, "csrf_token").value, Accept: "application/json" };
  const answer = await fetch(address, { method: "POST", body: new FormData(form), headers });
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.problem ?? "");
  return said;
}

/** @param {HTMLFormElement} form */
async function send(form) {
  const problem = form.querySelector("[data-f=problem]");
  if (!problem) return;
  problem.textContent = "";
  try {
    const { ceremony, publicKey } = await ask(form, form.dataset.options);
    const credential = await (form.dataset.passkey === "create" ? create(publicKey) : get(publicKey));
    field(form, "ceremony").value = ceremony;
    field(form, "credential").value = written(credential);
    form.submit();
  } catch (error) {
    problem.textContent = (error instanceof Refused && error.message) || (form.dataset.saidNot ?? "");
  }
}

/** Has the browser prove who is here, for the form that `part` stands in. @param {HTMLElement} part @param {HTMLFormElement} form */
async function confirm(part, form) {
  const place = part.querySelector("[data-f=problem]");
  if (!place) return;
  try {
    const { ceremony, publicKey } = await ask(form, part.dataset.proof);
    field(form, "proof_credential").value = written(await get(publicKey));
    field(form, "proof_ceremony").value = ceremony;
    place.textContent = part.dataset.saidDone ?? "";
  } catch (error) {
    place.textContent = (error instanceof Refused && error.message) || (part.dataset.saidNot ?? "");
  }
}

for (const part of document.querySelectorAll("[data-proof]")) {
  const form = part.closest("form");
  if (!(part instanceof HTMLElement) || !form || !window.PublicKeyCredential) continue;
  part.hidden = false;
  part.querySelector("button")?.addEventListener("click", () => confirm(part, form));
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!(form instanceof HTMLFormElement) || !window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

export {};
