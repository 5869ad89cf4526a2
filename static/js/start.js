/**
 * Fetches the page's script when this one, a few bytes, is here: asked for at once, it would share a slow line with the style
 * sheet, and nothing be seen for longer. It runs once the page can be read.
 */
const { app = "", ahead = "" } = /** @type {HTMLElement} */ (document.querySelector("script[data-app]")).dataset;
for (const href of [app, ...ahead.split(" ")]) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => import(app));
else import(app);
