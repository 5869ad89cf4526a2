/**
 * <airwire-on-air>: what a radio station has on the air now, with a button that plays it.
 *
 *   <script src="https://station.example/embed/on-air.js" async></script>
 *   <airwire-on-air lang="en" theme="auto"></airwire-on-air>
 */
import { StationEmbed } from "../core/element.js";
import { soundOf } from "./sound.js";
import { CSS_OF_AIR, box } from "./view.js";

/** @import { Held, View } from "../core/types.d.ts" */

class AirwireOnAir extends StationEmbed {
  static css = CSS_OF_AIR;

  /** @override @param {Held} held @param {View} _view */
  parts({ station, on_air: air, stream }, _view) {
    const { programme, segment, ends_at, next } = air ?? {};
    return [station, programme?.title, segment?.title, ends_at, next?.starts_at, stream?.status, stream?.streams.map(({ url }) => url), this.#sound?.state];
  }

  /** @override @param {Held} held @param {View} view */
  picture(held, view) {
    return box(held, view, this.#sound);
  }

  disconnectedCallback() {
    const { connection } = this;
    super.disconnectedCallback();
    if (connection && ![...connection.embeds].some((embed) => embed instanceof AirwireOnAir)) soundOf(connection).stop();
  }

  get #sound() {
    return this.connection && soundOf(this.connection);
  }
}

customElements.define("airwire-on-air", AirwireOnAir);
