/** Changing one date of the rundown: title, times, segments and their articles. What is typed stays until it is in force. */
import { clone, element, need } from "../../page/dom.js";
import { say } from "../../page/words.js";
import { field, unmark, values } from "../fields.js";
import { ask, Refused, Wish } from "../send.js";
import { showFailure, showStatus } from "../status.js";
import { clock } from "../times.js";
import { Beside } from "./beside.js";

/** @import { Problem } from "../send.js" */
/** @import { Broadcast, PlannedSegment, RundownEntry } from "../types.d.ts" */
/** @typedef {{ node: HTMLElement, beside: Beside, segment: PlannedSegment }} SegmentForm a segment's part of the form */

const dialog = need(document, "#editor", HTMLDialogElement);
const form = need(dialog, "form", HTMLFormElement);
/** @param {string} name */
const part = (name) => need(form, `[data-f="${name}"]`);
/** @param {string} text */
const report = (text) => (part("said").textContent = text);
const wish = new Wish();
/** What is open. @type {Broadcast} */
let show;
/** What stands beside the whole programme. @type {Beside} */
let whole;
/** @type {SegmentForm[]} */
let segments = [];

form.addEventListener("submit", (event) => {
  event.preventDefault();
  save(wanted());
});
need(form, '[data-act="cancel"]').addEventListener("click", () => dialog.close());
need(form, '[data-act="off"]').addEventListener("click", () => save({ ...times(), cancelled: true }, "rundown_off"));
need(form, '[data-act="segment"]').addEventListener("click", () => {
  const added = addSegment({ title: "", start: field(form, "start").value });
  need(added.node, '[data-f="title"]').focus();
});

/**
 * Opens the broadcast `id` of `date` (`2026-03-02`) as it now is. Throws where it is gone, or as `ask` does.
 * @param {string} date @param {string} id
 */
export async function edit(date, id) {
  const { broadcasts } = await ask(`/rundown?date=${date}`);
  const found = broadcasts.find((/** @type {Broadcast} */ one) => one.id === id);
  if (!found) throw new Error(say("rundown_stale_gone"));
  open(found, say("rundown_change", { title: found.programme.title }));
}

/** Opens an empty form for something that is in no grid. @param {string} date */
export function editNew(date) {
  const id = `special-${date.replaceAll("-", "")}-${Math.random().toString(36).slice(2, 8)}`;
  open({ id, entry: null, programme: { title: "" }, rules: {}, segments: [], wall: { date, start: "", end: "" } },
    say("rundown_new"));
}

/** @param {Broadcast} one @param {string} heading */
function open(one, heading) {
  show = one;
  unmark(form);
  part("stale").hidden = true;
  showStatus(part("outcome"), "");
  need(document, "#editor-title").textContent = heading;
  field(form, "title").value = one.programme.title;
  field(form, "date").value = one.wall.date;
  for (const name of /** @type {const} */ (["start", "end"])) setTime(field(form, name), one.wall[name]);
  whole = new Beside(one.rules, report, false);
  part("whole").replaceChildren(whole.node);
  part("segments").replaceChildren();
  segments = [];
  for (const segment of one.segments) addSegment(segment);
  need(form, '[data-act="off"]').hidden = !one.starts_at;
  if (!dialog.open) dialog.showModal();
  field(form, "title").focus();
}

/** @param {PlannedSegment} segment */
function addSegment(segment) {
  const node = clone("segment-template");
  const beside = new Beside(segment, report, true);
  const made = { node, beside, segment };
  setTime(input(node, "start"), segment.start ?? "");
  input(node, "title").value = segment.title;
  need(node, '[data-f="beside"]').replaceWith(beside.node);
  const remove = need(node, '[data-act="remove"]');
  remove.setAttribute("aria-label", say("rundown_segment_remove", { title: segment.title || say("rundown_untitled") }));
  remove.addEventListener("click", () => {
    segments = segments.filter((other) => other !== made);
    node.remove();
    need(form, '[data-act="segment"]').focus();
  });
  segments.push(made);
  part("segments").append(node);
  return made;
}

/** @param {HTMLElement} node @param {string} name */
function input(node, name) {
  return need(node, `[data-f="${name}"]`, HTMLInputElement);
}

