/** The flash banner: the newest flash for twenty minutes, over every page but its own article, until it is closed. */
import { drawHeadline, fillHeadline } from "../headline.js";
import { board, Live } from "../site.js";
import { everySecond, serverNow } from "../time.js";

const FLASH_MS = 20 * 60_000;

customElements.define("aw-flash", class extends Live {
  start(signal) {
    this.closed = new Set();
    this.place = this.part("place");
    this.close = this.querySelector("button");
    this.close.hidden = false;
    this.close.addEventListener("click", () => this.dismiss(), { signal });
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.dismiss(), { signal });
    board.subscribe("breaking", () => this.render(), signal);
    document.addEventListener("airwire:page", () => this.turnPage(), { signal });
    this.turnPage();
    everySecond(() => this.hidden || this.render(), signal);
  }

  /** The live page's list begins with the flash: there only one that comes now lies over the page. */
  turnPage() {
    if (document.getElementById("main").dataset.page === "live") {
      for (const { id } of board.state.breaking) this.closed.add(id);
    }
    this.render();
  }

  current() {
    return board.state.breaking.find((item) =>
      item.priority === "flash"
      && serverNow() - Date.parse(item.published_at) < FLASH_MS
      && !this.closed.has(item.id)
      && location.pathname !== `/articles/${item.article}`);
  }

  render() {
    const item = this.current();
    const shown = this.place.querySelector(".headline");
    if (!item) {
      this.hidden = true;
      this.place.replaceChildren();
    } else if (shown?.dataset.id !== item.id) {
      // Lies over the page, so that what is being read does not move.
      this.classList.add("flash--over");
      this.place.replaceChildren(drawHeadline(item));
      this.hidden = false;
    } else if (Number(shown.dataset.rev) !== item.rev) {
      fillHeadline(shown, item);
    }
  }

  dismiss() {
    this.closed.add(this.place.querySelector(".headline")?.dataset.id);
    this.render();
    document.getElementById("main").focus({ preventScroll: true });
  }
});
