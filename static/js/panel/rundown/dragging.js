/** Moving and stretching a programme on the day's line: by mouse, finger, pen and keyboard. Nothing is sent here. */
import { STEP_MS } from "./day-line.js";

/** @typedef {"move" | "start" | "end"} How */
/** @typedef {{ how: How, x: number, pixels: number, pointer: number, far: boolean }} Drag `pixels` are those of an hour */

const FAR_PX = 4;
/** @type {Record<string, number>} */
const KEYS = { ArrowLeft: -STEP_MS, ArrowRight: STEP_MS };

/**
 * Lets `block` be dragged by what is in it with `data-drag` (`move`, `start`, `end`). `to(how, ms)` is told of each step, counted from where it
 * was; `by(how, ms)` of each key, counted from where it is.
 * @param {HTMLElement} block
 * @param {{ hour: () => number, to: (how: How, ms: number) => void, by: (how: How, ms: number) => void }} line
 */
export function draggable(block, { hour, to, by }) {
  /** @type {Drag | null} */
  let drag = null;

  block.addEventListener("pointerdown", (event) => {
    const grip = event.target instanceof Element ? event.target.closest("[data-drag]") : null;
    if (!(grip instanceof HTMLElement) || event.button !== 0) return;
    // A finger on the programme itself scrolls the day: it has grips of its own.
    if (event.pointerType === "touch" && !grip.matches(".line__grip")) return;
    drag = { how: /** @type {How} */ (grip.dataset.drag), x: event.clientX, pixels: hour(), pointer: event.pointerId, far: false };
    block.setPointerCapture(event.pointerId);
    block.focus(); // Safari does not by itself
  });
  block.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const across = event.clientX - drag.x;
    drag.far ||= Math.abs(across) > FAR_PX;
    if (drag.far) to(drag.how, (across / drag.pixels) * 3_600_000);
  });
  block.addEventListener("pointercancel", () => (drag = null));
  block.addEventListener("lostpointercapture", () => setTimeout(() => (drag = null))); // after the click that ends it
  block.addEventListener(
    "click",
    (event) => {
      if (drag?.far) event.stopPropagation(); // the end of a drag is no press
    },
    { capture: true },
  );
  block.addEventListener("keydown", (event) => {
    const ms = KEYS[event.key];
    if (!ms || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    by(event.shiftKey ? "end" : "move", ms);
  });
}
