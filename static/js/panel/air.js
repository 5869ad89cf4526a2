/** Cutting to another segment, holding the stream's status, and giving both back. */

import { ago, serverNow } from "../clock/time.js";
import { element, need } from "../page/dom.js";
import { isolated, say } from "../page/words.js";
import { field, mark, oneLine, unmark, values } from "./fields.js";
import { Wish } from "./send.js";
import { showFailure, showStatus } from "./status.js";
import { clock } from "./times.js";
import { AsSent } from "./writing/as-sent.js";

/** @import { OnAir, Stream } from "../feed/events.d.ts" */
/** @import { Hold, Holds, Show } from "./types.d.ts" */
/** @typedef {[path: string, body: object, done: string]} Change what to send where, and what to say once it is done */

/** @param {string} name */
const id = (name) => document.getElementById(name);
const SEPARATOR = "\u001f";

/** @param {OnAir} onAir @param {Holds} [holds] */
export function showAir(onAir, holds) {
  const held = onAir.by === "hand";
  text("air-programme", onAir.programme?.title ?? say("nothing_on"));
  text("air-segment", onAir.segment ? `· ${isolated(onAir.segment.title)}` : "");
  text("air-by", held ? byHand(holds?.on_air, holds?.on_air?.until) : byGrid(onAir));
  offer("air-auto", held);
}

/** @param {OnAir} onAir */
function byGrid({ ends_at: end }) {
  return end ? say("by_grid", { time: clock(end) }) : say("by_grid_open");
}

/** @param {Stream} stream @param {Holds} [holds] */
export function showStream(stream, holds) {
  const held = stream.by === "hand";
  need(document, "#stream-lamp").dataset.status = stream.status;
  text("stream-status", say(stream.status));
  text("stream-age", stream.checked_at ? say("checked", { ago: ago(stream.checked_at) }) : say("never_checked"));
  text("stream-by", held ? byHand(holds?.stream, stream.until) : say("by_monitor"));
  offer("stream-auto", held);
  const rows = stream.streams.map((source) => `${isolated(source.title)}: ${say(source.status)}`);
  const list = need(document, "#streams");
  if (list.dataset.rows === rows.join()) return;
  list.dataset.rows = rows.join();
  list.replaceChildren(...rows.map((row) => element("li", {}, row)));
}

/**
 * What one can cut to, each with the time it is planned for: what is on first, then what comes, then what is over.
 * @param {Show[]} today @param {OnAir} onAir
 */
export function offerSegments(today, onAir) {
  const form = id("cut");
  if (!(form instanceof HTMLFormElement)) return;
  const select = field(form, "segment");
  const shows = nextFirst(today, onAir.programme?.id);
  const made = JSON.stringify(shows.map(({ programme, starts_at, segments }) => [programme.id, starts_at, segments?.length]));
  if (select.dataset.made === made || document.activeElement === select) return;
  select.dataset.made = made;
  const chosen = select.value;
  select.replaceChildren(new Option("–", ""), ...shows.map(group));
  select.value = chosen;
  if (select.value !== chosen) select.value = ""; // it is not offered any more
}

/**
 * Each programme once: the one that is on, then those to come, then those that are over.
 * @param {Show[]} today @param {string} [current]
 */
function nextFirst(today, current) {
  const now = new Date(serverNow()).toISOString();
  const rank = (/** @type {Show} */ { programme, ends_at: end }) => (programme.id === current ? 0 : end > now ? 1 : 2);
  const sorted = [...today].sort((a, b) => rank(a) - rank(b) || a.starts_at.localeCompare(b.starts_at));
  return sorted.filter((show, n) => sorted.findIndex(({ programme }) => programme.id === show.programme.id) === n);
}

