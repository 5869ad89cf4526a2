/**
 * Sound across whole page loads (another language, a browser without the Navigation API): who was listening a moment
 * ago in this tab goes on listening. And one tab at a time: the one that starts stops the others.
 */

/** @import { Player } from "./player.js" */

const KEY = "airwire.listening";
const SOON_MS = 15_000;

/** @param {Player} player */
export function carryOn(player) {
  addEventListener("pagehide", () => {
    try {
      if (player.wanted) sessionStorage.setItem(KEY, String(Date.now()));
      else sessionStorage.removeItem(KEY);
    } catch {
      // Without storage the listener presses play again.
    }
  });
  if (wasListening()) player.play();
  takeTurns(player);
}

function wasListening() {
  try {
    const left = Number(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return Date.now() - left < SOON_MS;
  } catch {
    return false;
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
