/** The worker's own global scope, and where it keeps things: raise the number when what is kept changes its form. */

/** @import { WorkerScope } from "./types.d.ts" */

export const scope = /** @type {WorkerScope} */ (/** @type {unknown} */ (globalThis));

export const CACHES = { pages: "airwire-pages-1", assets: "airwire-assets-1", wishes: "airwire-wishes-1" };

/** Headers in which a kept page says when it came, how it is called and what it speaks of. */
export const KEPT_AT = "X-Kept-At";
export const TITLE = "X-Kept-Title";
export const MENTIONS = "X-Kept-Mentions";
