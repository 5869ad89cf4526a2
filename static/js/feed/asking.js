/**
 * Where a page only guesses what is on (a segment ended, and nobody said what follows), a server is asked: it has the grid.
 * The newsroom's own word comes within a second as long as its clock runs; only after that, and not all pages at once.
 */
import { feed } from "./feed.js";
import { board } from "../page/site.js";

/** @typedef {[least: number, most: number]} Range milliseconds */

/** @type {Range} */
const FIRST_MS = [2000, 10_000];
/** @type {Range} */
const AGAIN_MS = [45_000, 75_000];
/** @type {ReturnType<typeof setTimeout> | null} */
let timer = null;

export function askWhileGuessing() {
  for (const block of /** @type {const} */ (["on_air", "stream"])) board.subscribe(block, look);
  look();
}

function look() {
  if (board.isGuess) return void (timer ??= setTimeout(ask, between(FIRST_MS)));
  if (timer) clearTimeout(timer);
  timer = null;
}

async function ask() {
  timer = null;
  if (!board.isGuess) return;
  if (!document.hidden) {
    try {
      const answer = await fetch("/api/v1/snapshot", { cache: "no-cache" });
      if (answer.ok) feed.consider(await answer.json());
    } catch {
      // The network is away, and the page says so.
    }
  }
  if (board.isGuess) timer ??= setTimeout(ask, between(AGAIN_MS));
}

/** @param {Range} range */
function between([least, most]) {
  return least + (most - least) * Math.random();
}
