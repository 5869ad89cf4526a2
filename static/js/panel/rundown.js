/** The rundown: holding and giving back the air, noting what is read, and opening the editor for a date's change. */
import { edit, editNew } from "./rundown/editor.js";
import "./rundown/article-options.js";
import { slugOf } from "./rundown/beside.js";
import { moved, spanOf } from "./rundown/day-line.js";
import { Timeline } from "./rundown/timeline.js";
import { need } from "../page/dom.js";
import { say } from "../page/words.js";
import { field, mark, unmark } from "./fields.js";
import { ask, Wish } from "./send.js";
import { showFailure, showStatus } from "./status.js";
import { clock } from "./times.js";
import { AsSent } from "./writing/as-sent.js";

/** @import { Broadcast } from "./types.d.ts" */

const status = need(document, "#rundown-outcome");
const main = need(document, "main.rundown");
const date = main.dataset.date ?? "";
const wish = new Wish();
/** @type {{ key: string, body: object } | null} */
let last = null;

/**
 * What each button does, by its `data-act`.
 * @type {Record<string, (data: Record<string, string>) => Promise<unknown> | void>}
 */
const ACTS = {
  auto: () => put("PUT", "/on-air", { auto: true }, say("air_returned")),
  hold: ({ programme, segment }) => put("PUT", "/on-air", { programme, segment }, say("held")),
  cut: ({ programme, segment }) => put("PUT", "/on-air", { programme, segment }, say("cut_done")),
  back: ({ id, rev }) => put("DELETE", `/rundown/${id}`, { rev: Number(rev) }, "rundown_back"),
  change: ({ id }) => edit(date, id),
  special: () => editNew(date),
  longer: ({ id, minutes }) => longer(id, Number(minutes)),
};

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("main.rundown [data-act]") : null;
  if (!(button instanceof HTMLButtonElement)) return;
  const act = ACTS[button.dataset.act ?? ""];
  if (act) once(button, () => act(/** @type {Record<string, string>} */ ({ ...button.dataset })));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches('[data-act="read"]')) return;
  event.preventDefault();
  unmark(form);
  const article = slugOf(field(form, "article").value);
  if (!article) return mark(field(form, "article"), say("rundown_unknown"));
  once(need(form, "button", HTMLButtonElement), async () => {
    const sent = new AsSent(form);
    if (await put("POST", "/on-air/read", { article }, "rundown_read", form)) sent.empty();
  });
});

/**
 * A second press while the first is on its way does nothing.
 * @param {HTMLButtonElement} button @param {() => Promise<unknown> | void} act
 */
async function once(button, act) {
  if (button.disabled) return;
  button.disabled = true;
  try {
    await act();
  } catch (error) {
    showFailure(error, status);
  } finally {
    button.disabled = false;
  }
}

/**
 * Whether it was taken. `done` is the key of what to say then (`rundown_…`), or the words before the time.
 * @param {string} method @param {string} path @param {object} body @param {string} done @param {HTMLFormElement} [form]
 */
async function put(method, path, body, done, form) {
  showStatus(status, say("sending"), "wait");
  try {
    await wish.send(method, path, body);
  } catch (error) {
    showFailure(error, status, form);
    return false;
  }
  const time = clock(new Date());
  showStatus(status, done.startsWith("rundown_") ? say(done, { time }) : `${done} ${time}`);
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && focused.closest("[data-refresh]")) focused.blur();
  document.dispatchEvent(new Event("airwire:refresh"));
  return true;
}

/**
 * The programme that is on goes on for some minutes more; a repeated press counts from what it then is.
 * @param {string} id @param {number} minutes
 */
async function longer(id, minutes) {
  const { broadcasts } = await ask(`/rundown?date=${date}`);
  const show = broadcasts.find((/** @type {Broadcast} */ one) => one.id === id);
  if (!show) return showStatus(status, say("rundown_stale_gone"), "bad");
  const key = `${id} ${show.ends_at} ${minutes}`;
  const { from, to } = spanOf(show);
  if (!wish.open || last?.key !== key) last = { key, body: moved(show, { from, to: to + minutes * 60_000 }) };
  await put("PUT", `/rundown/${id}`, last.body, "rundown_saved");
}

new Timeline(need(document, "#line"), date, (id) => edit(date, id), status).start();
