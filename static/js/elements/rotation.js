/**
 * The article beside the segment. It turns by the clock, for all listeners alike; who chose one by hand, points at it
 * or has it in focus keeps it until they let go. With reduced motion it turns only by hand.
 * A flash's article takes the place at once, for everybody, and gives it back where the clock then is.
 */
import { airNow, watchAir } from "../on-air/air.js";
import { element, fill, image, need, setAttribute, setChildren, setLanguage } from "../page/dom.js";
import { heardNow } from "../on-air/heard.js";
import { headlineLanguage } from "../page/page.js";
import { board, Live } from "../page/site.js";
import { worded } from "../page/worded.js";
import { everySecond, serverNow } from "../clock/time.js";
import { flashCard, turn, untilTurn } from "../on-air/timeline.js";
import { say } from "../page/words.js";

/** @import { Picture } from "../feed/events.d.ts" */
/** @import { Card } from "../on-air/timeline.js" */

customElements.define("aw-rotation", class extends Live {
  /** @type {HTMLElement} */
  #slide;
  /** @type {HTMLElement} */
  #list;
  /** @type {HTMLElement} */
  #pauseButton;
  /** The slug of the article that is held, by hand or for reduced motion. @type {string | null} */
  #chosen = null;
  #byDevice = false;
  /** The slug and title of the article that is seen. @type {string | null} */
  #shown = null;
  /** @type {string | null} */
  #shownTitle = null;
  #flashing = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #turning;
  /** The address of the picture that was fetched ahead. */
  #ahead = "";

  /** @override @param {AbortSignal} signal */
  start(signal) {
    this.#slide = need(this, ".slide");
    this.#list = need(this, "ol");
    this.#chosen = null;
    this.#shown = this.#slide.dataset.article ?? null;
    this.#pauseButton = need(this, '[data-do="pause"]');
    need(this, ".rotation__bar").addEventListener("click", ({ target }) => {
      if (target instanceof Element) this.press(target.closest("button")?.dataset.do);
    }, { signal });
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.stay(true);
    this.#byDevice = this.#chosen !== null;
    board.subscribe("breaking", () => this.followFlash(), signal);
    watchAir(() => this.renderList(), signal);
    everySecond(() => this.followClock(), signal);
    signal.addEventListener("abort", () => clearTimeout(this.#turning), { once: true });
    this.renderList();
  }

  get articles() {
    return airNow().rotation?.articles ?? [];
  }

  get index() {
    const chosen = this.articles.findIndex(({ slug }) => slug === this.#chosen);
    return chosen >= 0 ? chosen : turn(airNow().rotation, heardNow());
  }

  /** Held by hand, or under the reader's eye. */
  get isHeld() {
    return this.#chosen !== null || this.isWatched;
  }

  get isWatched() {
    return this.matches(":hover") || this.contains(document.activeElement);
  }

  /** The flash's card, unless the reader has taken hold of another. @returns {Card | null} */
  get flash() {
    const breaking = board.state.breaking.map((item) => worded(item, headlineLanguage));
    const card = flashCard(airNow().rotation, breaking, serverNow());
    const free = this.#chosen === null || this.#byDevice || this.#chosen === card?.slug;
    return card && free && (!this.isWatched || this.#shown === card.slug) ? card : null;
  }

  /** A flash came, was corrected or was taken back: what is withdrawn does not wait for the reader's eye. */
  followFlash() {
    this.renderList();
    if (this.flash || this.#flashing) this.show();
  }

  followClock() {
    clearTimeout(this.#turning);
    // Its turn is by the clock, not by when this page began to tick.
    const wait = untilTurn(airNow().rotation, heardNow());
    if (wait < 1500) this.#turning = setTimeout(() => this.followClock(), wait + 5);
    const next = this.articles[(this.index + 1) % this.articles.length];
    if (next?.picture) this.fetchAhead(next.picture);
    if (!this.isHeld || this.flash || (this.#flashing && !this.isWatched)) this.show();
  }

  /** @param {string | undefined} action */
  press(action) {
    const { length } = this.articles;
    if (!action || !length) return;
    this.#byDevice = false;
    if (action === "pause") return this.stay(this.#chosen === null);
    const shown = this.articles.findIndex(({ slug }) => slug === this.#shown);
    this.#chosen = this.articles[(shown + (action === "next" ? 1 : length - 1)) % length].slug;
    this.markPause();
    this.show();
  }

  /** @param {boolean} on */
  stay(on) {
    this.#chosen = on ? this.#shown : null;
    this.markPause();
    this.show();
  }

  markPause() {
    const held = this.#chosen !== null;
    setAttribute(this.#pauseButton, "aria-pressed", held);
    need(this.#pauseButton, ".sr").textContent = say(held ? "turn" : "hold");
  }

  renderList() {
    const { articles } = this;
    const empty = !articles.length && !this.flash;
    this.dataset.empty = String(empty);
    fill(this, { none: empty });
    const known = [...this.#list.querySelectorAll("li")].map((row) => row.dataset.article).join();
    if (known !== articles.map(({ slug }) => slug).join()) {
      this.#list.replaceChildren(...articles.map((article) => {
        const row = element("li", { "data-article": article.slug }, element("a", { href: address(article) }, element("bdi", {}, article.title)));
        setLanguage(row, article.language);
        return row;
      }));
    }
    const stillThere = this.#flashing || articles.some(({ slug }) => slug === this.#shown);
    if (!stillThere || !this.isHeld) this.show();
  }

  show() {
    const { flash } = this;
    const article = flash ?? this.articles[this.index];
    const gaveBack = this.#flashing && !flash;
    this.#flashing = Boolean(flash);
    if (!article) {
      if (gaveBack) this.renderList();
      return;
    }
    fill(this, { place: flash ? say("flash") : `${this.index + 1} / ${this.articles.length}` });
    [...this.#list.children].forEach((row, i) => row.toggleAttribute("data-current", !flash && i === this.index));
    if (article.slug === this.#shown && article.title === this.#shownTitle) return;
    this.#shown = article.slug;
    this.#shownTitle = article.title;
    const slide = /** @type {HTMLElement} */ (this.#slide.cloneNode(true));
    slide.dataset.article = article.slug;
    setLanguage(slide, article.language);
    fill(slide, { title: article.title, summary: article.summary, link: address(article), flash: this.#flashing });
    setChildren(need(slide, ".slide__picture"), image(article.picture));
    this.#slide.replaceWith(slide);
    this.#slide = slide;
  }

  /** The next picture is there before its turn. @param {Picture} picture */
  fetchAhead(picture) {
    if (this.#ahead === picture.url) return;
    this.#ahead = picture.url;
    image(picture);
  }
});

/** @param {{ slug: string }} article */
function address(article) {
  return `/articles/${encodeURIComponent(article.slug)}`;
}
