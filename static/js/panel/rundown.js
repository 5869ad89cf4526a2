/** The rundown: holding and giving back the air, noting what is read, and opening the editor for a date's change. */
import { edit, editNew } from "./rundown/editor.js";
import "./rundown/picker.js";
import { slugOf } from "./rundown/beside.js";
import { clock, explain, mark, tell, unmark, word } from "./say.js";
import { ask, Wish } from "./send.js";

const told = document.getElementById("rundown-told");
const main = document.querySelector("main.rundown");
const wish = new Wish();
let last = null;

const ACTS = {
  auto: () => put("PUT", "/on-air", { auto: true }, word("given_back")),
  hold: ({ programme, segment }) => put("PUT", "/on-air", { programme, segment }, word("held")),
  cut: ({ programme, segment }) => put("PUT", "/on-air", { programme, segment }, word("cut_done")),
  back: ({ id, rev }) => put("DELETE", `/rundown/${id}`, { rev: Number(rev) }, "rundown_back"),
  change: ({ id }) => edit(main.dataset.date, id),
  special: () => editNew(main.dataset.date),
  longer: ({ id, minutes }) => longer(id, Number(minutes)),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("main.rundown [data-act]");
  const act = button instanceof HTMLButtonElement && ACTS[button.dataset.act];
  if (act) once(button, () => act(button.dataset));
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest('form[data-act="read"]');
  if (!form) return;
  event.preventDefault();
  unmark(form);
  const article = slugOf(form.elements.article.value);
  if (!article) return mark(form.elements.article, word("rundown_unknown"));
  once(form.querySelector("button"), async () => {
    if (await put("POST", "/on-air/read", { article }, "rundown_read", form)) form.reset();
  });
});

/** A second press while the first is on its way does nothing. */
async function once(button, act) {
  if (button.disabled) return;
  button.disabled = true;
  try {
    await act();
  } catch (error) {
    explain(error, told);
  } finally {
    button.disabled = false;
  }
}

async function put(method, path, body, done, form) {
  tell(told, word("sending"), "wait");
  try {
    await wish.send(method, path, body);
  } catch (error) {
    explain(error, told, form);
    return false;
  }
  const time = clock(new Date());
  tell(told, done.startsWith("rundown_") ? word(done, { time }) : `${done} ${time}`);
  if (document.activeElement?.closest("[data-refresh]")) document.activeElement.blur();
  document.dispatchEvent(new Event("airwire:refresh"));
  return true;
}

/** The programme that is on goes on for some minutes more; a repeated press counts from what it then is. */
async function longer(id, minutes) {
  const { broadcasts } = await ask(`/rundown?date=${main.dataset.date}`);
  const show = broadcasts.find((one) => one.id === id);
  if (!show) return tell(told, word("rundown_stale_gone"), "bad");
  const key = `${id} ${show.ends_at} ${minutes}`;
  if (!wish.open || last?.key !== key) last = { key, body: { ...asItIs(show), ends_at: later(show.ends_at, minutes) } };
  await put("PUT", `/rundown/${id}`, last.body, "rundown_saved");
}

function asItIs({ entry, programme, starts_at, ends_at }) {
  const now = entry ? { ...entry.override } : { programme: programme.id };
  for (const name of ["date", "start", "end", "starts_at", "ends_at"]) delete now[name];
  return { ...now, rev: entry?.rev ?? 0, starts_at, ends_at };
}

function later(at, minutes) {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}
