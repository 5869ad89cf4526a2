/** Cutting to another segment, holding the stream's status, and giving both back. */

import { Wish } from "./send.js";
import { age, clock, explain, mark, oneLine, tell, unmark, word } from "./say.js";

const id = (name) => document.getElementById(name);
const separator = "\u001f";

export function showAir(onAir, holds) {
  const held = onAir.by === "hand";
  text("air-programme", onAir.programme?.title ?? word("nothing_on"));
  text("air-segment", onAir.segment ? `· ${onAir.segment.title}` : "");
  text("air-by", held ? byHand(holds?.on_air, holds?.on_air?.until) : byGrid(onAir));
  offer("air-auto", held);
}

function byGrid({ ends_at: end }) {
  return end ? word("by_grid", { time: clock(end) }) : word("by_grid_open");
}

export function showStream(stream, holds) {
  const held = stream.by === "hand";
  id("stream-lamp").dataset.status = stream.status;
  text("stream-status", word(stream.status));
  text("stream-age", stream.checked_at ? word("checked", { age: age(stream.checked_at) }) : word("never_checked"));
  text("stream-by", held ? byHand(holds?.stream, stream.until) : word("by_monitor"));
  offer("stream-auto", held);
  const rows = (stream.streams ?? []).map((source) => `${source.title}: ${word(source.status)}`);
  if (id("streams").dataset.rows !== rows.join()) {
    id("streams").dataset.rows = rows.join();
    id("streams").replaceChildren(...rows.map((row) => Object.assign(document.createElement("li"), { textContent: row })));
  }
}

/** What one can cut to: the segments of what is on first, then the rest of the day. */
export function offerSegments(today, onAir) {
  const select = id("cut")?.elements.segment;
  if (!select) return;
  const now = onAir?.programme?.id;
  const shows = [...today].sort((a, b) => (b.programme.id === now) - (a.programme.id === now));
  const made = shows.map((show) => show.programme.id + show.segments?.length).join() + now;
  if (select.dataset.made === made || document.activeElement === select) return;
  select.dataset.made = made;
  const groups = new Map();
  for (const { programme, segments = [] } of shows) {
    if (groups.has(programme.id)) continue;
    const group = Object.assign(document.createElement("optgroup"), { label: programme.title });
    group.append(new Option(word("whole", { title: programme.title }), programme.id));
    const seen = new Set();
    for (const { segment } of segments) {
      if (seen.has(segment.id)) continue;
      seen.add(segment.id);
      group.append(new Option(segment.title, programme.id + separator + segment.id));
    }
    groups.set(programme.id, group);
  }
  select.replaceChildren(new Option("–", ""), ...groups.values());
}

export function air() {
  action("cut", "cut-told", (fields) => {
    const [programme, segment] = fields.segment.split(separator);
    const title = oneLine(fields.title);
    if (!title && !programme) return mark(id("cut").elements.segment, word("cut_missing"));
    const body = title ? { title } : { programme };
    if (segment && !body.title) body.segment = segment;
    return ["/on-air", { ...body, ...until(fields.minutes) }, word("cut_done")];
  });
  action("hold", "hold-told", (fields) => ["/stream", { status: fields.status, ...until(fields.minutes) }, word("held")]);
  release("air-auto", "cut-told", "/on-air");
  release("stream-auto", "hold-told", "/stream");
}

function action(formId, lineId, wanted) {
  const form = id(formId);
  if (!form) return;
  const wish = new Wish();
  let last = { seen: "", made: null };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    unmark(form);
    const fields = Object.fromEntries(new FormData(form));
    // `until` is counted from the first try: the same wish sent again is the same wish.
    const seen = JSON.stringify(fields);
    if (seen !== last.seen || !wish.open) last = { seen, made: wanted(fields) };
    if (!last.made) return;
    const [path, body, done] = last.made;
    await put(wish, path, body, done, id(lineId), form);
  });
}

function release(buttonId, lineId, path) {
  const wish = new Wish();
  id(buttonId)?.addEventListener("click", () => put(wish, path, { auto: true }, word("given_back"), id(lineId)));
}

async function put(wish, path, body, done, line, form) {
  tell(line, word("sending"), "wait");
  try {
    await wish.send("PUT", path, body);
    form?.reset();
    tell(line, `${done} ${clock(new Date())}`);
  } catch (error) {
    explain(error, line, form);
  }
}

function until(minutes) {
  return minutes ? { until: new Date(Date.now() + minutes * 60_000).toISOString() } : {};
}

function byHand(hold, ends) {
  const by = hold?.by ? word("held_by", { by: hold.by }) : word("held_somebody");
  return ends ? `${by} ${word("until", { time: clock(ends) })}` : `${by} ${word("until_given_back")}`;
}

/** What a role may not do is not on the page. */
function offer(name, isOffered) {
  const button = id(name);
  if (button) button.hidden = !isOffered;
}

function text(name, value) {
  const place = id(name);
  if (place.textContent !== value) place.textContent = value;
}
