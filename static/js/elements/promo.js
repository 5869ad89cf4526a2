/** The station's promo, which comes, changes, and goes when its time is over. */
import { fill, image } from "../page/dom.js";
import { Live } from "../page/site.js";

customElements.define("aw-promo", class extends Live {
  start() {
    this.follow("promo", (promo) => this.render(promo));
  }

  render(promo) {
    this.hidden = !promo;
    if (!promo) return;
    fill(this, { title: promo.title, link: promo.link });
    this.querySelector("img")?.remove();
    const sizes = this.matches(".promo--strip") ? { sizes: "10rem" } : {};
    const picture = image(promo.image ?? null, { class: "promo__image", ...sizes });
    if (picture) this.querySelector("a").prepend(picture);
  }
});
