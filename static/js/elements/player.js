/** The player bar: shows what the player says, and passes on what is pressed. */
import { airNow, watchAir } from "../on-air/air.js";
import { fill, need, setAttribute, setText, webAddress } from "../page/dom.js";
import { station } from "../page/page.js";
import { carryOn } from "../player/carry-on.js";
import { everySecond } from "../clock/time.js";
import { buttonFor, pressedEarly } from "../player/early.js";
import { showOnSystem } from "../player/media-session.js";
import { inALine } from "../player/now-playing.js";
import { player } from "../player/player.js";
import { sleepLeft } from "../player/sleep.js";
import { board, Live } from "../page/site.js";
import { say } from "../page/words.js";

/** So near the edge counts as live. */
const AT_EDGE_S = 8;
const OPENED = new Set(["cannot_play", "no_tls"]);

customElements.define("aw-player", class extends Live {
  /** @type {HTMLButtonElement} */
  #playButton;
  /** @type {HTMLInputElement} */
  #volume;

  /** @override @param {AbortSignal} signal */
  start(signal) {
    this.#volume = need(this, '[data-do="volume"]', HTMLInputElement);
    this.#playButton = buttonFor(need(this, '[data-do="toggle"]'));
    player.attach(need(this, "audio", HTMLAudioElement));
    player.addEventListener("change", () => this.render(), { signal });
    watchAir(() => this.render(), signal);
    board.subscribe("stream", () => this.render(), signal);
    this.addEventListener("click", (event) => this.press(deedOf(event)), { signal });
    this.#volume.addEventListener("input", () => player.setVolume(Number(this.#volume.value) / 100), { signal });
    need(this, "details").addEventListener("toggle", () => this.openSettings(), { signal });
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.closeSettings(), { signal });
    document.addEventListener("click", (event) => event.composedPath().includes(this) || this.closeSettings(), { signal });
    everySecond(() => this.renderSleep(), signal);
    showOnSystem(player);
    carryOn(player);
    if (pressedEarly() && !player.wanted) player.play();
    this.render();
  }

  /** @param {string | undefined} action */
  press(action) {
    if (action === "toggle") player.toggle();
    else if (action === "mute") player.setMuted(!player.muted);
    else if (action === "live") player.goLive();
  }

  render() {
    const { state } = player;
    const idle = state === "idle" || state === "failed";
    this.dataset.state = state;
    this.#playButton.disabled = this.hidden = !player.streams.length;
    fill(this, {
      action: say(idle ? "listen" : "stop"),
      title: inALine(airNow(), player.current, station),
    });
    setText(this.field("message"), player.message ? say(player.message, { title: player.title }) : this.hint(idle));
    this.renderOpen();
    this.renderLive();
    this.#volume.value = String(Math.round(player.volume * 100));
    setAttribute(need(this, '[data-do="mute"]'), "aria-pressed", player.muted || player.volume === 0);
  }

  /** @param {boolean} idle */
  hint(idle) {
    if (idle) return "";
    return board.state.stream.status === "silent" ? say("silent_hint") : "";
  }

  /** What cannot be played here may play elsewhere; a page of its own may also come without TLS. */
  renderOpen() {
    const address = OPENED.has(player.message) ? webAddress(player.current?.url) : null;
    fill(this, { open: address && say("open_stream") });
    if (address) setAttribute(this.field("open"), "href", address);
  }

  renderLive() {
    const behind = player.behindEdge ?? 0;
    const atEdge = behind < AT_EDGE_S;
    const live = need(this, '[data-f="live"]', HTMLButtonElement);
    live.disabled = atEdge || player.state !== "playing";
    live.dataset.edge = String(atEdge && player.state === "playing");
    setText(live, atEdge ? say("live") : say("go_live", { n: Math.round(behind) }));
  }

  /** How long it still plays, where it stops by itself. */
  renderSleep() {
    const left = sleepLeft();
    fill(this, { sleep: left ? say("sleep_left", { n: left }) : null });
  }

  async openSettings() {
    if (!need(this, "details", HTMLDetailsElement).open) return;
    const { drawSettings } = await import("../player/settings.js");
    drawSettings(this.field("panel"), player);
  }

  closeSettings() {
    const details = need(this, "details", HTMLDetailsElement);
    if (!details.open) return;
    details.open = false;
    if (details.contains(document.activeElement)) need(details, "summary").focus();
  }
});

/** What the button that was pressed does. @param {Event} event */
function deedOf({ target }) {
  return target instanceof Element ? target.closest("[data-do]")?.dataset.do : undefined;
}
