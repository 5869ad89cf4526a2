/** Third-party scripts (UMD files in /static/vendor), fetched when first needed; each leaves its name in the global scope. */

export async function vendor(file, name) {
  if (!globalThis[name]) await import(new URL(`../../vendor/${file}`, import.meta.url).href);
  return globalThis[name];
}
