/** Whether somebody is at this panel, and what they write at: each question for the newsroom's state says so. */
import { DESK, keyHere } from "../rehearsal/where.js";

/** A panel that nobody has touched for so long may be one that somebody left open. */
const TOUCHED_MS = 15 * 60_000;
const WRITING_MS = 12_000;

let touched = Date.now();
let written = 0;
let item = "";

for (const kind of ["pointerdown", "keydown", "wheel", "pointermove"]) {
  document.addEventListener(kind, () => (touched = Date.now()), { passive: true, capture: true });
}
document.addEventListener("input", ({ target }) => {
  if (!(target instanceof Element)) return;
  const row = target.closest(".row")?.querySelector(".headline");
  const at = target.closest("#compose") ? composed() : row instanceof HTMLElement ? row.dataset.id ?? "" : "";
  if (!at) return;
  const isNew = at !== item || Date.now() - written > WRITING_MS;
  item = at;
  written = Date.now();
  if (isNew) document.dispatchEvent(new Event("airwire:writing"));
});
addEventListener("pagehide", () => void fetch(`${DESK}/state.json?left`, { keepalive: true }).catch(() => null));

/** The shared draft that is written on, or something new. */
function composed() {
  const { taken } = JSON.parse(sessionStorage.getItem(keyHere("airwire.draft")) ?? "{}");
  return taken?.id ?? "new";
}

/** What the question's address says of it. */
export function presence() {
  if (document.hidden || Date.now() - touched > TOUCHED_MS) return "?away";
  return Date.now() - written < WRITING_MS ? `?writing=${encodeURIComponent(item)}` : "";
}
