/** Changing one date of the rundown: title, times, segments and their articles. What is typed stays until it is in force. */
import { clock, explain, tell, unmark, word } from "../say.js";
import { ask, Refused, Wish } from "../send.js";
import { Beside } from "./beside.js";

const dialog = document.getElementById("editor");
const form = dialog.querySelector("form");
const part = (name) => form.querySelector(`[data-f="${name}"]`);
const say = (text) => (part("said").textContent = text);
const wish = new Wish();
let show = null;
let whole = null;
let segments = [];

form.addEventListener("submit", (event) => {
  event.preventDefault();
  save(wanted());
});
form.querySelector('[data-act="cancel"]').addEventListener("click", () => dialog.close());
form.querySelector('[data-act="off"]').addEventListener("click", () => save({ ...times(), cancelled: true }, "rundown_off"));
form.querySelector('[data-act="segment"]').addEventListener("click", () => {
  const added = addSegment({ title: "", start: form.elements.start.value });
  added.node.querySelector('[data-f="title"]').focus();
});

/** Opens the broadcast `id` of `date` as it now is. */
export async function edit(date, id) {
  const { broadcasts } = await ask(`/rundown?date=${date}`);
  const found = broadcasts.find((one) => one.id === id);
  if (!found) throw new Error(word("rundown_stale_gone"));
  open(found, word("rundown_change", { title: found.programme.title }));
}

/** Opens an empty form for something that is in no grid. */
export function editNew(date) {
  const id = `special-${date.replaceAll("-", "")}-${Math.random().toString(36).slice(2, 8)}`;
  open({ id, entry: null, programme: { title: "" }, rules: {}, segments: [], wall: { date, start: "", end: "" } },
    word("rundown_new"));
}

function open(one, heading) {
  show = one;
  unmark(form);
  part("stale").hidden = true;
  tell(part("told"), "");
  document.getElementById("editor-title").textContent = heading;
  form.elements.title.value = one.programme.title;
  form.elements.date.value = one.wall.date;
  for (const name of ["start", "end"]) setTime(form.elements[name], one.wall[name]);
  whole = new Beside(one.rules, say, false);
  part("whole").replaceChildren(whole.node);
  part("segments").replaceChildren();
  segments = [];
  for (const segment of one.segments) addSegment(segment);
  form.querySelector('[data-act="off"]').hidden = !one.starts_at;
  if (!dialog.open) dialog.showModal();
  form.elements.title.focus();
}

function addSegment(segment) {
  const node = document.getElementById("segment-template").content.firstElementChild.cloneNode(true);
  const beside = new Beside(segment, say, true);
  const made = { node, beside, segment };
  setTime(node.querySelector('[data-f="start"]'), segment.start ?? "");
  node.querySelector('[data-f="title"]').value = segment.title;
  node.querySelector('[data-f="beside"]').replaceWith(beside.node);
  const remove = node.querySelector('[data-act="remove"]');
  remove.setAttribute("aria-label", word("rundown_segment_remove", { title: segment.title || word("rundown_untitled") }));
  remove.addEventListener("click", () => {
    segments = segments.filter((other) => other !== made);
    node.remove();
    form.querySelector('[data-act="segment"]').focus();
  });
  segments.push(made);
  part("segments").append(node);
  return made;
}

/** The exact instants where nobody touched the time; else what the clock on the wall is to say. */
function times() {
  const { date, start, end } = Object.fromEntries(new FormData(form));
  const { wall, starts_at, ends_at } = show;
  if (starts_at && date === wall.date && same(start, wall.start) && same(end, wall.end)) return { starts_at, ends_at };
  return { date, start, end };
}

/** Seconds are asked for only where the plan has some. */
function setTime(input, text) {
  const odd = text.length > 5 && !text.endsWith(":00");
  input.step = odd ? 1 : 60;
  input.value = odd ? text : text.slice(0, 5);
}

function same(a, b) {
  return a.padEnd(8, ":00") === b.padEnd(8, ":00");
}

function wanted() {
  const title = form.elements.title.value.trim();
  const { programme, in_grid: inGrid } = show;
  const asBefore = inGrid && title === programme.title;
  const what = asBefore ? { programme: programme.id } : { title };
  if (!asBefore) for (const name of ["hosts", "description", "language"]) if (programme[name]) what[name] = programme[name];
  const taken = new Set();
  segments.forEach(({ node, beside }, n) => {
    for (const name of ["start", "title"]) node.querySelector(`[data-f="${name}"]`).name = `segments.${n}.${name}`;
    for (const name of ["topics", "limit", "every_s"]) beside.field(name).name = `segments.${n}.${name}`;
  });
  const parts = segments.map(({ node, beside, segment }) => {
    const name = node.querySelector('[data-f="title"]').value.trim();
    return {
      ...(segment.id && segment.description ? { description: segment.description } : {}),
      ...(segment.end ? { end: segment.end } : {}),
      id: free(segment.id ?? slug(name), taken),
      title: name,
      start: node.querySelector('[data-f="start"]').value,
      ...beside.rules,
    };
  });
  return { ...times(), ...what, ...whole.rules, ...(parts.length ? { segments: parts } : {}) };
}

async function save(body, done = "rundown_saved") {
  const line = part("told");
  unmark(form);
  tell(line, word("sending"), "wait");
  try {
    await wish.send("PUT", `/rundown/${show.id}`, { ...body, rev: show.entry?.rev ?? 0 });
  } catch (error) {
    if (error instanceof Refused && error.status === 409) stale(error.problem);
    else explain(error, line, form);
    return;
  }
  dialog.close();
  tell(document.getElementById("rundown-told"), word(done, { time: clock(new Date()) }));
  document.dispatchEvent(new Event("airwire:refresh"));
}

/** Somebody was faster: what is typed stays to be seen, and the next try is made upon what it then is. */
function stale({ current, by, at }) {
  show.entry = current;
  const box = part("stale");
  box.hidden = false;
  box.textContent = current ? word("rundown_stale", { by, time: clock(at) }) : word("rundown_stale_gone");
  if (current) box.append(" ", theirs(current));
  tell(part("told"), word(current ? "stale_decide" : "stale_gone"), "bad");
}

function theirs({ override }) {
  const list = document.createElement("ul");
  const rows = [override.title ?? override.programme, ...(override.articles ?? [])];
  for (const { title, articles = [] } of override.segments ?? []) rows.push(`${title}: ${articles.join(", ") || "–"}`);
  list.append(...rows.filter(Boolean).map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  return list;
}

function slug(title) {
  const plain = title.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return plain.slice(0, 80).replace(/^-+|-+$/g, "") || "segment";
}

function free(id, taken) {
  let name = id;
  for (let n = 2; taken.has(name); n++) name = `${id}-${n}`;
  taken.add(name);
  return name;
}
