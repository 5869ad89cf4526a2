/**
 * Sound across whole page loads (another language, another build) and back from them: who was listening a moment ago in
 * this tab goes on listening. And one tab at a time: the one that starts stops the others.
 */
import { recallSleep, sleepState } from "./sleep.js";

/** @import { Player } from "./player.js" */

const KEY = "airwire.listening";
const SOON_MS = 15_000;

/** @param {Player} player */
export function carryOn(player) {
  addEventListener("pagehide", () => {
    leave(player.wanted);
    player.stop(); // a page that is kept for the way back must not take itself for playing
  });
  addEventListener("pageshow", (event) => event.persisted && goOn(player));
  goOn(player);
  // A browser may want to see a hand first: any will do, for who has just been listening.
  for (const sign of ["click", "keydown"]) document.addEventListener(sign, () => player.isHeldBack && player.play());
  takeTurns(player);
}

/** @param {boolean} isListening */
function leave(isListening) {
  try {
    if (isListening) sessionStorage.setItem(KEY, JSON.stringify({ at: Date.now(), sleep: sleepState() }));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Without storage the listener presses play again.
  }
}

/** @param {Player} player */
function goOn(player) {
  const left = recallLeaving();
  if (!left || Date.now() - left.at > SOON_MS) return;
  recallSleep(left.sleep);
  player.play();
}

/** @returns {{ at: number, sleep: ReturnType<typeof sleepState> } | null} */
function recallLeaving() {
  try {
    const left = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    sessionStorage.removeItem(KEY);
    return left;
  } catch {
    return null;
  }
}

/** @param {Player} player */
function takeTurns(player) {
  if (!("BroadcastChannel" in globalThis)) return;
  const tabs = new BroadcastChannel("airwire.player");
  tabs.onmessage = () => player.wanted && player.stop();
  let playing = false;
  player.addEventListener("change", () => {
    const now = player.state === "playing";
    if (now && !playing) tabs.postMessage("playing");
    playing = now;
  });
}
