/** Flashes that one person sent without a second one: told to everybody, and asked about until somebody else has looked. */
import { clone, need, setText } from "../../page/dom.js";
import { say } from "../../page/words.js";
import { Wish } from "../send.js";
import { showFailure, showStatus } from "../status.js";
import { clock, day } from "../times.js";

/** @import { DeskState, SentAlone } from "../types.d.ts" */

const list = need(document, "#sent-alone");
/** @type {Map<string, HTMLElement>} */
const rows = new Map();

/** @param {DeskState} state */
export function showSentAlone({ sent_alone: flashes, me }) {
  const ids = new Set(flashes.map(({ id }) => id));
  for (const [id, node] of rows) {
    if (!ids.has(id)) leave(id, node);
  }
  for (const flash of flashes) {
    const node = rows.get(flash.id) ?? newRow(flash);
    node.dataset.overdue = String(flash.overdue);
    const words = flash.by.toLowerCase() === me.toLowerCase() ? "alone_yours" : flash.overdue ? "alone_overdue" : "alone_told";
    setText(need(node, '[data-f="told"]'), say(words, { by: flash.by, time: moment(flash.at), due: moment(flash.due) }));
    setText(need(node, '[data-f="headline"]'), flash.headline);
    need(node, "form").hidden = words === "alone_yours";
  }
  list.hidden = rows.size === 0;
}

/** Whoever answered there goes on where headlines are written. @param {string} id @param {HTMLElement} node */
function leave(id, node) {
  const had = node.contains(document.activeElement);
  rows.delete(id);
  node.remove();
  if (had) need(document, "#headline").focus();
}

/** @param {SentAlone} flash */
function newRow(flash) {
  const node = clone("sent-alone-template");
  const form = need(node, "form", HTMLFormElement);
  const wish = new Wish();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const place = need(node, ".outcome");
    const note = need(form, "[name=note]", HTMLInputElement).value.trim();
    showStatus(place, say("sending"), "wait");
    try {
      await wish.send("POST", `/breaking/${flash.id}/review`, note ? { note } : {});
      leave(flash.id, node);
      list.hidden = rows.size === 0;
    } catch (error) {
      showFailure(error, place, form);
    }
  });
  rows.set(flash.id, node);
  list.append(node);
  return node;
}

/** @param {string} at */
function moment(at) {
  return `${day(at)}, ${clock(at)}`;
}
