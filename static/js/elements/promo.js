/** The station's promo, which comes, changes, and goes when its time is over. */
import { fill, image, need } from "../page/dom.js";
import { Live } from "../page/site.js";

/** @import { Promo } from "../feed/events.d.ts" */

customElements.define("aw-promo", class extends Live {

  /** @override */
  start() {
    this.follow("promo", (promo) => this.render(promo));
  }

  /** @param {Promo | null} promo */
  render(promo) {
    this.hidden = !promo;
    if (!promo) return;
    fill(this, { title: promo.title, link: promo.link });
    this.querySelector("img")?.remove();
    const sizes = this.matches(".promo--strip") ? { sizes: "10rem" } : {};
    const picture = image(promo.image, { class: "promo__image", ...sizes });
    if (picture) need(this, "a").prepend(picture);
  }
});
