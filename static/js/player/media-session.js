/** The lock screen, the headset's buttons and the car's display: what is on, and play and stop. */
import { airNow, watchAir } from "../on-air/air.js";
import { artwork } from "../page/dom.js";
import { station } from "../page/page.js";
import { board } from "../page/site.js";
import { saidByStream } from "./now-playing.js";

/** @import { Player } from "./player.js" */

/** @param {Player} player */
export function showOnSystem(player) {
  const { mediaSession } = navigator;
  if (!mediaSession) return;
  const handlers = { play: () => player.play(), pause: () => player.stop(), stop: () => player.stop() };
  for (const [action, handle] of /** @type {[MediaSessionAction, () => void][]} */ (Object.entries(handlers))) {
    try {
      mediaSession.setActionHandler(action, handle);
    } catch {
      // An older browser that does not know this button.
    }
  }

  function describe() {
    const { programme, segment } = airNow();
    const said = saidByStream(programme, player.current, station);
    mediaSession.metadata = new MediaMetadata({
      title: segment?.title || said || programme?.title || station.name,
      artist: programme?.hosts?.join(", ") || station.name,
      album: programme && segment ? `${programme.title} · ${station.name}` : station.name,
      artwork: artwork(programme?.picture),
    });
  }

  watchAir(describe);
  board.subscribe("stream", describe);
  player.addEventListener("change", () => {
    const state = player.state === "idle" || player.state === "failed" ? "none" : "playing";
    if (mediaSession.playbackState === state) return;
    mediaSession.playbackState = state;
    if (state === "playing") describe();
  });
}
