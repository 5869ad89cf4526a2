/** The player bar: shows what the player says, and passes on what is pressed. */
import { airNow, watchAir } from "../on-air/air.js";
import { fill, setAttribute, setText, webAddress } from "../page/dom.js";
import { station } from "../page/page.js";
import { carryOn } from "../player/carry-on.js";
import { buttonFor, pressedEarly } from "../player/early.js";
import { showOnSystem } from "../player/media-session.js";
import { inALine } from "../player/now-playing.js";
import { player } from "../player/player.js";
import { board, Live } from "../page/site.js";
import { say } from "../page/words.js";

/** So near the edge counts as live. */
const AT_EDGE_S = 8;
const OPENED = new Set(["cannot_play", "no_tls"]);

customElements.define("aw-player", class extends Live {
  start(signal) {
    this.live = this.part("live");
    this.volume = this.querySelector('[data-do="volume"]');
    this.mute = this.querySelector('[data-do="mute"]');
    this.playButton = buttonFor(this.querySelector('[data-do="toggle"]'));
    player.attach(this.querySelector("audio"));
    player.addEventListener("change", () => this.render(), { signal });
    watchAir(() => this.render(), signal);
    board.subscribe("stream", () => this.render(), signal);
    this.addEventListener("click", (event) => this.press(event.target.closest("[data-do]")?.dataset.do), { signal });
    this.volume.addEventListener("input", () => player.setVolume(this.volume.value / 100), { signal });
    this.querySelector("details").addEventListener("toggle", (event) => this.openPanel(event.target), { signal });
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.closePanel(), { signal });
    document.addEventListener("click", (event) => this.contains(event.target) || this.closePanel(), { signal });
    showOnSystem(player);
    carryOn(player);
    if (pressedEarly() && !player.wanted) player.play();
    this.render();
  }

  press(action) {
    if (action === "toggle") player.toggle();
    else if (action === "mute") player.setMuted(!player.muted);
    else if (action === "live") player.goLive();
  }

  render() {
    const { state } = player;
    const idle = state === "idle" || state === "failed";
    this.dataset.state = state;
    this.playButton.disabled = !player.streams.length;
    fill(this, {
      action: say(idle ? "listen" : "stop"),
      title: inALine(airNow(), player.current, station),
    });
    setText(this.part("message"), player.message ? say(player.message, { title: player.title }) : this.hint(idle));
    this.renderOpen();
    this.renderLive();
    this.volume.value = Math.round(player.volume * 100);
    setAttribute(this.mute, "aria-pressed", player.muted || player.volume === 0);
  }

  hint(idle) {
    if (idle) return "";
    return board.state.stream.status === "silent" ? say("silent_hint") : "";
  }

  /** What cannot be played here may play elsewhere; a page of its own may also come without TLS. */
  renderOpen() {
    const address = OPENED.has(player.message) ? webAddress(player.current?.url) : null;
    fill(this, { open: address && say("open_stream") });
    setAttribute(this.part("open"), "href", address);
  }

  renderLive() {
    const behind = player.behindEdge;
    const atEdge = behind === null || behind < AT_EDGE_S;
    this.live.disabled = atEdge || player.state !== "playing";
    this.live.dataset.edge = String(atEdge && player.state === "playing");
    setText(this.live, atEdge ? say("live") : say("go_live", { n: Math.round(behind) }));
  }

  async openPanel(details) {
    if (!details.open) return;
    const { drawPanel } = await import("../player/panel.js");
    drawPanel(this.part("panel"), player);
  }

  closePanel() {
    const details = this.querySelector("details");
    if (!details.open) return;
    details.open = false;
    if (details.contains(document.activeElement)) details.querySelector("summary").focus();
  }
});
