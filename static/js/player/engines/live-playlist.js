/** What a live HLS playlist says of its stream beside its segments, from one loading to the next. Pure. */

/** @typedef {{ sn: number | string, gap?: boolean, programDateTime?: number | null }} Piece a segment, as hls.js has it */
/**
 * "over": it has ended (EXT-X-ENDLIST); "recorded": it had when it was first seen, so it is no broadcast; "anew": its encoder began
 * again and counts from the start; "gap": it says that there is nothing to hear now; "": it goes on.
 * @typedef {"" | "over" | "recorded" | "anew" | "gap"} News
 */

export class LivePlaylist {
  #wasLive = false;
  #end = -Infinity;
  #start = -Infinity;
  #date = -Infinity;

  /**
   * @param {{ live: boolean, startSN: number, endSN: number, fragments: Piece[] }} playlist
   * @returns {News}
   */
  look({ live, startSN, endSN, fragments }) {
    const date = fragments.at(-1)?.programDateTime ?? -Infinity;
    // Caches lag behind one another by a segment or two; a whole window, or a later date under a lower number, is no lag.
    const anew = endSN < this.#start || (endSN < this.#end && date > this.#date && this.#date !== -Infinity);
    [this.#start, this.#end, this.#date] = [startSN, anew ? endSN : Math.max(endSN, this.#end), date];
    if (!live) return this.#wasLive ? "over" : "recorded";
    this.#wasLive = true;
    if (anew) return "anew";
    return fragments.length > 0 && fragments.slice(-2).every(({ gap }) => gap) ? "gap" : "";
  }
}