/** The exact instants where nobody touched the time; else what the clock on the wall is to say. */
function times() {
  const { date, start, end } = values(form);
  const { wall, starts_at, ends_at } = show;
  if (starts_at && date === wall.date && same(start, wall.start) && same(end, wall.end)) return { starts_at, ends_at };
  return { date, start, end };
}

/** Seconds are asked for only where the plan has some. @param {HTMLInputElement} time @param {string} text */
function setTime(time, text) {
  const odd = text.length > 5 && !text.endsWith(":00");
  time.step = odd ? "1" : "60";
  time.value = odd ? text : text.slice(0, 5);
}

/** @param {string} a @param {string} b times of day, with or without seconds */
function same(a, b) {
  return a.padEnd(8, ":00") === b.padEnd(8, ":00");
}

/** What is to be in force, as the API has it. */
function wanted() {
  const title = field(form, "title").value.trim();
  const { programme, in_grid: inGrid } = show;
  const asBefore = inGrid && title === programme.title;
  /** @type {Partial<Broadcast["programme"]> & { programme?: string }} */
  const what = asBefore ? { programme: programme.id } : { title };
  if (!asBefore) Object.assign(what, described(programme));
  /** @type {Set<string>} */
  const taken = new Set();
  segments.forEach(({ node, beside }, n) => {
    for (const name of ["start", "title"]) input(node, name).name = `segments.${n}.${name}`;
    for (const name of ["topics", "limit", "every_s"]) beside.field(name).name = `segments.${n}.${name}`;
  });
  const parts = segments.map(({ node, beside, segment }) => {
    const name = input(node, "title").value.trim();
    return {
      ...(segment.id && segment.description ? { description: segment.description } : {}),
      ...(segment.end ? { end: segment.end } : {}),
      id: free(segment.id ?? slug(name), taken),
      title: name,
      start: input(node, "start").value,
      ...beside.rules,
    };
  });
  return { ...times(), ...what, ...whole.rules, ...(parts.length ? { segments: parts } : {}) };
}

/** What a programme has beside its title, as far as it has it. @param {Broadcast["programme"]} programme */
function described({ hosts, description, language }) {
  return { ...(hosts ? { hosts } : {}), ...(description ? { description } : {}), ...(language ? { language } : {}) };
}

/** @param {object} body @param {string} [done] the key of what to say once it is in force */
async function save(body, done = "rundown_saved") {
  const status = part("outcome");
  unmark(form);
  showStatus(status, say("sending"), "wait");
  try {
    await wish.send("PUT", `/rundown/${show.id}`, { ...body, rev: show.entry?.rev ?? 0 });
  } catch (error) {
    if (error instanceof Refused && error.status === 409) stale(error.problem);
    else showFailure(error, status, form);
    return;
  }
  dialog.close();
  showStatus(need(document, "#rundown-outcome"), say(done, { time: clock(new Date()) }));
  document.dispatchEvent(new Event("airwire:refresh"));
}

/**
 * Somebody was faster: what is typed stays to be seen, and the next try is made upon what it then is.
 * @param {Problem} problem
 */
function stale({ current, by, at }) {
  show.entry = current ?? null;
  const box = part("stale");
  box.hidden = false;
  box.textContent = current ? say("rundown_stale", { by, time: clock(at) }) : say("rundown_stale_gone");
  if (current) box.append(" ", theirs(current));
  showStatus(part("outcome"), say(current ? "stale_decide" : "stale_gone"), "bad");
}

/** @param {RundownEntry} entry */
function theirs({ override }) {
  const rows = [override.title ?? override.programme, ...(override.articles ?? [])];
  for (const { title, articles = [] } of override.segments ?? []) rows.push(`${title}: ${articles.join(", ") || "–"}`);
  return element("ul", {}, ...rows.flatMap((text) => (text ? [element("li", {}, text)] : [])));
}

/** @param {string} title */
function slug(title) {
  const plain = title.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return plain.slice(0, 80).replace(/^-+|-+$/g, "") || "segment";
}

/** `id`, or with a number where it is taken; taken from then on. @param {string} id @param {Set<string>} taken */
function free(id, taken) {
  let name = id;
  for (let n = 2; taken.has(name); n++) name = `${id}-${n}`;
  taken.add(name);
  return name;
}
