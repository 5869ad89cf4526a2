/** The picture of the article: made smaller here, so that a phone's goes through a slow line, then uploaded, described and credited. */
import { need } from "../../page/dom.js";
import { say } from "../../page/words.js";
import { field, mark, unmark } from "../fields.js";
import { Refused, Unconfirmed } from "../send.js";
import { showFailure, showStatus } from "../status.js";

const WIDEST_PX = 2048;
const SEND_AS_IT_IS_BYTES = 1_000_000;
const PATIENCE_MS = 120_000;
const box = need(document, "#picture", HTMLFieldSetElement);
const shown = need(box, "img", HTMLImageElement);
const file = need(box, "#picture-file", HTMLInputElement);
const words = need(box, "#picture-words");
const off = need(box, '[data-act="unpicture"]', HTMLButtonElement);
const outcome = need(box, "#picture-outcome");
let sending = false;

/** Makes the picture of `form` work; `changed` is called when it has another. @param {HTMLFormElement} form @param {() => void} changed */
export function pictures(form, changed) {
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (!chosen || sending) return;
    unmark(form);
    sending = true;
    showStatus(outcome, say("picture_sending"), "wait");
    try {
      put(form, await upload(await smaller(chosen)));
      showStatus(outcome, say("picture_done"));
      changed();
      field(form, "picture.alt").focus();
    } catch (error) {
      showStatus(outcome, "");
      refused(error);
    } finally {
      sending = false;
      file.value = "";
    }
  });
  off.addEventListener("click", () => {
    put(form, { url: "", width: "", height: "" });
    for (const name of ["alt", "credit", "caption"]) field(form, `picture.${name}`).value = "";
    showStatus(outcome, say("picture_gone"));
    changed();
    file.focus();
  });
}

/** Shows what the fields of `form` say of the picture. @param {HTMLFormElement} form */
export function showPicture(form) {
  const url = field(form, "picture.url").value;
  words.hidden = off.hidden = !url;
  const uploaded = url.match(/^\/pictures\/uploaded\/([0-9a-f]{32})$/);
  if (uploaded) shown.src = `/panel/articles/pictures/${uploaded[1]}`;
  shown.hidden = !url || !shown.getAttribute("src");
}

/**
 * Whether what is said of the picture is enough; what is missing is marked. One that was there `before` is left as it is.
 * @param {HTMLFormElement} form @param {string} before its address
 */
export function isDescribed(form, before) {
  if (sending) {
    showStatus(outcome, say("picture_waits"), "bad");
    return false;
  }
  const url = field(form, "picture.url").value;
  if (!url || (url === before && !url.startsWith("/pictures/uploaded/"))) return true;
  for (const name of ["alt", "credit"]) {
    const input = field(form, `picture.${name}`);
    if (input.value.trim()) continue;
    mark(input, say(`picture_${name}_missing`));
    return false;
  }
  return true;
}

/** @param {HTMLFormElement} form @param {{ url: string, width: number | string, height: number | string }} picture */
function put(form, picture) {
  for (const [name, value] of Object.entries(picture)) field(form, `picture.${name}`).value = String(value);
  shown.removeAttribute("src");
  showPicture(form);
}

/** @param {unknown} error */
function refused(error) {
  const [wrong] = (error instanceof Refused && error.problem.errors) || [];
  if (wrong) mark(file, say(`wrong_${wrong.code}`));
  else if (error instanceof Refused && error.status === 413) mark(file, say("picture_too_large", { n: 10 }));
  else showFailure(error, outcome);
}

/** The picture in fewer pixels, where the browser can; else as it is. @param {File} chosen @returns {Promise<Blob>} */
async function smaller(chosen) {
  if (chosen.size <= SEND_AS_IT_IS_BYTES) return chosen;
  try {
    const bitmap = await createImageBitmap(chosen);
    const share = Math.min(1, WIDEST_PX / bitmap.width);
    const canvas = new OffscreenCanvas(Math.round(bitmap.width * share), Math.round(bitmap.height * share));
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return await canvas.convertToBlob({ type: chosen.type === "image/png" ? "image/png" : "image/jpeg", quality: 0.9 });
  } catch {
    return chosen;
  }
}

/** @param {Blob} picture @returns {Promise<{ url: string, width: number, height: number }>} */
async function upload(picture) {
  let response;
  let answer;
  if (picture.size > Number(box.dataset.maxBytes)) throw new Refused(413, {});
  try {
    const headers = { "Content-Type": picture.type, "X-CSRFToken": need(document, 'meta[name="csrf"]', HTMLMetaElement).content };
    response = await fetch("/api/v1/pictures", { method: "POST", body: picture, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    answer = await response.json().catch(() => ({}));
  } catch {
    throw new Unconfirmed("no_answer");
  }
  if (response.ok) return { url: answer.url, width: answer.width, height: answer.height };
  if (response.status < 500) throw new Refused(response.status, answer);
  throw new Unconfirmed("server_error", response.status);
}
