/**
 * <airwire-headline>: one headline of a radio-news station, which follows its corrections and says so when it is withdrawn; without
 * an id the newest.
 *
 *   <script src="https://station.example/embed/headline.js" async></script>
 *   <airwire-headline headline="b7c1…" lang="en" theme="auto"></airwire-headline>
 */
import { StationEmbed } from "../core/element.js";
import { CSS_OF_HEADLINE, box } from "./view.js";

/** @import { Followed, Held, View } from "../core/types.d.ts" */

class AirwireHeadline extends StationEmbed {
  static css = CSS_OF_HEADLINE;

  connectedCallback() {
    super.connectedCallback();
    this.#follow();
  }

  attributeChangedCallback() {
    this.#follow();
    super.attributeChangedCallback();
  }

  /** @override @param {Held} held @param {View} _view */
  parts(held, _view) {
    return [held.station, this.#shown(held)];
  }

  /** @override @param {Held} held @param {View} view */
  picture(held, view) {
    const shown = this.#shown(held);
    return shown === undefined ? document.createElement("slot") : box(shown, held.station, view);
  }

  #follow() {
    const id = this.getAttribute("headline");
    if (id && this.connection) this.connection.followed.want(id, this.connection.held);
  }

  /** `null` where there is none, undefined until the station has said. @param {Held} held @returns {Followed | null | undefined} */
  #shown(held) {
    const id = this.getAttribute("headline");
    if (id) return this.connection?.followed.get(id);
    const [newest] = held.breaking;
    if (!newest) return null;
    const { corrected_at: at, reason = "" } = newest;
    return { ...newest, state: "current", corrections: at ? [{ at, reason }] : [] };
  }
}

customElements.define("airwire-headline", AirwireHeadline);
