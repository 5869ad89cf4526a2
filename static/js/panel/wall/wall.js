/**
 * The wall screen: taken anew every few seconds from its own address, started anew with each build and once a day, so that
 * nothing gathers in it. While the newsroom does not answer, what stands there stays, and says since when.
 */
import { need } from "../../page/dom.js";
import { say } from "../../page/words.js";
import { clock } from "../times.js";
import { next } from "./link.js";

const PATIENCE_MS = 8000;
const DAY_MS = 24 * 3_600_000;

const wall = need(document, "#wall");
const lost = need(wall, '[data-f="lost"]');
const own = wall.dataset.build ?? "";
const started = performance.now();
let ahead = Date.parse(wall.dataset.now ?? "") - Date.now();
let failures = 0;
/** @type {Date | null} */
let since = null;

/** The page as it now is. Throws where there is none. */
async function ask() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.redirected) throw new Error("signed out");
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { fresh: need(page, "#wall"), main: need(page, "#wall-main") };
}

async function look() {
  let seen = null;
  let main = null;
  let isSignedOut = false;
  try {
    const { fresh, main: now } = await ask();
    [seen, main, failures] = [fresh.dataset.build ?? "", now, 0];
    ahead = Date.parse(fresh.dataset.now ?? "") - Date.now();
  } catch (error) {
    failures += 1;
    isSignedOut = error instanceof Error && error.message === "signed out";
  }
  const { act, nextMs } = next({ failures, started, now: performance.now(), own, seen, restartMs: DAY_MS });
  if (act === "reload") location.reload();
  if (act === "tell") tell(isSignedOut);
  if (act === "show" && main) show(main);
  setTimeout(look, nextMs);
}

/** @param {HTMLElement} main */
function show(main) {
  since = null;
  lost.hidden = true;
  wall.classList.remove("wall--lost");
  const old = need(document, "#wall-main");
  if (!main.isEqualNode(old)) old.replaceWith(main);
}

/** @param {boolean} isSignedOut */
function tell(isSignedOut) {
  since ??= new Date(Date.now() + ahead);
  wall.classList.add("wall--lost");
  lost.hidden = false;
  const text = say(isSignedOut ? "wall_signed_out" : "wall_lost", { time: clock(since) });
  if (lost.textContent !== text) lost.textContent = text;
}

function tick() {
  const text = clock(Date.now() + ahead);
  const place = need(wall, '[data-f="clock"]');
  if (place.textContent !== text) place.textContent = text;
}

/** Browsers that can keep the screen on are asked to, each time the page is seen again. */
function stayAwake() {
  if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => {});
}

document.addEventListener("visibilitychange", stayAwake);
stayAwake();
setInterval(tick, 1000);
setTimeout(look, 5000);
