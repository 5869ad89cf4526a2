/** Third-party scripts that are no modules (UMD files under /static/vendor), fetched when first needed; each leaves its name in the
 * global scope. */
import { vendors } from "./page.js";

/** @typedef {{ Hls: typeof import("hls.js").default }} Vendors what each leaves */

/** Has scripts fetched, without running them. @param {string[]} addresses */
export function fetchAhead(...addresses) {
  for (const href of addresses) document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
}

/**
 * Rejects where the script cannot be had.
 * @template {keyof Vendors} Name
 * @param {string} file @param {Name} name @returns {Promise<Vendors[Name]>}
 */
export async function vendor(file, name) {
  const left = /** @type {Vendors} */ (/** @type {unknown} */ (globalThis));
  if (!left[name]) await import(vendors[file]);
  return left[name];
}
