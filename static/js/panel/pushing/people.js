/** Who is at the desk, who writes at which item, what is handed over, and notes to each other. */
import { element, need } from "../../page/dom.js";
import { board } from "../../page/site.js";
import { say } from "../../page/words.js";
import { field, mark, unmark } from "../fields.js";
import { Wish } from "../send.js";
import { showFailure, showStatus } from "../status.js";
import { clock } from "../times.js";
import { AsSent } from "../writing/as-sent.js";

/** @import { Colleague, DeskNote, DeskState } from "../types.d.ts" */

const form = need(document, "#note", HTMLFormElement);
const list = need(document, "#people");
const notes = need(document, "#notes");
const status = need(form, ".outcome");
const wish = new Wish();
let drawn = "";

/** `again` has the newsroom asked anew. @param {() => void} again */
export function people(again) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    unmark(form);
    const text = field(form, "text").value.trim();
    if (!text) return mark(field(form, "text"), say("wrong_missing"));
    showStatus(status, say("sending"), "wait");
    const sent = new AsSent(form);
    try {
      await wish.send("POST", "/desk/notes", { text, handover: field(form, "handover").checked });
      showStatus(status, sent.empty() ? say("typed_since") : "");
      again();
    } catch (error) {
      showFailure(error, status, form);
    }
  });
  notes.addEventListener("click", async ({ target }) => {
    if (!(target instanceof HTMLButtonElement)) return;
    target.disabled = true;
    try {
      await new Wish().send("POST", `/desk/notes/${target.dataset.id}/taken`, {});
    } catch (error) {
      showFailure(error, status);
    }
    field(form, "text").focus();
    again();
  });
}

/** Drawn only where something is new, so it is read out once. @param {DeskState} state */
export function showPeople({ me, people: here, notes: left, waiting }) {
  const state = JSON.stringify([here.map(({ name, writing }) => [name, writing]), left]);
  if (state === drawn) return;
  drawn = state;
  list.replaceChildren(...here.map((one) => element("li", {}, element("strong", { dir: "auto" }, one.name), ` ${doing(one, me, waiting)}`)));
  notes.replaceChildren(...left.map(row));
}

/** @param {Colleague} colleague @param {string} me @param {DeskState["waiting"]} waiting */
function doing({ name, role, writing }, me, waiting) {
  if (name.toLowerCase() === me.toLowerCase()) return say("people_you");
  if (!writing) return say(`role_${role}`);
  if (writing === "new") return say("people_writing");
  const item = [...board.state.breaking, ...waiting].find(({ id }) => id === writing);
  return item ? say("people_writing_at", { headline: item.headline }) : say("people_writing");
}

/** @param {DeskNote} note */
function row({ id, text, by, at, handover, taken_by: taken }) {
  const isOpen = handover && !taken;
  const take = isOpen && element("button", { type: "button", class: "button", "data-id": id, "aria-label": `${say("handover_take")}: ${text}` },
    say("handover_take"));
  return element("li", { "data-open": isOpen }, element("time", { datetime: at }, clock(at)), " ", element("strong", { dir: "auto" }, by), ": ",
    element("span", { dir: "auto" }, text), taken ? ` · ${say("handover_taken", { by: taken })}` : "", take || null);
}
