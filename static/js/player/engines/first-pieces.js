/**
 * The playlist and the pieces that a stream begins with, on their way while what plays them still is: on a slow line one after the
 * other they would be a second and a half.
 */

const PATIENCE_MS = 5000;
/** A playlist that came longer ago would begin the sound too far behind. */
const FRESH_MS = 6000;
/** hls.js begins so many pieces before the end. */
const FROM_END = 3;

/** @typedef {{ url: string, text: string, cameAt: number }} Playlist */

/** Fetches the playlist at `url`, and what its sound begins with; `null` where it cannot be had. @param {string} url @returns {Promise<Playlist | null>} */
export async function fetchFirst(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok || answer.redirected) return null;
    const text = await answer.text();
    for (const piece of firstPieces(text)) preload(new URL(piece, url === answer.url ? url : answer.url).href);
    return { url, text, cameAt: performance.now() };
  } catch {
    return null; // the engine asks again, and knows what to do then
  }
}

/**
 * The addresses, as a live media playlist has them, of its first piece for a player that begins now, and of what is before it. None of
 * a playlist of playlists.
 * @param {string} text
 */
export function firstPieces(text) {
  if (!text.includes("#EXTINF") || text.includes("#EXT-X-ENDLIST") || text.includes("#EXT-X-BYTERANGE")) return [];
  const pieces = text.split(/\r?\n/).filter((line) => line.trim() && !line.startsWith("#"));
  const init = /#EXT-X-MAP:(?!.*BYTERANGE)[^\n]*URI="([^"]+)"/.exec(text)?.[1];
  const first = pieces.at(-FROM_END) ?? pieces[0];
  return [init, first].filter((one) => one !== undefined);
}

/** As the engine's own request will be, so that it gets this answer, whatever caches may keep of it. @param {string} href */
function preload(href) {
  const link = Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", href });
  for (const end of ["load", "error"]) link.addEventListener(end, () => setTimeout(() => link.remove(), FRESH_MS));
  document.head.append(link);
}

/**
 * hls.js's loader of playlists, which takes the one that was fetched `ahead` first.
 * @param {typeof import("hls.js").default} Hls @param {Promise<Playlist | null>} ahead
 */
export function firstPlaylistLoader(Hls, ahead) {
  /** @type {Promise<Playlist | null> | null} */
  let waiting = ahead;
  const Loader = /** @type {new (config: HlsConfig) => HlsLoader<PlaylistLoaderContext>} */ (Hls.DefaultConfig.loader);
  return class extends Loader {
    #isOver = false;

    /** @override @param {PlaylistLoaderContext} context @param {LoaderConfiguration} config @param {LoaderCallbacks<PlaylistLoaderContext>} on */
    async load(context, config, on) {
      const first = await waiting;
      waiting = null;
      if (this.#isOver) return;
      const isIt = first && first.url === new URL(context.url, location.href).href;
      if (!isIt || performance.now() - first.cameAt > FRESH_MS) return super.load(context, config, on);
      const now = performance.now();
      Object.assign(this.stats.loading, { start: now, first: now, end: now });
      this.stats.loaded = this.stats.total = first.text.length;
      on.onSuccess({ url: first.url, data: first.text, code: 200 }, this.stats, context, null);
    }

    /** @override */
    abort() {
      this.#isOver = true;
      super.abort();
    }

    /** @override */
    destroy() {
      this.#isOver = true;
      super.destroy();
    }
  };
}

/** @import { HlsConfig, Loader as HlsLoader, LoaderCallbacks, LoaderConfiguration, PlaylistLoaderContext } from "hls.js" */
