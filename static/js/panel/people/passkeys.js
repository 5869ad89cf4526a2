/**
 * Passkeys: a form that is `data-passkey="create"` or `"get"` asks the browser for one before it is sent, with what the server says at
 * its `data-options`. Where a browser has none, the form stays hidden.
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

/** Throws what the server says is wrong, in the page's language. @param {HTMLFormElement} form @returns {Promise<Asked>} */
async function ask(form) {
  const headers = { "X-CSRFToken": field(form, "csrf_token").value, Accept: "application/json" };
  const answer = await fetch(form.dataset.options ?? "", { method: "POST", body: new FormData(form), headers });
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
    const { ceremony, publicKey } = await ask(form);
    const credential = await (form.dataset.passkey === "create" ? create(publicKey) : get(publicKey));
    field(form, "ceremony").value = ceremony;
    field(form, "credential").value = written(credential);
    form.submit();
  } catch (error) {
    problem.textContent = (error instanceof Refused && error.message) || (form.dataset.saidNot ?? "");
  }
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
