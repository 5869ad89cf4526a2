/** Runs the page's script once the page can be read; what a bad line loses is asked for again. */
const { app = "" } = /** @type {HTMLElement} */ (document.querySelector("script[data-app]")).dataset;

const TRIES = 12;

/** Each try has an address of its own: some browsers remember a module that failed. A script that has begun to run is not asked for again. */
function start(tries = 0) {
  import(tries ? `${app}?${tries}` : app).catch((error) => {
    if (tries === TRIES || customElements.get("aw-clock")) throw error;
    setTimeout(start, Math.min(2 ** tries, 30) * 1000, tries + 1);
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start());
else start();