/** @param {Show} show */
function group({ programme, starts_at: start, ends_at: end, segments = [] }) {
  const label = `${clock(start)} – ${clock(end)} · ${isolated(programme.title)}`;
  const node = Object.assign(document.createElement("optgroup"), { label });
  node.append(new Option(say("whole", { title: programme.title }), programme.id));
  const now = new Date(serverNow()).toISOString();
  const coming = [...segments].sort((a, b) => Number(a.ends_at <= now) - Number(b.ends_at <= now));
  const once = coming.filter((part, n) => coming.findIndex(({ segment }) => segment.id === part.segment.id) === n);
  for (const { segment, starts_at: at } of once.sort((a, b) => a.starts_at.localeCompare(b.starts_at))) {
    node.append(new Option(`${clock(at)} · ${isolated(segment.title)}`, programme.id + SEPARATOR + segment.id));
  }
  return node;
}

/** Makes the forms of the air and of the stream work, as far as this role has them. */
export function air() {
  action("cut", "cut-outcome", (fields, form) => {
    const [programme, segment] = fields.segment.split(SEPARATOR);
    const title = oneLine(fields.title);
    if (!title && !programme) {
      mark(field(form, "segment"), say("cut_missing"));
      return null;
    }
    const body = title ? { title } : { programme, ...(segment ? { segment } : {}) };
    return ["/on-air", { ...body, ...until(fields.minutes) }, say("cut_done")];
  });
  action("hold", "hold-outcome", (fields) => ["/stream", { status: fields.status, ...until(fields.minutes) }, say("held")]);
  release("air-auto", "cut-outcome", "/on-air", "air_returned");
  release("stream-auto", "hold-outcome", "/stream", "stream_returned");
}

/**
 * `wanted` makes the change of what the fields say; `null` where one is wrong, and marked.
 * @param {string} formId @param {string} statusId
 * @param {(fields: Record<string, string>, form: HTMLFormElement) => Change | null} wanted
 */
function action(formId, statusId, wanted) {
  const form = id(formId);
  if (!(form instanceof HTMLFormElement)) return;
  const wish = new Wish();
  let last = { seen: "", made: /** @type {Change | null} */ (null) };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    unmark(form);
    const fields = values(form);
    // `until` is counted from the first try: the same wish sent again is the same wish.
    const seen = JSON.stringify(fields);
    if (seen !== last.seen || !wish.open) last = { seen, made: wanted(fields, form) };
    if (!last.made) return;
    const [path, body, done] = last.made;
    await put(wish, path, body, done, need(document, `#${statusId}`), form);
  });
}

/** @param {string} buttonId @param {string} statusId @param {string} path @param {string} done the key of what to say then */
function release(buttonId, statusId, path, done) {
  const wish = new Wish();
  id(buttonId)?.addEventListener("click", () => {
    put(wish, path, { auto: true }, say(done), need(document, `#${statusId}`));
  });
}

/**
 * @param {Wish} wish @param {string} path @param {object} body @param {string} done
 * @param {HTMLElement} status @param {HTMLFormElement} [form]
 */
async function put(wish, path, body, done, status, form) {
  showStatus(status, say("sending"), "wait");
  const sent = form && new AsSent(form);
  try {
    await wish.send("PUT", path, body);
    const rest = sent?.empty() ? ` · ${say("typed_since")}` : "";
    showStatus(status, `${done} ${clock(new Date())}${rest}`);
  } catch (error) {
    showFailure(error, status, form);
  }
}

/** @param {string} minutes "" for no end */
function until(minutes) {
  return minutes ? { until: new Date(serverNow() + Number(minutes) * 60_000).toISOString() } : {};
}

/** @param {Hold} [hold] @param {string} [ends] */
function byHand(hold, ends) {
  const by = hold?.by ? say("held_by", { by: hold.by }) : say("held_somebody");
  return ends ? `${by} ${say("until", { time: clock(ends) })}` : `${by} ${say("until_given_back")}`;
}

/** What a role may not do is not on the page. @param {string} name @param {boolean} isOffered */
function offer(name, isOffered) {
  const button = id(name);
  if (!button) return;
  const isFocused = document.activeElement === button;
  button.hidden = !isOffered;
  if (isFocused && button.hidden) button.closest("section")?.querySelector("select")?.focus(); // the keyboard stays in its place
}

/** @param {string} name @param {string} value */
function text(name, value) {
  const place = need(document, `#${name}`);
  if (place.textContent !== value) place.textContent = value;
}
