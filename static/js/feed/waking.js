/**
 * Signs that a connection may be dead though it looks open: another network, a machine that slept, a tab that was away.
 * Clocks that tick on may stand still while a machine sleeps, so all of this goes by the wall clock.
 */

const TICK_MS = 5000;
const SLEPT_MS = 15_000;
const LONG_HIDDEN_MS = 20_000;
/** Signs come in bunches: one look at the connection is enough. */
const BUNCH_MS = 1000;

/** Calls `wake()` once for each bunch of signs. @param {() => void} wake */
export function onWaking(wake) {
  const network = navigator.connection;
  let kind = network?.type;
  let woken = 0;
  let hiddenAt = 0;
  let ticked = Date.now();

  function sign() {
    const now = Date.now();
    if (Math.abs(now - woken) < BUNCH_MS) return;
    woken = now;
    wake();
  }

  addEventListener("online", sign);
  document.addEventListener("resume", sign); // thawed by the browser
  // From wifi to mobile, a connection that was made over the other hears of nothing.
  network?.addEventListener("change", () => {
    const before = kind;
    kind = network.type;
    if (kind !== before) sign();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > LONG_HIDDEN_MS) sign();
  });
  setInterval(() => {
    const before = ticked;
    ticked = Date.now();
    // A hidden tab's timers are held back, which is no sleep; it is looked at when it is seen again.
    if (!document.hidden && ticked - before > SLEPT_MS) sign();
  }, TICK_MS);
}
